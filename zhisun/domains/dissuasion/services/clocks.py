"""Clocks of dispatches ring; taking and seeing at the desk (提醒、领取、已阅)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm
from zhisun.domains.dissuasion.selectors.board import URGENT_FIRST
from zhisun.domains.dissuasion.services.moves import announce, change, find, ring, running
from zhisun.domains.dissuasion.terms import LOCK_LASTS, WAITING
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict


@transaction.atomic(durable=True)
def ring_overdue(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Ring every clock of a dispatch whose time has come, once each in a round (提醒)."""
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    for due, bell, hours in running(dispatch):
        if due <= at:
            ring(dispatch, bell, by=by, at=at, hours=hours)
    change(dispatch)


@transaction.atomic(durable=True)
def take_next(*, by: Actor, at: datetime) -> str | None:
    """Take the most urgent dispatch that nobody works on; its number, or None (领取下一件)."""
    require(by, Duty.DISPATCH, by.area)
    free = Dispatch.objects.filter(
        _free(by, at), area__startswith=by.area, state__in=sorted(WAITING)
    ).filter(Q(handler="") | Q(handler=by.name))
    ranked = free.order_by(*URGENT_FIRST)
    dispatch = ranked.select_for_update(skip_locked=True, of=("self",)).first()
    if dispatch is None:
        return None
    _lock(dispatch, by=by, at=at)
    return dispatch.dispatch_no


@transaction.atomic(durable=True)
def take(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Take one dispatch (领取). Raises NotFound, NotPermitted, StateConflict."""
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    if dispatch.state not in WAITING:
        raise StateConflict("dispatch_over", dispatch_no=dispatch_no)
    if not Dispatch.objects.filter(_free(by, at), pk=dispatch.pk).exists():
        raise StateConflict("dispatch_taken", officer=dispatch.locked_by)
    _lock(dispatch, by=by, at=at)


@transaction.atomic(durable=True)
def put_back(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Give a taken dispatch back to the queue (放回)."""
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    if dispatch.locked_by == by.name:
        change(dispatch, locked_by="", locked_until=None)
        announce(dispatch, "put_back", by=by, at=at)


@transaction.atomic(durable=True)
def see_alarm(key: int, *, by: Actor, at: datetime) -> None:
    """Say that an alarm was seen (已阅). Seen twice is seen. Raises NotFound, NotPermitted."""
    alarm = DispatchAlarm.objects.select_related("dispatch").filter(pk=key).first()
    if alarm is None:
        raise NotFound("alarm_unknown")
    require(by, Duty.DISPATCH, alarm.dispatch.area)
    if DispatchAlarm.objects.filter(pk=key, seen_by="").update(seen_by=by.name):
        announce(alarm.dispatch, "alarm_seen", by=by, at=at, reason=alarm.bell)


def _free(by: Actor, at: datetime) -> Q:
    return Q(locked_until=None) | Q(locked_until__lte=at) | Q(locked_by=by.name)


def _lock(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    change(dispatch, locked_by=by.name, locked_until=at + LOCK_LASTS)
    announce(dispatch, "taken", by=by, at=at)
