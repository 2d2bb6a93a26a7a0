"""Traffic, kills, rest, reckoning: what a platform goes through in `zhisun bench kills`."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from django.db import connections

from zhisun.site import sample_city
from zhisun.site.measuring import processes
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.processes import INSTITUTION, POSTGRES, TCP, WEB, WEB_WORKER, WORKER
from zhisun.site.measuring.reckoning import Books, Check, reckon, rest
from zhisun.site.measuring.traffic import Traffic

WEIGHTS = {INSTITUTION: 40, WEB_WORKER: 18, WORKER: 18, TCP: 14, WEB: 7, POSTGRES: 3}
"""How often each part is hit, out of 100."""
FIRST_ORDERS = 5
"""So many orders are approved before the first kill: traffic is flowing."""
IDLE_S, LOOK_S = 1.5, 0.05
"""Longest time between two kills when nothing moves; how often it is looked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How hard it gets. pause_s: shortest and longest time between two kills."""

    kills: int
    seed: int
    pause_s: tuple[float, float]
    call_every_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened. rest_s: from the end of the traffic until nothing was under way any more."""

    kills: Mapping[str, int]
    kills_s: float
    rest_s: float
    at_rest: bool
    calls: int
    approved: int
    drafts_left: int
    refused: Mapping[str, int]
    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        """Whether every check passed and everything came to rest."""
        return self.at_rest and all(check.well for check in self.checks)


def endure(ground: Ground, plan: Plan, *, hit: Callable[[], None]) -> Outcome:
    """Run the plan; `hit` is called after each kill."""
    token = sample_city.call_push_token(datetime.now(UTC))
    traffic = Traffic(ground, token, plan.seed, plan.call_every_s)
    traffic.start()
    traffic.await_orders(FIRST_ORDERS)
    began = time.monotonic()
    kills = _kill(ground, plan, traffic, hit=hit)
    kills_s = time.monotonic() - began
    traffic.stop()
    books = Books(ground.institutions, ground.codes)
    rest_s = rest(books)
    connections.close_all()  # what this thread opened before the kills is dead
    checks = reckon(traffic, books)
    return Outcome(
        kills=kills,
        kills_s=kills_s,
        rest_s=rest_s or 0.0,
        at_rest=rest_s is not None,
        calls=traffic.calls,
        approved=len(traffic.approved),
        drafts_left=traffic.drafts_left(),
        refused=Counter(traffic.refused.values()),
        checks=tuple(checks),
    )


def _kill(ground: Ground, plan: Plan, traffic: Traffic, *, hit: Callable[[], None]) -> Counter[str]:
    """Kill as planned, and always into work: something must have moved since the last kill.

    The same seed chooses the same parts as long as all of them live.
    """
    chance = Random(plan.seed)  # noqa: S311 it draws victims, no secrets
    kills: Counter[str] = Counter()
    while kills.total() < plan.kills:
        before, began = traffic.done, time.monotonic()
        time.sleep(chance.uniform(*plan.pause_s))
        while traffic.done == before and time.monotonic() < began + IDLE_S:
            time.sleep(LOOK_S)
        living = processes.living(ground.home, ground.keeper_pid)
        if not living:
            continue
        weights = [WEIGHTS[part] for part in living]
        (part,) = chance.choices(list(living), weights)
        victim = chance.choice(living[part])
        processes.kill(victim, with_children=part == POSTGRES)
        kills[part] += 1
        hit()
    return kills
