"""The watch: nothing lost, nothing twice, whatever kills it."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders.city import AT, KEEPER
from tests.builders.watches import an_indicator, hits, lines
from zhisun.domains.indicators.services.keep import retract
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.watch_sources import DONE, REFUSED, UNREADABLE, Folder, Topic
from zhisun.site.watching import step, watch

pytestmark = pytest.mark.django_db(transaction=True)


def test_files_are_read_once_and_only_hits_are_kept(tmp_path: Path) -> None:
    an_indicator("evil.example")
    folder = Folder(tmp_path, text_of)
    (tmp_path / "1.jsonl").write_text(lines(range(25)))
    (tmp_path / "2.jsonl").write_text(lines(range(20, 40)) + "broken\n")
    (tmp_path / "3.parquet").write_text("no table")
    watching = BaseInUse(tmp_path / "base.zix", b"key")
    watch(watching, [folder], once=True)
    assert hits() == ["e0", "e10", "e20", "e30"]
    assert sorted(file.name for file in (tmp_path / DONE).iterdir()) == ["1.jsonl", "2.jsonl"]
    assert (tmp_path / UNREADABLE / "3.parquet").exists()
    assert "broken" in (tmp_path / REFUSED / "2.jsonl.jsonl").read_text()
    (tmp_path / DONE / "1.jsonl").replace(tmp_path / "1.jsonl")
    watch(watching, [folder], once=True)
    assert len(hits()) == 4


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
