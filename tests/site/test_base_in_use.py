"""A base kept up in place answers as one made anew, and processes share what one has written."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators import tables
from zhisun.domains.indicators.models import Indicator
from zhisun.domains.indicators.services.keep import NewIndicator, add, import_rows, retract
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.site import base_in_use
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.event_cells import table

pytestmark = pytest.mark.django_db(transaction=True)
Make = Callable[[str], BaseInUse]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A base in use with a file of its own name."""
    return lambda name: BaseInUse(tmp_path / name, b"key")


def an_indicator(value: str, **changes: object) -> NewIndicator:
    facts = {"kind": "domain", "fraud_type": "刷单返利", "severity": 4, "source": "test"}
    return NewIndicator(**facts | {"value": value} | changes)  # type: ignore[arg-type]


def looked(base: BaseInUse) -> BaseInUse:
    """The base after its next look."""
    base.looked -= 60
    base.refresh()
    return base


def hits(base: BaseInUse, *values: str) -> list[tuple[str, str]]:
    """Value and id of every hit."""
    moment = (AT + timedelta(days=1)).isoformat()
    rows = [
        {"event_id": str(n), "event_time": moment, "kind": "dns", "value": value}
        for n, value in enumerate(values)
    ]
    found, _rejects = base.matcher.screen(table(rows)[0])
    return sorted((row["value"], row["indicator_id"]) for row in found.to_pylist())


def test_after_any_changes_it_hits_what_a_base_made_anew_hits(make: Make) -> None:
    chance = random.Random(5)  # noqa: S311 no secret
    names = [f"n{number}.example" for number in range(12)]
    import_rows((an_indicator(name) for name in names[:6]), by=KEEPER, at=AT)
    base = make("kept")
    asked = [f"www.{name}" for name in names]
    for step in range(15):
        at = AT + timedelta(minutes=step)
        if chance.random() < 0.4:
            standing = Indicator.objects.filter(state=IndicatorState.STANDING)
            if (key := standing.order_by("?").values_list("pk", flat=True).first()) is not None:
                retract(key, "误报", by=KEEPER, at=at)
        else:
            source = chance.choice(["a", "b"])
            add(an_indicator(chance.choice(names), source=source), by=KEEPER, at=at)
        looked(base)
        assert hits(base, *asked) == hits(make(f"anew-{step}"), *asked)
    assert base.changed > 0, "it was made anew instead of changed"


def test_past_a_share_of_changes_it_is_made_anew(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_in_use, "FEW", 3)
    add(an_indicator("old.example"), by=KEEPER, at=AT)
    base = make("kept")
    import_rows((an_indicator(f"n{n}.example") for n in range(3)), by=KEEPER, at=AT)
    assert len(hits(looked(base), "old.example", "n2.example")) == 2
    assert (base.changed, len(base.matcher.standing.leaves)) == (3, 2)
    add(an_indicator("new.example"), by=KEEPER, at=AT)
    assert len(hits(looked(base), "old.example", "n2.example", "new.example")) == 3
    assert (base.changed, len(base.matcher.standing.leaves)) == (0, 1)


def test_a_second_process_maps_the_file_and_takes_over_what_came_since(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(an_indicator("old.example"), by=KEEPER, at=AT)
    make("shared")
    gone = add(an_indicator("gone.example"), by=KEEPER, at=AT)
    retract(gone, "误报", by=KEEPER, at=AT)
    add(an_indicator("new.example"), by=KEEPER, at=AT)
    monkeypatch.setattr(BaseInUse, "_built", None)  # building would be an error now
    second = make("shared")
    found = hits(second, "old.example", "gone.example", "new.example")
    assert [value for value, _key in found] == ["new.example", "old.example"]


def test_the_file_of_another_database_is_not_believed(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(an_indicator("theirs.example"), by=KEEPER, at=AT)
    with monkeypatch.context() as other:
        other.setattr(tables, "database_identity", lambda: "another")
        make("shared")
    Indicator.objects.all().delete()
    add(an_indicator("ours.example"), by=KEEPER, at=AT)
    found = hits(make("shared"), "theirs.example", "ours.example")
    assert [value for value, _key in found] == ["ours.example"]


def test_one_thread_at_a_time_and_the_others_do_not_wait_long(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base_in_use, "PATIENCE_S", 0.01)
    base = make("kept")
    with base.guard, pytest.raises(Exception, match="base_under_way"):
        looked(base)
