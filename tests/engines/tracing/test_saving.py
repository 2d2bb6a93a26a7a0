"""What stops and queries are expected to save, against chance played out."""

import numpy as np
import pytest

from zhisun.engines.tracing.dwelling import STEPS, Dwelling
from zhisun.engines.tracing.saving import (
    ANSWERED_WITHIN,
    Answering,
    answering,
    found_later,
    still_there,
)

MEMORYLESS = Dwelling(rates=(1 / 400,) * (len(STEPS) - 1), exits=0.3)


def test_a_later_order_finds_less() -> None:
    found = [still_there(Dwelling(), 60, (wait,)) for wait in (0, 60, 600, 6_000)]
    assert found == sorted(found, reverse=True)
    assert found[0] == Dwelling().stays(60)


@pytest.mark.parametrize(("age", "wait"), [(0, 120), (300, 60), (600, 0), (1800, 300)])
def test_what_a_query_lets_stop_agrees_with_chance_played_out(age: int, wait: int) -> None:
    dice = np.random.default_rng(age + wait)
    known_at = np.full(40_000, float(age + wait))  # the answer: since the arrival
    there = np.ones(known_at.size, dtype=np.bool_)  # not yet out of reach
    saved = np.zeros(known_at.size, dtype=np.bool_)
    age_here = known_at
    for step in range(5):
        left_after = dice.exponential(400, known_at.size)
        gone = there & (left_after < age_here + (wait if step else 0))
        if step:
            saved |= there & ~gone  # the order on this account finds it
        there = gone & (dice.random(known_at.size) >= MEMORYLESS.exits)
        # by the next answer it has lain where it went since it left
        age_here = age_here + (wait if step else 0) - left_after
    ours = found_later(MEMORYLESS, age, (wait,))
    assert ours == pytest.approx(saved.mean(), abs=0.03)


def test_what_a_stop_and_a_query_save_is_never_more_than_there_is() -> None:
    for age in (0, 30, 200, 1_000, 9_000):
        for waits in ((0.0,), (30.0, 600.0), Answering().waits()):
            both = still_there(Dwelling(), age, waits) + found_later(Dwelling(), age, waits)
            assert 0 < both <= 1


def test_an_institution_nobody_knows_is_as_the_prior_says() -> None:
    assert Answering().usual("102") == pytest.approx(ANSWERED_WITHIN)


def test_answers_outweigh_the_prior() -> None:
    found = answering({"slow": [1_800.0] * 200, "once": [1_800.0], "never": []})
    assert found.usual("slow") == pytest.approx(1_800, rel=0.1)
    assert ANSWERED_WITHIN < found.usual("once") < 300
    assert found.usual("never") == pytest.approx(ANSWERED_WITHIN)
    assert max(found.waits("slow")) < 4_000
