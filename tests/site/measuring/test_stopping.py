"""The game: rules of play that hold whoever plays."""

import pytest

from zhisun.engines.tracing.ledger import build
from zhisun.site.measuring.laundering import world
from zhisun.site.measuring.stopping import BY_AMOUNT, BY_VALUE, Centre, Game

TRUTH = world(30_000, 301)


@pytest.fixture(scope="module")
def centre() -> Centre:
    return Centre(TRUTH, build(TRUTH.transfers))


def test_whoever_stops_all_at_once_saves_all_that_lies(centre: Centre) -> None:
    score = centre.play(TRUTH.cases[:8], Game(width=1_000, seconds=1), BY_AMOUNT)
    assert score.of_ceiling == pytest.approx(1.0, abs=0.01)
    assert score.ceiling <= score.lost


def test_waiting_and_a_narrow_desk_cost_money(centre: Centre) -> None:
    some = TRUTH.cases[:6]
    quick = centre.play(some, Game(), BY_VALUE)
    narrow = centre.play(some, Game(width=1), BY_VALUE)
    late = centre.play(some, Game(minutes=30), BY_VALUE)
    assert quick.saved > max(narrow.saved, late.saved)
    assert quick.of_ceiling > narrow.of_ceiling
    slow = centre.play(some[:2], Game(slow=True), BY_VALUE)
    assert slow.saved < centre.play(some[:2], Game(), BY_VALUE).saved
