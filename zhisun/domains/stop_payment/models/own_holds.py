"""Protective holds of people's own accounts (保护性止付), and what institutions answered."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import Lane
from zhisun.domains.stop_payment.terms import (
    OWN_HOLD_KINDS,
    OWN_HOLD_LONGEST,
    OWN_HOLD_OPEN,
    WAITING,
    OrderKind,
    OrderState,
    OwnGround,
)

IS_HOLD = Q(kind=OrderKind.STOP)
UNDECIDED = [OrderState.DRAFTED, OrderState.DECLINED]


class OwnHold(models.Model):
    """One order about the account of somebody to be protected, or its release (保护性止付指令).

    No order of a case: nobody is suspected, no money has gone, and it is as short as it can be.
    ends_at: fixed at approval, whatever the institution answers. clock_at: when somebody must have
    acted; None when it is over. bell: what rang and is not settled. held_fen: what the
    institution said is held, None until it has.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("account_no", "account_name", "reason", "evidence"),
    )

    hold_no = models.CharField(_("保护性止付编号"), max_length=20, unique=True)
    application_id = models.CharField(_("业务申请编号"), max_length=36, unique=True)
    kind = models.CharField(_("种类"), max_length=24, choices=OrderKind.choices)
    state = models.CharField(_("状态"), max_length=16, choices=OrderState.choices)
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    ground = models.CharField(_("解除事由"), max_length=20, choices=OwnGround.choices, blank=True)
    source_no = models.CharField(_("劝阻任务"), max_length=20)
    area = models.CharField(_("辖区"), max_length=12)

    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    lane = models.CharField(_("通道"), max_length=10, choices=Lane.choices)
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100)
    account_kind = models.CharField(_("账户类别"), max_length=12)

    reason = models.TextField(_("事由"))
    evidence = models.TextField(_("劝阻经过"))
    requested_by = models.CharField(_("起草人"), max_length=80)
    handler = models.CharField(_("经办人"), max_length=40)
    approved_by = models.CharField(_("审批人"), max_length=40, blank=True)
    document_no = models.CharField(_("文书号"), max_length=60, blank=True)

    lasts = models.DurationField(_("期限"), null=True)
    drafted_at = models.DateTimeField(_("起草时间"))
    approved_at = models.DateTimeField(_("审批时间"), null=True)
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    acknowledged_at = models.DateTimeField(_("签收时间"), null=True)
    answered_at = models.DateTimeField(_("反馈时间"), null=True)
    result = models.CharField(_("应答码"), max_length=4, blank=True)
    failure_cause = models.TextField(_("失败原因"), blank=True)
    held_fen = models.BigIntegerField(_("控制金额"), null=True)
    ends_at = models.DateTimeField(_("到期时间"), null=True)
    clock_at = models.DateTimeField(_("应办时间"), null=True)
    bell = models.CharField(_("提醒"), max_length=24, blank=True)

    class Meta:
        verbose_name = _("保护性止付指令")
        constraints = (
            models.CheckConstraint(
                name="own_hold_of_two_kinds", condition=Q(kind__in=sorted(OWN_HOLD_KINDS))
            ),
            models.UniqueConstraint(
                name="own_hold_one_open_per_account",
                fields=["institution_code", "account_no"],
                condition=IS_HOLD & Q(state__in=sorted(OWN_HOLD_OPEN)),
            ),
            models.UniqueConstraint(
                name="own_hold_one_open_release",
                fields=["original"],
                condition=~IS_HOLD & Q(state__in=sorted(WAITING)),
            ),
            models.CheckConstraint(
                name="own_hold_two_persons",  # neither drafter nor handler approves a hold
                condition=~Q(approved_by=F("requested_by"))
                & (~Q(approved_by=F("handler")) | ~IS_HOLD),
            ),
            models.CheckConstraint(
                name="own_hold_has_approver_and_paper",
                condition=Q(state__in=UNDECIDED)
                | (Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(document_no="")),
            ),
            models.CheckConstraint(
                name="own_hold_ends",
                condition=~IS_HOLD
                | Q(state__in=UNDECIDED)
                | (
                    Q(ends_at__isnull=False)
                    & Q(ends_at__gt=F("approved_at"))
                    & Q(ends_at__lte=F("approved_at") + OWN_HOLD_LONGEST)
                ),
            ),
            models.CheckConstraint(
                name="own_hold_says_why",
                condition=~Q(reason="") & ~Q(evidence="") & ~Q(source_no=""),
            ),
            models.CheckConstraint(
                name="own_hold_release_names_what",
                condition=(IS_HOLD & Q(original=None, ground=""))
                | (~IS_HOLD & Q(original__isnull=False) & ~Q(ground="")),
            ),
        )
        indexes = (
            models.Index(fields=["source_no", "id"], name="own_hold_of_dispatch"),
            models.Index(  # selectors.own_holds: clocks
                fields=["clock_at"],
                name="own_hold_clock",
                condition=Q(clock_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.hold_no} {self.kind} {self.institution_name}"


class OwnHoldReply(models.Model):
    """One answer as it came (保护性止付反馈). Kept whole; a repeat is known by its digest."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("facts", "raw")

    hold = models.ForeignKey(OwnHold, on_delete=models.PROTECT, related_name="replies")
    digest = models.CharField(_("内容摘要"), max_length=64)
    result = models.CharField(_("应答码"), max_length=4)
    facts = models.JSONField(_("内容"))
    raw = models.BinaryField(_("原文"))
    received_at = models.DateTimeField(_("收到时间"))
    applied = models.BooleanField(_("已生效"))

    class Meta:
        verbose_name = _("保护性止付反馈")
        constraints = (
            models.UniqueConstraint(fields=["hold", "digest"], name="own_hold_reply_once"),
        )

    def __str__(self) -> str:
        return f"{self.hold_id} {self.result}"
