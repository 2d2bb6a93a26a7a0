"""What banks report as suspicious by themselves (可疑名单上报)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.terms import SuspicionKind


class BankReport(models.Model):
    """One report of a bank (100403–100405), counted once by its number.

    unread: [row from 1, element, reason, longest] of what could not be read.
    """

    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    application_id = models.CharField(_("业务申请编号"), max_length=36)
    kind = models.CharField(_("种类"), max_length=10, choices=SuspicionKind.choices)
    area = models.CharField(_("辖区"), max_length=12)
    received_at = models.DateTimeField(_("收到时间"))
    unread = models.JSONField(_("没有读懂的行"), default=list)

    class Meta:
        verbose_name = _("银行上报")
        constraints = (
            models.UniqueConstraint(
                fields=["institution_code", "application_id"], name="bank_report_once"
            ),
        )
        indexes = (models.Index(fields=["-received_at"], name="bank_report_latest"),)

    def __str__(self) -> str:
        return self.application_id


class Suspicion(models.Model):
    """One row of it. Names of holders are kept, their documents and telephones are not.

    suspect_no: the account it speaks against; payer_no: whose holder is to be warned; either may
    be empty. ref: the number of the signal it becomes. indicator: what the base has of the
    suspect; refusal: why it has nothing. taken_back_at: the bank withdrew it (0000).
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("account_no", "account_name", "suspect_no", "suspect_name", "payer_no", "payer_name"),
    )

    report = models.ForeignKey(BankReport, on_delete=models.PROTECT, related_name="rows")
    row = models.PositiveIntegerField(_("行"))
    ref = models.CharField(_("来源编号"), max_length=48, unique=True)
    feature = models.CharField(_("事件特征码"), max_length=4)
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100, blank=True)
    suspect_no = models.CharField(_("可疑账号"), max_length=64, blank=True)
    suspect_name = models.CharField(_("可疑户名"), max_length=100, blank=True)
    payer_no = models.CharField(_("付款账号"), max_length=64, blank=True)
    payer_name = models.CharField(_("付款户名"), max_length=100, blank=True)
    payer_institution = models.CharField(_("付款机构"), max_length=30, blank=True)
    serial = models.CharField(_("交易流水号"), max_length=64, blank=True)
    amount_fen = models.BigIntegerField(_("金额"), default=0)
    happened_at = models.DateTimeField(_("交易时间"), null=True)
    remark = models.TextField(_("备注"), blank=True)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, related_name="+"
    )
    refusal = models.CharField(_("未建议的原因"), max_length=60, blank=True)
    taken_back_at = models.DateTimeField(_("撤回时间"), null=True)
    taken_back_in = models.ForeignKey(
        BankReport, on_delete=models.PROTECT, null=True, related_name="took_back"
    )

    class Meta:
        verbose_name = _("可疑上报")
        constraints = (
            models.UniqueConstraint(fields=["report", "row"], name="suspicion_once"),
            models.CheckConstraint(
                name="suspicion_taken_back_in_a_report",
                condition=Q(taken_back_at=None, taken_back_in=None)
                | Q(taken_back_at__isnull=False, taken_back_in__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["account_no"], name="suspicion_of_account"),
            models.Index(fields=["suspect_no"], name="suspicion_of_suspect"),
        )

    def __str__(self) -> str:
        return self.ref
