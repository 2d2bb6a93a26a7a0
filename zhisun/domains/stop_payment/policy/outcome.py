"""What an institution's answer does to its order."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.stop_payment.policy.clocks import lasts_until
from zhisun.domains.stop_payment.terms import FREEZES, HOLDS, STAYS_ACTIVE, OrderKind, OrderState
from zhisun.gateways.codes import Meaning, answer_code
from zhisun.gateways.port import AnswerMessage
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The order as it stands when its answer comes.

    transferred_at, sent_at: no hold begins before the transfer, nor later than unsaid.
    original_until, original_held_fen: of the hold that a renewal prolongs; None otherwise.
    """

    kind: OrderKind
    amount_fen: Fen
    full_freeze: bool = False
    long_freeze: bool = False
    transferred_at: datetime | None = None
    sent_at: datetime | None = None
    original_until: datetime | None = None
    original_held_fen: Fen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from an answer. `ends_original` is the state the earlier order moves to."""

    state: OrderState
    held_fen: Fen = 0
    queue_position: int = 1
    held_from: datetime | None = None
    held_until: datetime | None = None
    ends_original: OrderState | None = None


ENDS: dict[OrderKind, OrderState] = {
    OrderKind.STOP_EXTEND: OrderState.EXTENDED,
    OrderKind.FREEZE: OrderState.REPLACED,
    OrderKind.FREEZE_EXTEND: OrderState.EXTENDED,
    OrderKind.STOP_RELEASE: OrderState.RELEASED,
    OrderKind.FREEZE_RELEASE: OrderState.RELEASED,
    OrderKind.QUERY_MOVEMENTS_RELEASE: OrderState.RELEASED,
}
"""What the success of an order does to the order it acts on."""


def outcome(standing: Standing, answer: AnswerMessage, *, at: datetime) -> Outcome:
    """The new state of an order, what it holds and until when.

    "Already stopped" (1301 …) is somebody else's hold: it holds nothing for us. An end later than
    the law allows counts only as far as the law. Source: domain.md §2.10, §12A.1.
    """
    meaning = answer_code(answer.result).meaning
    succeeded = meaning in {Meaning.DONE, Meaning.PARTIAL}
    if not succeeded:
        known_already = meaning is Meaning.ALREADY and standing.kind not in HOLDS
        return Outcome(state=OrderState.ANSWERED if known_already else OrderState.REFUSED)
    if standing.kind not in STAYS_ACTIVE:
        return Outcome(state=OrderState.ANSWERED, ends_original=ENDS.get(standing.kind))
    start = _start(standing, answer, at)
    latest = lasts_until(
        standing.kind, standing.original_until or start, long_freeze=standing.long_freeze
    )
    ends = [end for end in (answer.expires_at, latest) if end is not None]
    return Outcome(
        state=OrderState.ACTIVE,
        held_fen=_held_fen(standing, answer),
        queue_position=1 + len(answer.former_freezes),
        held_from=start,
        held_until=min(ends, default=None),
        ends_original=ENDS.get(standing.kind),
    )


def _start(standing: Standing, answer: AnswerMessage, at: datetime) -> datetime:
    """When the hold began: as answered, but never after its answer nor before the transfer.

    Unsaid, it is the earliest it can have been, when the order left: a hold believed too short
    is renewed early, one believed too long lapses.
    """
    if standing.original_until is not None:
        return answer.starts_at or standing.original_until
    said = answer.starts_at
    if said is not None and standing.transferred_at is not None and said < standing.transferred_at:
        said = None
    return min(said or standing.sent_at or at, at)


def _held_fen(standing: Standing, answer: AnswerMessage) -> Fen:
    """What a hold really holds, never more than was asked unless all was asked.

    A freeze limit travels in whole yuan (domain.md §2.3), so the limit answered may be the larger
    one. A renewal that states nothing holds what it prolongs. Behind earlier freezes (轮候) only
    the available balance counts (domain.md §12A.1 invariant 7).
    """
    if standing.kind not in HOLDS:
        return 0
    stated = [answer.balance_fen]
    if standing.kind in FREEZES:
        stated.append(answer.frozen_fen)
        if answer.former_freezes:
            stated.append(answer.available_fen or 0)
    told = [fen for fen in stated if fen is not None]
    if standing.full_freeze and told:
        return max(0, min(told))
    return held(standing.amount_fen, min(told, default=standing.original_held_fen))


def held(asked_fen: Fen, balance_fen: Fen | None) -> Fen:
    """What a measure with a limit holds: the smaller of limit and balance (code 1200).

    An institution that reports no balance is taken at its word that the limit is set in full.
    """
    return asked_fen if balance_fen is None else max(0, min(asked_fen, balance_fen))
