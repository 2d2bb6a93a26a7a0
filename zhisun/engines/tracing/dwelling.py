"""How long traced money stays in an account (停留时间), learnt from answers, with a prior.

Survival in steps: within one step of time money leaves at one rate. What a centre's statements
show is counted beside what the prior says as if it had been seen so often; an hour of the day in
which money leaves quicker has its factor, learnt the same way. Source: graph study §4.8.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import erfc, exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.book import Int64s
from zhisun.engines.tracing.compiled import kernel
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.walking import Walked

Floats = NDArray[np.float64]

STEPS = (0, 30, 60, 120, 180, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400, 604_800)
"""Seconds at which the rate may change; beyond the last nothing leaves. Ours."""

HOURS = 24
CHINA_HOURS = 8
"""China's clock is this much ahead of UTC; it has one, and no summer time."""

MEDIAN, SPREAD, NEVER = 180.0, 1.3, 0.10
"""The prior: lognormal with this median, a tenth never leaves. Graph study §4.8; SPREAD is ours."""

EXITS = 0.25
"""The prior part of what leaves an account that leaves for cash or a payment firm; ours."""

WEIGHT = 20.0
"""Arrivals that the prior counts for against what was seen; ours."""


ROUNDS = 20
"""Times that rates and hours are told apart in turn; the third digit stands after ten. Ours."""


def _prior(seconds: float) -> float:
    if seconds <= 0:
        return 1.0
    left = 0.5 * erfc(log(seconds / MEDIAN) / (SPREAD * sqrt(2)))
    return NEVER + (1 - NEVER) * left


