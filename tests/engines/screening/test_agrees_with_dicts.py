"""Nothing missed, nothing false: the engine beside plain dicts."""

from datetime import datetime

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.screening.dicts import Dicts
from tests.engines.screening.universes import (
    NOON,
    Row,
    events,
    happenings,
    hosts,
    indicators,
    names,
    rows,
)
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher


def lasting(row: Row) -> bool:
    since, until = row.get("valid_from"), row.get("valid_to")
    return not (isinstance(since, datetime) and isinstance(until, datetime) and since >= until)


def told(matcher: Matcher, happened: list[tuple[str, str]]) -> list[list[int]]:
    """Numbers of the indicators that hit, for each event."""
    hits, _rejects = matcher.screen(events(happened))
    found: list[list[int]] = [[] for _event in happened]
    for hit in hits.to_pylist():
        found[int(hit["event_id"])].append(int(hit["indicator_id"].removeprefix("I")))
    return found


@settings(max_examples=400)
@given(rows, happenings)
def test_every_kind_of_event_hits_what_the_dicts_hit_in_their_order(
    base: list[Row], happened: list[tuple[str, str]]
) -> None:
    base = [row for row in base if lasting(row)]
    matcher = Matcher(build(indicators(base)).base)
    slow = Dicts(base)
    assert told(matcher, happened) == [slow.hits(kind, value, NOON) for kind, value in happened]


@settings(max_examples=150)
@given(st.lists(names, min_size=30, max_size=200), st.lists(hosts, max_size=100), st.booleans())
def test_heavy_parents_change_nothing(base: list[str], asked: list[str], popular: bool) -> None:  # noqa: FBT001 hypothesis gives it
    own = [{"kind": "domain", "value": name} for name in base]
    hosts_asked = pa.array([name for name in asked if name.isascii() and name], pa.string())
    built = build(indicators(own), popular=hosts_asked if popular else None)
    happened = [("dns", name) for name in (*asked, *base, *(f"x.{name}" for name in base))]
    slow = Dicts([dict(row) for row in own])
    assert told(Matcher(built.base), happened) == [
        slow.hits("dns", value, NOON) for _kind, value in happened
    ]
