"""The city's day: people are defrauded and call 110.

    python -m zhisun.simulator.city --platform http://127.0.0.1:8000 --token T --home DIR

DIR is the institutions' home. For each call the accounts and plans go to the institutions, then
the sheet goes to the platform; what really happened is written to DIR/truth.jsonl. The accounts
of the sample narratives are opened at every start.

The city's day runs --speed times as fast: at 60 a call an hour is a call a minute. A gang's three
to ten minutes stay real ones unless --gang-speed says otherwise, because the officers who race
against it are real.
"""

import argparse
import json
import signal
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random
from threading import Event
from types import FrameType
from typing import Any

import httpx
import structlog

from zhisun.kernel.errors import GatewayUnavailable
from zhisun.simulator.calls import Call, Caller
from zhisun.simulator.loopback import Neighbours
from zhisun.simulator.plans import Move, Opening, to_json
from zhisun.simulator.roster import HOUSES
from zhisun.simulator.samples import SAMPLES, moves, openings
from zhisun.simulator.signals import seen

log = structlog.get_logger()

CALL_SHEETS = "/api/v1/call-sheets"
WARNINGS, EVENTS = "/api/v1/warnings", "/api/v1/events"
PATIENCE_SECONDS = 60.0
CALLS_A_WARNING = 3
"""With every third call somebody is warned, and traffic is screened."""
EARLIEST, LATEST = 0.6, 1.4
"""Calls come so much sooner or later than the mean."""


@dataclass(slots=True)
class City:
    """The city beside one platform and its institutions."""

    platform: httpx.Client
    neighbours: Neighbours
    home: Path
    stopping: Event
    warning_token: str = ""

    def arrange(self, accounts: Iterable[Opening], plans: Iterable[Move]) -> None:
        """Tell each institution what it must know. Raises GatewayUnavailable after a minute."""
        by_house: dict[str, list[Opening]] = defaultdict(list)
        for opening in accounts:
            by_house[opening.institution].append(opening)
        for code, rows in by_house.items():
            self._ask(code, "accounts", to_json(rows))
        leaving: dict[str, list[Move]] = defaultdict(list)
        for move in plans:
            leaving[move.payer_institution].append(move)
        for code, plan in leaving.items():
            self._ask(code, "moves", to_json(plan))

    def ring(self, call: Call) -> None:
        """One call: money first, then the truth, then the sheet."""
        self.arrange(call.openings, call.moves)
        with self._truth.open("a", encoding="utf-8") as truth:
            truth.write(json.dumps(call.truth, ensure_ascii=False) + "\n")
        if call.suspected:
            self._ask(call.openings[0].institution, "suspicions", call.suspected)
        if call.at_counter:
            self._ask(call.openings[0].institution, "reports", call.at_counter)
        else:
            self._push(CALL_SHEETS, call.sheet)

    def warn(self, number: int, chance: Random) -> None:
        """A warning from above and the traffic of the minute, if the city has a token for them."""
        if not self.warning_token:
            return
        now = seen(number, chance, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {self.warning_token}"}
        self._push(WARNINGS, now.warning, headers)
        self._push(EVENTS, now.events, headers)

    def calls_so_far(self) -> int:
        """How many calls the city has made, in this run and earlier ones."""
        if not self._truth.exists():
            return 0
        with self._truth.open("rb") as truth:
            return sum(1 for _ in truth)

    @property
    def _truth(self) -> Path:
        return self.home / "truth.jsonl"

    def _push(self, door: str, told: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        """A platform that is just starting is asked again; a refusal is shown and passed over."""
        while not self.stopping.is_set():
            try:
                response = self.platform.post(door, json=told, headers=headers)
            except httpx.TransportError:
                self.stopping.wait(1)
                continue
            if response.is_server_error:
                self.stopping.wait(1)
                continue
            if response.is_error:
                log.error(
                    "push_refused", door=door, status=response.status_code, said=response.text[:300]
                )
            return

    def _ask(self, code: str, deed: str, rows: object) -> None:
        waited = 0.0
        while True:
            try:
                self.neighbours.ask(code, deed, rows)
            except GatewayUnavailable:
                if waited >= PATIENCE_SECONDS or self.stopping.wait(0.5):
                    raise
                waited += 0.5
            else:
                return


def main(words: list[str] | None = None) -> int:
    """The command line; the exit code."""
    chosen = _arguments().parse_args(words)
    stopping = Event()

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    headers = {"Authorization": f"Bearer {chosen.token}"}
    neighbours = Neighbours(chosen.home)
    with httpx.Client(base_url=chosen.platform, headers=headers, timeout=10) as platform:
        city = City(platform, neighbours, chosen.home, stopping, chosen.warning_token)
        try:
            _live(city, chosen)
        except GatewayUnavailable as error:
            if not stopping.is_set():
                print(f"city: {error}", file=sys.stderr)
                return 1
        finally:
            neighbours.close()
    return 0


def _live(city: City, chosen: argparse.Namespace) -> None:
    """Samples and the first call at once, then one call after another.

    A call depends on seed and number only; a city that starts again goes on with the next one.
    """
    start = datetime.now(UTC)
    city.arrange(openings(SAMPLES, start), moves(SAMPLES, start))
    first = city.calls_so_far() + 1
    for number in count(first):
        if city.stopping.is_set() or number - first == chosen.calls:
            return
        chance = Random(f"{chosen.seed}:{number}")
        caller = Caller(chance, HOUSES, chosen.gang_speed)
        city.ring(caller.invent(number, datetime.now(UTC)))
        if number % CALLS_A_WARNING == 0:
            city.warn(number, Random(f"{chosen.seed}:warning:{number}"))
        if number - first + 1 != chosen.calls:
            city.stopping.wait(chosen.every / chosen.speed * chance.uniform(EARLIEST, LATEST))


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhisun.simulator.city",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--platform", required=True, help="address of the platform")
    parser.add_argument("--token", required=True, help="bearer token for call sheets")
    parser.add_argument("--warning-token", default="", help="bearer token for warnings and events")
    parser.add_argument("--home", type=Path, required=True, help="the institutions' home")
    parser.add_argument("--seed", type=int, default=1, help="the same seed invents the same people")
    parser.add_argument("--speed", type=float, default=1.0, help="city seconds in a real one")
    parser.add_argument("--gang-speed", type=float, default=1.0, help="gangs so much faster")
    parser.add_argument("--every", type=float, default=3600.0, help="city seconds between calls")
    parser.add_argument("--calls", type=int, default=-1, help="stop after so many calls")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
