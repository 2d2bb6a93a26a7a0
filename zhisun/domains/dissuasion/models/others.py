"""Others who were told or joined: guardian, school, bank, family."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.models.dispatches import Dispatch
from zhisun.domains.dissuasion.models.work import Contact
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult, Told
from zhisun.domains.dissuasion.policy.joint_calls import JointResult, Party
from zhisun.domains.dissuasion.terms import LONGEST_TEXT


class Informing(models.Model):
    """Guardian or school were told, or it was tried (告知记录). A phone's repeat counts once.

    relation: mother, tutor; no name and no number, they are not needed. minor: as was known then.
    round: in which he was told; None: in an earlier task that was joined to this one.
    told: values of `policy.informing.Told`. reason: why an adult's school or family, or why not.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note", "reason")

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="informings")
    key = models.CharField(_("提交编号"), max_length=64)
    round = models.PositiveSmallIntegerField(_("轮次"), null=True)
    whom = models.CharField(_("告知谁"), max_length=10, choices=Informed.choices)
    relation = models.CharField(_("关系或职务"), max_length=20, blank=True)
    minor = models.BooleanField(_("未成年"), null=True)
    result = models.CharField(_("结果"), max_length=12, choices=InformResult.choices)
    told = ArrayField(
        models.CharField(max_length=10, choices=Told.choices),
        verbose_name=_("告知内容"),
        default=list,
    )
    reason = models.CharField(_("理由"), max_length=LONGEST_TEXT, blank=True)
    note = models.CharField(_("说明"), max_length=LONGEST_TEXT, blank=True)
    told_at = models.DateTimeField(_("告知时间"))
    recorded_at = models.DateTimeField(_("登记时间"))
    officer = models.CharField(_("告知人"), max_length=80)

    class Meta:
        verbose_name = _("告知记录")
        constraints = (
            models.UniqueConstraint(fields=["dispatch", "key"], name="informing_counts_once"),
            models.CheckConstraint(  # of an adult nobody is told without a reason
                name="informing_of_an_adult_says_why",
                condition=Q(minor=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="informing_says_what_or_why_not",
                condition=(Q(result=InformResult.TOLD) & ~Q(told=[]) & ~Q(relation=""))
                | (Q(result=InformResult.UNFIT) & ~Q(reason=""))
                | Q(result=InformResult.NOT_REACHED),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.whom} {self.result}"


class JointCall(models.Model):
    """One call of three (三方通话): who was joined, from when to when, and what it brought.

    recording_ref: where the telephone system keeps the recording; the platform keeps none.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note",)

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="joint_call")
    parties = ArrayField(
        models.CharField(max_length=12, choices=Party.choices), verbose_name=_("接入方")
    )
    began_at = models.DateTimeField(_("开始"))
    ended_at = models.DateTimeField(_("结束"))
    result = models.CharField(_("结果"), max_length=12, choices=JointResult.choices)
    recording_ref = models.CharField(_("录音编号"), max_length=100, blank=True)
    note = models.CharField(_("说明"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("三方通话")
        constraints = (
            models.CheckConstraint(
                name="joint_call_ends_after_it_began", condition=Q(ended_at__gte=F("began_at"))
            ),
            models.CheckConstraint(name="joint_call_of_somebody", condition=~Q(parties=[])),
        )

    def __str__(self) -> str:
        return f"{self.contact_id} {self.result}"
