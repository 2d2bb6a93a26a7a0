"""Takedowns, what institutions answered, what a second look found."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import Lane
from zhisun.domains.takedown.terms import (
    LONGEST_TARGET,
    OPEN,
    OWN_PHONE_LONGEST,
    WAITING,
    Finding,
    Ground,
    Measure,
    Origin,
    TakedownState,
    TargetKind,
)

UNAPPROVED = Q(approved_at=None)


class Takedown(models.Model):
    """One order to one carrier or platform about one target (封停指令).

    clock_at: when somebody must have acted: an officer on a draft, the institution on an answer,
    whoever looks again at what stands; None when it is over. bell: what rang and nobody has seen.
    lasts: the asked term, None until it is released. ends_at: the end of what stands; of the
    person's own phone from its approval on, whatever the carrier answers. owed_at: since when a
    person's own phone should work again without the carrier having said so; then late_rings counts
    how often that rang, and rings_at is when it rings next.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("target", "form", "evidence", "reason")

    takedown_no = models.CharField(_("封停编号"), max_length=20, unique=True)
    application_id = models.CharField(_("业务申请编号"), max_length=36, unique=True)
    target_kind = models.CharField(_("对象类别"), max_length=12, choices=TargetKind.choices)
    target = models.CharField(_("对象"), max_length=LONGEST_TARGET)
    form = models.CharField(_("规范值"), max_length=LONGEST_TARGET)
    measure = models.CharField(_("措施"), max_length=16, choices=Measure.choices)
    state = models.CharField(_("状态"), max_length=16, choices=TakedownState.choices)
    origin = models.CharField(_("来源"), max_length=12, choices=Origin.choices)
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    ground = models.CharField(_("解除事由"), max_length=20, choices=Ground.choices, blank=True)

    incident = models.ForeignKey(
        "cases.Incident", on_delete=models.PROTECT, null=True, related_name="+"
    )
    incident_no = models.CharField(_("警情编号"), max_length=24, blank=True)
    source_no = models.CharField(_("线索来源"), max_length=80, blank=True)
    area = models.CharField(_("辖区"), max_length=12)
    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    lane = models.CharField(_("通道"), max_length=10, choices=Lane.choices)

    reason = models.TextField(_("事由"))
    evidence = models.TextField(_("依据材料"))
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
    operator = models.CharField(_("执行人"), max_length=80, blank=True)
    executed_at = models.DateTimeField(_("执行时间"), null=True)
    ends_at = models.DateTimeField(_("到期时间"), null=True)
    owed_at = models.DateTimeField(_("应恢复时间"), null=True)
    rings_at = models.DateTimeField(_("下次催办"), null=True)
    late_rings = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    check_at = models.DateTimeField(_("应复核时间"), null=True)
    clock_at = models.DateTimeField(_("应办时间"), null=True)
    bell = models.CharField(_("提醒"), max_length=24, blank=True)
    locked_by = models.CharField(_("办理人"), max_length=40, blank=True)
    locked_until = models.DateTimeField(_("占用到"), null=True)

    class Meta:
        verbose_name = _("封停指令")
        constraints = (
            models.UniqueConstraint(
                name="takedown_one_open_per_target",
                fields=["target_kind", "form"],
                condition=Q(state__in=sorted(OPEN)) & ~Q(measure=Measure.RELEASE),
            ),
            models.UniqueConstraint(
                name="takedown_one_open_release",
                fields=["original"],
                condition=Q(state__in=sorted(WAITING), measure=Measure.RELEASE),
            ),
            models.CheckConstraint(
                name="takedown_two_persons",  # 双人复核: neither drafter nor handler approves
                condition=~Q(approved_by=F("requested_by"))
                & (~Q(approved_by=F("handler")) | Q(measure=Measure.RELEASE)),
            ),
            models.CheckConstraint(
                name="takedown_left_with_paper",
                condition=Q(sent_at=None)
                | (Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(document_no="")),
            ),
            models.CheckConstraint(
                name="takedown_with_evidence", condition=~Q(evidence="") & ~Q(reason="")
            ),
            models.CheckConstraint(
                name="takedown_case_or_source",
                condition=~Q(incident_no="")
                | ~Q(source_no="")
                | Q(origin=Origin.BEFORE_DISPATCHES)
                | Q(measure=Measure.RELEASE),
            ),
            models.CheckConstraint(
                # that the dispatch is there and runs: the trigger `own_phone_on_dispatch`
                name="takedown_own_phone_on_dispatch",
                condition=~Q(measure=Measure.HOLD_OWN_PHONE)
                | Q(origin=Origin.BEFORE_DISPATCHES)
                | (Q(origin=Origin.DISSUASION) & ~Q(source_no="")),
            ),
            models.CheckConstraint(
                name="takedown_owed_rings",
                condition=Q(owed_at=None, rings_at=None)
                | Q(owed_at__isnull=False, rings_at__isnull=False, measure=Measure.HOLD_OWN_PHONE),
            ),
            models.CheckConstraint(
                name="takedown_own_phone_ends",
                condition=~Q(measure=Measure.HOLD_OWN_PHONE)
                | UNAPPROVED
                | (Q(ends_at__isnull=False) & Q(ends_at__lte=F("approved_at") + OWN_PHONE_LONGEST)),
            ),
            models.CheckConstraint(
                name="takedown_short_seal_ends",
                condition=~Q(measure=Measure.SEAL_SHORT) | Q(lasts__isnull=False),
            ),
            models.CheckConstraint(
                name="takedown_release_names_what",
                condition=Q(measure=Measure.RELEASE, original__isnull=False)
                | (~Q(measure=Measure.RELEASE) & Q(ground="")),
            ),
        )
        indexes = (
            models.Index(  # selectors.board, services.clocks
                fields=["clock_at"],
                name="takedown_clock",
                condition=Q(clock_at__isnull=False),
            ),
            models.Index(  # selectors.board: what stands, what came back
                fields=["state", "area", "clock_at"], name="takedown_by_state"
            ),
            models.Index(  # selectors.board.answered
                F("answered_at").desc(),
                name="takedown_latest_answers",
                condition=Q(answered_at__isnull=False),
            ),
            models.Index(  # selectors.due.unrestored, selectors.board.late
                fields=["rings_at"],
                name="takedown_owed",
                condition=Q(owed_at__isnull=False),
            ),
            models.Index(fields=["form", "id"], name="takedown_of_target"),
            models.Index(fields=["incident_no", "id"], name="takedown_of_incident"),
            models.Index(  # selectors.takedowns.own_phones_of
                fields=["source_no"],
                name="takedown_of_dissuasion",
                condition=Q(origin=Origin.DISSUASION),
            ),
        )

    def __str__(self) -> str:
        return f"{self.takedown_no} {self.measure} {self.institution_name}"


