"""One indicator from state to state, and the order in which the watch hears of it."""

from datetime import datetime
from typing import Any

from django.db import connection

from zhisun.domains.audit.services import record
from zhisun.domains.directory.selectors import home_area
from zhisun.domains.indicators.models import Indicator, NextChange
from zhisun.domains.indicators.policy import number_of
from zhisun.domains.indicators.terms import LONGEST_NAME, MOVES, IndicatorState
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

CHANGE_LOCK = 7_262_006


def turn() -> None:
    """Wait for whoever is changing the base, until the end of the caller's transaction.

    So numbers of changes come in the order of the commits, and who has read all below one number
    has missed none. To be taken before any row.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [CHANGE_LOCK])


def locked(key: int) -> Indicator:
    """The row, locked until the caller's transaction ends. Raises NotFound."""
    found = Indicator.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound("indicator_unknown", key=key)
    return found


def reason_of(text: str) -> str:
    """A reason as it is kept. Raises InputError without one."""
    told = text.replace("\x00", "").strip()[:LONGEST_NAME]
    if not told:
        raise InputError("reason_needed", field="reason")
    return told


def move(
    indicator: Indicator,
    to: IndicatorState,
    verb: str,
    *,
    reason: str = "",
    by: Actor,
    at: datetime,
    **changes: datetime | str | None,
) -> None:
    """Another state, with its audit and its news `indicators.<verb>`. Raises StateConflict."""
    if to not in MOVES[IndicatorState(indicator.state)]:
        state = str(IndicatorState(indicator.state).label)
        raise StateConflict("indicator_move_not_allowed", key=indicator.pk, state=state)
    before = indicator.state
    stamps = {"state": to, "state_at": at, "state_reason": reason}
    Indicator.objects.filter(pk=indicator.pk).update(change=NextChange(), **stamps, **changes)
    indicator.state = to
    told = {"before": {"state": before}, "after": {"state": to.value}, "reason": reason}
    write(indicator.pk, verb, by=by, at=at, **told)
    publish(f"indicators.{verb}", str(indicator.pk), area=area_of(by), at=at)


def write(key: int, verb: str, *, by: Actor, at: datetime, **told: Any) -> None:
    """The audit of one act on an indicator, under the number people read (I12)."""
    record(by, f"indicators.{verb}", number_of(key), at=at, area=area_of(by), **told)


def area_of(by: Actor) -> str:
    """Where an act on the base belongs to; what a job does, to the centre's own area.

    A base may be filled before there is a centre: then to none.
    """
    try:
        return by.area or home_area()
    except NotFound:
        return ""
