"""Indicators, what they must never hit, what they hit, and how far the watch has come."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.indicators.terms import (
    LEAST_SEVERE,
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_SEVERE,
    SURE,
    IndicatorKind,
)


class Indicator(models.Model):
    """A value that fraud uses (线索). Withdrawn ones stay, so that old hits can be explained."""

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

    class Meta:
        verbose_name = _("线索")
        constraints = (
            models.UniqueConstraint(
                name="indicator_once_per_source",
                fields=["kind", "form", "source"],
                condition=models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="indicator_severity",
                condition=models.Q(severity__range=(LEAST_SEVERE, MOST_SEVERE)),
            ),
            models.CheckConstraint(
                name="indicator_confidence", condition=models.Q(confidence__range=(0, SURE))
            ),
            models.CheckConstraint(
                name="indicator_window",
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lt=models.F("valid_to")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.form}"


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
        constraints = (models.UniqueConstraint(name="hit_once", fields=["event_id", "indicator"]),)

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
    """A program that pushes events (事件来源).

    left: events it may still push at `counted_at`; below zero after a batch larger than that.
    """

    name = models.CharField(_("来源"), max_length=LONGEST_NAME, unique=True)
    left = models.FloatField(_("余量"))
    counted_at = models.DateTimeField(_("计数时间"))

    class Meta:
        verbose_name = _("事件来源")

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
    """What a feed pushed within one hour (来源每小时流量)."""

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
