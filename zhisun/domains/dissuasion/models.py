"""Persons, signals, dispatches and what was done to reach them."""

from typing import ClassVar

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.terms import (
    FULL_SCORE,
    LONGEST_TEXT,
    OPEN,
    WAITING,
    Bell,
    ContactResult,
    DispatchState,
    Finding,
    Outcome,
    PersonKeyKind,
    ReviewKind,
    SignalKind,
    SignalSource,
    Step,
    Truth,
)


class Person(models.Model):
    """Somebody a fraud may be after (被预警人)."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("name", "phone", "family_phone", "id_number", "address", "unit"),
    )

    name = models.CharField(_("姓名"), max_length=60, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    family_phone = models.CharField(_("亲属电话"), max_length=30, blank=True)
    id_number = models.CharField(_("证件号码"), max_length=30, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    unit = models.CharField(_("单位或学校"), max_length=100, blank=True)
    first_seen_at = models.DateTimeField(_("首次出现"))

    class Meta:
        verbose_name = _("被预警人")

    def __str__(self) -> str:
        return str(self.pk)


class PersonKey(models.Model):
    """By what a person is known again (识别依据): one value is one person."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("value",)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="keys")
    kind = models.CharField(_("类别"), max_length=10, choices=PersonKeyKind.choices)
    value = models.CharField(_("规范值"), max_length=200)

    class Meta:
        verbose_name = _("识别依据")
        constraints = (
            models.UniqueConstraint(fields=["kind", "value"], name="person_key_once"),
            models.CheckConstraint(name="person_key_has_a_value", condition=~Q(value="")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


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
    while none runs. `episode` counts the person's dispatches from 1.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("outcome_note", "returned_reason")

    dispatch_no = models.CharField(_("任务编号"), max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="dispatches")
    episode = models.PositiveIntegerField(_("第几次"))
    state = models.CharField(_("状态"), max_length=12, choices=DispatchState.choices)
    area = models.CharField(_("辖区"), max_length=12)
    unit_code = models.CharField(_("承办单位代码"), max_length=12, blank=True)
    unit_name = models.CharField(_("承办单位"), max_length=100, blank=True)
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
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(_("结果说明"), max_length=LONGEST_TEXT, blank=True)
    closed_at = models.DateTimeField(_("办结时间"), null=True)
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


class Contact(models.Model):
    """One attempt to reach the person (联系记录). Append-only; a phone's repeat counts once."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note", "number")

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="contacts")
    key = models.CharField(_("提交编号"), max_length=64)
    step = models.CharField(_("方式"), max_length=12, choices=Step.choices)
    result = models.CharField(_("结果"), max_length=14, choices=ContactResult.choices)
    number = models.CharField(_("拨打号码"), max_length=30, blank=True)
    note = models.CharField(_("说明"), max_length=LONGEST_TEXT, blank=True)
    checks = models.JSONField(_("核查清单"), default=list)
    tried_at = models.DateTimeField(_("联系时间"))
    recorded_at = models.DateTimeField(_("登记时间"))
    officer = models.CharField(_("联系人"), max_length=80)

    class Meta:
        verbose_name = _("联系记录")
        constraints = (
            models.UniqueConstraint(fields=["dispatch", "key"], name="contact_counts_once"),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.step} {self.result}"


class WarningMessage(models.Model):
    """One warning message to the person (预警短信), and what the channel says became of it.

    result: four digits of the message centre, empty until its receipt is here.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("number",)

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="messages")
    round = models.PositiveSmallIntegerField(_("轮次"))
    application_id = models.CharField(_("业务申请编号"), max_length=36, unique=True)
    institution_code = models.CharField(_("短信通道"), max_length=12)
    number = models.CharField(_("号码"), max_length=30)
    posted_at = models.DateTimeField(_("交通道时间"))
    result = models.CharField(_("结果"), max_length=4, blank=True)
    cause = models.CharField(_("未送达原因"), max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField(_("回执时间"), null=True)

    class Meta:
        verbose_name = _("预警短信")
        constraints = (
            models.UniqueConstraint(fields=["dispatch", "round"], name="message_once_a_round"),
            models.CheckConstraint(
                name="message_answered_with_a_result",
                condition=Q(answered_at=None, result="")
                | (Q(answered_at__isnull=False) & ~Q(result="")),
            ),
        )

    def __str__(self) -> str:
        return self.application_id


class LookBack(models.Model):
    """One look-back after the outcome (回访): due 24 h and 72 h later by default."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note",)

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="look_backs")
    round = models.PositiveSmallIntegerField(_("轮次"))
    hours = models.PositiveSmallIntegerField(_("时限 (小时)"))
    due_at = models.DateTimeField(_("应回访时间"))
    done_at = models.DateTimeField(_("回访时间"), null=True)
    done_by = models.CharField(_("回访人"), max_length=40, blank=True)
    finding = models.CharField(_("发现"), max_length=12, choices=Finding.choices, blank=True)
    note = models.CharField(_("说明"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("回访")
        constraints = (
            models.UniqueConstraint(fields=["dispatch", "round", "hours"], name="look_back_once"),
            models.CheckConstraint(
                name="look_back_done_with_a_finding",
                condition=Q(done_at=None, finding="") | (Q(done_at__isnull=False) & ~Q(finding="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.hours}h"


class DispatchAlarm(models.Model):
    """A clock of a dispatch that rang (劝阻提醒), once in each round.

    hours: which look-back rang; 0 for every other bell.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="alarms")
    bell = models.CharField(_("提醒"), max_length=12, choices=Bell.choices)
    round = models.PositiveSmallIntegerField(_("轮次"))
    hours = models.PositiveSmallIntegerField(_("时限 (小时)"), default=0)
    rang_at = models.DateTimeField(_("时间"))
    seen_by = models.CharField(_("已阅"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("劝阻提醒")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch", "bell", "round", "hours"], name="dispatch_alarm_rings_once"
            ),
        )
        indexes = (
            models.Index(  # selectors.board.alarms
                fields=["-rang_at"], name="dispatch_alarm_unseen", condition=Q(seen_by="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.bell}"


class JoinedTruth(models.Model):
    """What one registered report says about our warnings (真实结果). One a report."""

    incident_no = models.CharField(_("警情编号"), max_length=24, unique=True)
    area = models.CharField(_("辖区"), max_length=12)
    truth = models.CharField(_("结论"), max_length=20, choices=Truth.choices)
    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.PROTECT, null=True, related_name="truths"
    )
    joined_at = models.DateTimeField(_("得出时间"))

    class Meta:
        verbose_name = _("真实结果")
        constraints = (
            models.CheckConstraint(
                name="truth_names_its_dispatch",
                condition=Q(truth=Truth.MISSED) | Q(dispatch__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.incident_no} {self.truth}"


class Review(models.Model):
    """A look into why somebody was defrauded all the same (倒查)."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("finding",)

    kind = models.CharField(_("种类"), max_length=20, choices=ReviewKind.choices)
    subject = models.CharField(_("对象"), max_length=24)
    area = models.CharField(_("辖区"), max_length=12)
    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    opened_at = models.DateTimeField(_("开始时间"))
    finding = models.TextField(_("结论"), blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)
    closed_by = models.CharField(_("倒查人"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("倒查")
        constraints = (
            models.UniqueConstraint(fields=["kind", "subject"], name="review_once"),
            models.CheckConstraint(
                name="review_closed_with_a_finding",
                condition=Q(closed_at=None, closed_by="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by="") & ~Q(finding="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class LocalRules(models.Model):
    """What one area has set for its grades and clocks (本地规则). The longest prefix applies."""

    area = models.CharField(_("辖区"), max_length=12, unique=True)
    body = models.JSONField(_("内容"))
    note = models.CharField(_("依据"), max_length=LONGEST_TEXT)
    set_at = models.DateTimeField(_("设定时间"))
    set_by = models.CharField(_("设定人"), max_length=40)

    class Meta:
        verbose_name = _("本地规则")
        constraints = (
            models.CheckConstraint(name="local_rules_say_their_source", condition=~Q(note="")),
        )

    def __str__(self) -> str:
        return self.area
