"""What goes by hand: paper orders (纸质函件), and telling the owner of what is given up."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import publish, withdraw
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.answer import OPEN, taken
from zhisun.domains.stop_payment.services.moves import find, move
from zhisun.domains.stop_payment.terms import HOLDS, RELEASE_SOURCE, OrderState
from zhisun.gateways.codes import ANSWERS
from zhisun.gateways.port import AnswerMessage
from zhisun.gateways.port import OrderKind as WireKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.money import Fen


@transaction.atomic(durable=True)
def record_sending(order_no: str, how: str, *, sent_at: datetime, by: Actor, at: datetime) -> None:
    """Record that the paper left (登记发出); `how` names courier, counter or fax.

    An order of a wire may go by hand while the line is down: its message is taken back first, so
    that it cannot leave twice. Raises StateConflict when it has left already.
    """
    order = find(order_no)
    require(by, Duty.RECORD_PAPER, order.area)
    _refuse_future(sent_at, at=at)
    if order.lane != Lane.PAPER and not withdraw(order.application_id, at=at):
        raise StateConflict("order_has_left", order_no=order_no)
    stamp = max(sent_at, order.approved_at or sent_at)
    move(order, OrderState.SENT, by=by, at=at, reason=how, sent_at=stamp)


@transaction.atomic(durable=True)
def record_receipt(
    order_no: str, who: str, *, received_at: datetime, by: Actor, at: datetime
) -> None:
    """Record who at the institution took the paper and when (登记签收)."""
    order = find(order_no)
    require(by, Duty.RECORD_PAPER, order.area)
    _refuse_future(received_at, at=at)
    stamp = max(received_at, order.sent_at or received_at)
    move(order, OrderState.ACKNOWLEDGED, by=by, at=at, reason=who, acknowledged_at=stamp)


@transaction.atomic(durable=True)
def record_reply(
    order_no: str,
    result: str,
    *,
    balance_fen: Fen | None,
    starts_at: datetime | None,
    remark: str,
    by: Actor,
    at: datetime,
) -> None:
    """Record an institution's reply on paper or by telephone (登记反馈).

    Raises StateConflict for an order that waits for none: it has not left, or is answered.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=find(order_no).pk)
    require(by, Duty.RECORD_PAPER, order.area)
    if result not in ANSWERS:
        raise InputError("answer_code_unknown", field="result", result=result)
    if order.state not in OPEN:
        state = str(OrderState(order.state).label)
        raise StateConflict("move_not_allowed", order_no=order_no, state=state)
    if starts_at is not None:
        _refuse_future(starts_at, at=at)
    answer = AnswerMessage(
        kind=WireKind(order.kind),
        application_id=order.application_id,
        result=result,
        institution_code=order.institution_code,
        account_no=order.account_no,
        balance_fen=balance_fen,
        starts_at=starts_at,
        remark=remark,
        operator_name=by.title,
    )
    taken(order, answer, remark.encode(), by=by, at=at)


@transaction.atomic(durable=True)
def record_owner_told(
    order_no: str, how: str, *, told_at: datetime, by: Actor, at: datetime
) -> None:
    """Record that the owner of a hold given up was told (登记已通知账户所有人); `how` he was.

    Allowed once a hold must be released or is, and again when he had to be told twice: every
    record stays. Publishes `stop_payment.owner_told`. Source: terms.RELEASE_SOURCE. Raises
    InputError, NotFound, NotPermitted, StateConflict.
    """
    order = find(order_no)
    require(by, Duty.RECORD_PAPER, order.area)
    released = order.state == OrderState.RELEASED
    if order.kind not in HOLDS or not (released or order.release_due_at):
        raise StateConflict("owner_told_of_nothing", order_no=order_no)
    if not how.strip():
        raise InputError("owner_told_how_missing", field="how")
    _refuse_future(told_at, at=at)
    verb = "stop_payment.owner_told"
    after: Facts = {"told_at": told_at.isoformat()}
    record(
        by,
        verb,
        order_no,
        at=at,
        area=order.area,
        after=after,
        reason=how.strip(),
        legal_basis=RELEASE_SOURCE,
    )
    publish(verb, order_no, area=order.area, at=at)


def _refuse_future(moment: datetime, *, at: datetime) -> None:
    if moment > at:
        raise InputError("time_in_future", field="at")
