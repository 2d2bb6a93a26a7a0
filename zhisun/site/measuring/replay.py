"""Events through the real watch into a real database, killed on the way, twice over; the reckoning.

The platform's own tree runs (PostgreSQL, worker, web); the watch is a process of ours.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connection

from zhisun.domains.dissuasion.terms import OPEN
from zhisun.domains.indicators.services.keep import NewIndicator, import_rows
from zhisun.kernel.actors import job
from zhisun.kernel.errors import GatewayUnavailable
from zhisun.site import parts
from zhisun.site.measuring import processes
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.reckoning import Check
from zhisun.site.measuring.replay_events import SPAN, Expected, Size, Traffic
from zhisun.site.parentage import die_with_parent

KEEPER = job("replay")
AHEAD = 3
"""Files that wait for the watch: the disk need not hold them all."""
LOOK_S = 0.05
WORKER_EVERY = 4
"""Of so many kills one is for the worker, the others for the watch."""
OPEN_NEWS = "select count(*) from outbox_event where done_at is null"
CHUNK = 10_000
PATIENCE_S = 3600.0


@dataclass(slots=True)
class Round:
    """One passage of all events. kills: by the part killed."""

    seconds: float = 0.0
    kills: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What two passages came to. rest_s: until the worker had told everything."""

    rounds: list[Round]
    rest_s: list[float]
    checks: list[Check]
    counts: dict[str, int]

    @property
    def well(self) -> bool:
        """Whether every check passed."""
        return all(check.well for check in self.checks)


def endure(ground: Ground, size: Size, kills: int, *, seen: Callable[[int], None]) -> Outcome:
    """Replay everything twice with so many kills each time. Raises GatewayUnavailable."""
    traffic = Traffic(size, datetime.now(UTC) - SPAN)
    keys = enter(traffic)
    expected: Expected = set()
    rounds, rests, counts = [], [], []
    for number in (1, 2):
        folder = ground.home / f"events-{number}"
        folder.mkdir()
        replaying = _Replaying(ground, folder, traffic, random.Random(size.seed + number))  # noqa: S311 no secret
        rounds.append(replaying.run(kills, seen=seen))
        expected |= replaying.expected
        rests.append(_rest())
        counts.append(counted())
    return Outcome(
        rounds=rounds,
        rest_s=rests,
        checks=reckoned(expected, keys, counts),
        counts=counts[-1],
    )


def enter(traffic: Traffic) -> dict[str, int]:
    """Put the indicators into the base: value → key."""
    rows = [
        NewIndicator(kind=kind, value=value, fraud_type="KF", severity=4, source="replay")
        for kind, values in (("domain", traffic.domains), ("phone", traffic.phones))
        for value in values
    ]
    for start in range(0, len(rows), CHUNK):
        done = import_rows(rows[start : start + CHUNK], by=KEEPER, at=datetime.now(UTC))
        if done.refused:
            raise next(iter(done.refused.values()))
    with connection.cursor() as cursor:
        cursor.execute("select form, id from indicators_indicator")
        return dict(cursor.fetchall())


