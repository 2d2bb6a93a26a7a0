"""What reports say afterwards, looks into why, and local rules."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.models.dispatches import Dispatch
from zhisun.domains.dissuasion.terms import (
    LONGEST_TEXT,
    ReviewKind,
    Truth,
)


class JoinedTruth(models.Model):
    """What one registered report says about our warnings (真实结果). One a report.

    lost_at: the first loss; a signal of later did not warn of it. None for what was joined before
    it was kept.
    """

    incident_no = models.CharField(_("警情编号"), max_length=24, unique=True)
    area = models.CharField(_("辖区"), max_length=12)
    truth = models.CharField(_("结论"), max_length=20, choices=Truth.choices)
    dispatch = models.ForeignKey(
        Dispatch, on_delete=models.PROTECT, null=True, related_name="truths"
    )
    joined_at = models.DateTimeField(_("得出时间"))
    lost_at = models.DateTimeField(_("首次被骗时间"), null=True)

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
