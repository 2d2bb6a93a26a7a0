"""A warning entered by hand: what a citizen or a bank tells (录入预警)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.policy import point_of
from zhisun.domains.directory.selectors import units_within
from zhisun.domains.dissuasion.services.persons import (
    Named,
    demand_id_number,
    demand_telephone,
)
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import SignalKind, SignalSource
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import fen
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

NAMED = ("name", "phone", "id_number", "family_phone", "address", "unit", "language")
POINT = ("latitude", "longitude", "datum")


NAMES = (*NAMED, *POINT, "counterpart", "told", "area", "key")
SOURCES = (
    *(SignalSource.CITIZEN, SignalSource.BANK, SignalSource.LINE_96110),
    *(SignalSource.SMS_12381, SignalSource.APP, SignalSource.PROVINCE),
)
"""Who may have told an officer; what the watch itself saw, only the watch writes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and at which field."""

    field: str
    words: str


@desk(duty=Duty.WARN)
def page(request: DeskRequest) -> HttpResponse:
    """The form, and what became of it: the dispatch, or the form with the error at its field."""
    if request.method != "POST":
        return render(request, "dissuasion_desk/enter.html", _context(request, None))
    try:
        number = receive(_signal(request), by=request.actor, at=request.at).dispatch_no
    except InputError as error:
        problem = Problem(str(error.facts.get("field", "phone")), text(error))
        context = _context(request, problem)
        return render(request, "dissuasion_desk/enter.html", context, status=error.status)
    return redirect("dissuasion_desk:dispatch", dispatch_no=number)


def _signal(request: DeskRequest) -> NewSignal:
    post = request.POST
    told = {name: post.get(name, "") for name in NAMES}
    if any("\0" in value for value in told.values()):
        raise InputError("text_unreadable", field="told")
    return NewSignal(
        source=SignalSource(_among(post.get("source", ""), SOURCES, "source")),
        ref=f"{request.actor.name}-{told['key']}",
        kind=SignalKind(_among(post.get("kind", ""), SignalKind.values, "kind")),
        seen_at=request.at,
        person=demand_id_number(demand_telephone(Named(**{name: told[name] for name in NAMED}))),
        area=told["area"],
        position=point_of(told["latitude"], told["longitude"], told["datum"]),
        counterpart=told["counterpart"],
        fraud_type=FraudType(_among(post.get("fraud_type", ""), FraudType.values, "fraud_type")),
        severity=4,
        amount_fen=_amount(post.get("amount", "")),
        under_way=post.get("under_way") == "on",
        told=told["told"],
    )


def _amount(typed: str) -> int:
    try:
        return max(fen(typed), 0) if typed.strip() else 0
    except InputError as error:
        raise InputError(error.code, **{**error.facts, "field": "amount"}) from error


def _among(value: str, known: Collection[str], field: str) -> str:
    if value not in known:
        raise InputError("choice_unknown", field=field)
    return value


def _context(request: DeskRequest, problem: Problem | None) -> dict[str, Any]:
    places = [("", "—"), *((unit.area, unit.name) for unit in units_within(request.actor.area))]
    return {
        "typed": request.POST.dict(),
        "problem": problem,
        "key": f"{request.at:%Y%m%d%H%M%S%f}",
        "places": places,
        "spoken": looks.language_choices(),
        "datums": looks.datum_choices(),
        "sources": [(each.value, str(each.label)) for each in SOURCES],
        "kinds": [(each.value, str(each.label)) for each in reversed(SignalKind)],
        "types": [(kind.value, str(kind.label)) for kind in FraudType if kind is not FraudType.FEI],
    }
