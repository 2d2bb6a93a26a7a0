"""Drawing a share of a day's work, and what a second officer says of it (抽检)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.directory.selectors import OfficerRow, officers, titles
from zhisun.domains.dissuasion.models import Contact, Dispatch, QualityCheck, QualityDraw
from zhisun.domains.dissuasion.policy.quality import GRAVE, Fault, Sampled, Verdict, drawn
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import announce, ring
from zhisun.domains.dissuasion.terms import LONGEST_TEXT, Bell, Step
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict
from zhisun.kernel.moments import CHINA


@dataclass(frozen=True, slots=True)
class _Work:
    """One piece of work that could be drawn. number: what the lot is drawn with."""

    number: str
    dispatch: Dispatch
    contact: Contact | None
    officer: str


@transaction.atomic(durable=True)
def draw(day: date, *, by: Actor, at: datetime) -> int:
    """Draw from every unit's contacts and outcomes of a Chinese day that is over; how many.

    Safe to repeat: a unit's day is drawn once. Raises NotPermitted, StateConflict.
    """
    require(by, Duty.CHECK_QUALITY, by.area)
    since = datetime.combine(day, time(), CHINA)
    until = since + timedelta(days=1)
    if at < until:
        raise StateConflict("day_not_over", day=day.isoformat())
    found = {
        Sampled.CONTACT: _contacts(since, until),
        Sampled.OUTCOME: _outcomes(since, until),
    }
    return sum(_draw_of(what, work, day, at=at) for what, work in found.items())


@transaction.atomic(durable=True)
def check_quality(
    key: int,
    verdict: Verdict,
    faults: Collection[Fault] = (),
    note: str = "",
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Say what was found, once, of somebody else's work (抽检结论). What fails rings.

    Not by who did it, nor by who handled the dispatch or concluded it.

    Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    rows = QualityCheck.objects.select_for_update(of=("self",)).select_related("dispatch")
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound("quality_unknown")
    require(by, Duty.CHECK_QUALITY, row.area)
    if by.name in {row.sampled, row.handler, row.concluded_by}:
        raise NotPermitted("own_work")
    if row.checker:
        raise StateConflict("quality_checked", officer=row.checker)
    _check(verdict, faults, note)
    QualityCheck.objects.filter(pk=key).update(
        checker=by.name,
        checked_at=at,
        verdict=verdict,
        faults=[fault.value for fault in Fault if fault in faults],
        note=note.strip()[:LONGEST_TEXT],
    )
    after: Facts = {"verdict": verdict.value, "faults": " ".join(sorted(faults))}
    announce(row.dispatch, "quality_checked", by=by, at=at, reason=note.strip(), after=after)
    if verdict is Verdict.FAILED:
        mine = QualityCheck.objects.filter(dispatch=row.dispatch)
        failed = mine.filter(verdict=Verdict.FAILED).count()
        ring(row.dispatch, Bell.QUALITY, by=by, at=at, hours=failed)


def _check(verdict: Verdict, faults: Collection[Fault], note: str) -> None:
    if "\x00" in note:
        raise InputError("text_unreadable", field="note")
    if verdict is Verdict.FAILED and not faults:
        raise InputError("quality_needs_fault", field="faults")
    if verdict is Verdict.PASSED and (grave := GRAVE & set(faults)):
        words = "、".join(str(fault.label) for fault in Fault if fault in grave)
        raise InputError("quality_grave", field="faults", fault=words)


def _contacts(since: datetime, until: datetime) -> list[_Work]:
    """Calls and visits that officers wrote down in a span."""
    rows = Contact.objects.filter(recorded_at__gte=since, recorded_at__lt=until)
    rows = rows.exclude(step=Step.SMS).select_related("dispatch").order_by("pk")
    return [
        _Work(f"{row.dispatch.dispatch_no}|{row.key}", row.dispatch, row, row.officer)
        for row in rows
    ]


def _outcomes(since: datetime, until: datetime) -> list[_Work]:
    """Outcomes that officers wrote down in a span."""
    rows = Dispatch.objects.filter(concluded_at__gte=since, concluded_at__lt=until)
    return [_Work(row.dispatch_no, row, None, row.concluded_by) for row in rows.order_by("pk")]


def _draw_of(what: Sampled, work: Iterable[_Work], day: date, *, at: datetime) -> int:
    found = list(work)
    known = titles({each.officer for each in found})
    people = {row.username: row for row in officers(*known)}
    by_unit: dict[str, list[_Work]] = {}
    for each in found:
        if each.officer in people:
            by_unit.setdefault(people[each.officer].unit_code, []).append(each)
    return sum(
        _draw_from(what, mine, people[mine[0].officer], day, at=at) for mine in by_unit.values()
    )


def _draw_from(what: Sampled, work: list[_Work], of: OfficerRow, day: date, *, at: datetime) -> int:
    rules = rules_of(prefix(of.area))
    percent = rules.quality_percent if what is Sampled.CONTACT else rules.truth_percent
    taken = set(drawn((each.number for each in work), percent=percent, day=day))
    made, news = QualityDraw.objects.get_or_create(
        day=day,
        unit_code=of.unit_code,
        what=what,
        defaults={
            "unit_name": of.unit_name,
            "percent": percent,
            "population": len(work),
            "drawn": len(taken),
            "drawn_at": at,
        },
    )
    if not news:
        return 0
    QualityCheck.objects.bulk_create(
        QualityCheck(
            draw=made,
            dispatch=each.dispatch,
            contact=each.contact,
            area=each.dispatch.area,
            sampled=each.officer,
            handler=each.dispatch.handler,
            concluded_by=each.dispatch.concluded_by,
        )
        for each in work
        if each.number in taken
    )
    return len(taken)
