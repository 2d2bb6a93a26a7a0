"""The base: search, filters, what it did by itself (预警底库)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.indicator_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.selectors import Narrowed
from zhisun.domains.indicators.services.judge import see_notice
from zhisun.domains.indicators.terms import IndicatorKind, IndicatorState
from zhisun.gateways.indicators.files import WRITERS
from zhisun.shell.seat import DeskRequest, desk

FILTERS = ("words", "kind", "state", "source", "fraud_type")


@desk(duty=Duty.SEE_INDICATORS)
def page(request: DeskRequest) -> HttpResponse:
    """The list, narrowed by its address. Four queries with the seat's four."""
    return render(request, "indicator_desk/board.html", _context(request))


@require_POST
@desk(duty=Duty.KEEP_INDICATORS)
def seen(request: DeskRequest, notice: int) -> HttpResponse:
    """A notice was read."""
    see_notice(notice, by=request.actor, at=request.at)
    return redirect("indicator_desk:board")


def asked(query: Mapping[str, str]) -> Narrowed:
    """What an address asks for; what is no choice asks for all."""
    kind, state = query.get("kind", ""), query.get("state", "")
    return Narrowed(
        words=query.get("words", "").strip()[:200],
        kind=kind if kind in IndicatorKind.values else "",
        state=state if state in IndicatorState.values else "",
        source=query.get("source", "").strip()[:200],
        fraud_type=query.get("fraud_type", "")[:200],
    )


def _address(route: str, query: Mapping[str, str], *args: str, **changes: str) -> str:
    kept = QueryDict(mutable=True)
    known = {name: query.get(name, "") for name in FILTERS}
    kept.update({name: value for name, value in (known | changes).items() if value})
    return f"{reverse(route, args=args)}?{kept.urlencode()}"


def _context(request: DeskRequest) -> dict[str, Any]:
    query, shown = request.GET.dict(), asked(request.GET.dict())
    numbers = selectors.counts()
    keeps = Duty.KEEP_INDICATORS.value in request.actor.duties
    tabs = [
        (
            words,
            _address("indicator_desk:board", query, state=state),
            shown.state == state,
            numbers.get(state, 0) if state else sum(numbers.values()),
            str(key),
        )
        for key, (state, words) in enumerate(looks.state_tabs(), start=1)
    ]
    return {
        "looks": looks,
        "shown": shown,
        "rows": [(line, looks.may(line, request.actor)) for line in selectors.board(shown)],
        "listed": tabs,
        "notices": selectors.notices(),
        "kinds": looks.kind_choices(_("全部类别")),
        "fraud_types": looks.fraud_choices(_("全部诈骗类型")),
        "exports": [
            (looks.layout_words(layout), _address("indicator_desk:export", query, layout))
            for layout in WRITERS
        ],
        "keeps": keeps,
        "proposes": keeps or Duty.PROPOSE_INDICATOR.value in request.actor.duties,
        "reveals": Duty.REVEAL.value in request.actor.duties,
    }
