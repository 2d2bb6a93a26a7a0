"""Which unit goes: assigning, transferring, returning, taking back (分派、转派、退回、收回)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import UnitRow, officer, unit
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.selectors.routing import (
    Standing,
    candidates,
    posts_for,
    reason_of,
    to_body,
)
from zhisun.domains.dissuasion.services.alone import message_under_way
from zhisun.domains.dissuasion.services.moves import demand_move, find, move
from zhisun.domains.dissuasion.terms import LONGEST_TEXT, DispatchState
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside, prefix
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict


@transaction.atomic(durable=True)
def route(dispatch_no: str, *, by: Actor, at: datetime) -> str:
    """Give a fresh dispatch to the nearest unit that covers the place; its code, "" if none.

    Only a dispatch that nobody has assigned yet, and never to a centre of a whole city: that is
    the desk itself. Raises NotFound, NotPermitted.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    if dispatch.state != DispatchState.GRADED or dispatch.assigned_at is not None:
        return ""
    if message_under_way(dispatch, at=at):
        return ""  # its message may be enough; if it does not arrive, the clock routes it
    found = candidates(dispatch, at=at)
    if not found:
        return ""
    chosen = found[0]
    why = reason_of(chosen, found, dispatch, automatic=True)
    _hand(dispatch, unit(chosen.code), "", why, by=by, at=at)
    return chosen.code


@transaction.atomic(durable=True)
def assign(dispatch_no: str, unit_code: str, reason: str = "", *, by: Actor, at: datetime) -> None:
    """Give a dispatch to a unit, or to another one (分派、转派). Its clocks go on.

    A transfer needs its reason. Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    given = unit(unit_code)
    require(by, Duty.DISPATCH, given.area)
    if dispatch.state == DispatchState.RETURNED:
        _demand_another(dispatch, by)
    if dispatch.unit_code and not reason.strip():
        raise InputError("reason_needed", field="reason")
    if dispatch.unit_code == given.code and dispatch.state == DispatchState.ASSIGNED:
        raise StateConflict("unit_has_it", unit=given.name)
    _hand(dispatch, given, reason.strip(), _why(dispatch, given, at=at), by=by, at=at)


@transaction.atomic(durable=True)
def sign(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Sign for a dispatch (签收): from now on this officer answers for it.

    One that no unit has yet is signed for by the officer's own. Signing twice is signing once.
    Raises NotFound, NotPermitted, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    if dispatch.state == DispatchState.SIGNED and dispatch.handler == by.name:
        return
    signed(dispatch, by=by, at=at)


def signed(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    """`sign` of a dispatch found and locked before. Joins the caller's transaction."""
    mine: dict[str, Any] = {}
    if not dispatch.unit_code:
        own = unit_of(by)
        mine = {"unit_code": own.code, "unit_name": own.name}
    move(dispatch, DispatchState.SIGNED, by=by, at=at, handler=by.name, signed_at=at, **mine)


@transaction.atomic(durable=True)
def give_back(dispatch_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Return a dispatch with a reason (退回); somebody else decides. The clocks go on.

    Returned again by the same officer it is returned once: a telephone may send twice. Raises
    NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    why = _reason(reason)
    if dispatch.state == DispatchState.RETURNED and dispatch.returned_by == by.name:
        return
    demand_move(dispatch, DispatchState.RETURNED)
    move(
        dispatch,
        DispatchState.RETURNED,
        by=by,
        at=at,
        reason=why,
        returned_by=by.name,
        returned_reason=why,
    )


@transaction.atomic(durable=True)
def refuse_return(dispatch_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Send a returned dispatch back to its unit (驳回退回), by somebody else than who returned it.

    To accept the return, assign it elsewhere. Raises NotFound, NotPermitted, InputError,
    StateConflict.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    why = _reason(reason)
    if dispatch.state != DispatchState.RETURNED:
        demand_move(dispatch, DispatchState.RETURNED)
        raise StateConflict("dispatch_not_returned", dispatch_no=dispatch_no)
    _demand_another(dispatch, by)
    given = unit(dispatch.unit_code)
    _hand(dispatch, given, why, _why(dispatch, given, at=at), by=by, at=at)


@transaction.atomic(durable=True)
def take_back(dispatch_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Take a dispatch back from its unit to the desk (收回). The clocks go on.

    Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    why = _reason(reason)
    if dispatch.concluded_at is not None:
        raise StateConflict("dispatch_concluded", dispatch_no=dispatch_no)
    move(
        dispatch,
        DispatchState.GRADED,
        by=by,
        at=at,
        reason=why,
        unit_code="",
        unit_name="",
        routed=None,
        handler="",
        signed_at=None,
    )


def unit_of(by: Actor) -> UnitRow:
    """The unit an officer belongs to. Raises NotFound."""
    return unit(officer(by.name).unit_code)


def _why(dispatch: Dispatch, given: UnitRow, *, at: datetime) -> Standing:
    """How the unit that somebody chose by hand stands among those that could go."""
    ground = replace(given, area=prefix(given.area))
    [post] = posts_for(dispatch, [ground], at=at)
    return reason_of(post, candidates(dispatch, at=at), dispatch, automatic=False)


def _hand(
    dispatch: Dispatch, given: UnitRow, reason: str, why: Standing, *, by: Actor, at: datetime
) -> None:
    """The unit gets it; in another area than the person was seen in, the dispatch goes along."""
    area = prefix(given.area)
    if inside(dispatch.area, area):
        area = dispatch.area
    move(
        dispatch,
        DispatchState.ASSIGNED,
        by=by,
        at=at,
        reason=reason,
        told={"why": str(why)},
        unit_code=given.code,
        unit_name=given.name,
        routed=to_body(why),
        area=area,
        assigned_at=at,
        handler="",
        signed_at=None,
    )


def _demand_another(dispatch: Dispatch, by: Actor) -> None:
    if dispatch.returned_by == by.name:
        raise NotPermitted("own_return")


def _reason(text: str) -> str:
    if not text.strip():
        raise InputError("reason_needed", field="reason")
    return text.strip()[:LONGEST_TEXT]
