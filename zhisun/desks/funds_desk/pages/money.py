"""The money of one case (资金页): layers, proposals, holds, and the ledger behind the totals."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.asked_trail import Asked, asked, steps
from zhisun.desks.funds_desk.besides import beside
from zhisun.desks.funds_desk.flow_chart import SHOWN_PER_LAYER, Account, Box, chart
from zhisun.desks.funds_desk.trail_view import View, fault_groups, main_account, view
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.money_trails.selectors import LedgerRow, ledger, trail
from zhisun.domains.money_trails.selectors.moves import account_key
from zhisun.domains.money_trails.selectors.picture import Picture, Question, Saving, picture
from zhisun.domains.money_trails.terms import Amount, TraceRule, Whereabouts
from zhisun.domains.stop_payment.selectors.orders import OrderRow, orders_of
from zhisun.domains.stop_payment.terms import FREEZES, HOLDS, OrderKind, OrderState
from zhisun.shell.filters import listed, masked_name, money
from zhisun.shell.revealing import REASONS, opened, sees_whole
from zhisun.shell.seat import DeskRequest, desk

EVERYTHING = 400
"""Accounts of one layer drawn when the officer asks for all of them."""
AMOUNT_TONES = {
    Amount.CLAIMED: "",
    Amount.ORDERED: "info",
    Amount.HELD: "ok",
    Amount.FROZEN: "ok",
    Amount.RETURNED: "ok",
}


@desk(duty=Duty.SEE_TRAIL)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The whole page. At most twelve queries with the seat's four."""
    return render(request, "funds_desk/money.html", _money(request, incident_no))


