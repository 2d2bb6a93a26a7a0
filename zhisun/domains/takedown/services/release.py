"""Lifting a measure (解除): asked for and approved, or at once for a person's own phone."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.outbox.services import withdraw
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.policy import decide_by
from zhisun.domains.takedown.services.approve import despatch
from zhisun.domains.takedown.services.draft import next_number, takedown_no
from zhisun.domains.takedown.services.messages import application_id
from zhisun.domains.takedown.services.moves import announce, locked, move
from zhisun.domains.takedown.services.owing import owe
from zhisun.domains.takedown.terms import (
    LEFT,
    WAITING,
    Ground,
    Measure,
    Origin,
    TakedownState,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

STANDING = LEFT | {TakedownState.ACTIVE}
"""What has left may have been carried out, answered or not."""


@transaction.atomic(durable=True)
def request_release(number: str, ground: Ground, reason: str, *, by: Actor, at: datetime) -> str:
    """Draft the release of a takedown (申请解除); its number. A second officer approves it.

    Asking again gives the number of the draft. Raises NotPermitted, NotFound, InputError,
    StateConflict when nothing stands.
    """
    takedown = locked(number)
    require(by, Duty.DRAFT_TAKEDOWN, takedown.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    if takedown.measure in {Measure.RELEASE, Measure.HOLD_OWN_PHONE}:
        raise InputError("restored_not_released", field="ground")
    if takedown.state not in STANDING:
        raise StateConflict("nothing_to_release", takedown_no=number)
    if existing := release_under_way(takedown):
        return existing.takedown_no
    row = _release_of(takedown, ground, reason.strip(), asked_by=by.name, at=at)
    row.clock_at = decide_by(Measure.HOLD_OWN_PHONE, at)  # who was wronged waits no half-hour
    row.save(force_insert=True)
    announce(row, str(TakedownState.DRAFTED), by=by, at=at, reason=row.reason)
    return row.takedown_no


@transaction.atomic(durable=True)
def restore_early(number: str, reason: str, *, by: Actor, at: datetime) -> str:
    """Give a person's own phone back before its time (提前恢复); the number of the release.

    One officer is enough to end what two began; it leaves at once. A hold that nobody has fetched
    is taken back instead: "" then. Asking again gives the number that is under way.
    Raises NotPermitted, NotFound, InputError, StateConflict.
    """
    takedown = locked(number)
    require(by, Duty.RESTORE_PHONE, takedown.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    if takedown.measure != Measure.HOLD_OWN_PHONE:
        raise InputError("released_not_restored", field="reason")
    if takedown.state == TakedownState.DRAFTED:
        move(takedown, TakedownState.DECLINED, by=by, at=at, reason=reason.strip())
        return ""
    return restored(takedown, Ground.OWNER_SAFE, reason.strip(), by=by, at=at)


@transaction.atomic(durable=True)
def restore_due(number: str, *, by: Actor, at: datetime) -> None:
    """Give a person's own phone back because its time is over (到期恢复). Looks before it acts.

    Also one whose restoration was asked for before and refused.
    """
    takedown = locked(number)
    owed = takedown.owed_at is not None
    over = owed or (takedown.ends_at is not None and takedown.ends_at <= at)
    waiting = owed or takedown.state in STANDING | {TakedownState.APPROVED}
    if takedown.measure == Measure.HOLD_OWN_PHONE and over and waiting:
        restored(takedown, Ground.DUE, str(Ground.DUE.label), by=by, at=at)


def restored(takedown: Takedown, ground: Ground, reason: str, *, by: Actor, at: datetime) -> str:
    """Send the release of a locked hold, or take the hold back if it has not left. Joins."""
    if takedown.state == TakedownState.APPROVED and withdraw(takedown.application_id, at=at):
        move(takedown, TakedownState.RECALLED, by=by, at=at, reason=reason)
        return ""
    if existing := release_under_way(takedown):
        return existing.takedown_no
    if takedown.state not in STANDING | {TakedownState.RELEASED, TakedownState.ANSWERED}:
        raise StateConflict("nothing_to_release", takedown_no=takedown.takedown_no)
    row = _release_of(takedown, ground, reason, asked_by=by.name, at=at)
    row.origin = Origin.CLOCK if by.is_job else Origin.BY_HAND
    row.save(force_insert=True)
    announce(row, str(TakedownState.DRAFTED), by=by, at=at, reason=reason)
    signers = (takedown.handler, takedown.approved_by)
    # The two who answered for the hold answered for its end; whoever asks now is no second one.
    approver = next(name for name in reversed(signers) if name != by.name)
    despatch(row, signers, approved_by=approver, by=by, at=at)
    owe(takedown, by=by, at=at)
    return row.takedown_no


def release_under_way(takedown: Takedown) -> Takedown | None:
    """The release of a takedown that is drafted or on its way."""
    later = takedown.later.filter(measure=Measure.RELEASE, state__in=sorted(WAITING))
    return later.first()


def _release_of(
    takedown: Takedown, ground: Ground, reason: str, *, asked_by: str, at: datetime
) -> Takedown:
    number = next_number()
    return Takedown(
        takedown_no=takedown_no(number, at=at),
        application_id=application_id(number, takedown.application_id[16:]),
        target_kind=takedown.target_kind,
        target=takedown.target,
        form=takedown.form,
        measure=Measure.RELEASE,
        ground=ground,
        state=TakedownState.DRAFTED,
        origin=Origin.BY_HAND,
        original=takedown,
        incident_id=takedown.incident_id,
        incident_no=takedown.incident_no,
        source_no=takedown.source_no,
        area=takedown.area,
        institution_code=takedown.institution_code,
        institution_name=takedown.institution_name,
        lane=takedown.lane,
        reason=reason,
        evidence=takedown.evidence,
        requested_by=asked_by,
        handler=takedown.handler,
        drafted_at=at,
        clock_at=at,
    )
