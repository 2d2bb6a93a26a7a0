"""Taking an institution's answer to a protective hold (反馈): once in effect, however often."""

import hashlib
from dataclasses import asdict
from datetime import datetime

import orjson
from django.db import transaction

from zhisun.domains.outbox.services import settle
from zhisun.domains.stop_payment.models import OwnHold, OwnHoldReply
from zhisun.domains.stop_payment.policy.own_holds import state_after
from zhisun.domains.stop_payment.services.own_holds.moves import announce, locked, move, ring
from zhisun.domains.stop_payment.services.own_holds.release import restored
from zhisun.domains.stop_payment.terms import (
    OWN_CONTRADICTION,
    OWN_LATE,
    OWN_LEFT,
    OWN_REFUSED,
    OWN_RELEASE_REFUSED,
    OWN_STANDING,
    OrderKind,
    OrderState,
    OwnGround,
)
from zhisun.gateways.port import AnswerMessage
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound

S = OrderState


@transaction.atomic(durable=True)
def record_own_answer(answer: AnswerMessage, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store an answer and let it move its hold (反馈); whether it was news.

    Safe to repeat: the same content counts once. A hold carried out after all, or after its
    end, is given back at its time or at once. Raises NotFound for what is not this
    institution's or never left.
    """
    known = OwnHold.objects.filter(application_id=answer.application_id).first()
    theirs = known is not None and answer.institution_code in {"", known.institution_code}
    if known is None or not theirs or known.sent_at is None:
        raise NotFound("order_unknown", order_no=answer.application_id)
    hold = locked(known.hold_no)
    facts = orjson.dumps(asdict(answer) | {"serial_no": ""}, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(facts).hexdigest()
    if hold.replies.filter(digest=digest).exists():
        return False
    to = state_after(OrderKind(hold.kind), answer.result)
    after_all = hold.state == S.REFUSED and to is not S.REFUSED
    applies = hold.state in OWN_LEFT or after_all
    OwnHoldReply.objects.create(
        hold=hold,
        digest=digest,
        result=answer.result,
        facts=orjson.loads(facts),
        raw=raw,
        received_at=at,
        applied=applies,
    )
    if applies:
        _apply(hold, answer, to, by=by, at=at)
    else:
        _late(hold, to, by=by, at=at)
    announce(hold, "answer_received", by=by, at=at)
    return True


def _apply(hold: OwnHold, answer: AnswerMessage, to: S, *, by: Actor, at: datetime) -> None:
    settle(hold.application_id, at=at)  # the answer may have overtaken the acknowledgement
    move(
        hold,
        to,
        by=by,
        at=at,
        answered_at=at,
        acknowledged_at=hold.acknowledged_at or at,
        result=answer.result,
        failure_cause=answer.failure_cause,
        held_fen=answer.balance_fen if to is S.ACTIVE else None,
        clock_at=None,
    )
    if hold.original is not None:
        _of_release(hold.original.hold_no, hold.hold_no, to, by=by, at=at)
    elif to is S.REFUSED:
        ring(hold, OWN_REFUSED, by=by, at=at)
    elif hold.ends_at is not None and hold.ends_at <= at:
        restored(hold, OwnGround.DUE, str(OwnGround.DUE.label), by=by, at=at)


def _of_release(hold_no: str, release_no: str, to: S, *, by: Actor, at: datetime) -> None:
    """What an answer to a release does to the hold. A refused one rings and is asked again."""
    hold = locked(hold_no)
    if hold.state not in OWN_STANDING:
        return
    if to is S.REFUSED:
        ring(hold, OWN_RELEASE_REFUSED, by=by, at=at)
    else:
        move(hold, S.RELEASED, by=by, at=at, reason=release_no)


def _late(hold: OwnHold, to: S, *, by: Actor, at: datetime) -> None:
    """An answer to what is over: what was held after it was given back is given back again."""
    if hold.kind != OrderKind.STOP:
        return
    if hold.state == S.RELEASED and to is S.ACTIVE:
        restored(hold, OwnGround.DUE, str(OwnGround.DUE.label), by=by, at=at)
        ring(hold, OWN_LATE, by=by, at=at)
    elif hold.state == S.ACTIVE and to is S.REFUSED:
        ring(hold, OWN_CONTRADICTION, by=by, at=at)
