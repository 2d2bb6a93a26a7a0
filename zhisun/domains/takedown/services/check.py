"""Looking again at what was taken down (复核), and what came back (复活)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.takedown.models import Check, Takedown
from zhisun.domains.takedown.services.draft import NewTakedown, drafted
from zhisun.domains.takedown.services.moves import announce, locked, move, ring
from zhisun.domains.takedown.terms import (
    CHECK_EVERY,
    RELAPSE_UNDRAFTED,
    Finding,
    Measure,
    Origin,
    TakedownState,
    TargetKind,
)
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, StateConflict, ZhisunError

DRAFTER = job("draft_after_relapse")


@transaction.atomic(durable=True)
def record_check(
    takedown_no: str, finding: Finding, remark: str, *, by: Actor, at: datetime
) -> None:
    """Write down what a second look found (登记复核); the next look is due later.

    What came back is closed, and a new draft stands in its place. Raises NotPermitted, NotFound,
    InputError, StateConflict for what does not stand.
    """
    takedown = locked(takedown_no)
    require(by, Duty.RECORD_TAKEDOWN, takedown.area)
    if takedown.measure == Measure.HOLD_OWN_PHONE:
        raise InputError("own_phone_not_checked", field="finding")
    if takedown.state != TakedownState.ACTIVE:
        raise StateConflict("takedown_not_standing", takedown_no=takedown_no)
    if finding is not Finding.STANDS and not remark.strip():
        raise InputError("check_remark_missing", field="remark")
    if finding is Finding.RELAPSED:
        come_back(takedown, remark.strip(), by=by, at=at)
        return
    _note(takedown, finding, remark.strip(), by=by, at=at)
    if finding is Finding.GONE:
        move(takedown, TakedownState.GONE, by=by, at=at, reason=remark.strip())
        return
    due = at + CHECK_EVERY
    clock = min(due, takedown.ends_at) if takedown.ends_at else due
    Takedown.objects.filter(pk=takedown.pk).update(check_at=due, clock_at=clock, bell="")
    announce(takedown, "checked", by=by, at=at, reason=remark.strip())


def come_back(takedown: Takedown, remark: str, *, by: Actor, at: datetime) -> None:
    """Close what has come undone and draft it anew. Joins the caller's transaction.

    What stands in the way of the draft (the white list, say) rings on the closed one.
    """
    _note(takedown, Finding.RELAPSED, remark, by=by, at=at)
    move(takedown, TakedownState.RELAPSED, by=by, at=at, reason=remark)
    again = NewTakedown(
        target_kind=TargetKind(takedown.target_kind),
        target=takedown.target,
        measure=Measure(takedown.measure),
        institution_code=takedown.institution_code,
        reason=takedown.reason,
        evidence=takedown.evidence,
        incident_no=takedown.incident_no,
        source_no=takedown.source_no,
        area=takedown.area,
        handler=takedown.handler,
        lasts=takedown.lasts,
        origin=Origin.RELAPSE,
    )
    try:
        with transaction.atomic():
            drafted(again, by=_drafter(by), at=at, original=takedown)
    except ZhisunError:
        ring(takedown, RELAPSE_UNDRAFTED, by=by, at=at)


def _drafter(by: Actor) -> Actor:
    """An institution that tells of a relapse does not order anything: the platform drafts."""
    return by if Duty.DRAFT_TAKEDOWN in by.duties else DRAFTER


def _note(takedown: Takedown, finding: Finding, remark: str, *, by: Actor, at: datetime) -> None:
    Check.objects.create(
        takedown=takedown, finding=finding, remark=remark, checked_by=by.name, checked_at=at
    )
