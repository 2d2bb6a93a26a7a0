"""Which officer sits in which role, and which programs may call."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhisun.domains.access.terms import Duty, Role


class Posting(models.Model):
    """An officer's role (任职). His area is his unit's."""

    officer = models.ForeignKey("directory.Officer", on_delete=models.CASCADE)
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)

    class Meta:
        verbose_name = _("任职")
        constraints = (models.UniqueConstraint(fields=["officer", "role"], name="posting_once"),)

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role}"


class MachineClient(models.Model):
    """A program that calls the machine interface (对接系统). Only its token's digest is kept."""

    name = models.CharField(_("名称"), max_length=40, unique=True)
    token_sha256 = models.CharField(_("令牌摘要"), max_length=64, unique=True)
    duties = ArrayField(
        models.CharField(max_length=60, choices=Duty.choices), verbose_name=_("职责")
    )
    area = models.CharField(_("辖区"), max_length=12)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("对接系统")
        constraints = (
            models.CheckConstraint(  # an empty area is for background jobs only
                name="machine_client_has_an_area", condition=~models.Q(area="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class SpentNonce(models.Model):
    """The nonce of a believed call (已用随机数): the same call is not believed twice."""

    digest = models.CharField(_("摘要"), max_length=64, primary_key=True)
    kept_until = models.DateTimeField(_("保留到"))

    class Meta:
        verbose_name = _("已用随机数")
        indexes = (
            models.Index(fields=["kept_until"], name="spent_nonce_age"),  # services.spend_nonce
        )

    def __str__(self) -> str:
        return self.digest[:12]
