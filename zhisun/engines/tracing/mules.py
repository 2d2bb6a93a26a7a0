"""How much an account looks like a mule's (跑分账户评分): named reasons, each with its figure.

An explicit formula until a centre has labels of its own: every reason gives points up to its
weight, growing evenly between two bounds. It orders work; it is no proof. Source: graph study
§4.9; bounds and weights are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from zhisun.engines.tracing.book import GOT, PAID
from zhisun.engines.tracing.dwelling import CHINA_HOURS, HOURS
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.patterns import Carried, by_account, dwelt, widest

QUICK_SECONDS = 3_600
NIGHT = (23, 6)
DORMANT_DAYS = 30
TEST_FEN, TEST_TIMES = 10_000, 20
"""A test transfer is below this, and one so many times as large follows."""


class Reason(StrEnum):
    """What speaks for a mule."""

    TRACED = "traced"  # 流入多为涉案资金: traced part of all that came
    QUICK = "quick"  # 一小时内转出: part of traced money that left within an hour
    EMPTIED = "emptied"  # 几乎不留余额: part of all inflow that went out again
    CROWD = "crowd"  # 短时多方往来: different counterparties within an hour
    STRANGERS = "strangers"  # 首次往来: part of its payments that went to somebody new
    NIGHT = "night"  # 夜间交易: part between 23 and 6 o'clock
    AWOKEN = "awoken"  # 沉睡后突然启用: days without any transfer before the traced money
    TESTED = "tested"  # 小额试探: a small transfer in before a large one


SCALES = {
    Reason.TRACED: (0.1, 0.8, 25),
    Reason.QUICK: (0.3, 0.95, 25),
    Reason.EMPTIED: (0.8, 0.99, 10),
    Reason.CROWD: (3.0, 10.0, 15),
    Reason.STRANGERS: (0.5, 0.95, 10),
    Reason.NIGHT: (0.2, 0.7, 5),
    Reason.AWOKEN: (DORMANT_DAYS, 3.0 * DORMANT_DAYS, 5),
    Reason.TESTED: (0.0, 1.0, 5),
}
"""No points up to the first figure, all points from the second on: they sum to a hundred."""

TOLD = 3
"""Reasons shown with a score."""


@dataclass(frozen=True, slots=True)
class Mule:
    """One account's score, 0 to 100, and its strongest reasons as (reason, figure, points)."""

    account: int
    score: int
    reasons: tuple[tuple[Reason, float, int], ...]


def mules(ledger: Ledger, moves: Sequence[Carried], as_of: int) -> list[Mule]:
    """Accounts that passed or hold traced money, highest score first.

    moves: what transfers carried, as `patterns.carried` gives it. as_of: second. Accounts that
    only paid, as victims do, and those in which money ends are the caller's to leave out.
    """
    paid, got = by_account(moves)
    positions = np.searchsorted(ledger.codes, sorted(got))
    found = []
    for position, account in zip(positions.tolist(), sorted(got), strict=True):
        figures = _figures(ledger, position, as_of, got[account], paid.get(account, []))
        told = [(reason, figure, points(reason, figure)) for reason, figure in figures.items()]
        told.sort(key=lambda each: -each[2])
        score = sum(each[2] for each in told)
        found.append(Mule(account, score, tuple(each for each in told[:TOLD] if each[2])))
    return sorted(found, key=lambda mule: (-mule.score, mule.account))


def points(reason: Reason, figure: float) -> int:
    """Points of one reason; more of it never gives fewer."""
    low, high, weight = SCALES[reason]
    return round(weight * min(1.0, max(0.0, (figure - low) / (high - low))))


def _figures(
    ledger: Ledger, position: int, as_of: int, into: Sequence[Carried], out: Sequence[Carried]
) -> dict[Reason, float]:
    book = ledger.book
    event = book.event[book.first_event[position] : book.first_event[position + 1]]
    event = event[book.second[event >> 1] <= as_of]
    row, side = event >> 1, event & 1
    fen, second = book.fen[row], book.second[row]
    inflow, outflow = int(fen[side == GOT].sum()), int(fen[side == PAID].sum())
    traced = sum(move.fen for move in into)
    quick = sum(amount for seconds, amount in dwelt(into, out) if seconds <= QUICK_SECONDS)
    hour = (second // 3600 + CHINA_HOURS) % HOURS
    payees = book.payee[row[side == PAID]]
    earlier = second[second < into[0].second]
    apart = int(into[0].second - earlier.max()) / 86_400 if earlier.size else 0.0
    crowd = max(
        widest(out, [move.payee for move in out])[0], widest(into, [move.payer for move in into])[0]
    )
    return {
        Reason.TRACED: traced / inflow,
        Reason.QUICK: quick / traced,
        Reason.EMPTIED: min(1.0, outflow / inflow),
        Reason.CROWD: float(crowd),
        Reason.STRANGERS: np.unique(payees).size / payees.size if payees.size else 0.0,
        Reason.NIGHT: float(((hour >= NIGHT[0]) | (hour < NIGHT[1])).mean()),
        Reason.AWOKEN: apart,
        Reason.TESTED: float(_tested(fen[side == GOT])),
    }


def _tested(came: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> bool:
    """Whether a small transfer came right before one many times as large."""
    small = came[:-1] <= TEST_FEN
    return bool((small & (came[1:] >= TEST_TIMES * came[:-1])).any())
