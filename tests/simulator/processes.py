"""Institutions as real processes beside a platform of the least kind."""

import contextlib
import json
import secrets
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulator.platform_stub import Platform, fronts
from zhisun.kernel.errors import GatewayUnavailable
from zhisun.simulator.ledger import Totals
from zhisun.simulator.loopback import Neighbours

PATIENCE_SECONDS = 30
STILL_WAITING = (
    "SELECT (SELECT count(*) FROM moves WHERE state = 'waiting')"
    " + (SELECT count(*) FROM credits_out WHERE state = 'waiting')"
)


def until(claim: Callable[[], bool]) -> None:
    """Wait for a claim to hold; a claim that never does is the failure."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not claim():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@dataclass
class City:
    """Institutions as processes beside a platform of the least kind."""

    home: Path
    platform: Platform
    neighbours: Neighbours
    address: str
    codes: Sequence[str]

    def ask(self, institution: str, deed: str, facts: object) -> object:
        """Ask as often as it takes: the institution may just have been killed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self.neighbours.ask(institution, deed, facts)
            except GatewayUnavailable:
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def totals(self) -> list[Totals]:
        return [Totals(**self.ask(code, "totals", {})) for code in self.codes]  # type: ignore[arg-type]  # JSON

    def rows(self, code: str, query: str) -> list[tuple[Any, ...]]:
        with contextlib.closing(sqlite3.connect(self.home / f"{code}.sqlite3")) as db:
            return db.execute(query).fetchall()

    def processes(self) -> list[int]:
        """Children of the supervisor, as the system lists them."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                words = entry.read_bytes().split(b"\0")
                if b"--only" in words and str(self.home).encode() in words:
                    found.append(int(entry.parent.name))
        return found


@contextlib.contextmanager
def running(tmp_path: Path, codes: Sequence[str]) -> Iterator[City]:
    """Institutions over both fronts, gone without a trace at the end."""
    keys = {code: secrets.token_bytes(32) for code in codes}
    credentials = tmp_path / "credentials.json"
    credentials.write_text(json.dumps({code: {"secret": key.hex()} for code, key in keys.items()}))
    platform, home = Platform(keys), tmp_path / "institutions"
    with fronts(platform) as (http, tcp):
        words = ["--platform", http, "--tcp", tcp, "--home", str(home)]
        words += ["--credentials", str(credentials), "--delay", "0", "0.3"]
        words += ["--losing", "0", "--doubling", "0.2"]
        command = [sys.executable, "-m", "zhisun.simulator.institutions", *words]
        supervisor = subprocess.Popen(command)
        neighbours = Neighbours(home)
        city = City(home, platform, neighbours, http, codes)
        try:
            until(lambda: len(list(home.glob("*.port"))) == len(codes))
            yield city
        finally:
            neighbours.close()
            supervisor.terminate()
            assert supervisor.wait(timeout=20) == 0
            assert city.processes() == []
