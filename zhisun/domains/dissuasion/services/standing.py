"""How a dispatch stands by all its signals together: score, grade, urgency, clocks."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Q

from zhisun.domains.dissuasion.models import Dispatch, Signal
from zhisun.domains.dissuasion.policy.clocks import Due
from zhisun.domains.dissuasion.policy.score import Point, Sight, score, urgent
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.terms import (
    WARNED_WITHIN,
    DispatchState,
    Grade,
    Outcome,
    SignalKind,
    SignalSource,
)


@dataclass(frozen=True, slots=True)
class Stand:
    """Score with its points, grade and urgency."""

    score: int
    points: tuple[Point, ...]
    grade: Grade
    urgent: bool


def stand_of(dispatch: Dispatch, sights: list[Sight], *, at: datetime) -> Stand:
    """How it stands by these sights; never lower than it stood. Three queries.

    What was joined before it had an outcome was no warning of its own.
    """
    of_its_own = ~Q(state=DispatchState.JOINED) | Q(concluded_at__isnull=False)
    before = Dispatch.objects.filter(of_its_own, person_id=dispatch.person_id)
    earlier = before.filter(episode__lt=dispatch.episode)
    found, points = score(
        sights,
        warned_before=earlier.filter(opened_at__gt=at - WARNED_WITHIN).exists(),
        defrauded_before=earlier.filter(outcome=Outcome.DEFRAUDED).exists(),
    )
    total = max(found, dispatch.score or 0)
    grade = max(rules_of(dispatch.area).grade(found), dispatch.grade or Grade.LOWEST)
    return Stand(total, points, Grade(grade), dispatch.urgent or urgent(sights, at=at))


def sights_of(dispatch: Dispatch) -> list[Sight]:
    """What its signals saw, in the order in which they came. One query."""
    return [_sight(row) for row in dispatch.signals.order_by("pk")]


def take_stand(dispatch: Dispatch, now: Stand, due: Due) -> None:
    """Put it on a dispatch that is saved afterwards."""
    dispatch.score, dispatch.grade, dispatch.urgent = now.score, now.grade, now.urgent
    dispatch.points = [asdict(point) for point in now.points]
    for name, value in due_columns(due).items():
        setattr(dispatch, name, value)


def due_columns(due: Due) -> dict[str, datetime]:
    """The columns that hold the due instants."""
    return {"sign_due_at": due.sign, "contact_due_at": due.contact, "meet_due_at": due.meet}


def due_before(dispatch: Dispatch) -> Due:
    """The due instants it has."""
    return Due(dispatch.sign_due_at, dispatch.contact_due_at, dispatch.meet_due_at)


def _sight(row: Signal) -> Sight:
    facts = {name: getattr(row, name) for name in Sight.__dataclass_fields__}
    return Sight(**facts | {"kind": SignalKind(row.kind), "source": SignalSource(row.source)})