class Reply(models.Model):
    """One answer as it came (封停反馈). Kept whole; a repeat is recognised by its digest."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("facts", "raw")

    takedown = models.ForeignKey(Takedown, on_delete=models.PROTECT, related_name="replies")
    digest = models.CharField(_("内容摘要"), max_length=64)
    result = models.CharField(_("应答码"), max_length=4)
    facts = models.JSONField(_("内容"))
    raw = models.BinaryField(_("原文"))
    received_at = models.DateTimeField(_("收到时间"))
    applied = models.BooleanField(_("已生效"))

    class Meta:
        verbose_name = _("封停反馈")
        constraints = (
            models.UniqueConstraint(fields=["takedown", "digest"], name="takedown_reply_once"),
        )

    def __str__(self) -> str:
        return f"{self.takedown_id} {self.result}"


class Check(models.Model):
    """One later look at a target (复核)."""

    takedown = models.ForeignKey(Takedown, on_delete=models.PROTECT, related_name="checks")
    finding = models.CharField(_("复核结果"), max_length=10, choices=Finding.choices)
    remark = models.TextField(_("说明"), blank=True)
    checked_by = models.CharField(_("复核人"), max_length=80)
    checked_at = models.DateTimeField(_("复核时间"))

    class Meta:
        verbose_name = _("复核")

    def __str__(self) -> str:
        return f"{self.takedown_id} {self.finding}"
