"""The process that keeps a measured platform alive: the product's own tree, restarted at once."""

import json
from datetime import UTC, datetime
from pathlib import Path

from zhisun.site import environment, parts, serve
from zhisun.site.parts import Doors
from zhisun.site.supervisor import Part, sole

READY, TOLD = "ready", "keeper.jsonl"
PAUSE = 0.05
"""Seconds before a killed part starts again: a measurement of kills cannot wait for a back-off."""


def main(port: int, tcp_port: int, answering: str, *institutions: str | int) -> None:
    """Run the platform and these simulated institutions in the home until a signal.

    answering: `<seconds>-<seconds>` after an order, at the earliest and at the latest.
    """
    codes = tuple(map(str, institutions))  # a code of digits alone arrives as a number
    home = environment.home()
    doors = Doors(port=port, tcp_port=tcp_port)

    def tell(part: str, what: str) -> None:
        with (home / TOLD).open("a", encoding="utf-8") as told:
            told.write(json.dumps({"at": datetime.now(UTC).isoformat(), part: what}) + "\n")

    with sole(home):
        serve.run(
            lambda: [*platform(home, doors), *simulated(home, doors, answering, codes)],
            ready=(home / READY).touch,
            tell=tell,
            pauses=(PAUSE, PAUSE),
        )


def platform(home: Path, doors: Doors) -> list[Part]:
    """Web, worker and TCP front on the sample city, each with its own log."""
    from zhisun.site import sample_city  # noqa: PLC0415 tables exist once Django is set up

    sample_city.load(datetime.now(UTC))
    logs = home / "logs"
    logs.mkdir(exist_ok=True)
    return parts.platform(doors, logs=logs)


def simulated(
    home: Path, doors: Doors, answering: str, institutions: tuple[str, ...]
) -> list[Part]:
    """One process for each institution: over its own front, a little careless.

    `<code>@<seconds>` is one that asks so often instead of waiting at the platform.
    """
    logs = home / "logs"
    words = ["--platform", doors.address, "--tcp", f"{doors.host}:{doors.tcp_port}"]
    words += ["--home", str(home / "institutions"), "--credentials", str(home / "credentials.json")]
    words += ["--delay", *answering.split("-"), "--losing", "0.03", "--doubling", "0.05"]
    command = parts.module("zhisun.simulator.institutions", *words)
    return [
        Part(
            code, (*command, "--only", code, "--poll-every", every or "0"), log=logs / f"{code}.log"
        )
        for code, _, every in (institution.partition("@") for institution in institutions)
    ]
