"""Invented events for a replay, file by file from one seed, and which of them must hit.

Names asked for follow Zipf; a given number of events hit, all of them of a small part of the lines,
so that several hits come together in one person. What must hit is told by plain dicts.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhisun.engines.screening.arrow import Column, one, pc
from zhisun.engines.screening.matcher import EVENTS
from zhisun.engines.tables import INSTANT, microseconds
from zhisun.site.measuring.screening_data import Sample

CALLS = 0.2
"""Share of telephone calls among the events; the others ask for names."""
LINES = 2_000_000
CALLED_FROM, CALLED_TO = 13_800_000_000, 13_899_999_999
SWINDLERS_FROM = 17_000_000_000
SPAN = timedelta(hours=2)
Expected = set[tuple[str, str]]  # event_id and the value of the indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is replayed. victims: lines that meet a swindler."""

    events: int
    files: int
    hits: int
    victims: int
    indicators: int
    seed: int


class Traffic:
    """The events of one replay. begins: the instant of the first."""

    def __init__(self, size: Size, begins: datetime) -> None:
        self.size = size
        self.begins = begins
        sample = Sample(size.indicators, size.indicators, size.seed)
        self.domains: list[str] = sample.domains.to_pylist()
        self.phones = [str(SWINDLERS_FROM + n) for n in range(max(size.indicators // 10, 1))]
        known = set(self.domains)
        harmless = [host for host in sample.hosts.to_pylist() if not above(host, known)]
        self.hosts = pa.array(harmless, pa.string())
        weights = np.cumsum(1.0 / np.arange(1, len(self.hosts) + 1))
        self.weights = weights / weights[-1]
        self.known = known | set(self.phones)

    def file(self, number: int) -> tuple[pa.Table, Expected]:
        """The rows of one file, and what they must hit."""
        rows = self._first(number + 1) - self._first(number)
        chance = np.random.default_rng((self.size.seed, number))
        places = np.searchsorted(self.weights, chance.random(rows))
        calls = chance.random(rows) < CALLS
        called = pa.array(chance.integers(CALLED_FROM, CALLED_TO, rows)).cast(pa.string())
        values = pc.if_else(pa.array(calls), called, pc.take(self.hosts, pa.array(places)))
        lines = 15_000_000_000 + chance.integers(0, LINES, rows)
        hit = np.sort(chance.choice(rows, min(self._hits(number), rows), replace=False))
        bad = [self._bad(bool(calls[row]), chance) for row in hit.tolist()]
        lines[hit] = 15_900_000_000 + chance.integers(0, self.size.victims, len(hit))
        values = pc.replace_with_mask(
            values, pa.array(_mask(hit, rows)), pa.array(bad, pa.string())
        )
        head = f"{number:04}-"
        ids = pc.binary_join_element_wise(head, pa.array(np.arange(rows)).cast(pa.string()), "")
        columns = {
            "event_id": ids,
            "event_time": self._times(number, rows),
            "subject": pa.array(lines).cast(pa.string()),
            "kind": pc.if_else(pa.array(calls), "call", "dns"),
            "value": one(values),
        }
        expected = {
            (f"{head}{row}", form)
            for row, value in zip(hit.tolist(), bad, strict=True)
            for form in above(value, self.known)
        }
        return pa.table(columns, schema=EVENTS), expected

    def write(self, number: int, path: Path) -> Expected:
        """Write one file; it appears when it is whole."""
        table, expected = self.file(number)
        unfinished = path.with_suffix(".unfinished")
        pq.write_table(table, unfinished, compression="lz4", use_dictionary=False)
        unfinished.replace(path)
        return expected

    def _first(self, number: int) -> int:
        return self.size.events * number // self.size.files

    def _hits(self, number: int) -> int:
        hits, files = self.size.hits, self.size.files
        return hits * (number + 1) // files - hits * number // files

    def _bad(self, call: bool, chance: np.random.Generator) -> str:  # noqa: FBT001 a kind
        if call:
            return self.phones[int(chance.integers(len(self.phones)))]
        name = self.domains[int(chance.integers(len(self.domains)))]
        return name if chance.random() < 0.5 else f"www.{name}"  # noqa: PLR2004 half

    def _times(self, number: int, rows: int) -> Column:
        span = microseconds(self.begins + SPAN) - microseconds(self.begins)
        first = microseconds(self.begins) + span * number // self.size.files
        return pa.array(first + np.arange(rows) * span // (self.size.files * rows)).cast(INSTANT)


def above(value: str, known: set[str]) -> list[str]:
    """The value itself and its parents, as far as they are known."""
    labels = value.split(".")
    suffixes = (".".join(labels[start:]) for start in range(len(labels)))
    return [suffix for suffix in suffixes if suffix in known]


def _mask(rows: Column, count: int) -> Column:
    mask = np.zeros(count, np.bool_)
    mask[rows] = True
    return mask
