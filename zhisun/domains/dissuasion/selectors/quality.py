"""What was drawn to be looked at again, and how each unit's work was found (抽检)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from zhisun.domains.dissuasion.models import JointCall, QualityCheck
from zhisun.domains.dissuasion.policy.quality import Fault, Sampled, Verdict
from zhisun.domains.dissuasion.selectors.figures import Frame, Share
from zhisun.domains.dissuasion.terms import Check, ContactResult, Outcome, Step
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.moments import CHINA

LINES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLine:
    """One piece of work that was drawn. checked_at: None while nobody has looked at it."""

    key: int
    what: Sampled
    day: date
    dispatch_no: str
    person_name: str
    unit_name: str
    sampled: str
    handler: str
    concluded_by: str
    step: Step | None
    outcome: Outcome | None
    checker: str
    checked_at: datetime | None
    verdict: Verdict | None
    faults: tuple[Fault, ...]
    note: str

    def is_of(self, name: str) -> bool:
        """Whether this officer did it, handled the dispatch or concluded it."""
        return name in {self.sampled, self.handler, self.concluded_by}


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLook:
    """The same with what there is to look at. Of an outcome: the person, to be asked."""

    line: QualityLine
    phone: str
    result: ContactResult | None
    tried_at: datetime | None
    contact_note: str
    checks: tuple[Check, ...]
    outcome_note: str
    recording_ref: str
    percent: int
    population: int
    drawn: int


@dataclass(frozen=True, slots=True)
class UnitQuality:
    """How one unit's work was found: passed of looked at, the rest waits."""

    unit_code: str
    unit_name: str
    share: Share
    faults: tuple[tuple[Fault, int], ...]


def queue(by: Actor, *, limit: int = LINES) -> list[QualityLine]:
    """What waits for the reader to be looked at, oldest first; no work he was part of.

    One query.
    """
    mine = Q(sampled=by.name) | Q(handler=by.name) | Q(concluded_by=by.name)
    waiting = _seen(by).filter(~mine, checker="")
    return [_line(row) for row in waiting.order_by("draw__day", "pk")[:limit]]


def latest(by: Actor, *, limit: int = LINES) -> list[QualityLine]:
    """What was looked at, newest first. One query."""
    done = _seen(by).exclude(checker="").order_by("-checked_at", "-pk")
    return [_line(row) for row in done[:limit]]


def look(key: int, *, by: Actor) -> QualityLook:
    """One piece of work within the reader's area. Raises NotFound. Two queries."""
    row = _seen(by).filter(pk=key).first()
    if row is None:
        raise NotFound("quality_unknown")
    contact = row.contact
    joined = JointCall.objects.filter(contact=contact).first() if contact else None
    return QualityLook(
        line=_line(row),
        phone=row.dispatch.person.phone,
        result=ContactResult(contact.result) if contact else None,
        tried_at=contact.tried_at if contact else row.dispatch.concluded_at,
        contact_note=contact.note if contact else "",
        checks=tuple(Check(each) for each in contact.checks) if contact else (),
        outcome_note=row.dispatch.outcome_note,
        recording_ref=joined.recording_ref if joined else "",
        percent=row.draw.percent,
        population=row.draw.population,
        drawn=row.draw.drawn,
    )


def by_unit(by: Actor, frame: Frame) -> list[UnitQuality]:
    """How each unit's work was found, by the day it was done. Two queries."""
    since, until = frame.since.astimezone(CHINA).date(), frame.until.astimezone(CHINA).date()
    rows = _seen(by).filter(draw__day__gte=since, draw__day__lt=until).order_by()
    if frame.unit_code:
        rows = rows.filter(draw__unit_code=frame.unit_code)
    counted = rows.values("draw__unit_code", "draw__unit_name").annotate(
        part=Count("pk", filter=Q(verdict=Verdict.PASSED)),
        whole=Count("pk", filter=~Q(verdict="")),
        unknown=Count("pk", filter=Q(verdict="")),
    )
    faults = _faults(rows)
    return [
        UnitQuality(
            row["draw__unit_code"],
            row["draw__unit_name"],
            Share(row["part"], row["whole"], row["unknown"]),
            tuple(faults.get(row["draw__unit_code"], Counter()).most_common()),
        )
        for row in counted.order_by("draw__unit_code")
    ]


def _faults(rows: QuerySet[QualityCheck]) -> dict[str, Counter[Fault]]:
    found: dict[str, Counter[Fault]] = {}
    for unit, faults in rows.exclude(faults=[]).values_list("draw__unit_code", "faults"):
        found.setdefault(unit, Counter()).update(Fault(each) for each in faults)
    return found


def _seen(by: Actor) -> QuerySet[QualityCheck]:
    rows = QualityCheck.objects.filter(area__startswith=by.area)
    return rows.select_related("draw", "dispatch__person", "contact")


def _line(row: QualityCheck) -> QualityLine:
    outcome = row.dispatch.outcome if row.contact is None else ""
    return QualityLine(
        key=row.pk,
        what=Sampled(row.draw.what),
        day=row.draw.day,
        dispatch_no=row.dispatch.dispatch_no,
        person_name=row.dispatch.person.name,
        unit_name=row.draw.unit_name,
        sampled=row.sampled,
        handler=row.handler,
        concluded_by=row.concluded_by,
        step=Step(row.contact.step) if row.contact else None,
        outcome=Outcome(outcome) if outcome else None,
        checker=row.checker,
        checked_at=row.checked_at,
        verdict=Verdict(row.verdict) if row.verdict else None,
        faults=tuple(Fault(each) for each in row.faults),
        note=row.note,
    )
