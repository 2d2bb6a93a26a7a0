"""Giving somebody's own account back (解除保护性止付): early by anybody, in time by itself."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import withdraw
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.policy.own_holds import case_no_of
from zhisun.domains.stop_payment.services.messages import application_id
from zhisun.domains.stop_payment.services.own_holds.approve import despatch
from zhisun.domains.stop_payment.services.own_holds.draft import hold_no, next_number
from zhisun.domains.stop_payment.services.own_holds.moves import announce, locked, move, ring
from zhisun.domains.stop_payment.terms import (
    OWN_OVERDUE,
    OWN_STANDING,
    WAITING,
    OrderKind,
    OrderState,
    OwnGround,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

UNDER_WAY = OWN_STANDING | {OrderState.APPROVED}


@transaction.atomic(durable=True)
def give_back_own(number: str, ground: OwnGround, reason: str, *, by: Actor, at: datetime) -> str:
    """Give an account back before its time (提前恢复); the number of the release.

    One officer is enough to end what two began; it leaves at once. What nobody has fetched is
    taken back, what is only asked for is dropped: "" then. Asking again gives the number that is
    under way. Raises NotPermitted, NotFound, InputError, StateConflict.
    """
    hold = locked(number)
    require(by, Duty.RESTORE_ACCOUNT, hold.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    if hold.kind != OrderKind.STOP:
        raise StateConflict("own_hold_nothing_to_release", hold_no=number)
    if hold.state == OrderState.DRAFTED:
        move(hold, OrderState.DECLINED, by=by, at=at, reason=reason.strip())
        return ""
    return restored(hold, ground, reason.strip(), by=by, at=at)


@transaction.atomic(durable=True)
def restore_due(number: str, *, by: Actor, at: datetime) -> None:
    """Give an account back because its time is over (到期恢复). Looks before it acts."""
    hold = locked(number)
    over = hold.ends_at is not None and hold.ends_at <= at
    if hold.kind == OrderKind.STOP and over and hold.state in UNDER_WAY:
        restored(hold, OwnGround.DUE, str(OwnGround.DUE.label), by=by, at=at)


@transaction.atomic(durable=True)
def ring_own_overdue(number: str, *, by: Actor, at: datetime) -> None:
    """Ring once for what somebody should have done by now (提醒)."""
    hold = locked(number)
    if hold.clock_at is not None and hold.clock_at <= at and not hold.bell:
        ring(hold, OWN_OVERDUE, by=by, at=at)


def restored(hold: OwnHold, ground: OwnGround, reason: str, *, by: Actor, at: datetime) -> str:
    """Send the release of a locked hold, or take the hold back if it has not left. Joins."""
    if hold.state == OrderState.APPROVED and withdraw(hold.application_id, at=at):
        move(hold, OrderState.RECALLED, by=by, at=at, reason=reason)
        return ""
    under_way = hold.later.filter(kind=OrderKind.STOP_RELEASE, state__in=sorted(WAITING))
    if (existing := under_way.first()) is not None:
        return existing.hold_no
    if hold.state not in OWN_STANDING | {OrderState.RELEASED}:
        raise StateConflict("own_hold_nothing_to_release", hold_no=hold.hold_no)
    release = _release_of(hold, ground, reason, asked_by=by.name, at=at)
    release.save(force_insert=True)
    announce(release, str(OrderState.DRAFTED), by=by, at=at, reason=reason)
    signers = (hold.handler, hold.approved_by)
    # The two who answered for the hold answered for its end; whoever asks now is no second one.
    approver = next(name for name in reversed(signers) if name != by.name)
    despatch(release, signers, approved_by=approver, by=by, at=at)
    return release.hold_no


def _release_of(
    hold: OwnHold, ground: OwnGround, reason: str, *, asked_by: str, at: datetime
) -> OwnHold:
    number, kind = next_number(), OrderKind.STOP_RELEASE
    case_no = case_no_of(hold.source_no)
    return OwnHold(
        hold_no=hold_no(number, at=at),
        application_id=application_id(kind, Lane(hold.lane), hold.account_kind, number, case_no),
        kind=kind,
        ground=ground,
        state=OrderState.DRAFTED,
        original=hold,
        source_no=hold.source_no,
        area=hold.area,
        institution_code=hold.institution_code,
        institution_name=hold.institution_name,
        lane=hold.lane,
        account_no=hold.account_no,
        account_name=hold.account_name,
        account_kind=hold.account_kind,
        reason=reason,
        evidence=hold.evidence,
        requested_by=asked_by,
        handler=hold.handler,
        drafted_at=at,
        clock_at=at,
    )
