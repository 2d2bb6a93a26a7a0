"""Issued papers, their numbers, and the templates a centre has edited."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.documents.terms import DocumentKind


class Letterhead(models.Model):
    """How an area signs its papers (发文代字): 济公(反诈)."""

    area = models.CharField(_("辖区"), max_length=12, unique=True)
    mark = models.CharField(_("发文代字"), max_length=20, unique=True)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("发文代字")

    def __str__(self) -> str:
        return self.mark


class Numbering(models.Model):
    """The last number given out for an area, kind and year (文号). A roll-back leaves no gap."""

    area = models.CharField(_("辖区"), max_length=12)
    kind = models.CharField(_("种类"), max_length=30, choices=DocumentKind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("已用序号"))

    class Meta:
        verbose_name = _("文号")
        constraints = (
            models.UniqueConstraint(fields=["area", "kind", "year"], name="numbering_one_row"),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.kind} {self.year}: {self.last}"


class Template(models.Model):
    """One version of a template as a centre edited it (模板). Version 0 is the shipped one."""

    area = models.CharField(_("辖区"), max_length=12, blank=True)
    kind = models.CharField(_("种类"), max_length=30, choices=DocumentKind.choices)
    version = models.PositiveIntegerField(_("版本"))
    source = models.TextField(_("模板"))
    edited_by = models.CharField(_("编辑人"), max_length=80)
    at = models.DateTimeField(_("时间"))
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("文书模板")
        constraints = (
            models.UniqueConstraint(fields=["area", "kind", "version"], name="template_version"),
            models.UniqueConstraint(
                fields=["area", "kind"],
                name="template_one_active",
                condition=models.Q(active=True),
            ),
            models.CheckConstraint(
                name="template_version_above_shipped", condition=models.Q(version__gt=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Document(models.Model):
    """One issued paper (文书). A trigger refuses every update: what was issued stays.

    Personal fields: facts, content.
    """

    number = models.CharField(_("文号"), max_length=60, unique=True)
    kind = models.CharField(_("种类"), max_length=30, choices=DocumentKind.choices)
    subject = models.CharField(_("对象"), max_length=80)
    area = models.CharField(_("辖区"), max_length=12)
    facts = models.JSONField(_("要素"))
    digest = models.CharField(_("要素摘要"), max_length=64)
    template_area = models.CharField(_("模板辖区"), max_length=12, blank=True)
    template_version = models.PositiveIntegerField(_("模板版本"))
    template_digest = models.CharField(_("模板摘要"), max_length=64)
    filename = models.CharField(_("文件名"), max_length=120)
    content = models.BinaryField(_("文件"))
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    issued_by = models.CharField(_("签发人"), max_length=80)
    issued_at = models.DateTimeField(_("签发时间"))

    class Meta:
        verbose_name = _("文书")
        indexes = (
            models.Index(  # selectors.issued_for
                fields=["subject", "id"], name="documents_document_subject"
            ),
        )

    def __str__(self) -> str:
        return self.number
