"""The queue of dispatches, what rings, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm, Review, Signal
from zhisun.domains.dissuasion.terms import (
    OPEN,
    WAITING,
    WORKED,
    Bell,
    DispatchState,
    Outcome,
    ReviewKind,
    SignalSource,
)
from zhisun.kernel.actors import Actor

URGENT_FIRST = (F("urgent").desc(), F("grade").desc(), "sign_due_at", "pk")
"""The order of the queue: what is urgent, then by grade, then by clock."""

LINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchLine:
    """One dispatch in a list. `due_at` and `bell`: its first clock that still runs."""

    dispatch_no: str
    state: DispatchState
    area: str
    unit_name: str
    person_name: str
    phone: str
    fraud_type: FraudType
    score: int
    grade: int
    urgent: bool
    opened_at: datetime
    due_at: datetime | None
    bell: Bell | None
    handler: str
    outcome: Outcome | None
    locked_by: str
    locked_until: datetime | None

    def taken_by_another(self, name: str, *, at: datetime) -> bool:
        """Whether another officer is working on it at `at`."""
        return self.locked_until is not None and self.locked_until > at and self.locked_by != name


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmLine:
    """A clock that rang and that nobody has seen."""

    key: int
    bell: Bell
    rang_at: datetime
    dispatch_no: str
    person_name: str
    unit_name: str
    grade: int
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A review that is open."""

    key: int
    kind: ReviewKind
    subject: str
    dispatch_no: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """The head of the board."""

    unassigned: int
    unsigned: int
    worked: int
    unreachable: int
    overdue: int
    look_back: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Which dispatches a list holds; an empty value narrows nothing."""

    states: frozenset[DispatchState] = WAITING
    unit_code: str = ""
    least_grade: int = 0
    urgent: bool = False
    handler: str = ""
    overdue_at: datetime | None = None
    fraud_type: str = ""
    source: str = ""


def queue(by: Actor, shown: Shown | None = None, *, limit: int = LINES) -> list[DispatchLine]:
    """Dispatches without an outcome, the most urgent first. One query."""
    rows = _narrowed(_seen(by), shown or Shown()).order_by(*URGENT_FIRST)
    return [line(row) for row in rows[:limit]]


def look_backs(by: Actor, shown: Shown | None = None, *, limit: int = LINES) -> list[DispatchLine]:
    """Dispatches that wait for a look-back, the first to be due first. One query."""
    asked = replace(shown or Shown(), states=frozenset({DispatchState.CONCLUDED}))
    rows = _narrowed(_seen(by), asked).order_by("bell_at", "pk")
    return [line(row) for row in rows[:limit]]


def latest(by: Actor, shown: Shown | None = None, *, limit: int = 12) -> list[DispatchLine]:
    """The latest outcomes, newest first. One query."""
    rows = _narrowed(_seen(by), replace(shown or Shown(), states=frozenset()))
    rows = rows.filter(concluded_at__isnull=False).order_by("-concluded_at")
    return [line(row) for row in rows[:limit]]


def alarms(by: Actor, *, limit: int = 50) -> list[AlarmLine]:
    """Clocks that rang and were not seen, newest first. One query."""
    rung = (
        DispatchAlarm.objects.filter(dispatch__area__startswith=by.area, seen_by="")
        .select_related("dispatch__person")
        .order_by("-rang_at", "-pk")
    )
    return [
        AlarmLine(
            key=row.pk,
            bell=Bell(row.bell),
            rang_at=row.rang_at,
            dispatch_no=row.dispatch.dispatch_no,
            person_name=row.dispatch.person.name,
            unit_name=row.dispatch.unit_name,
            grade=row.dispatch.grade,
            about=row.about,
        )
        for row in rung[:limit]
    ]


def reviews(by: Actor, *, limit: int = 50) -> list[ReviewLine]:
    """Reviews that are open, oldest first. One query."""
    rows = Review.objects.filter(area__startswith=by.area, closed_at=None)
    return [
        ReviewLine(
            key=row.pk,
            kind=ReviewKind(row.kind),
            subject=row.subject,
            dispatch_no=row.dispatch.dispatch_no if row.dispatch else "",
            opened_at=row.opened_at,
        )
        for row in rows.select_related("dispatch").order_by("opened_at", "pk")[:limit]
    ]


def sources_of(lines: Sequence[DispatchLine]) -> dict[str, tuple[SignalSource, ...]]:
    """Who warned of each dispatch, in the order of SignalSource. One query."""
    numbers = [each.dispatch_no for each in lines]
    rows = Signal.objects.filter(dispatch__dispatch_no__in=numbers).order_by()
    told = set(rows.values_list("dispatch__dispatch_no", "source"))
    return {
        number: tuple(source for source in SignalSource if (number, source.value) in told)
        for number in numbers
    }


def counts(by: Actor, *, at: datetime) -> Counts:
    """The board's head. One query."""
    found = (
        _seen(by)
        .filter(state__in=sorted(OPEN))
        .aggregate(
            unassigned=Count("pk", filter=Q(state__in=["graded", "returned"])),
            unsigned=Count("pk", filter=Q(state=DispatchState.ASSIGNED)),
            worked=Count("pk", filter=Q(state__in=sorted(WORKED))),
            unreachable=Count("pk", filter=Q(state=DispatchState.UNREACHABLE)),
            overdue=Count("pk", filter=Q(state__in=sorted(WAITING)) & _late(at)),
            look_back=Count("pk", filter=Q(state=DispatchState.CONCLUDED)),
        )
    )
    return Counts(**found)