class _Replaying:
    """One passage: files are written, the watch reads them, something is killed now and then."""

    def __init__(
        self, ground: Ground, folder: Path, traffic: Traffic, chance: random.Random
    ) -> None:
        self.ground = ground
        self.folder = folder
        self.traffic = traffic
        self.chance = chance
        self.expected: Expected = set()
        self.written = self.told = 0

    def run(self, kills: int, *, seen: Callable[[int], None]) -> Round:
        """Until every file was read. Raises GatewayUnavailable when the watch gives up."""
        told = Round()
        began = time.monotonic()
        writer = threading.Thread(target=self._write, daemon=True)
        writer.start()
        left = self._instants(kills)
        watch = self._started()
        while (read := self._read()) < self.traffic.size.files:
            seen(self._newly(read))
            if left and read >= left[0]:
                left.pop(0)
                part = self._kill(watch, len(left))
                told.kills[part] = told.kills.get(part, 0) + 1
            if watch.poll() is not None:
                if watch.returncode != -signal.SIGKILL:
                    raise GatewayUnavailable("part_did_not_start", part="watch")
                watch = self._started()
            if time.monotonic() - began > PATIENCE_S:
                raise GatewayUnavailable("part_did_not_start", part="watch")
            time.sleep(LOOK_S)
        seen(self._newly(read))
        watch.terminate()
        watch.wait()
        writer.join()
        told.seconds = time.monotonic() - began
        return told

    def _instants(self, kills: int) -> list[float]:
        """After how many files something is killed; the fraction is waited as a share of one."""
        return sorted(self.chance.uniform(0, self.traffic.size.files - 1) for _kill in range(kills))

    def _write(self) -> None:
        for number in range(self.traffic.size.files):
            while len(list(self.folder.glob("*.parquet"))) >= AHEAD:
                time.sleep(LOOK_S)
            self.expected |= self.traffic.write(number, self.folder / f"{number:04}.parquet")
            self.written = number + 1

    def _read(self) -> int:
        """Files that were read to their end: the watch deletes them."""
        return self.written - len(list(self.folder.glob("*.parquet")))

    def _newly(self, read: int) -> int:
        """How many more were read than when this was last asked."""
        more = max(read - self.told, 0)
        self.told += more
        return more

    def _kill(self, watch: "subprocess.Popen[bytes]", left: int) -> str:
        """Kill at some instant within the next file."""
        time.sleep(self.chance.random())
        if left % WORKER_EVERY == WORKER_EVERY - 1:
            alive = processes.living(self.ground.home, self.ground.keeper_pid)
            for process in alive.get(processes.WORKER, []):
                processes.kill(process)
            return processes.WORKER
        watch.send_signal(signal.SIGKILL)
        watch.wait()
        return "watch"

    def _started(self) -> "subprocess.Popen[bytes]":
        words = ("watch", "--folder", str(self.folder))
        with (self.ground.home / "watch.log").open("ab") as log:
            return subprocess.Popen(
                parts.module("zhisun.site.cli", *words),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"ZHISUN_LOG_LEVEL": "ERROR"},
                preexec_fn=die_with_parent(),  # noqa: PLW1509 before any thread of the child
            )


def _rest() -> float:
    """Wait until the worker has told all news; the seconds it took. Raises GatewayUnavailable."""
    began = time.monotonic()
    while _one(OPEN_NEWS):
        if time.monotonic() - began > PATIENCE_S:
            raise GatewayUnavailable("part_did_not_start", part="worker")
        time.sleep(10 * LOOK_S)
    return time.monotonic() - began


COUNTED = {
    "hits": "select count(*) from indicators_hit",
    "signals": "select count(*) from dissuasion_signal where source = 'own'",
    "dispatches": "select count(*) from dissuasion_dispatch",
    "persons": "select count(*) from dissuasion_person",
    "subjects": "select count(distinct subject) from indicators_hit",
}
DOUBLED = """
    select person_id from dissuasion_dispatch where state = any(%s)
    group by person_id having count(*) > 1
"""


def counted() -> dict[str, int]:
    """How many hits, signals, dispatches, persons and persons in hits there are."""
    return {name: _one(query) for name, query in COUNTED.items()}


def reckoned(expected: Expected, keys: dict[str, int], counts: list[dict[str, int]]) -> list[Check]:
    """Everything that has to hold after both passages."""
    wanted = {(event, keys[value]) for event, value in expected}
    stored = _rows("select event_id, indicator_id from indicators_hit")
    there = set(stored)
    first, last = counts
    return [
        _check("没有漏掉的命中", len(wanted), [f"{e} {i}" for e, i in sorted(wanted - there)]),
        _check("没有多出的命中", len(there), [f"{e} {i}" for e, i in sorted(there - wanted)]),
        _check("没有重复的命中", len(stored), _unless(len(stored) == len(there), len(stored))),
        _check(
            "每次命中一条预警信号",
            last["signals"],
            _unless(last["signals"] == last["hits"], last["signals"]),
        ),
        _check("没有人有两个未结任务", last["persons"], _doubled()),
        _check(
            "每人一个劝阻任务",
            last["dispatches"],
            _unless(last["dispatches"] == last["persons"] == last["subjects"], str(last)),
        ),
        _check("重放一遍什么都不增加", last["hits"], _unless(first == last, f"{first} {last}")),
    ]


def _doubled() -> list[str]:
    """Persons with two open dispatches."""
    return [str(person) for (person,) in _rows(DOUBLED, sorted(OPEN))]


def _check(name: str, seen: int, faults: list[str]) -> Check:
    return Check(name, seen, tuple(faults))


def _unless(well: bool, found: object) -> list[str]:  # noqa: FBT001 what has to hold
    return [] if well else [str(found)]


def _one(query: str) -> int:
    ((found,),) = _rows(query)
    return int(found)


def _rows(query: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given or None)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
