"""Taking a signal in (接收预警信号): it joins the person's one open dispatch or opens it."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import home_area
from zhisun.domains.directory.terms import Language
from zhisun.domains.dissuasion.models import Dispatch, Person, Signal
from zhisun.domains.dissuasion.policy.clocks import due_of
from zhisun.domains.dissuasion.policy.informing import minor_on, seems_student
from zhisun.domains.dissuasion.policy.score import Sight
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import announce, change, move, ring
from zhisun.domains.dissuasion.services.persons import Named, known_person
from zhisun.domains.dissuasion.services.standing import (
    Stand,
    due_before,
    due_columns,
    sights_of,
    stand_of,
    take_stand,
)
from zhisun.domains.dissuasion.terms import (
    FROM_ABOVE,
    LONGEST_TEXT,
    OPEN,
    Bell,
    DispatchState,
    SignalKind,
    SignalSource,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside, prefix
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import LARGEST_FEN, Fen
from zhisun.kernel.places import Position

CLOCK_SKEW = timedelta(minutes=5)
LONGEST_REF = 100
MOST = 2**31 - 1
"""Seconds or times that the column holds."""
NUMERIC = ("seconds", "times", "amount_fen")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSignal:
    """One warning as its source tells it (domain.md §5.2).

    ref: the source's own number; with the source it makes the signal count once. area: where the
    person is, as far as known; the centre's own when empty. severity 1 to 5; confidence in
    percent. under_way: the call is still going on, or the person stands at the counter. position:
    the point where the person is.
    indicator: key of the indicator that was hit, None for other sources.
    """

    source: SignalSource
    ref: str
    kind: SignalKind
    seen_at: datetime
    person: Named = field(default_factory=Named)
    area: str = ""
    position: Position | None = None
    counterpart: str = ""
    fraud_type: FraudType = FraudType.QT
    severity: int = 3
    confidence: int = 100
    seconds: int = 0
    times: int = 1
    amount_fen: Fen = 0
    under_way: bool = False
    told: str = ""
    indicator: int | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """The dispatch a signal belongs to; `new` is false for a repeated signal."""

    dispatch_no: str
    new: bool


@transaction.atomic(durable=True)
def receive(signal: NewSignal, *, by: Actor, at: datetime) -> Received:
    """Take one signal in (接收预警信号). A repeat by source and number changes nothing.

    It joins the person's open dispatch, and raises its level if it does; else it opens one. In
    the look-back after an outcome a sighting of later begins the work anew. Raises NotFound,
    NotPermitted, InputError.
    """
    area = prefix(signal.area.strip() or home_area())
    require(by, Duty.WARN, area)
    _check(signal, area, at=at)
    person = known_person(signal.person, by=by, at=at)
    if told := _told_before(signal):
        return Received(told.dispatch.dispatch_no, new=False)
    dispatch = _joined(person, signal)
    if dispatch is None:
        dispatch = _opened(person, signal, area, by=by, at=at)
    else:
        _add(dispatch, signal, at=at)
        _locate(dispatch, area, signal.position)
        _raise(dispatch, signal, by=by, at=at)
    know_age_and_school(dispatch, signal.told, at=at)
    return Received(dispatch.dispatch_no, new=True)


def _told_before(signal: NewSignal) -> Signal | None:
    """The same warning, taken in before: by source and number.

    A sender that begins to say which source from above it is, or stops, repeats itself all the
    same. Two that both say it may number alike.
    """
    same = {signal.source}
    if signal.source is SignalSource.UNDIVIDED:
        same = set(FROM_ABOVE)
    elif signal.source in FROM_ABOVE:
        same |= {SignalSource.UNDIVIDED}
    known = Signal.objects.filter(source__in=sorted(same), ref=signal.ref.strip())
    return known.select_related("dispatch").order_by("pk").first()


def _check(signal: NewSignal, area: str, *, at: datetime) -> None:
    if not area.isdigit():
        raise InputError("area_malformed", field="area", area=area[:20])
    if not 0 < len(signal.ref.strip()) <= LONGEST_REF:
        raise InputError("signal_needs_ref", field="ref", most=LONGEST_REF)
    told = (signal.ref, signal.counterpart, signal.told, *asdict(signal.person).values())
    if any("\x00" in text for text in told):
        raise InputError("text_unreadable", field="told")
    _check_person(signal)
    if signal.seen_at > at + CLOCK_SKEW:
        raise InputError("time_not_yet", field="seen_at")
    for name, least, most in (
        *(("severity", 1, 5), ("confidence", 0, 100), ("seconds", 0, MOST), ("times", 1, MOST)),
        ("amount_fen", 0, LARGEST_FEN),
    ):
        if not least <= getattr(signal, name) <= most:
            raise InputError("signal_out_of_range", field=name, least=least, most=most)


def _check_person(signal: NewSignal) -> None:
    if signal.person.language not in ("", *Language.values):
        raise InputError("choice_unknown", field="language")
    if signal.position is not None and not signal.position.sound:
        raise InputError("position_unreadable", field="latitude")


def _joined(person: Person, signal: NewSignal) -> Dispatch | None:
    """The dispatch this signal belongs to: the open one, or the last when it tells of before."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("person")
    mine = rows.filter(person=person)
    found = mine.filter(state__in=OPEN).first()
    if found is not None:
        return found
    last = mine.filter(state=DispatchState.CLOSED).order_by("-episode").first()
    return last if last is not None and not _since(last, signal) else None


def _since(dispatch: Dispatch, signal: NewSignal) -> bool:
    """Whether a signal tells of what went on after the outcome, or still does."""
    seen_to = signal.seen_at + timedelta(seconds=signal.seconds)
    concluded_at = dispatch.concluded_at
    return concluded_at is None or signal.under_way or seen_to > concluded_at


