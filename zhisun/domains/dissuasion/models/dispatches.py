"""Dispatches and the signals they come from."""

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models.persons import Person
from zhisun.domains.dissuasion.terms import (
    FULL_SCORE,
    LONGEST_TEXT,
    OPEN,
    WAITING,
    DispatchState,
    Outcome,
    SignalKind,
    SignalSource,
)
from zhisun.kernel.places import Datum

COUNTED = (
    "id",
    "state",
    "signed_at",
    "contacted_at",
    "met_at",
    "sign_due_at",
    "contact_due_at",
    "meet_due_at",
)
"""What selectors.board.counts asks of every open dispatch."""


class Dispatch(models.Model):
    """One person in one scam episode, to be dissuaded (劝阻任务).

    Due instants are stored and only ever come earlier. `bell_at`: when a clock rings next, None
    while none runs. `episode` counts the person's dispatches from 1. latitude, longitude: where
    the person is, in degrees of the datum; all three or none. `routed`: why this unit, as
    `selectors.routing` writes it. minor: by the birth date of the identity number, else as an
    officer says; student: by words until an officer is sure. None: not known. reopened: which
    round the work is in; reopened_at: since when, None while it is the first.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("outcome_note", "returned_reason")

    dispatch_no = models.CharField(_("任务编号"), max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dispatches")
    episode = models.PositiveIntegerField(_("第几次"))
    state = models.CharField(_("状态"), max_length=12, choices=DispatchState.choices)
    area = models.CharField(_("辖区"), max_length=12)
    unit_code = models.CharField(_("承办单位代码"), max_length=12, blank=True)
    unit_name = models.CharField(_("承办单位"), max_length=100, blank=True)
    routed = models.JSONField(_("分派依据"), null=True)
    minor = models.BooleanField(_("未成年"), null=True)
    student = models.BooleanField(_("学生"), null=True)
    student_sure = models.BooleanField(_("学生已核实"), default=False)
    latitude = models.FloatField(_("纬度"), null=True)
    longitude = models.FloatField(_("经度"), null=True)
    datum = models.CharField(
        _("坐标系"), max_length=6, choices=[(each.value, each.value) for each in Datum], blank=True
    )
    fraud_type = models.CharField(_("诈骗类型"), max_length=4, choices=FraudType.choices)
    score = models.PositiveSmallIntegerField(_("风险分"))
    grade = models.PositiveSmallIntegerField(_("等级"))
    urgent = models.BooleanField(_("急"), default=False)
    points = models.JSONField(_("评分依据"), default=list)

    opened_at = models.DateTimeField(_("首次预警时间"))
    raised_at = models.DateTimeField(_("最近升级时间"))
    sign_due_at = models.DateTimeField(_("应签收时间"))
    contact_due_at = models.DateTimeField(_("应联系时间"))
    meet_due_at = models.DateTimeField(_("应见面时间"))
    assigned_at = models.DateTimeField(_("分派时间"), null=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True)
    handler = models.CharField(_("承办人"), max_length=40, blank=True)
    contacted_at = models.DateTimeField(_("联系到本人时间"), null=True)
    met_at = models.DateTimeField(_("见面时间"), null=True)
    concluded_at = models.DateTimeField(_("得出结果时间"), null=True)
    concluded_by = models.CharField(_("得出结果人"), max_length=80, blank=True)
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(_("结果说明"), max_length=LONGEST_TEXT, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    reopened_at = models.DateTimeField(_("本轮开始时间"), null=True)
    reopened = models.PositiveSmallIntegerField(_("重新办理次数"), default=0)
    returned_by = models.CharField(_("退回人"), max_length=40, blank=True)
    returned_reason = models.CharField(_("退回理由"), max_length=LONGEST_TEXT, blank=True)
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    bell_at = models.DateTimeField(_("下次提醒"), null=True)
    locked_by = models.CharField(_("办理人"), max_length=40, blank=True)
    locked_until = models.DateTimeField(_("占用到"), null=True)

    class Meta:
        verbose_name = _("劝阻任务")
        constraints = (
            models.UniqueConstraint(  # one person, one open dispatch, whoever races
                name="dispatch_one_open_per_person",
                fields=["person"],
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.UniqueConstraint(fields=["person", "episode"], name="dispatch_episode_once"),
            models.CheckConstraint(
                name="dispatch_score_and_grade",
                condition=Q(score__lte=FULL_SCORE) & Q(grade__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="dispatch_signed_by_a_unit",
                condition=Q(signed_at=None) | (~Q(unit_code="") & ~Q(handler="")),
            ),
            models.CheckConstraint(
                name="dispatch_outcome_with_its_time",
                condition=Q(concluded_at=None, outcome="")
                | (Q(concluded_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="dispatch_waits_for_an_outcome",
                condition=~Q(state__in=sorted(WAITING)) | Q(concluded_at=None),
            ),
            models.CheckConstraint(
                name="dispatch_position_whole",
                condition=Q(latitude=None, longitude=None, datum="")
                | (Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(datum="")),
            ),
            models.CheckConstraint(
                name="dispatch_clocks_in_order",
                condition=Q(sign_due_at__lte=F("contact_due_at"))
                & Q(contact_due_at__lte=F("meet_due_at")),
            ),
        )
        indexes = (
            models.Index(  # selectors.board of an area (LIKE needs the pattern's own order), and
                # its counts out of the index alone
                OpClass(F("area"), name="varchar_pattern_ops"),
                name="dispatch_board",
                include=COUNTED,
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(  # selectors.board of a wide area: the first of the queue, unsorted
                *(F("urgent").desc(), F("grade").desc(), F("sign_due_at"), F("id")),
                name="dispatch_most_urgent",
                condition=Q(state__in=sorted(WAITING)),
            ),
            models.Index(  # selectors.board.look_backs
                fields=["bell_at", "id"],
                name="dispatch_look_backs",
                condition=Q(state=DispatchState.CONCLUDED),
            ),
            models.Index(  # selectors.board of a unit, and its load
                fields=["unit_code"],
                name="dispatch_of_unit",
                condition=Q(state__in=sorted(OPEN)),
            ),
            models.Index(  # selectors.due
                fields=["bell_at"],
                name="dispatch_bell",
                condition=Q(bell_at__isnull=False),
            ),
            models.Index(fields=["-concluded_at"], name="dispatch_latest_outcomes"),
            models.Index(fields=["opened_at"], name="dispatch_opened"),  # selectors.figures
        )

    def __str__(self) -> str:
        return self.dispatch_no


class Signal(models.Model):
    """One warning as it came (预警信号). Kept whole; its source and number make it count once."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("told",)

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="signals")
    source = models.CharField(_("来源"), max_length=10, choices=SignalSource.choices)
    ref = models.CharField(_("来源编号"), max_length=100)
    kind = models.CharField(_("类别"), max_length=10, choices=SignalKind.choices)
    seen_at = models.DateTimeField(_("发生时间"))
    received_at = models.DateTimeField(_("收到时间"))
    counterpart = models.CharField(_("对方号码、网址或账户"), max_length=LONGEST_TEXT, blank=True)
    fraud_type = models.CharField(_("诈骗类型"), max_length=4, choices=FraudType.choices)
    severity = models.PositiveSmallIntegerField(_("严重程度"))
    confidence = models.PositiveSmallIntegerField(_("可信度 (%)"))
    seconds = models.PositiveIntegerField(_("时长 (秒)"), default=0)
    times = models.PositiveIntegerField(_("次数"), default=1)
    amount_fen = models.BigIntegerField(_("金额"), default=0)
    under_way = models.BooleanField(_("正在进行"), default=False)
    told = models.TextField(_("说明"), blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("预警信号")
        constraints = (
            models.UniqueConstraint(fields=["source", "ref"], name="signal_counts_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.ref}"
