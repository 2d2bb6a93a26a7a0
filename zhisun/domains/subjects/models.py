"""Accounts, phones, addresses and people that reports name, once each."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.subjects.terms import LONGEST_VALUE, SubjectKind


class Subject(models.Model):
    """One thing a fraud left behind (涉案要素), whoever reported it."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("value", "display", "name")

    kind = models.CharField(_("类别"), max_length=10, choices=SubjectKind.choices)
    value = models.CharField(_("规范值"), max_length=LONGEST_VALUE)
    display = models.CharField(_("原文"), max_length=LONGEST_VALUE)
    institution_code = models.CharField(_("机构代码"), max_length=12, blank=True)
    name = models.CharField(_("户名"), max_length=100, blank=True)
    first_seen_at = models.DateTimeField(_("首次出现"))
    first_seen_by = models.CharField(_("首次登记人"), max_length=80)

    class Meta:
        verbose_name = _("涉案要素")
        constraints = (
            models.UniqueConstraint(fields=["kind", "value"], name="subject_once_per_value"),
            models.CheckConstraint(name="subject_has_a_value", condition=~models.Q(value="")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