PRIOR = tuple(log(_prior(begin) / _prior(end)) / (end - begin) for begin, end in pairwise(STEPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwelling:
    """What is known of how long money stays.

    rates: parts a second that leave, by step of STEPS. hours: factor on the rates, by the hour of
    the day in China in which the money came. exits: of what leaves, the part that leaves for cash
    or a payment firm. seen: arrivals it was learnt from; 0 is the prior alone.
    """

    rates: tuple[float, ...] = PRIOR
    hours: tuple[float, ...] = (1.0,) * HOURS
    exits: float = EXITS
    seen: int = 0

    def stays(self, seconds: float, hour: int = MISSING) -> float:
        """The chance that money that came `seconds` ago, in that hour, is still there."""
        gone = 0.0
        for begin, end, rate in zip(STEPS[:-1], STEPS[1:], self.rates, strict=True):
            gone += rate * max(0.0, min(seconds, end) - begin)
        return exp(-gone * (1.0 if hour == MISSING else self.hours[hour]))

    def leaves(self, seconds: float, within: float, hour: int = MISSING) -> float:
        """The chance that money there after `seconds` leaves in the next `within` seconds."""
        seconds = max(0.0, seconds)
        return 1 - self.stays(seconds + within, hour) / self.stays(seconds, hour)


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays of traced money, one row a piece. Arrays of one length.

    seconds: how long it stayed, or has stayed so far where `left` is 0. hour: of the arrival, in
    China. weight: the part of its arrival that the piece is. exit: 1 where it left for cash or a
    payment firm.
    """

    seconds: Int64s
    left: Int64s
    hour: Int64s
    weight: Floats
    exit: Int64s

    def __len__(self) -> int:
        return self.seconds.size


def joined(parts: "list[Stays]") -> Stays:
    """Stays of several walks."""
    if not parts:
        empty = np.empty(0, np.int64)
        return Stays(empty, empty, empty, np.empty(0), empty)
    return Stays(
        np.concatenate([part.seconds for part in parts]),
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.hour for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.exit for part in parts]),
    )


def stays_of(ledger: Ledger, folk: Folk, found: Walked, as_of: int) -> Stays:
    """What a walk by LIFO saw of accounts whose statements tell: how long money stayed in them.

    An account is seen as far as its statement reaches, and not where money ends. The last money
    in leaves first, as in the walk. as_of: second of the walk.
    """
    book, slots = ledger.book, found.slots
    told = np.full(ledger.codes.size, MISSING, dtype=np.int64)
    own = slots[:, scene.END] == scene.NO_END
    told[slots[own, scene.ACCOUNT]] = np.minimum(folk.covered[slots[own, scene.ACCOUNT]], as_of)
    edges = found.edges[np.argsort(found.edges[:, scene.EDGE_ROW], kind="stable")]
    row = edges[:, scene.EDGE_ROW]
    ended = (folk.end != scene.NO_END).astype(np.int64)
    sides = np.column_stack([book.payer[row], book.payee[row]]).astype(np.int64)
    facts = np.column_stack([edges[:, scene.EDGE_FEN], book.second[row]])
    pieces = np.empty((4 * len(edges) + 1, 5), dtype=np.int64)
    count = _matched(sides, facts, told, ended, pieces)
    seconds, left, came, weight, out = pieces[:count].T
    hour = (came // 3600 + CHINA_HOURS) % HOURS
    return Stays(seconds.copy(), left.copy(), hour, weight / 1e6, out.copy())


@kernel
def _matched(sides: Int64s, facts: Int64s, told: Int64s, ended: Int64s, pieces: Int64s) -> int:
    """Pair what left with what came last, account by account; the number of pieces.

    pieces: seconds, left, second it came, weight in millionths, exit. Every edge makes a lot and
    splits at most one more, so that there are never more than two pieces an edge.
    """
    lots = sides.shape[0]
    top = np.full(told.size, -1)  # the newest lot of each account
    below = np.empty(lots, dtype=np.int64)
    rest = np.empty(lots, dtype=np.int64)
    count = 0
    for i in range(lots):
        payer, payee = sides[i, 0], sides[i, 1]
        fen, second = facts[i, 0], facts[i, 1]
        while fen > 0 and top[payer] >= 0:
            lot = top[payer]
            taken = min(fen, rest[lot])
            fen -= taken
            rest[lot] -= taken
            came = facts[lot, 1]
            if second <= told[payer]:
                pieces[count, 0], pieces[count, 1], pieces[count, 2] = second - came, 1, came
                pieces[count, 3] = max(1, 1_000_000 * taken // facts[lot, 0])
                pieces[count, 4] = ended[payee]
                count += 1
            if rest[lot] == 0:
                top[payer] = below[lot]
        rest[i] = facts[i, 0]
        below[i] = top[payee]
        top[payee] = i
    for i in range(lots):
        reach = told[sides[i, 1]]
        if rest[i] > 0 and reach >= facts[i, 1]:
            pieces[count, 0], pieces[count, 1] = reach - facts[i, 1], 0
            pieces[count, 2], pieces[count, 4] = facts[i, 1], 0
            pieces[count, 3] = max(1, 1_000_000 * rest[i] // facts[i, 0])
            count += 1
    return count


def learnt(stays: Stays, weight: float = WEIGHT) -> Dwelling:
    """The prior corrected by what was seen: rates, hours and exits each as a Gamma or Beta mean.

    weight: arrivals the prior counts for.
    """
    begins, ends = (np.array(part, dtype=np.float64) for part in (STEPS[:-1], STEPS[1:]))
    inside = np.clip(stays.seconds[:, None].astype(np.float64) - begins, 0, ends - begins)
    step = np.clip(np.searchsorted(STEPS, stays.seconds, side="right") - 1, 0, begins.size - 1)
    gone = stays.left * stays.weight
    left = np.bincount(step, gone, minlength=begins.size)
    left_by_hour = np.bincount(stays.hour, gone, minlength=HOURS)
    reached = np.array([_prior(begin) for begin in STEPS])
    expected = weight * (reached[:-1] - reached[1:])  # of so many arrivals, leaving in each step
    rates, hours = np.array(PRIOR), np.ones(HOURS)
    for _ in range(ROUNDS):
        exposed = (stays.weight * hours[stays.hour]) @ inside
        rates = (expected + left) / (expected / np.array(PRIOR) + exposed)
        due = np.bincount(stays.hour, stays.weight * (inside @ rates), minlength=HOURS)
        hours = (weight + left_by_hour) / (weight + due)
    out = (weight * EXITS + (gone * stays.exit).sum()) / (weight + gone.sum())
    return Dwelling(
        rates=tuple(rates.tolist()),
        hours=tuple(hours.tolist()),
        exits=float(out),
        seen=round(float(stays.weight.sum())),
    )