def line(row: Dispatch) -> DispatchLine:
    """One row with its person. No query."""
    due, bell = _next_clock(row)
    return DispatchLine(
        dispatch_no=row.dispatch_no,
        state=DispatchState(row.state),
        area=row.area,
        unit_name=row.unit_name,
        person_name=row.person.name,
        phone=row.person.phone,
        fraud_type=FraudType(row.fraud_type),
        score=row.score,
        grade=row.grade,
        urgent=row.urgent,
        opened_at=row.opened_at,
        due_at=due,
        bell=bell,
        handler=row.handler,
        outcome=Outcome(row.outcome) if row.outcome else None,
        locked_by=row.locked_by,
        locked_until=row.locked_until,
    )


def _next_clock(row: Dispatch) -> tuple[datetime | None, Bell | None]:
    if row.state == DispatchState.CONCLUDED:
        owing = bool(row.minor) and row.bell_at == row.meet_due_at
        return row.bell_at, (Bell.INFORM if owing else Bell.LOOK_BACK) if row.bell_at else None
    if row.state not in WAITING:
        return None, None
    told = (
        (row.signed_at, row.sign_due_at, Bell.SIGN),
        (row.contacted_at, row.contact_due_at, Bell.CONTACT),
        (row.met_at, row.meet_due_at, Bell.MEET),
    )
    return next(((due, bell) for done, due, bell in told if done is None), (None, None))


def _seen(by: Actor) -> QuerySet[Dispatch]:
    return Dispatch.objects.filter(area__startswith=by.area).select_related("person")


def _narrowed(rows: QuerySet[Dispatch], shown: Shown) -> QuerySet[Dispatch]:
    wanted: dict[str, Any] = {
        "state__in": sorted(shown.states),
        "unit_code": shown.unit_code,
        "grade__gte": shown.least_grade,
        "urgent": shown.urgent,
        "handler": shown.handler,
        "fraud_type": shown.fraud_type,
    }
    narrowed = rows.filter(**{name: value for name, value in wanted.items() if value})
    if shown.source:
        warned = Signal.objects.filter(dispatch=OuterRef("pk"), source=shown.source)
        narrowed = narrowed.filter(Exists(warned))
    return narrowed.filter(_late(shown.overdue_at)) if shown.overdue_at else narrowed


def _late(at: datetime) -> Q:
    """A clock of it has run out."""
    return (
        Q(signed_at=None, sign_due_at__lt=at)
        | Q(contacted_at=None, contact_due_at__lt=at)
        | Q(met_at=None, meet_due_at__lt=at)
    )
