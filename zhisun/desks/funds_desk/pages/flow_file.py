"""The money page taken apart: a workbook of it, one account's movements, the exits one by one."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.asked_trail import Asked, asked
from zhisun.desks.funds_desk.exit_places import (
    exit_cities,
    exit_places,
    located,
    tiles,
    within,
)
from zhisun.desks.funds_desk.flow_book import ROWS_AT_MOST, Told, book
from zhisun.desks.funds_desk.flow_chart import SHOWN_PER_LAYER, chart
from zhisun.desks.funds_desk.flow_picture import Shown, flow_picture
from zhisun.desks.funds_desk.pages.money import EVERYTHING, box_title
from zhisun.desks.funds_desk.province_tile_table import TILES
from zhisun.desks.funds_desk.trail_view import FAULTS, View, view
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.documents.policy.typesetting import DrawingForm
from zhisun.domains.money_trails.selectors.moves import Moves, carrying, of_account
from zhisun.domains.money_trails.selectors.picture import Picture, Question, picture
from zhisun.domains.money_trails.services.export import note_export
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.domains.stop_payment.terms import HOLDS, OrderState
from zhisun.engines.identity.divisions import by_code
from zhisun.kernel.errors import NotFound
from zhisun.kernel.moments import CHINA
from zhisun.shell.revealing import sees_whole
from zhisun.shell.seat import DeskRequest, desk

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "png": "image/png",
}
FORMS: dict[str, DrawingForm] = {"pdf": "pdf", "png": "png"}

EXITS_SHOWN = 200
ROWS_SHOWN = 500
"""Exits and movements of one account on a page; the number of all is told."""
PLACED = 5_000
"""Exits summed up by place: each costs a page its row and its remark. Ours."""


@require_POST
@desk(duty=Duty.SEE_TRAIL)
def workbook(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The 资金流向表 by the rule and instant of the page, masked as the page is, and audited."""
    shown, moves = _traced(request, incident_no, limit=ROWS_AT_MOST)
    banks, seen = _seen(request, incident_no, shown)
    who = request.actor.title or request.actor.name
    whole = _sees_numbers(request, incident_no)
    names = Duty.REVEAL in request.actor.duties
    told = Told(
        incident_no=incident_no, who=who, at=request.at, whole=whole, names=names, banks=banks
    )
    content = book(told, shown, moves, seen.accounts)
    _note(request, incident_no, shown, moves, form="xlsx", whole=whole)
    return _file(request, incident_no, shown, content, form="xlsx")


@require_POST
@desk(duty=Duty.SEE_TRAIL)
def drawn(request: DeskRequest, incident_no: str, form: str) -> HttpResponse:
    """The picture by the rule and instant of the page as PDF or PNG, masked and audited alike."""
    wanted = FORMS.get(form)
    if wanted is None:
        raise NotFound("nothing_traced_yet", incident_no=incident_no)
    shown, moves = _traced(request, incident_no, limit=0)
    _banks, seen = _seen(request, incident_no, shown)
    most = EVERYTHING if request.POST.get("all") == "1" else SHOWN_PER_LAYER
    whole, names = _sees_numbers(request, incident_no), Duty.REVEAL in request.actor.duties
    who = request.actor.title or request.actor.name
    told = Shown(incident_no=incident_no, who=who, at=request.at, whole=whole, names=names)
    canvas = chart(seen.accounts, seen.streams, shown_per_layer=most)
    titles = [(box.account, box_title(box.account, reveals=names)) for box in canvas.boxes]
    content = flow_picture(told, canvas, shown, moves, titles=titles, form=wanted)
    _note(request, incident_no, shown, moves, form=form, whole=whole)
    return _file(request, incident_no, shown, content, form=form)


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
    """Where money went out of sight: by province, by place, then one movement a line.

    ?province=37: that province alone, by city.
    """
    ask = asked(request.GET.dict())
    found = carrying(incident_no, _question(ask), by=request.actor, limit=PLACED, only_exits=True)
    exits = located(found.rows) if found else []
    chosen = request.GET.get("province", "")
    if chosen not in TILES:
        chosen = ""
    here = within(exits, chosen) if chosen else exits
    listed = tuple(move for _code, move in here[:EXITS_SHOWN])
    context = {
        "tiles": tiles(exits),
        "chosen": by_code()[chosen] if chosen else "",
        "chosen_code": chosen,
        "address": lambda province: _exits_address(incident_no, ask, province),
        "places": exit_cities(exits, chosen) if chosen else exit_places(exits),
        "placed": PLACED,
        "all_number": found.number if found else 0,
        "moves": replace(found, rows=listed, number=len(here) if chosen else found.number)
        if found
        else None,
        "banks": {each.code: each.short_name for each in institutions()},
        "reveals": Duty.REVEAL in request.actor.duties,
        "numbers": _sees_numbers(request, incident_no),
    }
    return render(request, "funds_desk/exits.html", context)


def _exits_address(incident_no: str, ask: Asked, province: str) -> str:
    """The exits as they were asked, of one province or of all."""
    words = {name: value for name, value in ask.words.items() if value}
    query = urlencode(words | ({"province": province} if province else {}))
    return reverse("funds_desk:exits", args=[incident_no]) + (f"?{query}" if query else "")


def _traced(request: DeskRequest, incident_no: str, *, limit: int) -> tuple[Picture, Moves]:
    """What the page asked for, as the trail has it. Raises NotFound before the first trace."""
    question = _question(asked(request.POST.dict()))
    shown = picture(incident_no, question, by=request.actor)
    moves = carrying(incident_no, question, by=request.actor, limit=limit)
    if shown is None or moves is None:
        raise NotFound("nothing_traced_yet", incident_no=incident_no)
    return shown, moves


def _seen(request: DeskRequest, incident_no: str, shown: Picture) -> tuple[dict[str, str], View]:
    """The institutions' short names, and the accounts as the page shows them."""
    banks = {each.code: each.short_name for each in institutions()}
    orders = orders_of(incident_no, by=request.actor)
    holds = [o for o in orders if o.kind in HOLDS and o.state is OrderState.ACTIVE]
    return banks, view(shown.trail, holds, institutions=banks, shown_name="", picture=shown)


def _note(
    request: DeskRequest, incident_no: str, shown: Picture, moves: Moves, *, form: str, whole: bool
) -> None:
    by, at = request.actor, request.at
    note_export(incident_no, moves, shown.rule, form=form, whole=whole, by=by, at=at)


def _file(
    request: DeskRequest, incident_no: str, shown: Picture, content: bytes, *, form: str
) -> HttpResponse:
    answer = HttpResponse(content, content_type=CONTENT_TYPES[form])
    day = request.at.astimezone(CHINA)
    name = f"flow-{incident_no}-{shown.rule}-{day:%Y%m%d-%H%M}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
