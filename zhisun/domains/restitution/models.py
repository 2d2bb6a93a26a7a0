"""Rounds of returning, and the last word of the law as constraints.

Over rows, triggers keep it (migration 0002): the shares of an account within what is frozen, the
shares of a victim within what is owed, a paid share for ever.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhisun.domains.restitution.terms import Method, RestitutionState


class Restitution(models.Model):
    """One round of returning frozen money (返还).

    engine, digest: version of the tracing method, and fingerprint of all that the proposal
    rests on, as of `proposed_at`. handler, reviewed_by, approved_by: the chain, three persons.
    prepared_by: login names of all who prepared it; none of them reviews or approves.
    """

    restitution_no = models.CharField(_("返还编号"), max_length=20, unique=True)
    state = models.CharField(_("状态"), max_length=12, choices=RestitutionState.choices)
    area = models.CharField(_("辖区"), max_length=12)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    method = models.CharField(_("方法"), max_length=14, choices=Method.choices, blank=True)
    why = models.TextField(_("选择理由"), blank=True)
    engine = models.CharField(_("方法版本"), max_length=10, blank=True)
    digest = models.CharField(_("输入摘要"), max_length=64, blank=True)
    handler = models.CharField(_("承办人"), max_length=80)
    prepared_by = models.TextField(_("经手人"), blank=True)
    reviewed_by = models.CharField(_("审核人"), max_length=80, blank=True)
    approved_by = models.CharField(_("批准人"), max_length=80, blank=True)
    opened_at = models.DateTimeField(_("立项时间"))
    proposed_at = models.DateTimeField(_("测算时间"), null=True)
    notice_no = models.CharField(_("公告文号"), max_length=60, blank=True)
    noticed_at = models.DateTimeField(_("公告时间"), null=True)
    notice_until = models.DateTimeField(_("公告期满"), null=True)
    notice_rang_at = models.DateTimeField(_("公告期满提醒"), null=True)
    submitted_at = models.DateTimeField(_("呈报时间"), null=True)
    reviewed_at = models.DateTimeField(_("审核时间"), null=True)
    approved_at = models.DateTimeField(_("批准时间"), null=True)
    decision_no = models.CharField(_("决定书文号"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True)
    reason = models.TextField(_("退回或撤回理由"), blank=True)

    class Meta:
        verbose_name = _("资金返还")
        constraints = (
            models.CheckConstraint(
                name="restitution_three_persons",  # never the same person twice
                condition=(Q(reviewed_by="") | ~Q(reviewed_by=F("handler")))
                & (
                    Q(approved_by="")
                    | (~Q(approved_by=F("handler")) & ~Q(approved_by=F("reviewed_by")))
                ),
            ),
            models.CheckConstraint(
                name="restitution_decided_with_paper",
                condition=~Q(state__in=["approved", "paid"])
                | (~Q(decision_no="") & ~Q(reviewed_by="") & ~Q(approved_by="")),
            ),
            models.CheckConstraint(
                name="restitution_proportional_was_noticed",  # 30 days, RULES art. 8
                condition=~Q(method=Method.PROPORTIONAL)
                | Q(state__in=["drafted", "proposed", "withdrawn"])
                | Q(notice_until__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["state", "notice_until"], name="restitution_clocks"),)

    def __str__(self) -> str:
        return self.restitution_no


class ReturnAccount(models.Model):
    """One frozen account whose money goes back (返还账户). In one open round at a time.

    divisible_fen: what of the frozen money can be the victims' by any rule; the rest is others'.
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("account_no", "account_name")

    restitution = models.ForeignKey(Restitution, on_delete=models.CASCADE, related_name="accounts")
    account_no = models.CharField(_("账号"), max_length=64)
    account_name = models.CharField(_("户名"), max_length=100, blank=True)
    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    frozen_fen = models.BigIntegerField(_("冻结金额"))
    divisible_fen = models.BigIntegerField(_("可返还金额"), default=0)
    held_until = models.DateTimeField(_("冻结到期"), null=True)
    open = models.BooleanField(_("在办"), default=True)

    class Meta:
        verbose_name = _("返还账户")
        constraints = (
            models.UniqueConstraint(fields=["restitution", "account_no"], name="return_account"),
            models.UniqueConstraint(
                fields=["account_no"], name="return_account_open_once", condition=Q(open=True)
            ),
            models.CheckConstraint(
                name="return_account_frozen",
                condition=Q(divisible_fen__gte=0) & Q(divisible_fen__lte=F("frozen_fen")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.restitution_id} {self.account_no}"


class Claimant(models.Model):
    """One victim of a round, confirmed or not yet (返还对象).

    refunded_fen: what came back otherwise; returned_fen: what earlier rounds paid, from the ledger.
    agent: who acts for him and which authority was checked; other_account: why it goes to another
    account of his than he paid from, and the paper that shows it (domain reference §3.4).
    """

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = (
        *("victim_name", "return_account", "return_name", "return_bank", "agent", "other_account"),
    )

    restitution = models.ForeignKey(Restitution, on_delete=models.CASCADE, related_name="claimants")
    incident = models.ForeignKey("cases.Incident", on_delete=models.PROTECT, related_name="+")
    incident_no = models.CharField(_("警情编号"), max_length=24)
    victim_name = models.CharField(_("事主"), max_length=60)
    loss_fen = models.BigIntegerField(_("核实损失"))
    refunded_fen = models.BigIntegerField(_("已退还"), default=0)
    returned_fen = models.BigIntegerField(_("前轮已返还"), default=0)
    return_account = models.CharField(_("收款账号"), max_length=64, blank=True)
    return_name = models.CharField(_("收款户名"), max_length=60, blank=True)
    return_bank = models.CharField(_("收款银行"), max_length=100, blank=True)
    agent = models.CharField(_("代理人及授权"), max_length=200, blank=True)
    other_account = models.CharField(_("收款账户说明"), max_length=200, blank=True)
    confirmed_by = models.CharField(_("核实人"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(_("核实时间"), null=True)

    class Meta:
        verbose_name = _("返还对象")
        constraints = (
            models.UniqueConstraint(fields=["restitution", "incident"], name="claimant_once"),
            models.CheckConstraint(
                name="claimant_refunds_within_loss",
                condition=Q(loss_fen__gte=0, refunded_fen__gte=0, returned_fen__gte=0)
                & Q(loss_fen__gte=F("refunded_fen")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.restitution_id} {self.incident_no}"

    @property
    def owed_fen(self) -> int:
        """What can still come back."""
        return max(0, self.loss_fen - self.refunded_fen - self.returned_fen)


class Share(models.Model):
    """What one victim gets from one account, by both methods, and as decided (返还份额)."""

    account = models.ForeignKey(ReturnAccount, on_delete=models.CASCADE, related_name="shares")
    claimant = models.ForeignKey(Claimant, on_delete=models.CASCADE, related_name="shares")
    least_fen = models.BigIntegerField(_("各规则最少"))
    most_fen = models.BigIntegerField(_("各规则最多"))
    direct_fen = models.BigIntegerField(_("直接返还"))
    traced_fen = models.BigIntegerField(_("溯源返还"))
    proportional_fen = models.BigIntegerField(_("按比例返还"))
    share_fen = models.BigIntegerField(_("返还金额"), default=0)
    paid_at = models.DateTimeField(_("付款时间"), null=True)
    receipt = models.CharField(_("回执号"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("返还份额")
        constraints = (
            models.UniqueConstraint(fields=["account", "claimant"], name="share_once"),
            models.CheckConstraint(
                name="share_by_one_of_the_methods",
                condition=Q(least_fen__gte=0, direct_fen__gte=0, proportional_fen__gte=0)
                & Q(least_fen__lte=F("most_fen"))
                & Q(direct_fen__lte=F("traced_fen"))
                & (
                    Q(share_fen=0)
                    | Q(share_fen=F("traced_fen"))
                    | Q(share_fen=F("proportional_fen"))
                ),
            ),
            models.CheckConstraint(
                name="share_paid_with_receipt",
                condition=Q(paid_at=None, receipt="")
                | (Q(paid_at__isnull=False, share_fen__gt=0) & ~Q(receipt="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.claimant_id} {self.share_fen}"


class Objection(models.Model):
    """One objection during the notice, and what was decided on it (异议)."""

    PERSONAL_FIELDS: ClassVar[tuple[str, ...]] = ("who", "words")

    restitution = models.ForeignKey(
        Restitution, on_delete=models.CASCADE, related_name="objections"
    )
    who = models.CharField(_("异议人"), max_length=60)
    words = models.TextField(_("异议内容"))
    received_at = models.DateTimeField(_("收到时间"))
    recorded_by = models.CharField(_("登记人"), max_length=80)
    decided_at = models.DateTimeField(_("处理时间"), null=True)
    decided_by = models.CharField(_("处理人"), max_length=80, blank=True)
    upheld = models.BooleanField(_("成立"), null=True)
    reason = models.TextField(_("处理理由"), blank=True)

    class Meta:
        verbose_name = _("返还异议")
        constraints = (
            models.CheckConstraint(
                name="objection_decided_with_reason",
                condition=Q(decided_at=None, upheld=None, decided_by="", reason="")
                | (
                    Q(decided_at__isnull=False, upheld__isnull=False)
                    & ~Q(reason="")
                    & ~Q(decided_by="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.restitution_id} {self.received_at}"


class Instruction(models.Model):
    """The notice to one institution, and its three working days (协助返还)."""

    restitution = models.ForeignKey(
        Restitution, on_delete=models.CASCADE, related_name="instructions"
    )
    institution_code = models.CharField(_("机构代码"), max_length=12)
    institution_name = models.CharField(_("机构"), max_length=100)
    document_no = models.CharField(_("通知书文号"), max_length=60)
    handed_at = models.DateTimeField(_("送达时间"), null=True)
    due_at = models.DateTimeField(_("应办结时间"), null=True)
    rang_at = models.DateTimeField(_("逾期提醒"), null=True)

    class Meta:
        verbose_name = _("协助返还通知")
        constraints = (
            models.UniqueConstraint(
                fields=["restitution", "institution_code"], name="instruction_once"
            ),
            models.CheckConstraint(
                name="instruction_due_once_handed",
                condition=Q(handed_at=None, due_at=None)
                | Q(handed_at__isnull=False, due_at__gt=F("handed_at")),
            ),
        )

    def __str__(self) -> str:
        return self.document_no
