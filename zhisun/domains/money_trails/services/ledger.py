"""Keeping the ledger: an entry for each difference between what it says and what is (台账)."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Sum

from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.money_trails.models import LedgerEntry
from zhisun.domains.money_trails.policy import Held, ledger_targets, settled
from zhisun.domains.money_trails.terms import Amount
from zhisun.domains.stop_payment.selectors.orders import OrderRow, orders_of
from zhisun.domains.stop_payment.terms import (
    FREEZES,
    HOLDS,
    NEVER_LEFT,
    STOPS,
    OrderState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen

NOT_ORDERED = NEVER_LEFT | {OrderState.DRAFTED}
"""States of orders that were not given."""


def balance_ledger(
    incident: IncidentFacts, inflow_fen: dict[str, Fen], *, by: Actor, at: datetime
) -> bool:
    """Append what is missing so that each amount is what orders and trail say; whether any was.

    Joins; the caller holds the trail's lock. Balancing twice appends nothing the second time.
    """
    orders = [o for o in orders_of(incident.incident_no, by=by) if o.kind in HOLDS]
    targets = ledger_targets(incident.claimed_fen, [_held(o) for o in orders], inflow_fen)
    standing = _standing(incident.key)
    causes = _causes(orders)
    entries = [
        LedgerEntry(
            incident_id=incident.key,
            amount=amount,
            account_no=account,
            amount_fen=difference,
            cause=causes.get(account, incident.incident_no),
            at=at,
        )
        for (amount, account) in sorted(targets.keys() | standing.keys())
        if (difference := targets.get((amount, account), 0) - standing.get((amount, account), 0))
    ]
    LedgerEntry.objects.bulk_create(entries)
    if entries:
        changes = {f"{entry.amount}:{entry.account_no}": entry.amount_fen for entry in entries}
        record(
            by,
            "money_trails.ledger",
            incident.incident_no,
            at=at,
            area=incident.area,
            after=changes,
        )
    return bool(entries)


def _held(order: OrderRow) -> Held:
    active = order.held_fen if order.state is OrderState.ACTIVE else 0
    return Held(
        account_no=settled(order.account_no),
        ordered_fen=0 if order.state in NOT_ORDERED else order.amount_fen,
        held_fen=active if order.kind in STOPS else 0,
        frozen_fen=active if order.kind in FREEZES else 0,
    )


def _standing(incident_key: int) -> dict[tuple[Amount, str], Fen]:
    sums = (
        LedgerEntry.objects.filter(incident_id=incident_key)
        .exclude(amount=Amount.RETURNED)
        .values("amount", "account_no")
        .annotate(total=Sum("amount_fen"))
    )
    return {(Amount(row["amount"]), row["account_no"]): row["total"] for row in sums}


def _causes(orders: list[OrderRow]) -> dict[str, str]:
    """The latest order on each account: what its ledger entries rest on."""
    latest: defaultdict[str, str] = defaultdict(str)
    for order in orders:
        latest[settled(order.account_no)] = order.order_no
    return dict(latest)
