"""Indicators added and expired in place answer as if the base had been built with them."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
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


def seen(matcher: Matcher, happened: list[tuple[str, str]]) -> list[tuple[object, ...]]:
    """All hits whole, in an order that does not depend on the numbers of rows."""
    hits, _rejects = matcher.screen(events(happened))
    return sorted(tuple(row.values()) for row in hits.to_pylist())


changed = st.tuples(st.lists(st.integers(0, 11), max_size=6), rows)


@settings(max_examples=150)
@given(rows, st.lists(changed, max_size=4), happenings)
def test_changed_step_by_step_is_as_built_anew(
    base: list[Row], steps: list[tuple[list[int], list[Row]]], happened: list[tuple[str, str]]
) -> None:
    """Rows go, come back under their id as they were or as others, and go again."""
    standing = {f"I{n}": row for n, row in enumerate(row for row in base if lasting(row))}
    matcher = Matcher(build(told_apart(standing)).base)
    for gone, come in steps:
        told_gone = [f"I{number}" for number in gone]
        fresh = {
            f"I{(number * 5) % 13}": row for number, row in enumerate(r for r in come if lasting(r))
        }
        matcher.change([*told_gone, *fresh], told_apart(fresh))
        standing = {key: row for key, row in standing.items() if key not in told_gone} | fresh
        again = Matcher(build(told_apart(standing)).base)
        assert seen(matcher, happened) == seen(again, happened)


def told_apart(standing: dict[str, Row]) -> pa.Table:
    """A table of indicators with these ids."""
    return indicators([row | {"indicator_id": key} for key, row in standing.items()])


def test_what_was_added_and_has_ended_does_not_come_back_with_the_next_addition() -> None:
    matcher = Matcher(build(indicators(named("domain", "old.com"))).base)
    matcher.add(indicators(named("domain", "old.com", "brief.com", "gone.com")).slice(1))
    matcher.expire(matcher.rows(IndicatorKind.DOMAIN, "brief.com"), NOON)
    matcher.change(["I2"], indicators([]))
    matcher.add(indicators(named("domain", "a", "b", "c", "more.com")).slice(3))
    asked = [("dns", "brief.com"), ("dns", "gone.com"), ("dns", "more.com"), ("dns", "old.com")]
    assert told(matcher, asked) == [[], [], [3], [0]]


def test_a_removed_indicator_hits_no_event_of_any_time() -> None:
    matcher = Matcher(build(indicators(named("domain", "evil.com", "b.com"))).base)
    matcher.change(["I0", "unknown"], indicators([]))
    long_ago = NOON.replace(year=1969)
    hits, _rejects = matcher.screen(events([("dns", "evil.com"), ("dns", "b.com")], long_ago))
    assert hits["indicator_value"].to_pylist() == ["b.com"]
