"""What a stop and what a query are expected to save (§4.8), in parts of the traced money.

A stop saves what is still there when the order takes effect. A query saves what has left by then
and can still be stopped where it went: once the answer names the next account, an order goes
there, and so on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, log

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.dwelling import Dwelling

ANSWERED_WITHIN, ANSWER_SPREAD, ANSWERS_WEIGHT = 120.0, 1.0, 5.0
"""The prior of an institution's answers: median in seconds, spread of its logarithm, and the
answers it counts for. Ours: a centre's own answers soon outweigh it."""

DEPUTIES = (-1.2816, -0.5244, 0.0, 0.5244, 1.2816)
"""Five equally likely answers stand for all: the middles of fifths of a normal distribution."""

FURTHER, GRID = 4, 30.0
"""Accounts further on that a query is followed to, and seconds between the ages reckoned; ours."""

LONGEST = 7200.0
"""Ages beyond this are reckoned as this one."""


@dataclass(frozen=True, slots=True)
class Answering:
    """How soon institutions act and answer. by_institution: (mean, spread) of log seconds."""

    by_institution: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def waits(self, institution: str = "") -> tuple[float, ...]:
        """Five equally likely waits in seconds."""
        mean, spread = self.by_institution.get(institution, (log(ANSWERED_WITHIN), ANSWER_SPREAD))
        return tuple(exp(mean + spread * deputy) for deputy in DEPUTIES)

    def usual(self, institution: str = "") -> float:
        """The median wait in seconds."""
        return exp(self.by_institution.get(institution, (log(ANSWERED_WITHIN), 0.0))[0])


AT_ONCE: tuple[float, ...] = (0.0,)


def answering(took: Mapping[str, Iterable[float]]) -> Answering:
    """What answers say. took: seconds from order to answer, by institution; those below 1 count 1.

    An order that still waits says least by how long it has waited; leave it out while that is
    short. The prior counts for ANSWERS_WEIGHT answers.
    """
    known = {}
    for institution, answers in took.items():
        logs = [log(max(1.0, each)) for each in answers]
        size = len(logs)
        if not size:
            continue
        prior, mean = log(ANSWERED_WITHIN), sum(logs) / size
        whole = ANSWERS_WEIGHT + size
        apart = sum((each - mean) ** 2 for each in logs)
        apart += ANSWERS_WEIGHT * size / whole * (mean - prior) ** 2
        spread = ((ANSWERS_WEIGHT * ANSWER_SPREAD**2 + apart) / whole) ** 0.5
        known[institution] = ((ANSWERS_WEIGHT * prior + size * mean) / whole, spread)
    return Answering(known)


def still_there(
    dwelling: Dwelling, age: float, waits: tuple[float, ...], hour: int = MISSING
) -> float:
    """The chance that money of this age that nobody has seen since is there when an order acts."""
    return sum(dwelling.stays(age + wait, hour) for wait in waits) / len(waits)


def found_later(dwelling: Dwelling, age: float, waits: tuple[float, ...]) -> float:
    """The part of money of this age that a query lets stop further on; see the module."""
    wait = sum(waits) / len(waits)
    values = _further(dwelling, round(wait))
    return values[min(len(values) - 1, round(min(age, LONGEST) / GRID))]


@lru_cache(maxsize=64)
def _further(dwelling: Dwelling, wait: int) -> tuple[float, ...]:
    """By age on the grid: of money that came to an account, the part saved beyond it.

    What left `u` seconds before the answer has lain for `u` where it went, and is `u + wait` old
    there when the next order acts.
    """
    ages = int(LONGEST / GRID) + 1
    later = [0.0] * ages
    stays = [dwelling.stays(k * GRID) for k in range(2 * ages + int(wait / GRID) + 2)]
    shift = round(wait / GRID)
    for _ in range(FURTHER):
        # what an account further on is worth when it becomes known at this age
        worth = [stays[k + shift] + later[k] for k in range(ages)]
        later = [
            (1 - dwelling.exits)
            * sum(
                (stays[s] - stays[s + 1]) * worth[min(ages - 1, age + shift - s - 1)]
                for s in range(age + shift)
            )
            for age in range(ages)
        ]
    return tuple(later)
