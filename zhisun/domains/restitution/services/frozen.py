"""What is frozen for the cases of a round, and what was paid out of it before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.money_trails.policy import settled
from zhisun.domains.money_trails.selectors import ledger
from zhisun.domains.money_trails.terms import Amount
from zhisun.domains.stop_payment.selectors.orders import OrderRow, holds_of
from zhisun.domains.stop_payment.terms import FREEZES
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True)
class Frozen:
    """One frozen account. held_until: when the first of its freezes ends."""

    account_no: str
    account_name: str
    institution_code: str
    institution_name: str
    frozen_fen: Fen
    held_until: datetime | None


def frozen_now(incident_nos: Iterable[str], *, by: Actor) -> list[Frozen]:
    """Accounts with money under a freeze of these cases, by number. Two queries a case.

    Several freezes of one account (轮候) add up only as far as the account's balance goes.
    """
    cases = list(incident_nos)
    paid: defaultdict[str, Fen] = defaultdict(int)
    for (_case, account), fen in returned_before(cases, by=by).items():
        paid[account] += fen
    holds: defaultdict[str, list[OrderRow]] = defaultdict(list)
    for case in cases:
        for freeze in freezes_of(case, by=by):
            holds[settled(freeze.account_no)].append(freeze)
    return [
        Frozen(
            account,
            mine[0].account_name,
            mine[0].institution_code,
            mine[0].institution_name,
            _held(mine, paid[account]),
            min((hold.held_until for hold in mine if hold.held_until), default=None),
        )
        for account, mine in sorted(holds.items())
    ]


def freezes_of(incident_no: str, *, by: Actor) -> list[OrderRow]:
    """The freezes of a case that stand, oldest first. One query."""
    return [hold for hold in holds_of(incident_no, by=by) if hold.kind in FREEZES]


def returned_before(incident_nos: Iterable[str], *, by: Actor) -> dict[tuple[str, str], Fen]:
    """What the ledger says victims got back, by incident and account. One query a case."""
    sums: dict[tuple[str, str], Fen] = {}
    for case in incident_nos:
        for line in ledger(case, by=by).lines_of(Amount.RETURNED):
            key = (case, line.account_no)
            sums[key] = sums.get(key, 0) + line.amount_fen
    return sums


def _held(freezes: list[OrderRow], paid_fen: Fen) -> Fen:
    held = sum(freeze.held_fen for freeze in freezes)
    balances = [freeze.balance_fen for freeze in freezes if freeze.balance_fen is not None]
    if len(freezes) == 1 or not balances:
        return held
    return max(0, min(held, max(balances) - paid_fen))
