"""What the province sees of the city's lines while it lives: warnings, and events to be screened.

Bodies of POST /api/v1/warnings and /api/v1/events; a warning depends on its chance and instant
only. Nobody in them exists.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhisun.kernel.moments import compact
from zhisun.simulator.lures import Lure, lures
from zhisun.simulator.numbers import Person, person

SOURCES = ("12381", "96110", "app", "province")
DATA_TYPES = {"phone": "1", "im": "1", "app": "2", "domain": "3", "url": "3", "account": "4"}
SHARE_AT_STATION = 0.5
STATION_AREA, STATION_STREET = "370811010", "观音阁街道示例小区"
SHARE_UNDER_WAY = 0.2
HARMLESS = ("www.library.example", "news.example", "school.example", "bus.example")
EVENTS = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One warning, and the traffic of that minute."""

    warning: dict[str, Any]
    events: dict[str, Any]


def seen(number: int, chance: Random, now: datetime) -> Seen:
    """What is seen in the city at `now`, for the `number`-th time."""
    told = chance.choice([lure for lure in lures() if lure.kind in DATA_TYPES])
    return Seen(
        _warning(number, told, person(chance), chance, now),
        _traffic(number, chance, now),
    )


def _warning(
    number: int, told: Lure, somebody: Person, chance: Random, now: datetime
) -> dict[str, Any]:
    near = chance.random() < SHARE_AT_STATION
    data_type = DATA_TYPES[told.kind]
    warning = {
        "ticket_no": f"L{compact(now)}{number:04d}",
        "source": chance.choice(SOURCES),
        "data_type": data_type,
        "seen_at": (now - timedelta(seconds=chance.randrange(30, 600))).isoformat(),
        "phone": somebody.phone,
        "name": somebody.name,
        "address": STATION_STREET if near else somebody.address,
        "area": STATION_AREA if near else somebody.area,
        "counterpart": told.value,
        "fraud_type": told.fraud_type,
        "fraud_grade": told.severity,
    }
    if data_type == "1":
        warning["seconds"] = chance.choice((40, 150, 400, 900))
        warning["under_way"] = chance.random() < SHARE_UNDER_WAY
    if data_type == "4":
        warning["amount"] = f"{chance.randrange(5, 400) * 100}.00"
    return warning


def _traffic(number: int, chance: Random, now: datetime) -> dict[str, Any]:
    """Twenty look-ups of names, one of them a swindler's."""
    bad = chance.choice([lure.value for lure in lures() if lure.kind == "domain"])
    hosts = [chance.choice(HARMLESS) for _ in range(EVENTS - 1)]
    hosts.insert(chance.randrange(EVENTS), f"m.{bad}")
    batch = f"D{compact(now)}{number:04d}"
    events = [
        {
            "event_id": f"{batch}-{place}",
            "event_time": (now - timedelta(seconds=EVENTS - place)).isoformat(),
            "subject": person(chance).phone,
            "kind": "dns",
            "value": host,
        }
        for place, host in enumerate(hosts)
    ]
    return {"batch_no": batch, "events": events}
