"""The watch: nothing lost, nothing twice, whatever kills it."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders.city import AT, KEEPER
from tests.builders.watches import an_indicator, hits, lines
from zhisun.domains.indicators.selectors import place_of
from zhisun.domains.indicators.services.keep import retract
from zhisun.domains.indicators.services.watch import store_hits
from zhisun.kernel.errors import StateConflict
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.watch_sources import DONE, REFUSED, UNREADABLE, Folder, Topic
from zhisun.site.watching import step, watch

pytestmark = pytest.mark.django_db(transaction=True)


def test_files_are_read_once_and_only_hits_are_kept(tmp_path: Path) -> None:
    an_indicator("evil.example")
    folder = Folder(tmp_path, text_of)
    (tmp_path / "1.jsonl").write_text(lines(range(25)))
    shutil.copy2(tmp_path / "1.jsonl", tmp_path / "again")
    (tmp_path / "2.jsonl").write_text(lines(range(20, 40)) + "broken\n")
    (tmp_path / "3.parquet").write_text("no table")
    watching = BaseInUse(tmp_path / "base.zix", b"key")
    watch(watching, [folder], once=True)
    assert hits() == ["e0", "e10", "e20", "e30"]
    assert not list(tmp_path.glob("*.jsonl"))
    assert not (tmp_path / DONE).exists()
    assert (tmp_path / UNREADABLE / "3.parquet").exists()
    assert "broken" in (tmp_path / REFUSED / "2.jsonl.jsonl").read_text()
    (tmp_path / "again").rename(tmp_path / "1.jsonl")
    watch(watching, [folder], once=True)
    assert len(hits()) == 4


def test_another_file_of_the_same_name_size_and_time_is_read(tmp_path: Path) -> None:
    an_indicator("evil.example")
    watching = BaseInUse(tmp_path / "base.zix", b"key")
    for first in (10, 20, 30):  # all as long, and dated alike
        (tmp_path / "writing").write_text(lines(range(first, first + 10)))
        os.utime(tmp_path / "writing", (1_700_000_000, 1_700_000_000))
        (tmp_path / "writing").rename(tmp_path / "now.jsonl")
        watch(watching, [Folder(tmp_path, text_of)], once=True)
    assert hits() == ["e10", "e20", "e30"]


def test_a_file_whose_end_is_not_stored_stays(tmp_path: Path) -> None:
    an_indicator("evil.example")
    folder = Folder(tmp_path, text_of)
    (tmp_path / "1.jsonl").write_text(lines(range(25)))
    base = BaseInUse(tmp_path / "base.zix", b"key")
    assert step(base, folder)  # its rows; its end is still to be stored
    batch = folder.next(place_of(folder.name))
    assert batch is not None
    assert batch.after["whole"]
    now = place_of(folder.name)
    store_hits(folder.name, [], before=now, after=None, by=KEEPER, at=AT)
    with pytest.raises(StateConflict):
        store_hits(folder.name, [], before=now, after=batch.after, by=KEEPER, at=AT)
    assert (tmp_path / "1.jsonl").exists()
    watch(base, [Folder(tmp_path, text_of)], once=True)
    assert not (tmp_path / "1.jsonl").exists()
    assert hits() == ["e0", "e10", "e20"]


def test_a_file_that_comes_later_waits_until_the_open_one_is_read(tmp_path: Path) -> None:
    an_indicator("evil.example")
    base = BaseInUse(tmp_path / "base.zix", b"key")
    folder = Folder(tmp_path, text_of)
    (tmp_path / "late in name.jsonl").write_text(lines(range(25)))
    assert step(base, folder)
    (tmp_path / "early.jsonl").write_text(lines(range(30, 45)))
    assert step(base, folder)
    assert [file.name for file in tmp_path.glob("*.jsonl")] == ["early.jsonl"]
    watch(base, [Folder(tmp_path, text_of)], once=True)
    assert hits() == ["e0", "e10", "e20", "e30", "e40"]


def test_what_is_kept_is_cleared_after_its_days_whatever_date_it_bears(tmp_path: Path) -> None:
    an_indicator("evil.example")
    folder = Folder(tmp_path, text_of, keep=timedelta(days=3))
    (tmp_path / "1.jsonl").write_text(lines(range(25)))
    os.utime(tmp_path / "1.jsonl", (1_500_000_000, 1_500_000_000))
    watch(BaseInUse(tmp_path / "base.zix", b"key"), [folder], once=True)
    kept = tmp_path / DONE / "1.jsonl"
    now = datetime.now(UTC)
    folder.tidy(now + timedelta(days=2))
    assert kept.exists()
    Folder(tmp_path, text_of).tidy(now + timedelta(days=400))
    assert kept.exists(), "nobody said that it may go"
    folder.tidy(now + timedelta(days=4))
    assert not kept.exists()


def test_a_withdrawn_indicator_hits_no_more(tmp_path: Path) -> None:
    key = an_indicator("evil.example")
    first = BaseInUse(tmp_path / "base.zix", b"key")
    retract(key, "误报", by=KEEPER, at=AT)
    first.looked -= 60
    first.refresh()
    (tmp_path / "1.jsonl").write_text(lines(range(25)))
    watch(first, [Folder(tmp_path, text_of)], once=True)
    assert hits() == []


def test_a_topic_is_read_from_where_the_last_watch_stopped(tmp_path: Path) -> None:
    kafka = pytest.importorskip("confluent_kafka")
    an_indicator("evil.example")
    mock = kafka.Producer({"bootstrap.servers": "unused", "test.mock.num.brokers": 1})
    brokers = mock.list_topics(timeout=10).brokers
    address = ",".join(f"{each.host}:{each.port}" for each in brokers.values())
    for line in lines(range(25)).splitlines():
        mock.produce("dns", line.encode())
    mock.produce("dns", b"no json")
    mock.flush(10)
    watching = BaseInUse(tmp_path / "base.zix", b"key")
    until(lambda: len(hits()) == 3, watching, Topic(address, "dns"))
    for line in lines(range(25, 45)).splitlines():
        mock.produce("dns", line.encode())
    mock.flush(10)
    until(lambda: len(hits()) == 5, watching, Topic(address, "dns"))
    assert hits() == ["e0", "e10", "e20", "e30", "e40"]


def until(reached: Callable[[], bool], watching: BaseInUse, topic: Topic) -> None:
    end = time.monotonic() + 30
    while not reached() and time.monotonic() < end:
        step(watching, topic)
    topic.consumer.close()
