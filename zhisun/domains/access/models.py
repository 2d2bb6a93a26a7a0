"""Which officer sits in which role."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Role


class Posting(models.Model):
    """An officer's role (任职). His area is his unit's."""

    officer = models.ForeignKey("directory.Officer", on_delete=models.CASCADE)
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)

    class Meta:
        verbose_name = _("任职")
        constraints = (models.UniqueConstraint(fields=["officer", "role"], name="posting_once"),)

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"
