"""The chain: team leader, then the head at county level or above (审核、批准)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.models import Instruction
from zhisun.domains.restitution.services.moves import demand, find, move
from zhisun.domains.restitution.services.papers import decision, instructions
from zhisun.domains.restitution.services.propose import refuse_if_overtaken
from zhisun.domains.restitution.services.victims import back_to_work
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError


@transaction.atomic(durable=True)
def review(restitution_no: str, *, by: Actor, at: datetime) -> None:
    """The team leader agrees (审核). Raises NotPermitted, InputError, StateConflict."""
    row = find(restitution_no)
    require(by, Duty.REVIEW_RETURN, row.area)
    demand(row, State.SUBMITTED)
    if by.name in row.prepared_by.split():
        raise InputError("three_persons_needed")
    move(row, State.REVIEWED, by=by, at=at, reviewed_by=by.name, reviewed_at=at)


@transaction.atomic(durable=True)
def approve(restitution_no: str, *, by: Actor, at: datetime) -> None:
    """The head agrees: the decision and a notice to each institution are issued (批准).

    Raises NotPermitted, InputError, StateConflict; RuleViolation when the freezes or what is
    known have changed. Then nothing has happened.
    """
    row = find(restitution_no)
    require(by, Duty.APPROVE_RETURN, row.area)
    demand(row, State.REVIEWED)
    if by.name in {*row.prepared_by.split(), row.reviewed_by}:
        raise InputError("three_persons_needed")
    refuse_if_overtaken(row, by=by)
    row.approved_by = by.name
    number = decision(row, by=by, at=at)
    move(
        row,
        State.APPROVED,
        by=by,
        at=at,
        approved_by=by.name,
        approved_at=at,
        decision_no=number,
    )
    Instruction.objects.bulk_create(
        Instruction(
            restitution=row,
            institution_code=code,
            institution_name=name,
            document_no=document_no,
        )
        for code, name, document_no in instructions(row, by=by, at=at)
    )


@transaction.atomic(durable=True)
def send_back(restitution_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """An officer of the chain does not agree (退回): worked out anew, noticed again."""
    row = find(restitution_no)
    demand(row, State.SUBMITTED, State.REVIEWED)
    duty = Duty.REVIEW_RETURN if row.state == State.SUBMITTED else Duty.APPROVE_RETURN
    require(by, duty, row.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    back_to_work(row, reason=reason.strip(), by=by, at=at)


@transaction.atomic(durable=True)
def abandon(restitution_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """End a round without paying what is not paid (撤回). What was paid stays paid.

    After the decision only the head may.
    """
    row = find(restitution_no)
    duty = Duty.APPROVE_RETURN if row.state == State.APPROVED else Duty.PREPARE_RETURN
    require(by, duty, row.area)
    if not reason.strip():
        raise InputError("reason_missing", field="reason")
    move(row, State.WITHDRAWN, by=by, at=at, reason=reason, ended_at=at)
