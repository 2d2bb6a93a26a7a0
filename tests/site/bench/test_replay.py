"""The replay, small: the events and the reckoning of `zhisun bench replay`, without its kills.

The kills are those of tests/site/test_watch_kills.py; the full run stands in docs/screening.md.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from tests.builders.city import a_city
from zhisun.domains.indicators.models import Hit
from zhisun.domains.outbox.services import dispatch
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.measuring.replay import counted, enter, reckoned
from zhisun.site.measuring.replay_events import SPAN, Expected, Size, Traffic
from zhisun.site.watch_sources import Folder
from zhisun.site.watching import watch
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db(transaction=True)
SIZE = Size(events=20_000, files=2, hits=24, victims=6, indicators=500, seed=1)


def test_replayed_twice_nobody_has_a_second_dispatch(tmp_path: Path) -> None:
    a_city()
    traffic = Traffic(SIZE, datetime.now(UTC) - SPAN)
    keys = enter(traffic)
    expected: Expected = set()
    counts = []
    for passage in ("1", "2"):
        folder = Folder(tmp_path / passage, text_of)
        for number in range(SIZE.files):
            expected |= traffic.write(number, folder.folder / f"{number}.parquet")
        watch(BaseInUse(tmp_path / "base.zix", b"key"), [folder], once=True)
        while dispatch(reactions(), at=timezone.now()):
            pass
        counts.append(counted())
    checks = reckoned(expected, keys, counts)
    assert {check.name: check.faults for check in checks if not check.well} == {}
    assert counts[0]["hits"] >= SIZE.hits > counts[0]["dispatches"] > 0


def test_the_reckoning_sees_what_is_lost_and_what_is_invented() -> None:
    empty = dict.fromkeys(counted(), 0)
    missing = reckoned({("e1", "evil.example")}, {"evil.example": 7}, [empty, empty])
    assert [check.name for check in missing if not check.well] == ["没有漏掉的命中"]
    more = empty | {"hits": 1}
    twice = reckoned(set(), {}, [empty, more])
    assert {check.name for check in twice if not check.well} == {
        "每次命中一条预警信号",
        "重放一遍什么都不增加",
    }
    assert not Hit.objects.exists()
