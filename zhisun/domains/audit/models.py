"""Who did what, to what, when and why: rows that nobody can change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act (审计记录). Append-only: a trigger refuses update, delete and truncate."""

    at = models.DateTimeField(_("时间"))
    actor = models.CharField(_("操作人"), max_length=80)
    seat = models.CharField(_("席位"), max_length=40, blank=True)
    verb = models.CharField(_("操作"), max_length=60)
    subject = models.CharField(_("对象"), max_length=80)
    area = models.CharField(_("辖区"), max_length=12, blank=True)
    before = models.JSONField(_("之前"), default=dict)
    after = models.JSONField(_("之后"), default=dict)
    reason = models.TextField(_("理由"), blank=True)
    legal_basis = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("审计记录")
        indexes = (
            models.Index(fields=["subject", "id"], name="audit_entry_subject"),  # selectors.history
        )

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.verb} {self.subject}"


class Seal(models.Model):
    """The chain over the entries (审计链): each digest covers the one before it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(_("前一摘要"), max_length=64)
    digest = models.CharField(_("摘要"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("审计链")

    def __str__(self) -> str:
        return f"{self.pk} {self.digest[:12]}"
