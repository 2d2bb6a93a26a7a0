"""The person's own phone, suspended while somebody drives there (保护性停机) and given back.

The order itself, its approver, its end and its automatic restoration are `takedown`'s; here it is
asked for from the dispatch, and given back as soon as somebody stands beside the person.
"""

from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.selectors.joined import last_no, numbers_of
from zhisun.domains.dissuasion.services.moves import announce, find
from zhisun.domains.dissuasion.terms import WAITING, Grade
from zhisun.domains.takedown.selectors.takedowns import own_phones_of
from zhisun.domains.takedown.services.draft import NewTakedown, drafted
from zhisun.domains.takedown.services.release import STANDING, restore_early
from zhisun.domains.takedown.terms import Measure, Origin, TakedownState, TargetKind
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, StateConflict

LADDER = job("climb_ladder")
"""Drafts for the officer who asks, who is named as the one that handles it."""

RESTORABLE = STANDING | {TakedownState.DRAFTED, TakedownState.APPROVED}


@transaction.atomic(durable=True)
def ask_phone_hold(
    dispatch_no: str,
    institution_code: str,
    evidence: str,
    *,
    lasts: timedelta,
    by: Actor,
    at: datetime,
) -> str:
    """Ask for the person's own phone to be suspended (申请保护性停机); the order's number.

    Only while the person is in grave danger and not met: money about to move, or a high grade.
    The duty officer approves; it ends by itself after `lasts`. Raises NotFound, NotPermitted,
    InputError, RuleViolation, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    demand_danger(dispatch)
    return phone_hold_drafted(
        dispatch, institution_code, evidence, handler=by.name, lasts=lasts, by=by, at=at
    )


def demand_danger(dispatch: Dispatch) -> None:
    """Pass while the person is in grave danger and not met. Raises InputError, StateConflict."""
    if dispatch.state not in WAITING or dispatch.met_at is not None:
        raise StateConflict("dispatch_over", dispatch_no=dispatch.dispatch_no)
    if not dispatch.urgent and dispatch.grade < Grade.HIGH:
        raise InputError("hold_needs_danger", field="evidence")


def phone_hold_drafted(
    dispatch: Dispatch,
    institution_code: str,
    evidence: str,
    *,
    handler: str,
    lasts: timedelta,
    by: Actor,
    at: datetime,
) -> str:
    """`ask_phone_hold` of a dispatch found and locked before. Joins the caller's transaction."""
    if not dispatch.person.phone:
        raise InputError("hold_needs_phone", field="evidence")
    order = NewTakedown(
        target_kind=TargetKind.PHONE,
        target=dispatch.person.phone,
        measure=Measure.HOLD_OWN_PHONE,
        institution_code=institution_code,
        reason=f"正在被诈骗，联系不上或劝不住（劝阻任务 {dispatch.dispatch_no}）",
        evidence=evidence,
        source_no=dispatch.dispatch_no,
        area=dispatch.area,
        handler=handler,
        lasts=lasts,
        origin=Origin.DISSUASION,
    )
    number = drafted(order, by=LADDER, at=at).takedown_no
    told: Facts = {"takedown": number, "minutes": lasts // timedelta(minutes=1)}
    announce(dispatch, "phone_hold_asked", by=by, at=at, reason=evidence.strip(), after=told)
    return number


def give_phone_back(dispatch_no: str, reason: str, *, by: Actor, at: datetime) -> int:
    """Give back every phone that is suspended for a dispatch (恢复本人手机); how many.

    Also those asked for under the number of a dispatch that was joined to it, or whichever it was
    joined to. What was only asked for is dropped. Safe to repeat. Raises NotFound, NotPermitted,
    InputError.
    """
    standing = [
        hold
        for hold in own_phones_of(*numbers_of(last_no(dispatch_no)), by=by)
        if hold.state in RESTORABLE
    ]
    for hold in standing:
        restore_early(hold.takedown_no, reason, by=by, at=at)
    return len(standing)
