"""The score: explained, a function of what was seen, never lowered by more."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT
from zhisun.domains.dissuasion.policy.score import Sight, score, urgent
from zhisun.domains.dissuasion.terms import POINTS, Reason, SignalKind, SignalSource

SIGHTS = st.builds(
    Sight,
    kind=st.sampled_from(SignalKind),
    source=st.sampled_from(SignalSource),
    seen_at=st.integers(0, 10_000).map(lambda minutes: AT - timedelta(minutes=minutes)),
    severity=st.integers(1, 5),
    confidence=st.integers(0, 100),
    seconds=st.integers(0, 3600),
    times=st.integers(1, 9),
    amount_fen=st.integers(0, 10_000_000),
    under_way=st.booleans(),
)


def sight(kind: SignalKind, minutes_ago: int = 60, **facts: object) -> Sight:
    given_: dict[str, object] = {"source": SignalSource.PROVINCE} | facts
    return Sight(kind=kind, seen_at=AT - timedelta(minutes=minutes_ago), **given_)  # type: ignore[arg-type]  # a test names its facts


@given(st.lists(SIGHTS, max_size=6), SIGHTS)
def test_one_more_sighting_never_lowers_the_score_nor_the_urgency(
    seen: list[Sight], more: Sight
) -> None:
    assert score([*seen, more])[0] >= score(seen)[0]
    assert urgent([*seen, more], at=AT) >= urgent(seen, at=AT)


@given(st.lists(SIGHTS, min_size=2, max_size=4))
def test_the_order_of_arrival_changes_nothing(seen: list[Sight]) -> None:
    assert len({score(order) for order in map(list, permutations(seen))}) == 1


@given(st.lists(SIGHTS, max_size=8), st.booleans(), st.booleans())
def test_the_lines_explain_the_sum(seen: list[Sight], before: bool, defrauded: bool) -> None:  # noqa: FBT001 hypothesis gives them by place
    total, lines = score(seen, warned_before=before, defrauded_before=defrauded)
    assert total == min(100, sum(line.points for line in lines))
    assert len({line.reason for line in lines if line.reason in STORY_BONUS}) <= len(STORY_BONUS)


STORY_BONUS = {Reason.THEN_LINK, Reason.THEN_APP, Reason.THEN_TRADE}


def test_call_then_link_then_app_then_transfer_is_the_highest_there_is() -> None:
    story = [
        sight(SignalKind.CALL, 60, seconds=700),
        sight(SignalKind.LINK, 40),
        sight(SignalKind.APP, 20),
        sight(SignalKind.TRADE, 5, amount_fen=2_000_000),
    ]
    told = {line.reason for line in score(story)[1]}
    assert told >= STORY_BONUS | {Reason.VERY_LONG_CALL, Reason.BIG_TRADE}
    assert score(story)[0] == 100
    backwards = [sight(kind, ago) for kind, ago in ((SignalKind.CALL, 5), (SignalKind.LINK, 60))]
    assert {line.reason for line in score(backwards)[1]} & STORY_BONUS == set()


def test_what_is_less_than_half_sure_counts_half() -> None:
    sure, unsure = (score([sight(SignalKind.APP, confidence=share)])[0] for share in (50, 49))
    assert (sure, unsure) == (POINTS[Reason.APP], POINTS[Reason.APP] // 2)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (sight(SignalKind.TRADE, 30), True),
        (sight(SignalKind.TRADE, 31), False),
        (sight(SignalKind.CALL, 13, seconds=180), True),
        (sight(SignalKind.CALL, 14, seconds=180), False),
        (sight(SignalKind.CALL, 1, seconds=30), False),
        (sight(SignalKind.LINK, 0), False),
        (sight(SignalKind.TOLD, 500, under_way=True), True),
    ],
)
def test_urgent_is_what_is_happening_now(seen: Sight, expected: bool) -> None:  # noqa: FBT001 pytest gives it by name
    assert urgent([seen], at=AT) is expected


def test_every_reason_has_its_points() -> None:
    assert set(POINTS) == set(Reason)
    assert all(points > 0 for points in POINTS.values())
