"""Transfers of a case, where the traced money lies, and the ledger of five amounts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.money_trails.terms import Amount, TransferSource, Whereabouts


class Transfer(models.Model):
    """One movement of money in a case (交易), joined from both sides' statements and the report.

    Made anew from them by `policy.movements` with every trace. An account is known by its number.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "payer_account",
        "payer_name",
        "payee_account",
        "payee_name",
    )

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=10, choices=TransferSource.choices)
    source_no = models.CharField(_("来源编号"), max_length=24)
    place = models.PositiveIntegerField(_("行号"), default=0)
    payer_account = models.CharField(_("付款账号"), max_length=64)
    payer_name = models.CharField(_("付款户名"), max_length=100, blank=True)
    payer_institution_code = models.CharField(_("付款机构"), max_length=12, blank=True)
    payee_account = models.CharField(_("收款账号"), max_length=64)
    payee_name = models.CharField(_("收款户名"), max_length=100, blank=True)
    payee_institution_code = models.CharField(_("收款机构"), max_length=12, blank=True)
    amount_fen = models.BigIntegerField(_("金额"))
    moved_at = models.DateTimeField(_("时间"))
    serial = models.CharField(_("流水号"), max_length=64, blank=True)
    payer_balance_fen = models.BigIntegerField(_("付款方余额"), null=True)
    payee_balance_fen = models.BigIntegerField(_("收款方余额"), null=True)
    succeeded = models.BooleanField(_("成功"), default=True)
    exit_kind = models.CharField(_("去向类别"), max_length=12, blank=True)
    remark = models.CharField(_("摘要"), max_length=200, blank=True)
    claim_no = models.CharField(_("报案转账"), max_length=30, blank=True)
    claimed_fen = models.BigIntegerField(_("报损金额"), default=0)

    class Meta:
        verbose_name = _("交易")
        constraints = (
            models.CheckConstraint(name="transfer_moves_money", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="transfer_claim_within_amount",
                condition=Q(claimed_fen__gte=0) & Q(claimed_fen__lte=models.F("amount_fen")),
            ),
            models.UniqueConstraint(
                name="transfer_claimed_once",
                fields=["incident", "claim_no"],
                condition=~Q(claim_no=""),
            ),
        )
        indexes = (models.Index(fields=["incident", "moved_at"], name="transfer_of_incident"),)

    def __str__(self) -> str:
        return f"{self.payer_account}→{self.payee_account} {self.amount_fen}"


