"""Words of giving frozen money back (资金返还): states, methods, the law's clocks."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RestitutionState(TextChoices):
    """Life of one round of returning (返还)."""

    DRAFTED = "drafted", _("核实事主")
    PROPOSED = "proposed", _("方案待定")
    NOTICED = "noticed", _("公告中")
    SUBMITTED = "submitted", _("待大队审核")
    REVIEWED = "reviewed", _("待负责人批准")
    APPROVED = "approved", _("银行办理")
    PAID = "paid", _("已返还")
    WITHDRAWN = "withdrawn", _("已撤回")


_S = RestitutionState

MOVES: dict[RestitutionState, frozenset[RestitutionState]] = {
    _S.DRAFTED: frozenset({_S.PROPOSED, _S.WITHDRAWN}),
    _S.PROPOSED: frozenset({_S.DRAFTED, _S.NOTICED, _S.SUBMITTED, _S.WITHDRAWN}),
    _S.NOTICED: frozenset({_S.DRAFTED, _S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.DRAFTED, _S.REVIEWED, _S.WITHDRAWN}),
    _S.REVIEWED: frozenset({_S.DRAFTED, _S.APPROVED, _S.WITHDRAWN}),
    _S.APPROVED: frozenset({_S.PAID, _S.WITHDRAWN}),
    _S.PAID: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
"""Back to DRAFTED: a victim was found, an objection upheld, an officer of the chain refused."""

UNDECIDED = frozenset({_S.DRAFTED, _S.PROPOSED, _S.NOTICED, _S.SUBMITTED, _S.REVIEWED})
ENDED = frozenset({_S.PAID, _S.WITHDRAWN})


class Method(TextChoices):
    """How the frozen money is divided."""

    TRACED = "traced", _("溯源返还")
    PROPORTIONAL = "proportional", _("按比例返还")


RULES = "电信网络新型违法犯罪案件冻结资金返还若干规定"
"""In force since 2016-09-18. Its text is known from quotations only (domain reference §3.4)."""

NOTICE_PERIOD = timedelta(days=30)
"""Public notice before money is returned in proportion. Source: RULES art. 8."""

BANK_WORKING_DAYS = 3
"""Within which a bank pays what it could not pay on the spot. Source: RULES."""

CASES_AT_MOST = 200
"""Cases of one round: the lines a paper holds (`documents.terms.LINES_AT_MOST`). Local rule."""

NOTICE_OVER, PAYMENT_OVERDUE = "notice_over", "payment_overdue"
"""Bells of a round: its notice is over, an institution has not paid in time."""
