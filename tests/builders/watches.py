"""Watches and web servers as processes of their own, on the test database."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators.models import Hit
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.site import environment, prepare

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0


def database_url() -> str:
    """Where the test database is, for another process."""
    given = connection.settings_dict
    port = f":{given['PORT']}" if given["PORT"] else ""
    secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    host = quote(given["HOST"])  # a folder of sockets or a name
    return f"postgresql://{given['USER']}{secret}@{port}/{given['NAME']}?host={host}"


def started(home: Path, *command: str) -> "subprocess.Popen[bytes]":
    """A process of the platform with this home; its words go to a file there."""
    environment.make_secret(home / prepare.SECRET_KEY)
    env = os.environ | {"DATABASE_URL": database_url(), "ZHISUN_HOME": str(home)}
    connection.close()
    with (home / "process.log").open("ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)


def a_watch(home: Path, *words: str) -> "subprocess.Popen[bytes]":
    """`zhisun watch` with these words."""
    return started(home, sys.executable, "-m", "zhisun.site.cli", "watch", *words)


def an_indicator(value: str, kind: str = "domain") -> int:
    """Enter one indicator; its key."""
    entry = NewIndicator(kind=kind, value=value, fraud_type="刷单返利", severity=4, source="test")
    return add(entry, by=KEEPER, at=AT)


def an_event(number: int) -> dict[str, str]:
    """One event; every tenth hits evil.example."""
    host = f"x{number}.evil.example" if number % 10 == 0 else f"x{number}.good.example"
    return {
        "event_id": f"e{number}",
        "event_time": "2026-09-11T14:00:00+08:00",
        "subject": f"s{number}",
        "kind": "dns",
        "value": host,
    }


def lines(numbers: range) -> str:
    """Events as JSON, one a line."""
    return "".join(json.dumps(an_event(number)) + "\n" for number in numbers)


def hits() -> list[str]:
    """The events that hit, in order."""
    return sorted(Hit.objects.values_list("event_id", flat=True))


def wait_until(reached: Callable[[], bool], why: str) -> None:
    """Come back when something holds. Raises AssertionError when it never does."""
    end = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < end, why
        time.sleep(0.02)
