"""Indicators added and expired in place answer as if the base had been built with them."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.screening.dicts import Dicts
from tests.engines.screening.test_agrees_with_dicts import lasting, told
from tests.engines.screening.universes import NOON, Row, events, happenings, indicators, named, rows
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher
from zhisun.engines.screening.terms import IndicatorKind
from zhisun.kernel.errors import EngineInputError


@settings(max_examples=150)
@given(rows, rows, rows, happenings)
def test_added_in_two_steps_is_as_built_at_once(
    base: list[Row], first: list[Row], second: list[Row], happened: list[tuple[str, str]]
) -> None:
    parts = [[row for row in part if lasting(row)] for part in (base, first, second)]
    every = [row for part in parts for row in part]
    numbered = indicators(every)
    ends = np.cumsum([len(part) for part in parts]).tolist()
    matcher = Matcher(build(numbered.slice(0, ends[0])).base)
    matcher.add(numbered.slice(ends[0], ends[1] - ends[0]))
    matcher.add(numbered.slice(ends[1]))
    slow = Dicts(every)
    assert told(matcher, happened) == [slow.hits(kind, value, NOON) for kind, value in happened]


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), st.integers(5, 40))
def test_a_heavy_parent_that_becomes_an_indicator_hits_everything_below(
    labels: list[str], count: int
) -> None:
    parent = ".".join([*labels, "web", "app"])
    below = [f"n{number}.{parent}" for number in range(count)]
    matcher = Matcher(build(indicators(named("domain", *below))).base)
    assert told(matcher, [("dns", f"other.{parent}")]) == [[]]
    more = indicators([*named("domain", *below), *named("domain", parent)]).slice(count)
    matcher.add(more)
    happened = [("dns", f"other.{parent}"), ("dns", below[0]), ("dns", parent)]
    assert told(matcher, happened) == [[count], [0, count], [count]]


def test_an_expired_indicator_hits_until_its_instant_and_no_longer() -> None:
    matcher = Matcher(build(indicators(named("domain", "evil.com", "evil.com", "b.com"))).base)
    moment = NOON + timedelta(microseconds=1)
    matcher.expire(matcher.rows(IndicatorKind.DOMAIN, "EVIL.com."), moment)
    asked = [("dns", "a.evil.com"), ("dns", "b.com")]
    assert told(matcher, asked) == [[0, 1], [2]]
    hits, _rejects = matcher.screen(events(asked, moment))
    assert hits["indicator_value"].to_pylist() == ["b.com"]


def test_a_running_batch_keeps_the_base_it_began_with() -> None:
    matcher = Matcher(build(indicators(named("domain", "old.com"))).base)
    began = matcher.standing
    matcher.replace(build(indicators(named("domain", "new.com"))).base)
    assert began.leaves[0].forms.to_pylist() == ["old.com"]
    assert told(matcher, [("dns", "old.com"), ("dns", "new.com")]) == [[], [0]]


def test_a_base_that_is_full_says_so_and_stays_as_it_was() -> None:
    matcher = Matcher(build(indicators(named("domain", "old.com"))).base)
    many = indicators(named("domain", *(f"n{number}.com" for number in range(4000))))
    with pytest.raises(EngineInputError, match="base_full"):
        matcher.add(many)
    assert told(matcher, [("dns", "old.com"), ("dns", "n1.com")]) == [[0], []]
