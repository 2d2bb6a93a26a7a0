"""Events as JSON brings them → the engine's columns; the engine's hits → rows to store."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhisun.domains.indicators.services.push import Refused
from zhisun.domains.indicators.services.watch import NewHit
from zhisun.domains.indicators.terms import LONGEST_NAME, LONGEST_VALUE
from zhisun.engines.screening.matcher import EVENTS
from zhisun.site.screening import read_cells

LONGEST = {"event_id": 1000, "subject": LONGEST_NAME, "kind": 20, "value": 8 * LONGEST_VALUE}
"""Characters of the columns of an event."""
DIGEST = 64


def table(events: Sequence[object]) -> tuple[pa.RecordBatch, dict[int, Refused]]:
    """Events as a batch of EVENTS, row for row, and why some of them cannot be read, by row from 1.

    Those have no kind in the batch, so that they hit nothing.
    """
    refused: dict[int, Refused] = {}
    cells: dict[str, list[str | None]] = {name: [] for name in EVENTS.names}
    for row, event in enumerate(events, start=1):
        told = event if isinstance(event, dict) else {}
        if not isinstance(event, dict):
            refused[row] = (row, "", "not_an_event")
        for name, column in cells.items():
            column.append(_text(told.get(name)))
            if len(column[-1] or "") > LONGEST.get(name, LONGEST_NAME):
                column[-1] = None
                refused.setdefault(row, (row, name, "event_text_too_long"))
    columns = [pa.array(column, pa.string()) for column in cells.values()]
    raw = pa.RecordBatch.from_arrays(columns, names=EVENTS.names)
    batch, odd = read_cells(Path("-"), EVENTS, raw)
    for place, name, reason, _line in odd:
        refused.setdefault(place + 1, (place + 1, name, reason))
    return batch, refused


def found(hits: pa.Table) -> list[NewHit]:
    """The engine's hits as they are stored."""
    return [
        NewHit(
            event_id=_key(_clean(row["event_id"])),
            event_time=row["event_time"],
            subject=_clean(row["subject"] or "")[:LONGEST_NAME],
            kind=row["kind"],
            value=_clean(row["value"])[: 8 * LONGEST_VALUE],
            indicator=int(row["indicator_id"]),
        )
        for row in hits.to_pylist()
    ]


def _key(event_id: str) -> str:
    """An event's number as it fits its column; long ones stay apart by their digest."""
    if len(event_id) <= LONGEST_NAME:
        return event_id
    digest = hashlib.sha256(event_id.encode()).hexdigest()
    return f"{event_id[: LONGEST_NAME - DIGEST - 1]}…{digest}"


def _clean(text: str) -> str:
    return text.replace("\x00", "")


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
        # a lone surrogate is text for JSON and none for anybody else
        return cell if cell is None else cell.encode(errors="replace").decode()
    return str(cell)
