"""The explained score of what was seen of one person (风险评分).

A function of the set of sightings alone: their order of arrival changes nothing, and one more
never lowers it. Source of the idea: domain.md §5.1; the points are ours (`terms.POINTS`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.domains.dissuasion.terms import (
    BIG_TRADE_FEN,
    CHAIN_WITHIN,
    FROM_ABOVE,
    FULL_SCORE,
    HALF_SURE,
    LONG_CALL,
    OFTEN,
    POINTS,
    URGENT_CALL,
    URGENT_TRADE,
    VERY_LONG_CALL,
    Reason,
    SignalKind,
    SignalSource,
)
from zhisun.kernel.money import Fen

SEVERE, MOST_SEVERE = 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One signal as the score sees it. severity 1 to 5, confidence in percent."""

    kind: SignalKind
    source: SignalSource
    seen_at: datetime
    severity: int = 3
    confidence: int = 100
    seconds: int = 0
    times: int = 1
    amount_fen: Fen = 0
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the explanation."""

    reason: Reason
    points: int


def score(
    sights: Sequence[Sight], *, warned_before: bool = False, defrauded_before: bool = False
) -> tuple[int, tuple[Point, ...]]:
    """0 to 100, and the lines it is the sum of (before it is cut at 100)."""
    lines: list[Point] = []
    for kind in SignalKind:
        lines += max(
            (_of_one(sight) for sight in sights if sight.kind is kind),
            key=lambda found: (_sum(found), [point.reason.value for point in found]),
            default=[],
        )
    lines += [Point(reason, POINTS[reason]) for reason in _of_order(sights)]
    if _sources(sights) > 1:
        lines.append(Point(Reason.TWO_SOURCES, POINTS[Reason.TWO_SOURCES]))
    if sights and warned_before:
        lines.append(Point(Reason.WARNED_BEFORE, POINTS[Reason.WARNED_BEFORE]))
    if sights and defrauded_before:
        lines.append(Point(Reason.DEFRAUDED_BEFORE, POINTS[Reason.DEFRAUDED_BEFORE]))
    return min(FULL_SCORE, _sum(lines)), tuple(lines)


def _sources(sights: Sequence[Sight]) -> int:
    """How many sources surely differ: one that was not told apart may be any other from above."""
    told = {sight.source for sight in sights}
    if told & FROM_ABOVE > {SignalSource.UNDIVIDED}:
        told -= {SignalSource.UNDIVIDED}
    return len(told)


def urgent(sights: Iterable[Sight], *, at: datetime) -> bool:
    """Whether money is about to move or the fraudster is on the line (急). Apart from the grade."""
    return any(sight.under_way or at - _ended(sight) <= _fresh(sight) for sight in sights)


def _fresh(sight: Sight) -> timedelta:
    if sight.kind is SignalKind.TRADE:
        return URGENT_TRADE
    long_call = sight.kind is SignalKind.CALL and sight.seconds >= LONG_CALL.total_seconds()
    return URGENT_CALL if long_call else timedelta.min


def _ended(sight: Sight) -> datetime:
    return sight.seen_at + timedelta(seconds=sight.seconds)


def _of_one(sight: Sight) -> list[Point]:
    reasons = [Reason(sight.kind.value), *_more(sight)]
    if sight.severity >= SEVERE:
        reasons.append(Reason.MOST_SEVERE if sight.severity >= MOST_SEVERE else Reason.SEVERE)
    share = 1 if sight.confidence >= HALF_SURE else 2  # what is more likely wrong counts half
    return [Point(reason, POINTS[reason] // share) for reason in reasons]


def _more(sight: Sight) -> list[Reason]:
    found = {
        SignalKind.CALL: _length(sight),
        SignalKind.LINK: Reason.LINK_AGAIN if sight.times >= OFTEN else None,
        SignalKind.TRADE: Reason.BIG_TRADE if sight.amount_fen >= BIG_TRADE_FEN else None,
    }.get(sight.kind)
    return [found] if found else []


def _length(sight: Sight) -> Reason | None:
    if sight.seconds >= VERY_LONG_CALL.total_seconds():
        return Reason.VERY_LONG_CALL
    return Reason.LONG_CALL if sight.seconds >= LONG_CALL.total_seconds() else None


STORY: tuple[tuple[SignalKind, Reason], ...] = (
    (SignalKind.CALL, Reason.CALL),
    (SignalKind.LINK, Reason.THEN_LINK),
    (SignalKind.APP, Reason.THEN_APP),
    (SignalKind.TRADE, Reason.THEN_TRADE),
)
"""Call, then link, then app, then transfer: the way a fraud goes on."""


def _of_order(sights: Sequence[Sight]) -> list[Reason]:
    found = []
    for step, (kind, reason) in enumerate(STORY):
        earlier = {before for before, _reason in STORY[:step]}
        if any(
            timedelta(0) < later.seen_at - sight.seen_at <= CHAIN_WITHIN
            for later in sights
            if later.kind is kind
            for sight in sights
            if sight.kind in earlier
        ):
            found.append(reason)
    return found


def _sum(points: Iterable[Point]) -> int:
    return sum(point.points for point in points)
