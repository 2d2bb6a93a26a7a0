"""The live board: what can still be saved, on top (看板)."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.desks.funds_desk import filters, looks
from zhisun.desks.funds_desk.filters import Shown
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import institutions, notices, titles
from zhisun.domains.stop_payment.selectors import board as orders
from zhisun.domains.stop_payment.selectors.calls import calls
from zhisun.domains.stop_payment.selectors.orders import OrderRow
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.shell.revealing import opened
from zhisun.shell.seat import DeskRequest, desk

SOON = timedelta(hours=12)
"""Holds that end within this time stand beside the board."""
EVER = timedelta(days=400)
"""Longer than any hold may last."""
LATEST, BESIDE = 12, 6
"""Answers listed; other things beside the board."""


@desk(duty=Duty.SEE_ORDERS)
def page(request: DeskRequest) -> HttpResponse:
    """The whole board. At most fifteen queries with the seat's four."""
    shown = filters.shown(request.GET.dict())
    context = _board(request, shown) | {
        "banks": [("", _("全部机构")), *((i.code, i.short_name) for i in institutions())],
        "states": filters.state_choices(),
        "edits": Duty.EDIT_TEMPLATE.value in request.actor.duties,
        "kinds": [("", _("全部种类")), *((str(k.value), str(k.label)) for k in OrderKind)],
    }
    return render(request, "funds_desk/board.html", context)


@desk(duty=Duty.SEE_ORDERS)
def part(request: DeskRequest) -> HttpResponse:
    """The board without its frame and filters, after news or another choice of filters."""
    shown = filters.shown(request.GET.dict())
    response = render(request, "funds_desk/board_part.html", _board(request, shown))
    if request.headers.get("HX-Trigger") == "filters":
        response.headers["HX-Push-Url"] = address(shown)
    return response


def address(shown: Shown, **changes: str) -> str:
    """The board's address with these filters."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (asdict(shown) | changes).items() if value})
    return f"{reverse('funds_desk:board')}?{query.urlencode()}"


def _board(request: DeskRequest, shown: Shown) -> dict[str, Any]:
    reader, at = request.actor, request.at
    listed = _listed(request, shown)
    alarms = orders.alarms(reader, limit=BESIDE)
    latest = orders.answered(reader, limit=LATEST)
    ending = orders.holds_ending(reader, at=at, within=SOON, limit=BESIDE)
    refused = orders.corrections(reader, limit=BESIDE)
    counts = orders.counts(reader, at=at)
    told = Duty.SEE_NOTICES.value in reader.duties
    names = titles(_takers(listed))
    whole = opened(request)
    return {
        "looks": looks,
        "shown": shown,
        "lines": [
            looks.line(each, reader=reader, at=at, titles=names, opened=whole) for each in listed
        ],
        "counts": counts,
        "calls": calls(listed, at=at),
        "alarms": alarms,
        "notices": notices(by=reader, limit=BESIDE) if told else [],
        "latest": latest,
        "ending": ending,
        "refused": refused,
        "lists": _lists(shown, counts),
        "waiting_at": address(Shown(state="drafted")),
        "under_way_at": address(Shown(state=filters.UNDER_WAY)),
        "overdue_at": address(Shown(state=filters.OVERDUE)),
        "holds_at": address(Shown(list="holds")),
        "refused_at": address(Shown(list="refused")),
        "reveals": Duty.REVEAL.value in reader.duties,
        "decides": Duty.APPROVE_ORDER.value in reader.duties,
    }


def _listed(request: DeskRequest, shown: Shown) -> list[OrderRow]:
    reader, at = request.actor, request.at
    narrowed = shown.filter(at=at)
    if shown.list == "holds":
        return orders.holds_ending(reader, at=at, within=EVER, shown=narrowed)
    asked = {
        "answered": orders.answered,
        "refused": orders.corrections,
        "releases": orders.releases_due,
    }
    return asked.get(shown.list, orders.board)(reader, shown=narrowed)


def _takers(rows: Iterable[OrderRow]) -> set[str]:
    return {row.locked_by for row in rows if row.locked_by}


def _lists(
    shown: Shown, counts: orders.BoardCounts
) -> list[tuple[str, str, bool, int | None, str]]:
    waiting = counts.drafted + counts.on_the_way
    offered = (
        ("waiting", _("待办"), waiting),
        ("holds", _("在控"), counts.active),
        ("refused", _("待更正"), counts.refused),
        ("answered", _("已反馈"), None),
        ("releases", _("待解除"), None),
    )
    return [
        (words, address(shown, list=name, state=""), shown.list == name, number, str(key))
        for key, (name, words, number) in enumerate(offered, start=1)
    ]