class AddedTransfer(models.Model):
    """One movement an officer took from a paper (补录流水), until somebody withdraws it.

    Kept apart from `Transfer`, which every trace makes anew from its sources; this is a source.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        "payer_account",
        "payer_name",
        "payee_account",
        "payee_name",
    )

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    payer_account = models.CharField(_("付款账号"), max_length=64)
    payer_name = models.CharField(_("付款户名"), max_length=100, blank=True)
    payer_institution_code = models.CharField(_("付款机构"), max_length=12, blank=True)
    payee_account = models.CharField(_("收款账号"), max_length=64)
    payee_name = models.CharField(_("收款户名"), max_length=100, blank=True)
    payee_institution_code = models.CharField(_("收款机构"), max_length=12, blank=True)
    amount_fen = models.BigIntegerField(_("金额"))
    moved_at = models.DateTimeField(_("时间"))
    serial = models.CharField(_("流水号"), max_length=64, blank=True)
    cash = models.BooleanField(_("取现"), default=False)
    paper = models.CharField(_("来源材料"), max_length=200)
    remark = models.CharField(_("摘要"), max_length=200, blank=True)
    added_by = models.CharField(_("补录人"), max_length=80)
    added_at = models.DateTimeField(_("补录时间"))
    withdrawn_by = models.CharField(_("撤销人"), max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True)
    withdrawn_why = models.CharField(_("撤销理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("补录的流水")
        constraints = (
            models.CheckConstraint(
                name="added_transfer_moves_money", condition=Q(amount_fen__gt=0)
            ),
            models.CheckConstraint(name="added_transfer_has_a_paper", condition=~Q(paper="")),
            models.UniqueConstraint(
                name="added_transfer_once",
                fields=[
                    *("incident", "payer_account", "payee_account"),
                    *("amount_fen", "moved_at", "serial"),
                ],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="added_transfer_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_why="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.payer_account}→{self.payee_account} {self.amount_fen}"


class DismissedBridge(models.Model):
    """A proposal across the gap that an officer took for wrong (不采用的推断).

    key: as `selectors.bridges` names it; what it proposed stands in the audit.
    """

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(_("推断"), max_length=16)
    why = models.CharField(_("理由"), max_length=200)
    dismissed_by = models.CharField(_("办理人"), max_length=80)
    dismissed_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("不采用的推断")
        constraints = (
            models.UniqueConstraint(fields=["incident", "key"], name="bridge_dismissed_once"),
        )

    def __str__(self) -> str:
        return f"{self.incident_id} {self.key}"


class Holding(models.Model):
    """Traced money at one account as of the last trace (资金所在)."""

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100, blank=True)
    institution_code = models.CharField(_("机构"), max_length=12, blank=True)
    level = models.PositiveSmallIntegerField(_("层级"))
    whereabouts = models.CharField(_("状态"), max_length=12, choices=Whereabouts.choices)
    inflow_fen = models.BigIntegerField(_("查明流入"))
    still_there_fen = models.BigIntegerField(_("仍在账"))
    last_moved_at = models.DateTimeField(_("最近变动"))

    class Meta:
        verbose_name = _("资金所在")
        constraints = (
            models.UniqueConstraint(fields=["incident", "account_no"], name="holding_once"),
            models.CheckConstraint(
                name="holding_within_inflow",
                condition=Q(still_there_fen__gte=0)
                & Q(still_there_fen__lte=models.F("inflow_fen")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_no} {self.still_there_fen}"


class TracedTransfer(models.Model):
    """The claimed money one transfer carried, at one level (涉案流转)."""

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="traced")
    level = models.PositiveSmallIntegerField(_("层级"))
    amount_fen = models.BigIntegerField(_("涉案金额"))

    class Meta:
        verbose_name = _("涉案流转")
        constraints = (
            models.UniqueConstraint(fields=["transfer", "level"], name="traced_transfer_once"),
        )

    def __str__(self) -> str:
        return f"{self.transfer_id} L{self.level} {self.amount_fen}"


class Trace(models.Model):
    """The last trace of a case: method and fingerprint of its input (追踪)."""

    incident = models.OneToOneField("cases.Incident", on_delete=models.PROTECT, related_name="+")
    method = models.CharField(_("方法版本"), max_length=10)
    rule = models.CharField(_("规则"), max_length=20)
    digest = models.CharField(_("输入摘要"), max_length=64)
    traced_at = models.DateTimeField(_("时间"))
    faults = models.JSONField(_("数据问题"), default=list)

    class Meta:
        verbose_name = _("追踪")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.digest[:12]}"


class TraceBasis(models.Model):
    """What a case's last trace read (追踪依据), so that it can be asked again by another rule.

    content: as `tables.basis.packed` writes it; digest: its SHA-256.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("content",)

    incident = models.OneToOneField("cases.Incident", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(_("摘要"), max_length=64)
    content = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("追踪依据")

    def __str__(self) -> str:
        return f"{self.incident_id} {self.digest[:12]}"


class Experience(models.Model):
    """What this centre's own answers taught (经验): one row, learnt anew by a clock.

    stays: how long traced money stays, the fields of `engines.tracing.dwelling.Dwelling`. answers:
    how soon institutions act, mean and spread of the logarithm of seconds by code.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ()

    only = models.BooleanField(default=True, unique=True)
    stays = models.JSONField(_("停留时间"))
    answers = models.JSONField(_("反馈用时"))
    learnt_at = models.DateTimeField(_("学习时间"))

    class Meta:
        verbose_name = _("经验")
        constraints = (models.CheckConstraint(name="experience_is_one", condition=Q(only=True)),)

    def __str__(self) -> str:
        return f"{self.learnt_at:%Y-%m-%d %H:%M}"


class LedgerEntry(models.Model):
    """One change of one of the five amounts (台账). Append-only: a trigger refuses change.

    `amount_fen` is the difference; an amount is the sum of its entries.
    """

    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    amount = models.CharField(_("类别"), max_length=10, choices=Amount.choices)
    account_no = models.CharField(_("账号"), max_length=64, blank=True)
    amount_fen = models.BigIntegerField(_("变动"))
    cause = models.CharField(_("依据"), max_length=80)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("台账")
        constraints = (
            models.CheckConstraint(name="ledger_entry_changes", condition=~Q(amount_fen=0)),
        )
        indexes = (models.Index(fields=["incident", "amount"], name="ledger_of_incident"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.amount_fen:+d} {self.cause}"
