"""Orders, what institutions answered, and the last word of the law as constraints."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.terms import (
    COUNTED,
    HOLDS,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.money import yuan


class Order(models.Model):
    """One order to one institution about one account (指令).

    Six stamps: transferred_at (T0), called_at, approved_at, sent_at, acknowledged_at,
    answered_at. `held_from`/`held_until` bound what the institution granted, not what we asked.
    most_fen: the largest amount it could ask when it was drafted, 0 for the incident's claim.
    release_due_at: until when a hold must be given up; None while nothing says so.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("account_no", "account_name", "payer_name", "payer_account", "credential_number"),
    )

    order_no = models.CharField(_("指令编号"), max_length=20, unique=True)
    application_id = models.CharField(_("业务申请编号"), max_length=36, unique=True)
    kind = models.CharField(_("种类"), max_length=24, choices=OrderKind.choices)
    state = models.CharField(_("状态"), max_length=16, choices=OrderState.choices)
    origin = models.CharField(_("来源"), max_length=12, choices=Origin.choices)

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    incident_no = models.CharField(_("警情编号"), max_length=24)
    case_no = models.CharField(_("案件编号"), max_length=20)
    area = models.CharField(_("辖区"), max_length=12)

    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    lane = models.CharField(_("通道"), max_length=10, choices=Lane.choices)
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100, blank=True)
    account_kind = models.CharField(_("账户类别"), max_length=12)
    window = models.PositiveSmallIntegerField(_("第几次"), default=1)

    payer_institution_code = models.CharField(_("转出机构代码"), max_length=12, blank=True)
    payer_institution_name = models.CharField(_("转出机构"), max_length=100, blank=True)
    payer_name = models.CharField(_("转出户名"), max_length=100, blank=True)
    payer_account = models.CharField(_("转出账号"), max_length=64, blank=True)
    amount_fen = models.BigIntegerField(_("金额"), default=0)
    most_fen = models.BigIntegerField(_("金额上限"), default=0)
    trade_serial = models.CharField(_("交易流水号"), max_length=64, blank=True)
    level = models.PositiveSmallIntegerField(_("层级"), default=1)
    save_rank = models.FloatField(_("可挽回次序"), default=0.0)

    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    full_freeze = models.BooleanField(_("全额冻结"), default=False)
    with_fruits = models.BooleanField(_("含孳息"), default=False)
    long_freeze = models.BooleanField(_("重大复杂案件"), default=False)
    inquiry_mode = models.CharField(_("查询方式"), max_length=2, blank=True)
    credential_type = models.CharField(_("证件类型"), max_length=2, blank=True)
    credential_number = models.CharField(_("证件号码"), max_length=30, blank=True)
    period_start = models.DateTimeField(_("查询起"), null=True)
    period_end = models.DateTimeField(_("查询止"), null=True)
    starts_at = models.DateTimeField(_("拟起始"), null=True)
    expires_at = models.DateTimeField(_("拟到期"), null=True)
    reason = models.TextField(_("事由"))
    waiver = models.TextField(_("放行理由"), blank=True)

    requested_by = models.CharField(_("起草人"), max_length=80)
    handler = models.CharField(_("经办人"), max_length=40)
    approved_by = models.CharField(_("审批人"), max_length=40, blank=True)
    document_no = models.CharField(_("文书号"), max_length=60, blank=True)

    transferred_at = models.DateTimeField(_("转账时间 T0"))
    called_at = models.DateTimeField(_("来电时间"))
    drafted_at = models.DateTimeField(_("起草时间"))
    approved_at = models.DateTimeField(_("审批时间"), null=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True)
    due_at = models.DateTimeField(_("应反馈时间"), null=True)

    result = models.CharField(_("应答码"), max_length=4, blank=True)
    failure_cause = models.TextField(_("失败原因"), blank=True)
    balance_fen = models.BigIntegerField(_("账户余额"), null=True)
    held_fen = models.BigIntegerField(_("控制金额"), default=0)
    queue_position = models.PositiveSmallIntegerField(_("轮候位次"), default=1)
    held_from = models.DateTimeField(_("生效时间"), null=True)
    held_until = models.DateTimeField(_("到期时间"), null=True)

    release_due_at = models.DateTimeField(_("应解除时间"), null=True)

    locked_by = models.CharField(_("办理人"), max_length=40, blank=True)
    locked_until = models.DateTimeField(_("占用到"), null=True)

    class Meta:
        verbose_name = _("指令")
        constraints = (
            models.UniqueConstraint(
                name="order_once",  # running again never sends twice
                fields=["incident", "institution_code", "account_no", "kind", "window"],
            ),
            models.CheckConstraint(
                name="order_two_persons",  # 双人复核: neither drafter nor handler approves
                condition=~Q(approved_by=F("requested_by")) & ~Q(approved_by=F("handler")),
            ),
            models.CheckConstraint(
                name="order_left_with_paper",  # nothing leaves without approval and a document
                condition=Q(sent_at=None)
                | (Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(document_no="")),
            ),
            models.CheckConstraint(
                name="order_held_within_asked",
                condition=Q(held_fen__gte=0)
                & (Q(full_freeze=True) | Q(held_fen__lte=F("amount_fen"))),
            ),
            models.CheckConstraint(
                name="order_active_hold_has_an_end",
                condition=~Q(state=OrderState.ACTIVE) | Q(held_until__isnull=False),
            ),
            models.CheckConstraint(
                name="order_stamps_in_order",
                condition=(Q(sent_at=None) | Q(approved_at__lte=F("sent_at")))
                & (Q(acknowledged_at=None) | Q(sent_at__lte=F("acknowledged_at"))),
            ),
        )
        indexes = (
            models.Index(  # selectors.board
                F("save_rank").desc(),
                name="order_board",
                condition=Q(state__in=sorted(WAITING)),
            ),
            models.Index(  # selectors.board.counts, from the index alone
                fields=["state", "kind", "area", "due_at"],
                name="order_counts",
                condition=Q(state__in=sorted(COUNTED)),
            ),
            models.Index(  # selectors.board.answered
                F("answered_at").desc(),
                name="order_latest_answers",
                condition=Q(answered_at__isnull=False),
            ),
            models.Index(  # selectors.board.corrections
                F("answered_at").desc(),
                name="order_refused",
                condition=Q(state=OrderState.REFUSED),
            ),
            models.Index(fields=["incident", "id"], name="order_of_incident"),
            models.Index(  # services.clocks
                fields=["held_until"],
                name="order_hold_ends",
                condition=Q(state=OrderState.ACTIVE, kind__in=sorted(HOLDS)),
            ),
            models.Index(  # services.clocks
                fields=["due_at"],
                name="order_answer_due",
                condition=Q(state__in=["sent", "acknowledged"]),
            ),
            models.Index(  # selectors.due.to_ring, selectors.board.releases_due
                fields=["release_due_at"],
                name="order_release_due",
                condition=Q(state=OrderState.ACTIVE, release_due_at__isnull=False),
            ),
            models.Index(  # selectors.league, from the index alone
                fields=["sent_at"],
                name="order_league",
                include=[
                    *("area", "institution_code", "institution_name", "kind", "state"),
                    *("acknowledged_at", "answered_at", "due_at"),
                ],
                condition=Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.order_no} {self.kind} {self.institution_name} {yuan(self.amount_fen)}"


class Answer(models.Model):
    """One answer as it came (反馈). Kept whole; a repeat is recognised by its digest."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("facts", "raw")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="answers")
    serial_no = models.CharField(_("报文流水号"), max_length=60)
    digest = models.CharField(_("内容摘要"), max_length=64)
    result = models.CharField(_("应答码"), max_length=4)
    facts = models.JSONField(_("内容"))
    raw = models.BinaryField(_("原文"))
    received_at = models.DateTimeField(_("收到时间"))
    applied = models.BooleanField(_("已生效"))
    contradicts = models.BooleanField(_("与前次矛盾"), default=False)

    class Meta:
        verbose_name = _("反馈")
        constraints = (
            models.UniqueConstraint(fields=["order", "digest"], name="answer_counts_once"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.result}"


class Alarm(models.Model):
    """A clock that rang (提醒): once per order and bell, so that a night shift sees each once."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="alarms")
    bell = models.CharField(_("提醒"), max_length=24)
    rang_at = models.DateTimeField(_("时间"))
    seen_by = models.CharField(_("已阅"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("提醒")
        constraints = (models.UniqueConstraint(fields=["order", "bell"], name="alarm_rings_once"),)

    def __str__(self) -> str:
        return f"{self.order_id} {self.bell}"
