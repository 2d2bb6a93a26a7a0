"""The watch and the web server killed with -9 at any instant: nothing lost, nothing twice."""

import contextlib
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from django.db import connection

from tests.builders.city import AT, KEEPER, a_city
from tests.builders.watches import (
    PATIENCE_S,
    a_watch,
    an_event,
    an_indicator,
    hits,
    lines,
    started,
    wait_until,
)
from zhisun.domains.access.services import register_machine
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import EventBatch, FeedHour, Hit, WatchPlace
from zhisun.domains.indicators.selectors import place_of
from zhisun.site import parts
from zhisun.site.measuring.ground import free_port
from zhisun.site.measuring.processes import children

pytestmark = pytest.mark.django_db(transaction=True)
CHANCE = random.Random(3)  # noqa: S311 no secret


def test_files_are_read_whole_and_once(tmp_path: Path) -> None:
    an_indicator("evil.example")
    an_indicator("x20.evil.example")
    events = tmp_path / "events"
    events.mkdir()
    files, rows = 24, 400
    for number in range(files):
        own = range(number * rows, (number + 1) * rows)
        (events / f"{number:03}.jsonl").write_text(lines(own))
    words = ("--folder", str(events), "--once")
    for _kill in range(3):
        left = len(list(events.glob("*.jsonl")))
        running = a_watch(tmp_path, *words)
        wait_until(lambda: len(list(events.glob("*.jsonl"))) < left, "it reads nothing")  # noqa: B023 called here
        time.sleep(CHANCE.random() * 0.05)
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert list(events.glob("*.jsonl")), "the kills came too late to interrupt anything"
    assert a_watch(tmp_path, *words).wait() == 0
    assert hits() == sorted([f"e{n}" for n in range(0, files * rows, 10)] + ["e20"])
    assert [each.name for each in events.rglob("*") if each.is_file()] == []


KILLED_BEFORE_REMOVAL = """
import os, signal
from zhisun.site import prepare
from zhisun.site.cli import main
prepare.set_up_django()
from zhisun.site.watch_sources import Folder
Folder._put_away = lambda *_file: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def test_killed_between_storing_and_removal_a_file_is_not_read_again(tmp_path: Path) -> None:
    an_indicator("evil.example")
    events = tmp_path / "events"
    events.mkdir()
    (events / "1.jsonl").write_text(lines(range(25)))
    words = ("watch", "--folder", str(events), "--once")
    dying = started(tmp_path, sys.executable, "-c", KILLED_BEFORE_REMOVAL, *words)
    assert dying.wait() == -signal.SIGKILL
    read = WatchPlace.objects.get(place__whole=True)
    assert len(hits()) == 3
    assert (events / "1.jsonl").exists()
    assert a_watch(tmp_path, *words[1:]).wait() == 0
    assert not (events / "1.jsonl").exists()
    assert WatchPlace.objects.get().moved_at == read.moved_at, "it was read again"
    assert hits() == ["e0", "e10", "e20"]


def test_a_topic_is_read_whole_and_once(tmp_path: Path) -> None:
    """Against the broker that lives inside librdkafka: the protocol is real, the disk is not."""
    kafka = pytest.importorskip("confluent_kafka")
    an_indicator("evil.example")
    mock = kafka.Producer({"bootstrap.servers": "unused", "test.mock.num.brokers": 1})
    brokers = mock.list_topics(timeout=10).brokers
    address = ",".join(f"{each.host}:{each.port}" for each in brokers.values())
    sent = 0

    def send(count: int) -> None:
        nonlocal sent
        for number in range(sent, sent + count):
            mock.produce("dns", lines(range(number, number + 1)).encode())
        mock.flush(10)
        sent += count

    words = ("--brokers", address, "--topic", "dns")
    for _kill in range(2):
        before = place_of("topic dns")
        send(3000)
        running = a_watch(tmp_path, *words)
        wait_until(lambda: place_of("topic dns") != before, "it reads nothing")  # noqa: B023 called here
        send(3000)
        time.sleep(CHANCE.random() * 0.6)
        running.send_signal(signal.SIGKILL)
        running.wait()
    running = a_watch(tmp_path, *words)
    wait_until(lambda: sum((place_of("topic dns") or {}).values()) == sent, "it stands still")
    running.send_signal(signal.SIGTERM)
    running.wait()
    assert hits() == sorted(f"e{n}" for n in range(0, sent, 10))


def test_pushed_batches_are_taken_whole_and_once(tmp_path: Path) -> None:
    """The workers of a real server are killed while batches come in; who hears nothing repeats."""
    token = a_pusher()
    doors = parts.Doors(port=free_port())
    command = parts.web_command(doors, workers=2)
    server = started(tmp_path, *command)
    try:
        wait_until(doors.serves, "the server does not come up")
        batches, size = 40, 50
        pushing = threading.Thread(target=push, args=(doors.address, token, batches, size))
        pushing.start()
        kills = 0
        while pushing.is_alive():
            if server.poll() is not None:  # it gives up after two crashes; the supervisor would not
                server = started(tmp_path, *command)
            taken = EventBatch.objects.count()
            if kills < 2 and taken >= (kills + 1) * batches // 3:
                kill_the_workers_of(server.pid)
                kills += 1
            time.sleep(0.01)
        pushing.join()
        assert kills == 2
    finally:
        server.terminate()
        server.wait()
        connection.close()
    assert hits() == sorted(f"e{n}" for n in range(0, batches * size, 10))
    assert EventBatch.objects.count() == batches
    told = FeedHour.objects.values_list("events", "hits")
    assert [sum(column) for column in zip(*told, strict=True)] == [
        batches * size,
        Hit.objects.count(),
    ]


def a_pusher() -> str:
    """The secret of a machine that may push, in a city with one indicator."""
    a_city()
    an_indicator("evil.example")
    return register_machine("移动", duties=[Duty.PUSH_EVENTS], area="370800", by=KEEPER, at=AT)


def kill_the_workers_of(pid: int) -> None:
    """All at once, with -9."""
    for each in children(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def push(address: str, token: str, batches: int, size: int) -> None:
    """Push batches one after the other; each until its answer is heard."""
    headers = {"Authorization": f"Bearer {token}"}
    end = time.monotonic() + PATIENCE_S
    for number in range(batches):
        events = [an_event(n) for n in range(number * size, (number + 1) * size)]
        body = {"batch_no": f"b{number}", "events": events}
        while True:
            try:
                answer = httpx.post(
                    f"{address}/api/v1/events", json=body, headers=headers, timeout=30
                )
            except httpx.TransportError:
                assert time.monotonic() < end, "nobody answers any more"
                time.sleep(0.05)
                continue
            if answer.is_success:
                break
            assert answer.status_code >= 500, answer.text
