"""The watch: nothing lost, nothing twice, whatever kills it."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators.models import Hit
from zhisun.domains.indicators.services.keep import NewIndicator, add, retract
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.watch_sources import DONE, REFUSED, UNREADABLE, Folder, Topic
from zhisun.site.watching import step, watch

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]


def database_url() -> str:
    given = connection.settings_dict
    port = f":{given['PORT']}" if given["PORT"] else ""
    secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    host = quote(given["HOST"])  # a folder of sockets or a name
    return f"postgresql://{given['USER']}{secret}@{port}/{given['NAME']}?host={host}"


def an_indicator(value: str, kind: str = "domain") -> int:
    entry = NewIndicator(kind=kind, value=value, fraud_type="刷单返利", severity=4, source="test")
    return add(entry, by=KEEPER, at=AT)


def lines(numbers: range) -> str:
    """Events of which every tenth hits."""
    return "".join(
        json.dumps(
            {
                "event_id": f"e{n}",
                "event_time": "2026-09-11T14:00:00+08:00",
                "subject": f"s{n}",
                "kind": "dns",
                "value": f"x{n}.evil.example" if n % 10 == 0 else f"x{n}.good.example",
            }
        )
        + "\n"
        for n in numbers
    )


def hits() -> list[str]:
    return sorted(Hit.objects.values_list("event_id", flat=True))


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


def test_killed_again_and_again_it_loses_nothing_and_tells_nothing_twice(tmp_path: Path) -> None:
    an_indicator("evil.example")
    an_indicator("x20.evil.example")
    events = tmp_path / "events"
    events.mkdir()
    files, rows = 30, 400
    for number in range(files):
        own = range(number * rows, (number + 1) * rows)
        (events / f"{number:03}.jsonl").write_text(lines(own))
    chance = random.Random(3)  # noqa: S311 no secret
    command = [sys.executable, "-m", "zhisun.site.cli", "watch", "--folder", str(events), "--once"]
    env = os.environ | {"DATABASE_URL": database_url(), "ZHISUN_HOME": str(tmp_path)}
    connection.close()
    for _kill in range(4):
        running = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE)
        began = time.monotonic()
        left = len(list(events.glob("*.jsonl")))
        while len(list(events.glob("*.jsonl"))) == left and time.monotonic() - began < 60:
            time.sleep(0.01)
        time.sleep(chance.random() * 0.05)
        running.send_signal(signal.SIGKILL)
        running.communicate()
    assert list(events.glob("*.jsonl")), "the kills came too late to interrupt anything"
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert hits() == sorted([f"e{n}" for n in range(0, files * rows, 10)] + ["e20"])


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
