"""What was done to reach somebody, and what rang meanwhile."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.models.dispatches import Dispatch
from zhisun.domains.dissuasion.terms import (
    LARGEST_PHOTO,
    LONGEST_TEXT,
    Bell,
    ContactResult,
    Finding,
    Outcome,
    Step,
)


class Contact(models.Model):
    """One attempt to reach the person (联系记录). Append-only; a phone's repeat counts once.

    round: in which it was made, whenever it came; None: in an earlier task of the person, over
    before it was joined to this one. outcome: what the officer concluded with it, also when the
    round was over and it concluded nothing.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("note", "number")

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="contacts")
    key = models.CharField(_("提交编号"), max_length=64)
    step = models.CharField(_("方式"), max_length=12, choices=Step.choices)
    result = models.CharField(_("结果"), max_length=14, choices=ContactResult.choices)
    round = models.PositiveSmallIntegerField(_("轮次"), null=True)
    outcome = models.CharField(_("随报结果"), max_length=12, choices=Outcome.choices, blank=True)
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


class StreetPhoto(models.Model):
    """One photo taken on the street (现场照片), kept in the database as evidence is.

    content: the picture without what a telephone writes into it (place, device, time). sha256:
    of these bytes. A telephone's repeat counts once by its key.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("content",)

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="photos")
    sent_key = models.CharField(_("提交编号"), max_length=64)
    media_type = models.CharField(_("类型"), max_length=20)
    size = models.PositiveIntegerField(_("字节"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    content = models.BinaryField(_("内容"))
    taken_at = models.DateTimeField(_("拍摄时间"))
    kept_at = models.DateTimeField(_("上传时间"))
    officer = models.CharField(_("拍摄人"), max_length=80)

    class Meta:
        verbose_name = _("现场照片")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch", "sent_key"], name="street_photo_counts_once"
            ),
            models.UniqueConstraint(fields=["dispatch", "sha256"], name="street_photo_once"),
            models.CheckConstraint(
                name="street_photo_fits", condition=Q(size__gt=0, size__lte=LARGEST_PHOTO)
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.sha256[:12]}"


class WarningMessage(models.Model):
    """One warning message to the person (预警短信), and what the channel says became of it.

    result: four digits of the message centre, empty until its receipt is here. about: empty for
    the warning; else which act on the person's account it tells him of.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("number",)

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="messages")
    round = models.PositiveSmallIntegerField(_("轮次"))
    about = models.CharField(_("告知事项"), max_length=30, blank=True)
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
            models.UniqueConstraint(
                fields=["dispatch", "round", "about"], name="message_once_a_round"
            ),
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

    hours: which look-back rang; 0 for every other bell. about: the indicator that a bell speaks
    of, as people read its number; empty for every other bell.
    """

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="alarms")
    bell = models.CharField(_("提醒"), max_length=12, choices=Bell.choices)
    round = models.PositiveSmallIntegerField(_("轮次"))
    hours = models.PositiveSmallIntegerField(_("时限 (小时)"), default=0)
    about = models.CharField(_("线索"), max_length=20, blank=True)
    rang_at = models.DateTimeField(_("时间"))
    seen_by = models.CharField(_("已阅"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("劝阻提醒")
        constraints = (
            models.UniqueConstraint(
                fields=["dispatch", "bell", "round", "hours", "about"],
                name="dispatch_alarm_rings_once",
            ),
        )
        indexes = (
            models.Index(  # selectors.board.alarms
                fields=["-rang_at"], name="dispatch_alarm_unseen", condition=Q(seen_by="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.bell}"