def _opened(person: Person, signal: NewSignal, area: str, *, by: Actor, at: datetime) -> Dispatch:
    number = _next_number()
    last = Dispatch.objects.filter(person=person).order_by("-episode").first()
    dispatch = Dispatch(
        dispatch_no=f"Q{at.astimezone(CHINA):%Y%m%d}{number:06d}",
        person=person,
        episode=last.episode + 1 if last else 1,
        state=DispatchState.GRADED,
        area=area,
        fraud_type=signal.fraud_type,
        opened_at=at,
        raised_at=at,
        **point_columns(signal.position),
    )
    now = stand_of(dispatch, [_sight_of(signal)], at=at)
    due = due_of(rules_of(area), now.grade, urgent=now.urgent, at=at, before=None)
    take_stand(dispatch, now, due)
    dispatch.bell_at = due.sign
    dispatch.save()
    _add(dispatch, signal, at=at)
    announce(dispatch, str(DispatchState.GRADED), by=by, at=at, after=_told(signal, now))
    return dispatch


def _add(dispatch: Dispatch, signal: NewSignal, *, at: datetime) -> None:
    kept = {name: getattr(signal, name) for name in NUMERIC}
    Signal.objects.create(
        **kept,
        dispatch=dispatch,
        source=signal.source,
        ref=signal.ref.strip(),
        kind=signal.kind,
        seen_at=signal.seen_at,
        received_at=at,
        counterpart=signal.counterpart.strip()[:LONGEST_TEXT],
        fraud_type=signal.fraud_type,
        severity=signal.severity,
        confidence=signal.confidence,
        under_way=signal.under_way,
        told=signal.told.strip(),
        indicator_id=signal.indicator,
    )


def _locate(dispatch: Dispatch, area: str, position: Position | None) -> None:
    """While no unit has it, a signal that knows the place better says where the person is.

    The point is the latest one, whoever has it: the person may have moved on.
    """
    news: dict[str, Any] = point_columns(position) if position else {}
    if not dispatch.unit_code and area != dispatch.area and inside(area, dispatch.area):
        news["area"] = area
    if news:
        change(dispatch, **news)


def know_age_and_school(dispatch: Dispatch, told: str, *, at: datetime) -> None:
    """What the identity number and words say of age and school. Joins the caller's transaction.

    What an officer is sure of stays; an identity number counts more than what anybody says.
    """
    person, news = dispatch.person, dict[str, Any]()
    by_number = minor_on(person.id_number, at.astimezone(CHINA).date())
    if by_number is not None and by_number != dispatch.minor:
        news["minor"] = by_number
    student = dispatch.student_sure or bool(dispatch.student)
    if not student and seems_student(person.unit, [told]):
        news["student"] = True
    if news:
        change(dispatch, **news)


def point_columns(position: Position | None) -> dict[str, Any]:
    """The columns that hold a point."""
    if position is None:
        return {}
    names = {"latitude": position.latitude, "longitude": position.longitude}
    return {**names, "datum": position.datum.value}


def _raise(dispatch: Dispatch, signal: NewSignal, *, by: Actor, at: datetime) -> None:
    """Raise what the new signal raises; nothing is lowered and no clock set back."""
    now = stand_of(dispatch, sights_of(dispatch), at=at)
    told = _told(signal, now)
    if dispatch.state == DispatchState.CONCLUDED and _since(dispatch, signal):
        _reopen(dispatch, now, by=by, at=at)
        return
    higher = (now.grade, now.urgent) > (dispatch.grade, dispatch.urgent)
    news: dict[str, object] = {"score": now.score, "points": [asdict(each) for each in now.points]}
    if dispatch.fraud_type == FraudType.QT:
        news["fraud_type"] = signal.fraud_type
    if higher and dispatch.concluded_at is None:
        before = due_before(dispatch)
        rules = rules_of(dispatch.area)
        due = due_of(rules, now.grade, urgent=now.urgent, at=at, before=before)
        news |= {"grade": now.grade, "urgent": now.urgent, "raised_at": at} | due_columns(due)
    change(dispatch, **news)  # type: ignore[arg-type]  # each value is of its column's type
    announce(dispatch, "raised" if higher else "joined_signal", by=by, at=at, after=told)


def _reopen(dispatch: Dispatch, now: Stand, *, by: Actor, at: datetime) -> None:
    """Begin the work anew: with the same unit, in a round of its own, with clocks of its own."""
    due = due_of(rules_of(dispatch.area), now.grade, urgent=now.urgent, at=at, before=None)
    to = DispatchState.ASSIGNED if dispatch.unit_code else DispatchState.GRADED
    take_stand(dispatch, now, due)
    dispatch.save()
    undone = dict.fromkeys(("signed_at", "contacted_at", "met_at", "concluded_at"))
    move(
        dispatch,
        to,
        by=by,
        at=at,
        reason=Bell.REOPENED.value,
        raised_at=at,
        reopened=dispatch.reopened + 1,
        reopened_at=at,
        handler="",
        concluded_by="",
        outcome="",
        outcome_note="",
        **undone,
    )
    ring(dispatch, Bell.REOPENED, by=by, at=at)


def _told(signal: NewSignal, now: Stand) -> Facts:
    return {"source": signal.source.value, "kind": signal.kind.value, "score": now.score}


def _sight_of(signal: NewSignal) -> Sight:
    names = Sight.__dataclass_fields__
    return Sight(**{name: getattr(signal, name) for name in names})


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('dissuasion_dispatch_no')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
