"""Taking an institution's answer (反馈): once in effect, however often it comes."""

import hashlib
from dataclasses import asdict
from datetime import datetime

import orjson
from django.db import transaction

from zhisun.domains.outbox.services import settle
from zhisun.domains.stop_payment.models import Answer, Order
from zhisun.domains.stop_payment.policy.outcome import Standing, outcome
from zhisun.domains.stop_payment.services.moves import announce, move
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways.port import AnswerMessage
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound

OPEN = frozenset({OrderState.SENT, OrderState.ACKNOWLEDGED})
RENEWALS = frozenset({OrderKind.STOP_EXTEND, OrderKind.FREEZE_EXTEND})


@transaction.atomic(durable=True)
def record_answer(answer: AnswerMessage, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store an answer and let it move its order (反馈); whether it was news.

    Safe to repeat: the same content counts once. An answer that comes after the order was
    answered is kept beside it, not applied, unless it is another batch of movements.
    Raises NotFound for an order that is not this institution's.
    """
    order = _order_of(answer)
    return taken(order, answer, raw, by=by, at=at)


def taken(order: Order, answer: AnswerMessage, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store and apply an answer to a locked order; whether it was news. Joins the transaction."""
    facts = _facts(answer)
    digest = hashlib.sha256(facts).hexdigest()
    if Answer.objects.filter(order=order, digest=digest).exists():
        return False
    opens = order.state in OPEN
    pushes = order.kind == OrderKind.QUERY_MOVEMENTS and order.state == OrderState.ACTIVE
    Answer.objects.create(
        order=order,
        serial_no=answer.serial_no,
        digest=digest,
        result=answer.result,
        facts=orjson.loads(facts),
        raw=raw,
        received_at=at,
        applied=opens or pushes,
    )
    if opens:
        _apply(order, answer, by=by, at=at)
    if opens or pushes:
        announce(order, "answer_received", by=by, at=at)
    return True


def _order_of(answer: AnswerMessage) -> Order:
    # Locked: two copies of one answer, or an answer and a clock, meet here one after the other.
    order = (
        Order.objects.select_for_update(of=("self",))
        .filter(application_id=answer.application_id)
        .first()
    )
    if order is None or answer.institution_code not in {"", order.institution_code}:
        raise NotFound("order_unknown", order_no=answer.application_id)
    return order


def _facts(answer: AnswerMessage) -> bytes:
    # The envelope's serial number differs between two sendings of one answer; its content does not.
    content = asdict(answer) | {"serial_no": ""}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _apply(order: Order, answer: AnswerMessage, *, by: Actor, at: datetime) -> None:
    if settle(order.application_id, at=at) and order.acknowledged_at is None:
        order.acknowledged_at = at  # the answer overtook the acknowledgement
    original = order.original
    standing = Standing(
        kind=OrderKind(order.kind),
        amount_fen=order.amount_fen,
        full_freeze=order.full_freeze,
        long_freeze=order.long_freeze,
        original_until=original.held_until if original and order.kind in RENEWALS else None,
    )
    found = outcome(standing, answer, at=at)
    move(
        order,
        found.state,
        by=by,
        at=at,
        answered_at=at,
        acknowledged_at=order.acknowledged_at or at,
        result=answer.result,
        failure_cause=answer.failure_cause,
        balance_fen=answer.balance_fen,
        held_fen=found.held_fen,
        queue_position=found.queue_position,
        held_from=found.held_from,
        held_until=found.held_until,
    )
    if found.ends_original and original and original.state == OrderState.ACTIVE:
        move(original, found.ends_original, by=by, at=at, reason=order.order_no)
