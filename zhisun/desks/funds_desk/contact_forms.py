"""Contacts, papers, ladders and moved days as people type them."""

from collections.abc import Mapping
from datetime import date, time
from typing import TypeVar

from django.http import QueryDict

from zhisun.domains.directory.services.contacts import NewContact
from zhisun.domains.directory.terms import STEPS_AT_MOST, ContactRole, DutyDays, PaperWay
from zhisun.kernel.errors import InputError

Choice = TypeVar("Choice", ContactRole, DutyDays)
LONGEST_MINUTES = 5


def contact(typed: Mapping[str, str]) -> NewContact:
    """A contact as it was typed. Raises InputError at the field."""
    return NewContact(
        institution_code=typed.get("institution_code", "").strip(),
        area=typed.get("area", "").strip(),
        role=_one_of(ContactRole, typed, "role"),
        name=typed.get("name", ""),
        phone=typed.get("phone", ""),
        days=_one_of(DutyDays, typed, "days"),
        from_clock=_clock(typed, "from_clock"),
        to_clock=_clock(typed, "to_clock"),
    )


def papers(typed: QueryDict) -> frozenset[PaperWay]:
    """The ticked ways of taking a paper."""
    return frozenset(PaperWay(way) for way in typed.getlist("papers") if way in PaperWay.values)


def ladder(typed: Mapping[str, str]) -> list[tuple[int, ContactRole]]:
    """The levels that have minutes. Raises InputError at the field."""
    steps = []
    for number in range(1, STEPS_AT_MOST + 1):
        minutes = typed.get(f"minutes_{number}", "").strip()
        if minutes:
            if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= LONGEST_MINUTES):
                raise InputError("number_unreadable", field=f"minutes_{number}", told=minutes[:20])
            steps.append((int(minutes), _one_of(ContactRole, typed, f"role_{number}")))
    return steps


def day(typed: Mapping[str, str], name: str, default: str = "") -> date:
    """A day as the browser writes it. Raises InputError at the field."""
    try:
        return date.fromisoformat(typed.get(name, "").strip() or default)
    except ValueError as error:
        raise InputError("day_unreadable", field=name) from error


def _clock(typed: Mapping[str, str], name: str) -> time:
    try:
        return time.fromisoformat(typed.get(name, "").strip() or "00:00").replace(tzinfo=None)
    except ValueError as error:
        raise InputError("clock_unreadable", field=name) from error


def _one_of(kind: type[Choice], typed: Mapping[str, str], name: str) -> Choice:
    try:
        return kind(typed.get(name, ""))
    except ValueError as error:
        raise InputError("choice_unknown", field=name) from error
