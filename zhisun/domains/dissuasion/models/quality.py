"""Which work was drawn to be looked at again, and what a second officer found (抽检)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.models.dispatches import Dispatch
from zhisun.domains.dissuasion.models.work import Contact
from zhisun.domains.dissuasion.policy.quality import Fault, Sampled, Verdict
from zhisun.domains.dissuasion.terms import LONGEST_TEXT


class QualityDraw(models.Model):
    """One day's draw from one unit's work (抽样): how much there was and which share was taken."""

    day = models.DateField(_("日期"))
    unit_code = models.CharField(_("单位代码"), max_length=12)
    unit_name = models.CharField(_("单位"), max_length=100)
    what = models.CharField(_("抽什么"), max_length=10, choices=Sampled.choices)
    percent = models.PositiveSmallIntegerField(_("比例 (%)"))
    population = models.PositiveIntegerField(_("总数"))
    drawn = models.PositiveIntegerField(_("抽中"))
    drawn_at = models.DateTimeField(_("抽样时间"))

    class Meta:
        verbose_name = _("抽样")
        constraints = (
            models.UniqueConstraint(fields=["day", "unit_code", "what"], name="quality_draw_once"),
            models.CheckConstraint(
                name="quality_draw_of_what_was_there", condition=Q(drawn__lte=F("population"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.unit_code} {self.what}"


class QualityCheck(models.Model):
    """One contact or outcome that was drawn (抽检), and the verdict of somebody else.

    sampled: whose work it is. contact: None when the outcome was drawn. handler, concluded_by: of
    the dispatch when it was drawn; empty while it had none. None of the three looks at it.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note",)

    draw = models.ForeignKey(QualityDraw, on_delete=models.PROTECT, related_name="checks")
    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="checks")
    contact = models.OneToOneField(
        Contact, on_delete=models.PROTECT, null=True, related_name="check_of"
    )
    area = models.CharField(_("辖区"), max_length=12)
    sampled = models.CharField(_("被抽检人"), max_length=80)
    handler = models.CharField(_("承办人"), max_length=40, blank=True)
    concluded_by = models.CharField(_("得出结果人"), max_length=80, blank=True)
    checker = models.CharField(_("抽检人"), max_length=80, blank=True)
    checked_at = models.DateTimeField(_("抽检时间"), null=True)
    verdict = models.CharField(_("结论"), max_length=8, choices=Verdict.choices, blank=True)
    faults = ArrayField(
        models.CharField(max_length=14, choices=Fault.choices),
        verbose_name=_("问题"),
        default=list,
    )
    note = models.CharField(_("说明"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("抽检")
        constraints = (
            models.UniqueConstraint(
                name="quality_check_outcome_once",
                fields=["draw", "dispatch"],
                condition=Q(contact=None),
            ),
            models.CheckConstraint(  # nobody looks at his own work
                name="quality_checked_by_another",
                condition=Q(checker="")
                | (
                    ~Q(checker=F("sampled"))
                    & ~Q(checker=F("handler"))
                    & ~Q(checker=F("concluded_by"))
                ),
            ),
            models.CheckConstraint(
                name="quality_check_whole",
                condition=Q(checker="", checked_at=None, verdict="", faults=[])
                | (~Q(checker="") & Q(checked_at__isnull=False) & ~Q(verdict="")),
            ),
            models.CheckConstraint(
                name="quality_failed_says_why",
                condition=~Q(verdict=Verdict.FAILED) | ~Q(faults=[]),
            ),
        )
        indexes = (
            models.Index(  # selectors.quality.queue
                fields=["draw", "id"], name="quality_check_waiting", condition=Q(checker="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.verdict}"
