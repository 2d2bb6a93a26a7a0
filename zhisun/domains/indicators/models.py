"""Indicators, what they must never hit, what they hit, and how far the watch has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Func
from django.utils.translation import gettext_lazy as _

from zhisun.domains.indicators.terms import (
    LEAST_SEVERE,
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_SEVERE,
    SURE,
    FeedKind,
    IndicatorKind,
    IndicatorState,
    IntakeState,
    NoticeKind,
)


class NextChange(Func):
    """The next number of a change (变更序号)."""

    template = "nextval('indicators_change')"
    output_field = models.BigIntegerField()


class Indicator(models.Model):
    """A value that fraud uses (线索). Withdrawn ones stay, so that old hits can be explained.

    change: grows with every change that the watch must hear of, in the order of the commits
    (services.states.turn). lapses_at: when it expires by age; stored, moved by every sighting.
    right, wrong: outcomes of dissuasions it led to.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("value", "form")

    kind = models.CharField(_("类别"), max_length=12, choices=IndicatorKind.choices)
    value = models.CharField(_("原文"), max_length=LONGEST_VALUE)
    form = models.CharField(_("规范值"), max_length=LONGEST_VALUE)
    fraud_type = models.CharField(_("诈骗类型"), max_length=LONGEST_NAME)
    severity = models.SmallIntegerField(_("严重程度"))
    confidence = models.SmallIntegerField(_("可信度 (%)"), default=SURE)
    source = models.CharField(_("来源"), max_length=LONGEST_NAME)
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    valid_from = models.DateTimeField(_("生效"), null=True, blank=True)
    valid_to = models.DateTimeField(_("失效"), null=True, blank=True)
    entered_by = models.CharField(_("录入人"), max_length=80)
    entered_at = models.DateTimeField(_("录入时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("撤回原因"), max_length=LONGEST_NAME, blank=True)
    state = models.CharField(
        _("状态"),
        max_length=12,
        choices=IndicatorState.choices,
        default=IndicatorState.STANDING,
        db_default=IndicatorState.STANDING,
    )
    state_at = models.DateTimeField(_("状态时间"), null=True)
    state_reason = models.CharField(_("状态原因"), max_length=LONGEST_NAME, blank=True)
    change = models.BigIntegerField(_("变更序号"), db_default=NextChange())
    seen_at = models.DateTimeField(_("最近出现"), null=True)
    lapses_at = models.DateTimeField(_("到期时间"), null=True)
    right = models.PositiveIntegerField(_("属实次数"), default=0, db_default=0)
    wrong = models.PositiveIntegerField(_("误报次数"), default=0, db_default=0)

    class Meta:
        verbose_name = _("线索")
        constraints = (
            models.CheckConstraint(
                name="indicator_withdrawn_with_its_time",
                condition=Q(state=IndicatorState.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=IndicatorState.WITHDRAWN) & Q(withdrawn_at=None)),
            ),
            models.UniqueConstraint(
                name="indicator_once_per_source",
                fields=["kind", "form", "source"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="indicator_severity",
                condition=Q(severity__range=(LEAST_SEVERE, MOST_SEVERE)),
            ),
            models.CheckConstraint(
                name="indicator_confidence", condition=Q(confidence__range=(0, SURE))
            ),
            models.CheckConstraint(
                name="indicator_window",
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_from__lt=models.F("valid_to")),
            ),
        )
        indexes = (
            models.Index(fields=["change"], name="indicator_by_change"),  # the watch
            models.Index(  # selectors.lapsed
                fields=["lapses_at"],
                name="indicator_lapses",
                condition=Q(state=IndicatorState.STANDING),
            ),
            models.Index(fields=["state", "-id"], name="indicator_board"),  # selectors.board
            models.Index(fields=["form", "kind"], name="indicator_of_value"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.form}"


class CaseLink(models.Model):
    """A report that names an indicator (关联警情)."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="links")
    incident_no = models.CharField(_("警情编号"), max_length=24)
    linked_by = models.CharField(_("关联人"), max_length=80)
    linked_at = models.DateTimeField(_("关联时间"))

    class Meta:
        verbose_name = _("关联警情")
        constraints = (
            models.UniqueConstraint(fields=["indicator", "incident_no"], name="case_link_once"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.incident_no}"


class Verdict(models.Model):
    """What the outcome of one dissuasion says about an indicator that led to it (核验结果)."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="verdicts")
    dispatch_no = models.CharField(_("任务编号"), max_length=20)
    right = models.BooleanField(_("属实"))
    told_at = models.DateTimeField(_("得出时间"))

    class Meta:
        verbose_name = _("核验结果")
        constraints = (
            models.UniqueConstraint(fields=["indicator", "dispatch_no"], name="verdict_once"),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.dispatch_no}"


class BaseNotice(models.Model):
    """Something the base did by itself, until somebody has seen it (底库提醒)."""

    kind = models.CharField(_("类别"), max_length=12, choices=NoticeKind.choices)
    indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, related_name="notices")
    source = models.CharField(_("来源"), max_length=LONGEST_NAME)
    right = models.PositiveIntegerField(_("属实次数"))
    wrong = models.PositiveIntegerField(_("误报次数"))
    rang_at = models.DateTimeField(_("时间"))
    seen_by = models.CharField(_("已阅"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("底库提醒")
        constraints = (
            models.UniqueConstraint(  # a source rings once until somebody has looked
                fields=["kind", "source"],
                name="base_notice_of_source",
                condition=Q(indicator=None, seen_by=""),
            ),
        )
        indexes = (
            models.Index(  # selectors.notices
                fields=["-rang_at"], name="base_notice_unseen", condition=Q(seen_by="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"


class LifeRule(models.Model):
    """How long indicators of a kind last here, when not by default (时效规则)."""

    kind = models.CharField(_("类别"), max_length=12, choices=IndicatorKind.choices, unique=True)
    half_life_days = models.PositiveIntegerField(_("半衰期 (天)"))
    lifetime_days = models.PositiveIntegerField(_("最长有效 (天)"))
    note = models.CharField(_("依据"), max_length=LONGEST_NAME)
    set_by = models.CharField(_("设定人"), max_length=80)
    set_at = models.DateTimeField(_("设定时间"))

    class Meta:
        verbose_name = _("时效规则")
        constraints = (
            models.CheckConstraint(
                name="life_rule_lasts", condition=Q(half_life_days__gt=0, lifetime_days__gt=0)
            ),
            models.CheckConstraint(name="life_rule_says_its_source", condition=~Q(note="")),
        )

    def __str__(self) -> str:
        return self.kind


class Intake(models.Model):
    """One file that is read into the base (导入批次), with what could not be read.

    rejects: [place, column, code, facts, value] each. content: only until it is read; done: how
    many of its `total` rows have been. source, fraud_type: for rows that do not say them.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("rejects", "content")

    name = models.CharField(_("文件"), max_length=LONGEST_NAME)
    layout = models.CharField(_("格式"), max_length=12)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=IntakeState.choices,
        default=IntakeState.READ,
        db_default=IntakeState.READ,
    )
    refusal = models.CharField(_("读不了的原因"), max_length=60, blank=True)
    refusal_facts = models.JSONField(_("原因"), default=dict)
    content = models.BinaryField(_("内容"), null=True)
    sha256 = models.CharField(_("摘要"), max_length=64, blank=True)
    source = models.CharField(_("来源"), max_length=LONGEST_NAME, blank=True)
    fraud_type = models.CharField(_("诈骗类型"), max_length=LONGEST_NAME, blank=True)
    done = models.PositiveIntegerField(_("已读"), default=0)
    total = models.PositiveIntegerField(_("行数"), default=0)
    taken_by = models.CharField(_("导入人"), max_length=80)
    taken_at = models.DateTimeField(_("导入时间"))
    new = models.PositiveIntegerField(_("新增"))
    renewed = models.PositiveIntegerField(_("已有"))
    withdrawn = models.PositiveIntegerField(_("撤下"))
    refused = models.PositiveIntegerField(_("未导入"))
    rejects = models.JSONField(_("未导入的行"), default=list)

    class Meta:
        verbose_name = _("导入批次")
        constraints = (
            models.UniqueConstraint(  # sent twice while it is read, it is read once
                name="intake_once_at_a_time",
                fields=["sha256", "source", "fraud_type"],
                condition=Q(state=IntakeState.WAITING),
            ),
            models.CheckConstraint(
                name="intake_waits_with_its_bytes",
                condition=~Q(state=IntakeState.WAITING)
                | (Q(content__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="intake_reads_no_further", condition=Q(done__lte=models.F("total"))
            ),
        )
        indexes = (models.Index(fields=["-taken_at"], name="intake_latest"),)

    def __str__(self) -> str:
        return self.name


class SafeValue(models.Model):
    """A value that no indicator may hit (白名单): official numbers, big sites."""

    kind = models.CharField(_("类别"), max_length=12, choices=IndicatorKind.choices)
    form = models.CharField(_("规范值"), max_length=LONGEST_VALUE)
    reason = models.CharField(_("理由"), max_length=LONGEST_NAME)
    entered_by = models.CharField(_("录入人"), max_length=80)
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("白名单")
        constraints = (models.UniqueConstraint(name="safe_value_once", fields=["kind", "form"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.form}"


class Hit(models.Model):
    """An event that an indicator hit (命中). Events that hit nothing are kept nowhere."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("subject", "value")

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name=_("线索"))
    event_id = models.CharField(_("事件编号"), max_length=LONGEST_NAME)
    event_time = models.DateTimeField(_("事件时间"))
    subject = models.CharField(_("当事人"), max_length=LONGEST_NAME, blank=True)
    kind = models.CharField(_("事件类别"), max_length=12)
    value = models.CharField(_("事件内容"), max_length=8 * LONGEST_VALUE)
    found_at = models.DateTimeField(_("发现时间"))

    class Meta:
        verbose_name = _("命中")
        constraints = (
            # sources number as they like: only with its subject and instant an event is one
            models.UniqueConstraint(
                name="hit_once", fields=["event_id", "indicator", "subject", "event_time"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.event_id} {self.indicator_id}"


class WatchPlace(models.Model):
    """How far the watch has read one source (值守进度). Moves in the transaction of its hits."""

    source = models.CharField(_("来源"), max_length=LONGEST_NAME, unique=True)
    place = models.JSONField(_("位置"), null=True)  # null: nothing was read yet
    moved_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("值守进度")

    def __str__(self) -> str:
        return self.source


class EventFeed(models.Model):
    """A program that pushes events or warnings (事件来源).

    left: how many it may still push at `counted_at`; below zero after a batch larger than that.
    """

    name = models.CharField(_("来源"), max_length=LONGEST_NAME)
    brings = models.CharField(
        _("推送内容"),
        max_length=10,
        choices=FeedKind.choices,
        default=FeedKind.EVENTS,
        db_default=FeedKind.EVENTS,
    )
    left = models.FloatField(_("余量"))
    counted_at = models.DateTimeField(_("计数时间"))

    class Meta:
        verbose_name = _("事件来源")
        constraints = (models.UniqueConstraint(fields=["name", "brings"], name="event_feed_once"),)

    def __str__(self) -> str:
        return self.name


class EventBatch(models.Model):
    """One push by its number (事件批次): counted, so that a repeat changes nothing.

    refused: [row from 1, column, reason] of the first events that could not be read; no event
    itself.
    """

    feed = models.ForeignKey(EventFeed, models.CASCADE, related_name="batches")
    batch_no = models.CharField(_("批次编号"), max_length=LONGEST_NAME)
    taken_at = models.DateTimeField(_("收到时间"))
    events = models.PositiveIntegerField(_("事件数"))
    hits = models.PositiveIntegerField(_("命中数"))
    unreadable = models.PositiveIntegerField(_("没有读懂的事件"))
    refused = models.JSONField(_("没有读懂的"), default=list)

    class Meta:
        verbose_name = _("事件批次")
        constraints = (
            models.UniqueConstraint(fields=["feed", "batch_no"], name="event_batch_once"),
        )
        indexes = (models.Index(fields=["feed", "taken_at"], name="event_batch_by_age"),)

    def __str__(self) -> str:
        return self.batch_no


class FeedHour(models.Model):
    """What a feed pushed within one hour (来源每小时流量).

    Of warnings each is an event and a batch, and a hit when it was new.
    """

    feed = models.ForeignKey(EventFeed, models.CASCADE, related_name="hours")
    hour = models.DateTimeField(_("小时"))
    batches = models.PositiveBigIntegerField(_("收下的批次"), default=0)
    events = models.PositiveBigIntegerField(_("收下的事件"), default=0)
    hits = models.PositiveBigIntegerField(_("新命中"), default=0)
    unreadable = models.PositiveBigIntegerField(_("没有读懂的事件"), default=0)
    refused_batches = models.PositiveBigIntegerField(_("限流拒收的批次"), default=0)
    refused_events = models.PositiveBigIntegerField(_("限流拒收的事件"), default=0)

    class Meta:
        verbose_name = _("来源每小时流量")
        constraints = (models.UniqueConstraint(fields=["feed", "hour"], name="feed_hour_once"),)
        indexes = (models.Index(fields=["-hour"], name="feed_hour_newest"),)

    def __str__(self) -> str:
        return f"{self.feed_id} {self.hour}"
