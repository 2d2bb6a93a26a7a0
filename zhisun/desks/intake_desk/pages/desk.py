"""The intake desk's one screen (接警席)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.desks.intake_desk.forms.typed import Typed, typed_from
from zhisun.desks.intake_desk.pages.choices import CHOICES
from zhisun.desks.intake_desk.pages.sheets import Sheet, draft_key_of, fresh, sheet_of
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors.calls import CallRow, call, calls_of, waiting_calls
from zhisun.domains.cases.selectors.drafts import DraftRow, drafts_of
from zhisun.domains.cases.selectors.incidents import IncidentLine, recent
from zhisun.domains.cases.terms import LONGEST
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound
from zhisun.kernel.money import Fen
from zhisun.shell.filters import masked_phone
from zhisun.shell.seat import DeskRequest, desk

MOST_LISTED = 30
FIRST_WORDS = 40
_NUMBER = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call sheet in a list: its first words, numbers masked."""

    sheet_no: str
    called_at: datetime
    caller_phone: str
    words: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One of one's drafts in the list."""

    key: str
    sheet_no: str
    victim_name: str
    amount_fen: Fen | None
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Lists:
    """The left side: what waits, what is begun, what is done."""

    waiting: Sequence[CallLine]
    mine: Sequence[CallLine]
    drafts: Sequence[DraftLine]
    recent: Sequence[IncidentLine]


@desk(duty=Duty.REPORT)
def page(request: DeskRequest) -> HttpResponse:
    """The screen, empty or with the draft or the call sheet its address names."""
    by, at = request.actor, request.at
    sheet_no, key = request.GET.get("sheet", ""), request.GET.get("draft", "")
    taken = call(sheet_no, by=by) if sheet_no else None
    drafts = drafts_of(by=by)
    wanted = draft_key_of(sheet_no) if sheet_no else key
    kept = next((row for row in drafts if row.key == wanted), None)
    if key and kept is None and not sheet_no:
        raise NotFound("draft_unknown")
    sent = kept.form if kept else fresh(taken, at=at)
    sheet = sheet_of(
        typed_from({name: str(value) for name, value in sent.items()}),
        by=by,
        at=at,
        revision=kept.revision if kept else 0,
        saved_at=kept.saved_at if kept else None,
        taken=taken,
    )
    return shown(request, sheet, drafts)


@desk(duty=Duty.REPORT)
def lists(request: DeskRequest) -> HttpResponse:
    """The left side alone, when something has come in."""
    context = {
        "lists": lists_of(request.actor, request.at, drafts_of(by=request.actor)),
        "open_sheet": request.GET.get("open", ""),
    }
    return render(request, "intake_desk/parts/lists.html", context)


def shown(request: DeskRequest, sheet: Sheet, drafts: Sequence[DraftRow]) -> HttpResponse:
    """The whole screen with a report on it and one's own drafts beside it. Three queries."""
    status = HTTPStatus.BAD_REQUEST if sheet.errors else HTTPStatus.OK
    return render(
        request,
        "intake_desk/desk.html",
        {
            "sheet": sheet,
            "lists": lists_of(request.actor, request.at, drafts),
            "open_sheet": sheet.value("sheet_no"),
            "choices": CHOICES,
            "longest": LONGEST,
        },
        status=status,
    )


def lists_of(by: Actor, at: datetime, drafts: Sequence[DraftRow]) -> Lists:
    """The left side. Three queries."""
    return Lists(
        waiting=[_call_line(row) for row in waiting_calls(by=by, limit=MOST_LISTED)],
        mine=[_call_line(row) for row in calls_of(by=by)],
        drafts=[_line(row) for row in drafts[:MOST_LISTED]],
        recent=recent(by=by, at=at, limit=MOST_LISTED),
    )


def _call_line(row: CallRow) -> CallLine:
    words = _NUMBER.sub("****", row.narrative)[:FIRST_WORDS]
    return CallLine(row.sheet_no, row.called_at, masked_phone(row.caller_phone), words)


def _line(row: DraftRow) -> DraftLine:
    typed: Typed = typed_from({name: str(value) for name, value in row.form.items()})
    return DraftLine(row.key, typed["sheet_no"], typed["victim.name"], _total(typed), row.saved_at)


def _total(typed: Typed) -> Fen | None:
    amounts = [typed[f"transfers.{row}.amount"] for row in typed.rows("transfers")]
    return sum(filter(None, map(_fen, amounts))) or None


def _fen(text: str) -> Fen | None:
    try:
        return amount_of(text)
    except InputError:
        return None
