"""Hits and the place in their source move together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators.models import Hit
from zhisun.domains.indicators.selectors import hits_of, place_of
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.domains.indicators.services.watch import NewHit, store_hits
from zhisun.domains.outbox.models import Event
from zhisun.kernel.errors import StateConflict

pytestmark = pytest.mark.django_db(transaction=True)


def a_hit(event_id: str = "e1", **changes: Any) -> NewHit:
    entry = NewIndicator(
        kind="domain", value="evil.example", fraud_type="刷单返利", severity=4, source="test"
    )
    key = add(entry, by=KEEPER, at=AT)
    hit = NewHit(
        event_id=event_id,
        event_time=AT,
        subject="s",
        kind="dns",
        value="www.evil.example",
        indicator=key,
    )
    return replace(hit, **changes)


def test_the_same_event_is_no_second_hit_from_whatever_source() -> None:
    hit = a_hit()
    assert store_hits("a", [hit, hit], before=None, after=1, by=KEEPER, at=AT) == 1
    assert store_hits("b", [hit], before=None, after=1, by=KEEPER, at=AT) == 0
    assert hits_of("e1") == ["evil.example"]


def test_two_sources_that_number_alike_hide_none_of_each_others_hits() -> None:
    first = a_hit(subject="13700001111")
    other = replace(first, subject="13700002222")
    later = replace(first, event_time=AT + timedelta(seconds=1))
    assert store_hits("a", [first], before=None, after=1, by=KEEPER, at=AT) == 1
    assert store_hits("b", [other, first, later], before=None, after=1, by=KEEPER, at=AT) == 2
    assert store_hits("c", [first, other, later], before=None, after=1, by=KEEPER, at=AT) == 0
    told = Hit.objects.order_by("subject", "event_time").values_list("subject", "event_time")
    assert list(told) == [
        (first.subject, first.event_time),
        (later.subject, later.event_time),
        (other.subject, other.event_time),
    ]
    assert Event.objects.filter(name="indicators.hit").count() == 3


def test_a_second_watch_on_a_source_stores_nothing() -> None:
    store_hits("a", [], before=None, after={"rows": 5}, by=KEEPER, at=AT)
    with pytest.raises(StateConflict, match="watch_moved"):
        store_hits("a", [a_hit()], before=None, after={"rows": 9}, by=KEEPER, at=AT)
    assert (place_of("a"), Hit.objects.count()) == ({"rows": 5}, 0)
