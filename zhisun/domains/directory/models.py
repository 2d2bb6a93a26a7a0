"""Institutions, units and the officers in them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import (
    FEEDBACK_HOURS,
    OF_NO_INSTITUTION,
    ContactRole,
    DutyDays,
    KeeperAct,
    Lane,
    Language,
    PaperWay,
    UnitKind,
)
from zhisun.kernel.places import Datum


class Unit(models.Model):
    """A unit that acts (单位): the centre, a station, a partner's seat.

    shifts: as `policy.shifts_of` reads them, empty while nobody has said when its people are
    there. latitude, longitude: in degrees of the datum; all three or none.
    """

    code = models.CharField(_("单位代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("类别"), max_length=20, choices=UnitKind.choices)
    area = models.CharField(_("辖区"), max_length=12)
    area_name = models.CharField(_("辖区名称"), max_length=60, blank=True)
    shifts = models.TextField(_("班次"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=12, choices=Language.choices),
        verbose_name=_("语言"),
        default=list,
        blank=True,
    )
    latitude = models.FloatField(_("纬度"), null=True)
    longitude = models.FloatField(_("经度"), null=True)
    datum = models.CharField(
        _("坐标系"), max_length=6, choices=[(each.value, each.value) for each in Datum], blank=True
    )

    class Meta:
        verbose_name = _("单位")
        constraints = (
            models.CheckConstraint(
                name="unit_position_whole",
                condition=Q(latitude=None, longitude=None, datum="")
                | (Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(datum="")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Institution(models.Model):
    """A bank, payment firm, carrier or internet platform that takes orders (机构)."""

    code = models.CharField(_("机构代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=20)
    lane = models.CharField(_("通道"), max_length=10, choices=Lane.choices)
    bank_code = models.CharField(_("发卡行代码"), max_length=20, blank=True)
    secret = models.CharField(_("接口密钥"), max_length=200, blank=True)
    feedback_hours = models.PositiveSmallIntegerField(_("反馈期限"), default=FEEDBACK_HOURS)
    contact = models.CharField(_("值班联系"), max_length=100, blank=True)
    papers = ArrayField(
        models.CharField(max_length=10, choices=PaperWay.choices),
        verbose_name=_("接受的文书"),
        default=list,
        blank=True,
    )
    counter = models.CharField(_("柜台地址"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("机构")
        constraints = (
            models.UniqueConstraint(
                name="institution_one_per_bank_code",
                fields=["bank_code"],
                condition=~models.Q(bank_code=""),
            ),
            models.CheckConstraint(
                # 12 digits, or Z and 11 (domain.md §2.3); carriers C and platforms P, ours
                name="institution_code_fits_the_wire",
                condition=models.Q(code__regex=r"^([0-9]{12}|[ZCP][0-9]{11})$"),
            ),
        )

    def __str__(self) -> str:
        return self.short_name


class Contact(models.Model):
    """Somebody to call about an answer that does not come (联系人).

    institution: none for the central bank and the regulator. area: for whose orders, as a prefix.
    from_clock, to_clock: Chinese time; they may cross midnight, equal ones are the whole day.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("name", "phone")

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="contacts"
    )
    area = models.CharField(_("辖区"), max_length=12)
    role = models.CharField(_("职务"), max_length=20, choices=ContactRole.choices)
    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("电话"), max_length=30)
    days = models.CharField(_("值班日"), max_length=10, choices=DutyDays.choices)
    from_clock = models.TimeField(_("值班开始"))
    to_clock = models.TimeField(_("值班结束"))

    class Meta:
        verbose_name = _("值班联系人")
        constraints = (
            models.CheckConstraint(
                name="contact_of_an_institution_or_above_all",
                condition=Q(institution=None, role__in=sorted(OF_NO_INSTITUTION))
                | (Q(institution__isnull=False) & ~Q(role__in=sorted(OF_NO_INSTITUTION))),
            ),
        )
        indexes = (models.Index(fields=["institution", "role"], name="contact_to_call"),)

    def __str__(self) -> str:
        return f"{self.institution_id} {self.role}"


class CallStep(models.Model):
    """One level of an area's ladder of calls (催办阶梯): from when on whom."""

    area = models.CharField(_("辖区"), max_length=12)
    level = models.PositiveSmallIntegerField(_("级"))
    minutes = models.PositiveSmallIntegerField(_("超时分钟"))
    role = models.CharField(_("职务"), max_length=20, choices=ContactRole.choices)

    class Meta:
        verbose_name = _("催办阶梯")
        constraints = (
            models.UniqueConstraint(fields=["area", "level"], name="call_step_once"),
            models.UniqueConstraint(fields=["area", "minutes"], name="call_step_one_a_minute"),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.level} {self.minutes}"


class MovedDay(models.Model):
    """A day the State Council moved (放假、调休): off on a weekday, or worked on a weekend."""

    day = models.DateField(_("日期"), primary_key=True)
    works = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)
    kept_by = models.CharField(_("登记人"), max_length=80)

    class Meta:
        verbose_name = _("放假调休")

    def __str__(self) -> str:
        return f"{self.day} {self.works}"


class Notice(models.Model):
    """What a keeper changed about who may do what (管理变更), for the duty officer to look at."""

    at = models.DateTimeField(_("时间"))
    actor = models.CharField(_("操作人"), max_length=80)
    verb = models.CharField(_("操作"), max_length=40, choices=KeeperAct.choices)
    subject = models.CharField(_("对象"), max_length=80)
    detail = models.CharField(_("内容"), max_length=200, blank=True)
    area = models.CharField(_("辖区"), max_length=12)
    seen_by = models.CharField(_("已阅"), max_length=80, blank=True)
    seen_at = models.DateTimeField(_("阅看时间"), null=True)

    class Meta:
        verbose_name = _("管理变更")
        constraints = (
            models.CheckConstraint(  # who made the change does not wave it through
                name="notice_seen_by_another", condition=~models.Q(seen_by=models.F("actor"))
            ),
        )
        indexes = (
            models.Index(  # selectors.notices
                fields=["at"], name="notice_unseen", condition=models.Q(seen_by="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.verb} {self.subject}"


class OfficerManager(BaseUserManager["Officer"]):
    """Finding officers by their login name."""


class Officer(AbstractBaseUser):
    """A person who signs in (人员). Personal fields: title, badge_no, phone."""

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    title = models.CharField(_("姓名"), max_length=40)
    badge_no = models.CharField(_("警号"), max_length=20, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("单位"))
    is_active = models.BooleanField(_("启用"), default=True)

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["title"]

    class Meta:
        verbose_name = _("人员")

    def __str__(self) -> str:
        return self.title