@desk(duty=Duty.SEE_TRAIL)
def part(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The page without its frame, after news.

    news: the orders it is about; when all are of other cases, nothing is sent or swapped.
    """
    news = set(request.GET.get("news", "").split())
    context = _money(request, incident_no)
    if news and not news & set(context["order_nos"]):
        return HttpResponse(status=204)
    return render(request, "funds_desk/money_part.html", context)


def _money(request: DeskRequest, incident_no: str) -> dict[str, Any]:
    reader, at = request.actor, request.at
    incident = incident_facts(incident_no, by=reader)
    orders = orders_of(incident_no, by=reader)
    banks = {each.code: each.short_name for each in institutions()}
    ask = asked(request.GET.dict())
    hasty = "full" not in request.GET and TraceRule.HAIRCUT not in {ask.rule, ask.beside}
    question = Question(rule=ask.rule, until=ask.until, hasty=hasty)
    shown = picture(incident_no, question, by=reader)
    # What was traced before bases were kept is shown as it was found, until it is traced again.
    found = shown.trail if shown else trail(incident_no, by=reader)
    holds = [o for o in orders if o.kind in HOLDS and o.state is OrderState.ACTIVE]
    own = looks.owns_case(incident, orders, reader, at=at)
    then = [o for o in holds if not shown or shown.is_latest or _held_by(o, shown.until)]
    seen = view(found, then, institutions=banks, shown_name=_("付款方不详"), picture=shown)
    told = {
        "looks": looks,
        "incident": incident,
        "started_at": incident.first_transfer_at or incident.called_at,
        "order_nos": [order.order_no for order in orders],
        "trail": found,
        "faults": fault_groups(found.faults),
        "proposals": _proposals(request, orders, at, shown),
        "savings": _savings(orders, shown),
        "statement_kinds": STATEMENT_KINDS,
        "holds": sorted(holds, key=lambda hold: hold.held_until or at),
        "open_orders": [o for o in orders if o.state in UNDER_WAY],
        "returns": Duty.PREPARE_RETURN in reader.duties and any(o.kind in FREEZES for o in holds),
        "decides": Duty.APPROVE_ORDER.value in reader.duties,
        "shown": shown,
        "numbers": sees_whole(request, incident_no, own=own),
        "reasons": REASONS,
        "by_hand": any(flow.by_hand for flow in found.flows),
    }
    told |= _drawn(request, incident_no, seen) | _asked_otherwise(ask, shown)
    return told | _ledger(request, incident_no, ledger(incident_no, by=reader))


def _drawn(request: DeskRequest, incident_no: str, seen: View) -> dict[str, Any]:
    """The picture, and how its parts are called and addressed."""
    whole = request.GET.get("all") == "1"
    reveals = Duty.REVEAL.value in request.actor.duties
    most = EVERYTHING if whole else SHOWN_PER_LAYER
    return {
        "places": seen.places,
        "accounts": seen.accounts,
        "spots": {each.key: spot for spot, each in enumerate(seen.accounts)},
        "chart": chart(seen.accounts, seen.streams, shown_per_layer=most),
        "reveals": reveals,
        "whole": whole,
        "as_table": request.GET.get("view") == "table",
        "address": lambda **changes: _address(request, incident_no, changes),
        "part_address": _address(request, incident_no, {}, route="funds_desk:money_part"),
        "exits_address": _address(request, incident_no, {}, route="funds_desk:exits"),
        "account_address": lambda account_no: _address(
            request,
            incident_no,
            {},
            route="funds_desk:traced_account",
            key=account_key(incident_no, account_no),
        ),
        "full_address": _address(
            request, incident_no, {"full": "1"}, route="funds_desk:money_part"
        ),
        "title_of": lambda account: box_title(account, reveals=reveals),
        "badges": badges,
        "says_of": lambda box: _says(box, reveals=reveals),
    }


def _asked_otherwise(ask: Asked, shown: Picture | None) -> dict[str, Any]:
    """Steps through time, and two rules side by side where the officer asks for them."""
    choices = {"ask": ask, "rules": [(rule.value, str(rule.label)) for rule in TraceRule]}
    if shown is None or shown.trail.traced_at is None:
        return choices | {"steps": None, "beside": None}
    latest = shown.trail.traced_at
    return choices | {
        "steps": steps(shown.instants, until=shown.until, latest=latest),
        "whereabouts": [w for w in Whereabouts if any(w in level.lies for level in shown.levels)],
        "beside": beside(shown.spreads, ask.rule, ask.beside) if ask.beside else None,
        "names": {place.account_no: place.account_name for place in shown.trail.places},
    }


def _held_by(order: OrderRow, until: datetime) -> bool:
    return order.held_from is not None and order.held_from <= until


STATEMENT_KINDS = frozenset({OrderKind.QUERY_DETAIL, OrderKind.QUERY_MOVEMENTS})
"""Queries whose answers tell where money went on."""

UNDER_WAY = frozenset({OrderState.APPROVED, OrderState.SENT, OrderState.ACKNOWLEDGED})


def _proposals(
    request: DeskRequest, orders: list[OrderRow], at: datetime, shown: Picture | None
) -> list[looks.Line]:
    """Drafts that wait for one key, most to be saved first; holds before queries on a tie."""
    drafts = [order for order in orders if order.state is OrderState.DRAFTED]
    savings = _savings(orders, shown)

    def urgency(order: OrderRow) -> tuple[object, ...]:
        saving = savings.get(order.order_no)
        expected_fen = _expected(order, saving) if saving else 0
        rest = (-order.amount_fen, order.transferred_at, order.kind not in HOLDS, order.order_no)
        return (-expected_fen, *rest)

    drafts.sort(key=urgency)
    whole = opened(request)
    return [
        looks.line(order, reader=request.actor, at=at, titles={}, opened=whole) for order in drafts
    ]


def _expected(order: OrderRow, saving: Saving) -> int:
    """A stop saves what is there, and so does asking for the name that it lacks."""
    asks_on = order.kind in STATEMENT_KINDS
    return saving.further_fen if asks_on else saving.expected_fen


def _savings(orders: list[OrderRow], shown: Picture | None) -> dict[str, Saving]:
    """What each draft may save, by order; nothing where none lies or it is held already."""
    if shown is None:
        return {}
    kept = {main_account(o.account_no) for o in orders if o.state is OrderState.ACTIVE}
    return {
        order.order_no: saving
        for order in orders
        if order.state is OrderState.DRAFTED
        and main_account(order.account_no) not in kept
        and (saving := shown.savings.get(main_account(order.account_no)))
    }


def _ledger(request: DeskRequest, incident_no: str, book: LedgerRow) -> dict[str, Any]:
    wanted = request.GET.get("amount", "")
    chosen = Amount(wanted) if wanted in Amount.values else None
    return {
        "totals": [
            (
                amount,
                str(amount.label),
                book.totals.get(amount, 0),
                AMOUNT_TONES[amount] if book.totals.get(amount, 0) else "",
                _address(request, incident_no, {"amount": amount.value}) + "#ledger",
                len(book.lines_of(amount)),
            )
            for amount in Amount
        ],
        "chosen": chosen,
        "entries": book.lines if chosen is None else book.lines_of(chosen),
        "claimed_fen": book.totals.get(Amount.CLAIMED, 0),
        "safe_fen": book.totals.get(Amount.HELD, 0) + book.totals.get(Amount.FROZEN, 0),
    }


def box_title(account: Account, *, reveals: bool) -> str:
    """What a box is called."""
    if account.stands_for > 1:
        return _("其余 {number} 个账户").format(number=account.stands_for)
    if not account.name:
        return _("户名不详")
    return account.name if reveals else masked_name(account.name)


def _says(box: Box, *, reveals: bool) -> str:
    """Everything a box shows, as one sentence: for the line below and for screen readers."""
    account = box.account
    told = [(_("流入"), account.inflow_fen or 0), (_("在账"), account.still_there_fen)]
    told += [(_("已止付"), account.held_fen), (_("已冻结"), account.frozen_fen)]
    if account.uncertain:
        told.append((_("各规则最少"), account.least_fen or 0))
        told.append((_("最多"), account.most_fen or 0))
    told += [(_("转往下层"), box.onward_fen), *account.left.items(), (_("未查明"), box.unknown_fen)]
    whose = f"{box_title(account, reveals=reveals)} {account.institution}".strip()
    amounts = listed(f"{words} {money(fen)}" for words, fen in told if fen)
    told_badly = listed(badges(account))
    says = _("{whose}：{amounts}").format(whose=whose, amounts=amounts)
    return f"{says} ({told_badly})" if told_badly else says


def badges(account: Account) -> list[str]:
    """What to know before relying on an account's amounts."""
    words = [(account.assumed, _("期初余额为推定")), (account.partial, _("只有对方流水"))]
    return [word for holds, word in words if holds]


def _address(
    request: DeskRequest,
    incident_no: str,
    changes: dict[str, str],
    *,
    route: str = "funds_desk:money",
    key: str = "",
) -> str:
    """The address of the page with the same choices but these."""
    kept = {name: request.GET.get(name, "") for name in ("view", "amount", "all")}
    kept |= asked(request.GET.dict()).words
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (kept | changes).items() if value})
    path = reverse(route, args=[incident_no, *([key] if key else [])])
    return f"{path}?{query.urlencode()}" if query else path
