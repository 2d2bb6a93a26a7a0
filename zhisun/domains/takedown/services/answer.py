"""Taking an institution's answer (反馈): once in effect, however often it comes."""

import hashlib
from dataclasses import asdict
from datetime import datetime

import orjson
from django.db import transaction

from zhisun.domains.outbox.services import settle
from zhisun.domains.takedown.models import Reply, Takedown
from zhisun.domains.takedown.policy import outcome
from zhisun.domains.takedown.services.check import come_back
from zhisun.domains.takedown.services.moves import announce, locked, move, ring
from zhisun.domains.takedown.services.owing import paid
from zhisun.domains.takedown.services.release import STANDING, restored
from zhisun.domains.takedown.terms import (
    CONTRADICTION,
    LATE_EXECUTION,
    LEFT,
    RESTORE_AGAIN,
    RESTORE_REFUSED,
    Ground,
    Measure,
    TakedownState,
)
from zhisun.gateways.takedown.codes import Said, answer_code
from zhisun.gateways.takedown.port import TakedownReply
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@transaction.atomic(durable=True)
def record_reply(reply: TakedownReply, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store an answer and let it move its takedown (反馈); whether it was news.

    Safe to repeat: the same content counts once. Word that what was done has come undone moves
    what stands; any other later answer is kept beside it, and rings when it contradicts.
    Raises NotFound for what is not this institution's or never left.
    """
    known = Takedown.objects.filter(application_id=reply.application_id).first()
    theirs = known is not None and reply.institution_code in {"", known.institution_code}
    if known is None or not theirs or known.sent_at is None:
        raise NotFound("takedown_unknown", takedown_no=reply.application_id)
    return taken(locked(known.takedown_no), reply, raw, by=by, at=at)


def taken(takedown: Takedown, reply: TakedownReply, raw: bytes, *, by: Actor, at: datetime) -> bool:
    """Store and apply an answer to a locked takedown; whether it was news. Joins."""
    facts = orjson.dumps(asdict(reply) | {"serial_no": ""}, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(facts).hexdigest()
    if Reply.objects.filter(takedown=takedown, digest=digest).exists():
        return False
    said = answer_code(reply.result).said
    done_after_all = takedown.state == TakedownState.REFUSED and said is Said.DONE
    answers = takedown.state in LEFT and said is not Said.RELAPSED
    relapses = takedown.state == TakedownState.ACTIVE and said is Said.RELAPSED
    Reply.objects.create(
        takedown=takedown,
        digest=digest,
        result=reply.result,
        facts=orjson.loads(facts),
        raw=raw,
        received_at=at,
        applied=answers or relapses or done_after_all,
    )
    if answers or done_after_all:
        _apply(takedown, reply, by=by, at=at)
    elif relapses and takedown.measure == Measure.HOLD_OWN_PHONE:
        # His own phone works again: it was to be given back anyway, and is not suspended anew.
        move(takedown, TakedownState.RELEASED, by=by, at=at, reason=reply.remark)
        paid(takedown)
    elif relapses:
        come_back(takedown, reply.remark or reply.failure_cause, by=by, at=at)
    else:
        _late(takedown, said, by=by, at=at)
    announce(takedown, "answer_received", by=by, at=at)
    return True


def _apply(takedown: Takedown, reply: TakedownReply, *, by: Actor, at: datetime) -> None:
    settle(takedown.application_id, at=at)  # the answer may have overtaken the acknowledgement
    found = outcome(
        Measure(takedown.measure),
        reply.result,
        lasts=takedown.lasts,
        ends_at=takedown.ends_at,
        executed_at=reply.executed_at,
        at=at,
    )
    move(
        takedown,
        found.state,
        by=by,
        at=at,
        answered_at=at,
        acknowledged_at=takedown.acknowledged_at or at,
        result=reply.result,
        failure_cause=reply.failure_cause,
        operator=reply.operator_name,
        executed_at=found.executed_at,
        ends_at=found.ends_at,
        check_at=found.check_at,
        clock_at=found.clock_at,
    )
    if takedown.measure == Measure.HOLD_OWN_PHONE and found.state is not TakedownState.ACTIVE:
        paid(takedown)
    if takedown.measure == Measure.RELEASE and takedown.original is not None:
        original = locked(takedown.original.takedown_no)
        _answer_original(original, takedown, ends=found.ends_original, by=by, at=at)


def _answer_original(
    original: Takedown, release: Takedown, *, ends: bool, by: Actor, at: datetime
) -> None:
    """What the answer to a release says of what it was to lift."""
    standing = original.state in STANDING
    if ends:
        if standing:
            move(original, TakedownState.RELEASED, by=by, at=at, reason=release.takedown_no)
        paid(original)
    elif original.measure == Measure.HOLD_OWN_PHONE and (standing or original.owed_at):
        if standing:
            Takedown.objects.filter(pk=original.pk).update(clock_at=at + RESTORE_AGAIN)
        ring(original, RESTORE_REFUSED, by=by, at=at)


def _late(takedown: Takedown, said: Said, *, by: Actor, at: datetime) -> None:
    """An answer to what is over: a phone suspended after it was given back is given back again."""
    if said is not Said.DONE or takedown.measure == Measure.RELEASE:
        if said is not Said.RELAPSED and takedown.state == TakedownState.ACTIVE:
            ring(takedown, CONTRADICTION, by=by, at=at)
        return
    over = takedown.state in {TakedownState.RELEASED, TakedownState.ANSWERED}
    if takedown.measure == Measure.HOLD_OWN_PHONE and over:
        restored(takedown, Ground.DUE, str(Ground.DUE.label), by=by, at=at)
        ring(takedown, LATE_EXECUTION, by=by, at=at)
