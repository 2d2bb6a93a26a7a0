"""Objections during the notice, and the end of it (异议、公告期满)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.models import Objection
from zhisun.domains.restitution.services.moves import announce, demand, find, joined, move
from zhisun.domains.restitution.services.papers import submitted
from zhisun.domains.restitution.services.propose import refuse_if_overtaken
from zhisun.domains.restitution.services.victims import back_to_work
from zhisun.domains.restitution.terms import RULES
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, RuleViolation, StateConflict


@transaction.atomic(durable=True)
def record_objection(
    restitution_no: str, who: str, words: str, *, received_at: datetime, by: Actor, at: datetime
) -> int:
    """Record an objection to a noticed proposal (登记异议); its key. Raises InputError."""
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.NOTICED)
    if not who.strip():
        raise InputError("objector_missing", field="who")
    if not words.strip():
        raise InputError("reason_missing", field="words")
    if received_at > at:
        raise InputError("time_in_future", field="received_at")
    objection = Objection.objects.create(
        restitution=row,
        who=who.strip(),
        words=words.strip(),
        received_at=received_at,
        recorded_by=by.name,
    )
    announce(row, "objected", by=by, at=at, after={"objection": objection.pk})
    return objection.pk


@transaction.atomic(durable=True)
def decide_objection(
    restitution_no: str, key: int, *, upheld: bool, reason: str, by: Actor, at: datetime
) -> None:
    """Decide on an objection with a reason (处理异议). Upheld, the round is worked out anew."""
    row = find(restitution_no)
    require(by, Duty.REVIEW_RETURN, row.area)
    demand(row, State.NOTICED)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    open_one = row.objections.filter(pk=key)
    if not open_one.exists():
        raise NotFound("objection_unknown")
    decided = {"decided_at": at, "decided_by": by.name, "upheld": upheld, "reason": reason.strip()}
    if not open_one.filter(decided_at=None).update(**decided):
        raise StateConflict("objection_decided_before")
    announce(row, "objection_decided", by=by, at=at, reason=reason, after={"upheld": upheld})
    if upheld:
        back_to_work(row, reason=reason, by=by, at=at)


@transaction.atomic(durable=True)
def submit(restitution_no: str, *, by: Actor, at: datetime) -> None:
    """Hand a noticed proposal to the team leader (呈报).

    Raises RuleViolation before the thirty days are over, while an objection is open, or when
    something has become known that changes the shares.
    """
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.NOTICED)
    if row.notice_until is None or at < row.notice_until:
        raise RuleViolation("notice_still_runs", source=RULES)
    if row.objections.filter(decided_at=None).exists():
        raise RuleViolation("objection_open", source=RULES)
    refuse_if_overtaken(row, by=by)
    prepared = joined(row.prepared_by, by.name)
    submitted(row, by=by, at=at)
    move(row, State.SUBMITTED, by=by, at=at, submitted_at=at, handler=by.name, prepared_by=prepared)
