"""Proposing the next layer (下一层): what to stop and ask next, ready for one key."""

from collections.abc import Iterator
from dataclasses import replace

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import Holding, Transfer
from zhisun.domains.money_trails.policy import settled
from zhisun.domains.money_trails.terms import (
    COMPANY_NAMES,
    LEAST_NEXT_FEN,
    MOST_NEXT,
    NEXT_LAYER_REASON,
    Whereabouts,
)
from zhisun.domains.stop_payment.selectors.answers import holders_of
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.domains.stop_payment.services.draft import NewOrder
from zhisun.domains.stop_payment.terms import HOLDS, OrderKind, Origin
from zhisun.gateways.port import AccountKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen

STOPPABLE = frozenset({Whereabouts.RESTING, Whereabouts.FRONTIER, Whereabouts.LEVEL_CAP})


def next_orders(incident_no: str, *, by: Actor) -> Iterator[NewOrder]:
    """A stop and a quick detail query for each later account that holds traced money, most first.

    Accounts with an order of the kind already are left out, unless more lies there by now than
    was asked: what then may follow `stop_payment.services.grow` says. Repeating proposes nothing
    twice. Without a name the holder is asked for instead of a stop that would be refused; the
    name that an institution tells then makes the stop.
    """
    incident = incident_facts(incident_no, by=by)
    told = {settled(no): name for no, name in holders_of(incident_no, by=by).items()}
    orders = orders_of(incident_no, by=by)
    stopped: dict[str, Fen] = {}
    for order in orders:
        if order.kind in HOLDS:
            account_no, asked_fen = settled(order.account_no), order.amount_fen
            stopped[account_no] = max(asked_fen, stopped.get(account_no, 0))
    asked = {settled(o.account_no) for o in orders if o.kind == OrderKind.QUERY_DETAIL}
    holdings = Holding.objects.filter(
        incident_id=incident.key,
        level__gte=2,
        whereabouts__in=sorted(STOPPABLE),
        still_there_fen__gte=LEAST_NEXT_FEN,
    ).exclude(institution_code="")
    for holding in holdings.order_by("-still_there_fen", "level", "account_no")[:MOST_NEXT]:
        name = holding.account_name or told.get(holding.account_no, "")
        seed = _seed(incident_no, incident.handled_by, holding, name)
        if seed is None:
            continue
        more_fen = holding.still_there_fen - stopped.get(holding.account_no, 0)
        if holding.account_no not in stopped or (seed.account_name and more_fen >= LEAST_NEXT_FEN):
            yield replace(
                seed, kind=OrderKind.STOP if seed.account_name else OrderKind.QUERY_HOLDER
            )
        if holding.account_no not in asked:
            yield replace(
                seed,
                kind=OrderKind.QUERY_DETAIL,
            )


def _seed(incident_no: str, handler: str, holding: Holding, name: str) -> NewOrder | None:
    """The order on one account, with the transfer that brought most: the bank compares it."""
    arrivals = Transfer.objects.filter(
        incident_id=holding.incident_id, payee_account=holding.account_no, traced__isnull=False
    )
    brought = arrivals.order_by("-traced__amount_fen", "-moved_at", "pk").first()
    if brought is None:
        return None
    return NewOrder(
        incident_no=incident_no,
        kind=OrderKind.STOP,
        institution_code=holding.institution_code,
        account_no=holding.account_no,
        account_kind=_kind(holding.institution_code, name),
        account_name=name,
        amount_fen=holding.still_there_fen,
        most_fen=holding.inflow_fen,
        transferred_at=brought.moved_at,
        reason=NEXT_LAYER_REASON.format(
            level=holding.level, payer=brought.payer_name or brought.payer_account
        ),
        origin=Origin.TRAIL,
        level=holding.level,
        window=1,
        handler=handler,
        payer_institution_code=brought.payer_institution_code,
        payer_name=brought.payer_name,
        payer_account=brought.payer_account,
        trade_serial=brought.serial,
    )


def _kind(institution_code: str, name: str) -> AccountKind:
    if institution_code.startswith("Z"):
        return AccountKind.PAYMENT
    return AccountKind.CORPORATE if name.endswith(COMPANY_NAMES) else AccountKind.PERSONAL
