"""A restoration told by telephone (电话恢复): when the line is down, the carrier's word counts."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.outbox.services import settle, withdraw
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.answer import taken
from zhisun.domains.takedown.services.moves import find, locked, move
from zhisun.domains.takedown.services.release import STANDING, release_under_way, restored
from zhisun.domains.takedown.terms import Ground, Measure, TakedownState
from zhisun.gateways.takedown.port import TakedownReply
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

DONE = "0000"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriersWord:
    """Who at the carrier said what, and when the phone worked again; now if None."""

    operator: str
    words: str
    restored_at: datetime | None = None


@transaction.atomic(durable=True)
def record_restored(takedown_no: str, told: CarriersWord, *, by: Actor, at: datetime) -> None:
    """Record that the carrier gave a person's own phone back by telephone (登记电话恢复).

    The release gets its paper and its answer as over the line, and neither it nor the suspension
    is handed out any more: a line that comes back must not suspend the phone anew. Raises
    NotPermitted, NotFound, InputError, StateConflict for what is not suspended.
    """
    # The release first, as an answer over the line locks them.
    release = release_under_way(find(takedown_no))
    release = locked(release.takedown_no) if release else None
    hold = locked(takedown_no)
    require(by, Duty.RECORD_TAKEDOWN, hold.area)
    _demand_sound(hold, told, at)
    settle(hold.application_id, at=at)
    release = release or _asked_for(hold, by=by, at=at)
    said = f"{told.operator.strip()}：{told.words.strip()}"
    if release.state == TakedownState.APPROVED:
        withdraw(release.application_id, at=at)
        move(release, TakedownState.SENT, by=by, at=at, reason=said, sent_at=at)
    reply = TakedownReply(
        application_id=release.application_id,
        result=DONE,
        institution_code=release.institution_code,
        executed_at=told.restored_at or at,
        operator_name=told.operator.strip(),
        remark=told.words.strip(),
    )
    taken(release, reply, said.encode(), by=by, at=at)


def _demand_sound(hold: Takedown, told: CarriersWord, at: datetime) -> None:
    if hold.measure != Measure.HOLD_OWN_PHONE:
        raise InputError("released_not_restored", field="words")
    if hold.state not in STANDING and hold.owed_at is None:
        raise StateConflict("nothing_to_release", takedown_no=hold.takedown_no)
    if not told.operator.strip():
        raise InputError("operator_missing", field="operator")
    if not told.words.strip():
        raise InputError("carriers_word_missing", field="words")
    if told.restored_at is not None and told.restored_at > at:
        raise InputError("time_in_future", field="restored_at")
    if told.restored_at is not None and hold.sent_at and told.restored_at < hold.sent_at:
        raise InputError("restored_before_suspended", field="restored_at")


def _asked_for(hold: Takedown, *, by: Actor, at: datetime) -> Takedown:
    """What asks for the phone back, signed now because nobody has asked yet."""
    due = hold.ends_at is not None and hold.ends_at <= at
    ground = Ground.DUE if due else Ground.OWNER_SAFE
    return locked(restored(hold, ground, str(ground.label), by=by, at=at))
