"""The money page taken apart: a workbook of it, one account's movements, the exits one by one."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.asked_trail import Asked, asked
from zhisun.desks.funds_desk.flow_book import ROWS_AT_MOST, Told, book
from zhisun.desks.funds_desk.trail_view import FAULTS, view
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.money_trails.selectors.moves import carrying, of_account
from zhisun.domains.money_trails.selectors.picture import Question, picture
from zhisun.domains.money_trails.services.export import note_export
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.domains.stop_payment.terms import HOLDS, OrderState
from zhisun.kernel.errors import NotFound
from zhisun.kernel.moments import CHINA
from zhisun.shell.revealing import sees_whole
from zhisun.shell.seat import DeskRequest, desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

EXITS_SHOWN = 200
ROWS_SHOWN = 500
"""Exits and movements of one account on a page; the number of all is told."""


@require_POST
@desk(duty=Duty.SEE_TRAIL)
def workbook(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The 资金流向表 by the rule and instant of the page, masked as the page is, and audited."""
    ask = asked(request.POST.dict())
    question = _question(ask)
    shown = picture(incident_no, question, by=request.actor)
    moves = carrying(incident_no, question, by=request.actor, limit=ROWS_AT_MOST)
    if shown is None or moves is None:
        raise NotFound("nothing_traced_yet", incident_no=incident_no)
    banks = {each.code: each.short_name for each in institutions()}
    orders = orders_of(incident_no, by=request.actor)
    holds = [o for o in orders if o.kind in HOLDS and o.state is OrderState.ACTIVE]
    seen = view(shown.trail, holds, institutions=banks, shown_name="", picture=shown)
    who = request.actor.title or request.actor.name
    whole = _sees_numbers(request, incident_no)
    names = Duty.REVEAL in request.actor.duties
    told = Told(
        incident_no=incident_no, who=who, at=request.at, whole=whole, names=names, banks=banks
    )
    content = book(told, shown, moves, seen.accounts)
    note_export(incident_no, moves, shown.rule, whole=whole, by=request.actor, at=request.at)
    answer = HttpResponse(content, content_type=XLSX)
    day = request.at.astimezone(CHINA)
    name = f"flow-{incident_no}-{shown.rule}-{day:%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@desk(duty=Duty.SEE_TRAIL)
def account(request: DeskRequest, incident_no: str, key: str) -> HttpResponse:
    """One account: its movements with what each carried, its faults, how it is known."""
    ask = asked(request.GET.dict())
    number, moves = of_account(incident_no, key, _question(ask), by=request.actor, limit=ROWS_SHOWN)
    shown = picture(incident_no, _question(ask, hasty=True), by=request.actor)
    if shown is None:
        raise NotFound("account_not_traced")
    context = {
        "incident_no": incident_no,
        "number": number,
        "moves": moves,
        "ask": ask,
        "back": _back(incident_no, ask),
        "place": next((each for each in shown.trail.places if each.account_no == number), None),
        "standing": shown.standings.get(number),
        "spread": shown.spreads.get(number),
        "faults": [
            (FAULTS.get(each.fault, each.fault), each)
            for each in shown.trail.faults
            if each.account_no == number
        ],
        "banks": {each.code: each.short_name for each in institutions()},
        "reveals": Duty.REVEAL in request.actor.duties,
        "numbers": _sees_numbers(request, incident_no),
    }
    return render(request, "funds_desk/account.html", context)


@desk(duty=Duty.SEE_TRAIL)
def exits(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Where money went out of sight, one movement a line."""
    question = _question(asked(request.GET.dict()))
    moves = carrying(incident_no, question, by=request.actor, limit=EXITS_SHOWN, only_exits=True)
    context = {
        "moves": moves,
        "banks": {each.code: each.short_name for each in institutions()},
        "reveals": Duty.REVEAL in request.actor.duties,
        "numbers": _sees_numbers(request, incident_no),
    }
    return render(request, "funds_desk/exits.html", context)


def _sees_numbers(request: DeskRequest, incident_no: str) -> bool:
    """As the money page decides."""
    incident = incident_facts(incident_no, by=request.actor)
    orders = orders_of(incident_no, by=request.actor)
    own = looks.owns_case(incident, orders, request.actor, at=request.at)
    return sees_whole(request, incident_no, own=own)


def _question(ask: Asked, *, hasty: bool = False) -> Question:
    return Question(rule=ask.rule, until=ask.until, hasty=hasty)


def _back(incident_no: str, ask: Asked) -> str:
    """The money page as it was asked."""
    query = urlencode({name: value for name, value in ask.words.items() if value})
    return reverse("funds_desk:money", args=[incident_no]) + (f"?{query}" if query else "")
