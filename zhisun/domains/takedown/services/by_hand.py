"""Takedowns that go by paper or telephone (人工登记): sending and answer recorded at a seat."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import withdraw
from zhisun.domains.takedown.services.answer import taken
from zhisun.domains.takedown.services.moves import locked, move
from zhisun.domains.takedown.terms import LEFT, Measure, TakedownState
from zhisun.gateways.takedown.codes import ANSWERS
from zhisun.gateways.takedown.port import TakedownReply
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict


@transaction.atomic(durable=True)
def record_sending(takedown_no: str, how: str, *, by: Actor, at: datetime) -> None:
    """Record that the paper was handed over (登记发出); `how` names counter, courier, telephone.

    While a line is down what is meant for it may go by hand: its message is taken back first, so
    that it cannot leave twice. Not a person's own phone: what is suspended by telephone would be
    given back by a line that is down. Raises InputError, StateConflict when it has left already.
    """
    takedown = locked(takedown_no)
    require(by, Duty.RECORD_TAKEDOWN, takedown.area)
    if takedown.measure == Measure.HOLD_OWN_PHONE:
        raise InputError("own_phone_leaves_by_line", field="how")
    if not how.strip():
        raise InputError("sending_how_missing", field="how")
    if takedown.lane != Lane.PAPER and not withdraw(takedown.application_id, at=at):
        raise StateConflict("takedown_has_left", takedown_no=takedown_no)
    move(takedown, TakedownState.SENT, by=by, at=at, reason=how.strip(), sent_at=at)


@transaction.atomic(durable=True)
def record_answer(
    takedown_no: str,
    result: str,
    *,
    operator: str,
    remark: str,
    executed_at: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    """Record what the institution said (登记反馈); operator: who there carried it out.

    Raises NotPermitted, NotFound, InputError, StateConflict for what waits for no answer.
    """
    takedown = locked(takedown_no)
    require(by, Duty.RECORD_TAKEDOWN, takedown.area)
    if result not in ANSWERS:
        raise InputError("takedown_result_unknown", field="result", result=result[:4])
    if not operator.strip():
        raise InputError("operator_missing", field="operator")
    if executed_at is not None and executed_at > at:
        raise InputError("time_in_future", field="executed_at")
    if takedown.state not in LEFT:
        state = str(TakedownState(takedown.state).label)
        raise StateConflict("takedown_move_not_allowed", takedown_no=takedown_no, state=state)
    reply = TakedownReply(
        application_id=takedown.application_id,
        result=result,
        institution_code=takedown.institution_code,
        executed_at=executed_at,
        operator_name=operator.strip(),
        remark=remark.strip(),
        failure_cause="" if result == "0000" else remark.strip(),
    )
    taken(takedown, reply, remark.encode(), by=by, at=at)
