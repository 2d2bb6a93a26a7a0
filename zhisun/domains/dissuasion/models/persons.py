"""Persons and by what they are known again."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.directory.terms import Language
from zhisun.domains.dissuasion.terms import (
    PersonKeyKind,
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
    language = models.CharField(_("语言"), max_length=12, choices=Language.choices, blank=True)
    first_seen_at = models.DateTimeField(_("首次出现"))

    class Meta:
        verbose_name = _("被预警人")

    def __str__(self) -> str:
        return str(self.pk)


class PersonAccount(models.Model):
    """An account that is the person's own (本人账户): a bank or he himself has told it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("account_no", "account_name")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="accounts")
    institution_code = models.CharField(_("机构代码"), max_length=12)
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100)
    told_by = models.CharField(_("来源"), max_length=80)
    told_at = models.DateTimeField(_("得知时间"))

    class Meta:
        verbose_name = _("本人账户")
        constraints = (
            models.UniqueConstraint(
                fields=["institution_code", "account_no"], name="person_account_once"
            ),
            models.CheckConstraint(
                name="person_account_told", condition=~Q(account_no="") & ~Q(account_name="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.institution_code} {self.person_id}"


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
