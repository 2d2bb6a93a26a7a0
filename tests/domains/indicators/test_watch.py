"""Hits and the place in their source move together."""

import pytest

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators.models import Hit
from zhisun.domains.indicators.selectors import hits_of, place_of
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.domains.indicators.services.watch import NewHit, store_hits
from zhisun.kernel.errors import StateConflict

pytestmark = pytest.mark.django_db(transaction=True)


def a_hit(event_id: str = "e1") -> NewHit:
    entry = NewIndicator(
        kind="domain", value="evil.example", fraud_type="刷单返利", severity=4, source="test"
    )
    key = add(entry, by=KEEPER, at=AT)
    return NewHit(
        event_id=event_id,
        event_time=AT,
        subject="s",
        kind="dns",
        value="www.evil.example",
        indicator=key,
    )


def test_the_same_event_is_no_second_hit_from_whatever_source() -> None:
    hit = a_hit()
    assert store_hits("a", [hit, hit], before=None, after=1, by=KEEPER, at=AT) == 1
    assert store_hits("b", [hit], before=None, after=1, by=KEEPER, at=AT) == 0
    assert hits_of("e1") == ["evil.example"]


def test_a_second_watch_on_a_source_stores_nothing() -> None:
    store_hits("a", [], before=None, after={"rows": 5}, by=KEEPER, at=AT)
    with pytest.raises(StateConflict, match="watch_moved"):
        store_hits("a", [a_hit()], before=None, after={"rows": 9}, by=KEEPER, at=AT)
    assert (place_of("a"), Hit.objects.count()) == ({"rows": 5}, 0)
