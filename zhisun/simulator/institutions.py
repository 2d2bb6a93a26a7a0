"""The institutions of the city, each its own process with its own ledger.

    python -m zhisun.simulator.institutions --platform http://127.0.0.1:8000
        --tcp 127.0.0.1:8001 --home DIR --credentials FILE.json

FILE.json: `{"<institution code>": {"secret": "<hex>"}}`, optionally with "front" ("http" or
"tcp") and "signer". Without --only this process supervises: one child per institution of the
file, restarted when it dies, ended with it. With --only it is that institution.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Any

import structlog

from zhisun.gateways import signing
from zhisun.kernel.errors import ZhisunError
from zhisun.simulator.doors import Credentials, Door, HttpDoor, TcpDoor
from zhisun.simulator.institution import Institution
from zhisun.simulator.letters import Habits
from zhisun.simulator.loopback import shared_key
from zhisun.simulator.roster import House, house

log = structlog.get_logger()

CALM_SECONDS = 10.0
"""A child that lived this long starts again at once when it dies; a younger one waits."""


@dataclass(slots=True)
class Supervisor:
    """Keeps one child per institution alive until told to stop."""

    commands: dict[str, list[str]]
    stopping: Event = field(default_factory=Event)
    _children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _started: dict[str, float] = field(default_factory=dict)

    def run(self) -> int:
        """Start, watch, restart, end."""
        try:
            while not self.stopping.wait(0.2):
                for code in self.commands:
                    self._watch(code)
        finally:
            self._end()
        return 0

    def _watch(self, code: str) -> None:
        child = self._children.get(code)
        if child is not None and child.poll() is None:
            return
        age = time.monotonic() - self._started.get(code, -CALM_SECONDS)
        if child is not None:
            if age < 1.0:
                return
            log.warning("institution_restarted", institution=code, exit=child.returncode)
        self._started[code] = time.monotonic()
        # A session of its own: Ctrl-C reaches the supervisor, which ends its children in order.
        command = self.commands[code]
        self._children[code] = subprocess.Popen(  # noqa: S603 our own interpreter and module
            command, start_new_session=True
        )

    def _end(self) -> None:
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            try:
                child.wait(timeout=5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def main(words: list[str] | None = None) -> int:
    """The command line; the exit code."""
    chosen = _arguments().parse_args(words)
    chosen.home.mkdir(parents=True, exist_ok=True)
    try:
        known = json.loads(chosen.credentials.read_text())
        shared_key(chosen.home)
        if chosen.only:
            return _one(chosen, house(chosen.only), known[chosen.only])
        return _all(chosen, [house(code).code for code in known])
    except (OSError, ValueError, KeyError, ZhisunError) as error:
        print(f"institutions: {chosen.credentials}: {error}", file=sys.stderr)
        return 2


def _one(chosen: argparse.Namespace, known: House, access: dict[str, Any]) -> int:
    credentials = Credentials(
        code=known.code,
        lane=known.lane,
        secret=bytes.fromhex(access["secret"]),
        signer=access.get("signer", signing.DEFAULT),
    )
    over_tcp = access.get("front", known.front) == "tcp" and chosen.tcp

    def open_door() -> Door:
        if over_tcp:
            host, _, port = chosen.tcp.rpartition(":")
            return TcpDoor((host, int(port)), credentials)
        return HttpDoor(chosen.platform, credentials)

    quickest, slowest = chosen.delay
    habits = Habits(
        seed=chosen.seed,
        quickest=quickest / chosen.speed,
        slowest=slowest / chosen.speed,
        losing=chosen.losing,
        doubling=chosen.doubling,
        refusing=chosen.refusing,
        relapsing=chosen.relapsing,
        relapse_after=chosen.relapse_after / chosen.speed,
        undelivered=chosen.undelivered,
    )
    institution = Institution(known, chosen.home, open_door, habits, poll_every_s=chosen.poll_every)
    _stop_on_signal(institution.stopping)
    return institution.run(chosen.parent)


def _all(chosen: argparse.Namespace, codes: list[str]) -> int:
    shared = [
        *("--platform", chosen.platform, "--tcp", chosen.tcp, "--home", str(chosen.home)),
        *("--credentials", str(chosen.credentials), "--seed", str(chosen.seed)),
        *("--delay", *map(str, chosen.delay), "--parent", str(os.getpid())),
        *(
            "--speed",
            str(chosen.speed),
            "--losing",
            str(chosen.losing),
            "--doubling",
            str(chosen.doubling),
            "--poll-every",
            str(chosen.poll_every),
        ),
        *("--refusing", str(chosen.refusing), "--relapsing", str(chosen.relapsing)),
        *("--relapse-after", str(chosen.relapse_after)),
        *("--undelivered", str(chosen.undelivered)),
    ]
    module = [sys.executable, "-m", "zhisun.simulator.institutions"]
    supervisor = Supervisor({code: [*module, *shared, "--only", code] for code in codes})
    _stop_on_signal(supervisor.stopping)
    return supervisor.run()


def _stop_on_signal(stopping: Event) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhisun.simulator.institutions",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--platform", required=True, help="address of the HTTPS front")
    parser.add_argument("--tcp", default="", help="host:port of the TCP front")
    parser.add_argument("--home", type=Path, required=True, help="where the ledgers lie")
    parser.add_argument("--credentials", type=Path, required=True, help="secrets by code")
    parser.add_argument("--seed", type=int, default=1, help="of delays, losses and repetitions")
    parser.add_argument("--delay", type=float, nargs=2, default=(0.3, 8.0), metavar="SECONDS")
    parser.add_argument("--speed", type=float, default=1.0, help="answer so much sooner")
    parser.add_argument("--losing", type=float, default=0.03, help="share of answers lost once")
    parser.add_argument("--doubling", type=float, default=0.03, help="share of answers sent twice")
    parser.add_argument("--refusing", type=float, default=0.05, help="share of unknown targets")
    parser.add_argument("--relapsing", type=float, default=0.1, help="share that comes back")
    parser.add_argument("--relapse-after", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--undelivered", type=float, default=0.05, help="share of messages lost")
    parser.add_argument(
        "--poll-every", type=float, default=0.0, metavar="SECONDS", help="ask instead of waiting"
    )
    parser.add_argument("--only", default="", metavar="CODE", help="be this institution")
    parser.add_argument("--parent", type=int, default=0, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
