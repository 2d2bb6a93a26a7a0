"""Taking an institution's answer (反馈): once in effect, however often it comes."""

import hashlib
from dataclasses import asdict
from datetime import datetime

import orjson
from django.db import transaction

from zhisun.domains.outbox.services import settle
from zhisun.domains.stop_payment.models import Answer, Order
from zhisun.domains.stop_payment.policy.outcome import Standing, outcome
from zhisun.domains.stop_payment.services.clocks import ring
from zhisun.domains.stop_payment.services.moves import announce, move
from zhisun.domains.stop_payment.terms import HOLDS, RENEWALS, STOPS, OrderKind, OrderState
from zhisun.gateways.codes import Meaning, answer_code
from zhisun.gateways.port import AnswerMessage
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound

OPEN = frozenset({OrderState.SENT, OrderState.ACKNOWLEDGED})
AMOUNTS = ("balance_fen", "frozen_fen", "available_fen")
"""What two answers to one hold must agree on."""

WATCHED = frozenset({OrderState.ACTIVE, OrderState.EXPIRED, OrderState.RELEASED})
"""States of a dynamic query in which movements count: the last ones come a day late (T+1)."""


@transaction.atomic(durable=True)
def record_answer(answer: AnswerMessage, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store an answer and let it move its order (反馈); whether it was news.

    Safe to repeat: the same content counts once. An answer that comes after the order was
    answered is kept beside it, not applied, unless it is another batch of movements, or says that
    what was refused is done after all: money that is held must be known to be. One that says
    other than the last one applied rings, so that somebody telephones.
    Raises NotFound for an order that is not this institution's or never left.
    """
    order = _order_of(answer)
    return taken(order, answer, raw, by=by, at=at)


def taken(order: Order, answer: AnswerMessage, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store and apply an answer to a locked order; whether it was news. Joins the transaction."""
    facts = _facts(answer)
    digest = hashlib.sha256(facts).hexdigest()
    if Answer.objects.filter(order=order, digest=digest).exists():
        return False
    opens = order.state in OPEN or (order.state == OrderState.REFUSED and _succeeds(answer))
    contradicts = _contradicts(order, answer)
    pushes = order.kind == OrderKind.QUERY_MOVEMENTS and order.state in WATCHED
    Answer.objects.create(
        order=order,
        serial_no=answer.serial_no,
        digest=digest,
        result=answer.result,
        facts=orjson.loads(facts),
        raw=raw,
        received_at=at,
        applied=opens or pushes,
        contradicts=contradicts,
    )
    if opens:
        _apply(order, answer, by=by, at=at)
    if opens or pushes:
        announce(order, "answer_received", by=by, at=at)
    if contradicts:
        ring(order, "answer_contradicts", by=by, at=at, anew=True)
    return True


def _order_of(answer: AnswerMessage) -> Order:
    # Locked: two copies of one answer, or an answer and a clock, meet here one after the other.
    order = (
        Order.objects.select_for_update(of=("self",))
        .filter(application_id=answer.application_id)
        .first()
    )
    theirs = order is not None and answer.institution_code in {"", order.institution_code}
    if order is None or not theirs or order.sent_at is None:
        raise NotFound("order_unknown", order_no=answer.application_id)
    return order


def _succeeds(answer: AnswerMessage) -> bool:
    return answer_code(answer.result).meaning in {Meaning.DONE, Meaning.PARTIAL}


def _contradicts(order: Order, answer: AnswerMessage) -> bool:
    """Whether an answer says other than the last that was applied: done or not, another amount."""
    if order.kind == OrderKind.QUERY_MOVEMENTS:
        return False
    last = order.answers.filter(applied=True).order_by("-pk").first()
    if last is None:
        return False
    before, now = _stance(last.result), _stance(answer.result)
    if before is not None and now is not None and before != now:
        return True
    amounts = [(last.facts.get(name), getattr(answer, name)) for name in AMOUNTS]
    return order.kind in HOLDS and any(
        told is not None and tells is not None and told != tells for told, tells in amounts
    )


def _stance(result: str) -> bool | None:
    """Done, not done, or None for an answer that says neither."""
    meaning = answer_code(result).meaning
    if meaning in {Meaning.DONE, Meaning.PARTIAL}:
        return True
    return None if meaning is Meaning.ALREADY else False


def _facts(answer: AnswerMessage) -> bytes:
    # The envelope's serial number differs between two sendings of one answer; its content does not.
    content = asdict(answer) | {"serial_no": ""}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _apply(order: Order, answer: AnswerMessage, *, by: Actor, at: datetime) -> None:
    if settle(order.application_id, at=at) and order.acknowledged_at is None:
        order.acknowledged_at = at  # the answer overtook the acknowledgement
    found = outcome(_standing(order), answer, at=at)
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
    if found.ends_original:
        for earlier in _acted_on(order):
            move(earlier, found.ends_original, by=by, at=at, reason=order.order_no)


def _standing(order: Order) -> Standing:
    renewed = order.original if order.kind in RENEWALS else None
    return Standing(
        kind=OrderKind(order.kind),
        amount_fen=order.amount_fen,
        full_freeze=order.full_freeze,
        long_freeze=order.long_freeze,
        transferred_at=order.transferred_at,
        sent_at=order.sent_at,
        original_until=renewed.held_until if renewed else None,
        original_held_fen=renewed.held_fen if renewed else None,
    )


def _acted_on(order: Order) -> list[Order]:
    """The measures a success ends: the order's original; by a freeze, every stop it takes over."""
    active = Order.objects.filter(state=OrderState.ACTIVE).order_by("pk")
    if order.kind != OrderKind.FREEZE:
        return list(active.filter(later=order))
    return list(
        active.filter(
            incident_id=order.incident_id,
            institution_code=order.institution_code,
            account_no=order.account_no,
            kind__in=STOPS,
        )
    )
