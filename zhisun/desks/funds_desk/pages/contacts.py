"""Whom to call at each institution, on what papers it acts, and the ladder of calls (联系人)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import contact_forms
from zhisun.desks.funds_desk.pages.acting import CORRECTABLE
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import InstitutionRow, calendar, institutions
from zhisun.domains.directory.selectors.contacts import (
    SHIPPED,
    ContactRow,
    contacts,
    ladder_of,
    ladders,
)
from zhisun.domains.directory.services.contacts import (
    drop_contact,
    keep_contact,
    keep_papers,
    set_ladder,
)
from zhisun.domains.directory.terms import STEPS_AT_MOST, ContactRole, DutyDays, PaperWay
from zhisun.kernel.areas import division
from zhisun.kernel.errors import ZhisunError
from zhisun.kernel.moments import Calendar
from zhisun.shell.messages import text
from zhisun.shell.revealing import REASONS, opened, show_whole
from zhisun.shell.seat import DeskRequest, demand_readable, desk

REVEALED = "contacts"
"""Under which name the audit keeps who saw the telephones whole."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact and whether he is on duty now."""

    contact: ContactRow
    here: bool


@desk(duty=Duty.SEE_ORDERS)
def page(request: DeskRequest) -> HttpResponse:
    """Every institution with its contacts, those above all, the ladder. Four queries of its own."""
    return _shown(request)


@require_POST
@desk(duty=Duty.KEEP_CONTACTS)
def keep(request: DeskRequest) -> HttpResponse:
    """Add a contact, or change the one whose key was sent."""
    key = request.POST.get("key", "")

    def verb() -> object:
        new = contact_forms.contact(request.POST.dict())
        known = int(key) if key.isascii() and key.isdigit() else None
        return keep_contact(new, by=request.actor, at=request.at, key=known)

    return _tried(request, "contact", verb)


@require_POST
@desk(duty=Duty.KEEP_CONTACTS)
def drop(request: DeskRequest, key: int) -> HttpResponse:
    """Take a contact out."""
    drop_contact(key, by=request.actor, at=request.at)
    return redirect("funds_desk:contacts")


@require_POST
@desk(duty=Duty.KEEP_CONTACTS)
def papers(request: DeskRequest, code: str) -> HttpResponse:
    """Say which papers an institution takes and where its counter is."""
    counter = request.POST.get("counter", "")
    ways = contact_forms.papers(request.POST)
    return _tried(
        request,
        f"papers-{code}",
        lambda: keep_papers(code, ways, counter, by=request.actor, at=request.at),
    )


@require_POST
@desk(duty=Duty.KEEP_CONTACTS)
def ladder(request: DeskRequest) -> HttpResponse:
    """Set the ladder of the reader's area; without levels the one around it counts again."""

    def verb() -> None:
        steps = contact_forms.ladder(request.POST.dict())
        note, area = request.POST.get("note", ""), division(request.actor.area)
        set_ladder(area, steps, note, by=request.actor, at=request.at)

    return _tried(request, "ladder", verb)


@require_POST
@desk(duty=Duty.REVEAL)
def reveal(request: DeskRequest) -> HttpResponse:
    """Write down why, then show names and telephones whole for ten minutes."""
    return _tried(request, "reveal", lambda: show_whole(request, REVEALED, area=request.actor.area))


def on_duty_now(
    request: DeskRequest, days: Calendar | None = None
) -> dict[str, tuple[ContactRow, ...]]:
    """Who of each institution can be called now, the first to be called first. Two queries."""
    found: dict[str, tuple[ContactRow, ...]] = {}
    days = calendar() if days is None else days
    for row in contacts(by=request.actor):
        if row.institution_code and row.reached(request.at, days):
            known = found.get(row.institution_code, ())
            found[row.institution_code] = (*known, row)
    return found


def _tried(request: DeskRequest, form: str, verb: Callable[[], object]) -> HttpResponse:
    try:
        demand_readable(request.POST.dict())
        verb()
    except CORRECTABLE as error:
        return _shown(request, form=form, error=error)
    return redirect("funds_desk:contacts")


def _shown(
    request: DeskRequest, *, form: str = "", error: ZhisunError | None = None
) -> HttpResponse:
    reader, at = request.actor, request.at
    set_here = ladders()
    steps = ladder_of(reader.area, set_here)
    context = _entries(contacts(by=reader), institutions(), at=at, days=calendar()) | {
        "steps": steps,
        "shipped": steps is SHIPPED,
        "rows": range(1, STEPS_AT_MOST + 1),
        "roles": [(str(role.value), str(role.label)) for role in ContactRole],
        "days": [(str(each.value), str(each.label)) for each in DutyDays],
        "ways": list(PaperWay),
        "area": division(reader.area),
        "keeps": Duty.KEEP_CONTACTS.value in reader.duties,
        "dates": Duty.KEEP_CALENDAR.value in reader.duties,
        "reveals": Duty.REVEAL.value in reader.duties,
        "whole": Duty.REVEAL in reader.duties and REVEALED in opened(request),
        "reasons": REASONS,
        "form": form,
        "typed": request.POST.dict() if form else {},
        "at_field": str(error.facts.get("field", "")) if error else "",
        "alert": text(error) if error else "",
    }
    status = error.status if error else 200
    return render(request, "funds_desk/contacts.html", context, status=status)


def _entries(
    rows: list[ContactRow], banks: tuple[InstitutionRow, ...], *, at: datetime, days: Calendar
) -> dict[str, Any]:
    grouped: dict[str, list[Entry]] = {}
    for row in rows:
        grouped.setdefault(row.institution_code, []).append(Entry(row, row.reached(at, days)))
    return {
        "banks": [(bank, grouped.get(bank.code, [])) for bank in banks],
        "above": grouped.get("", []),
        "bank_choices": [("", "—"), *((bank.code, bank.name) for bank in banks)],
    }
