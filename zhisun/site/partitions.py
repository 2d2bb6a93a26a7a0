"""One run of screening over many processes or machines: each takes a part, all share a snapshot.

By hand: `zhisun screen --part 1/3` … `3/3`. In an engine that maps iterators of Arrow record
batches over partitions (Spark's `mapInArrow` and the like): `Screening`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from zhisun.engines.screening.arrow import fields
from zhisun.engines.screening.matcher import EVENTS, Matcher
from zhisun.kernel.errors import InputError
from zhisun.site import snapshots
from zhisun.site.screening import demand_columns, read_cells

REFUSED_EVENTS = fields(
    event_id=pa.string(), column=pa.string(), reason=pa.string(), line=pa.string()
)
"""An event that could not be read: where, the code of the reason, and what stood there."""
MOST_PARTS = 10_000
_PART = re.compile(r"([0-9]{1,5})/([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Part:
    """One of `of` parts of a file, from 1. Parts in their order are the file in its order."""

    number: int
    of: int

    def share(self, count: int) -> range:
        """Which of so many row groups belong to it; parts differ by one at most."""
        return range(count * (self.number - 1) // self.of, count * self.number // self.of)


def part_of(text: str) -> Part:
    """A part as it is written, 2/4. Raises InputError."""
    told = _PART.fullmatch(text)
    found = Part(int(told[1]), int(told[2])) if told else Part(0, 0)
    if not 0 < found.number <= found.of <= MOST_PARTS:
        raise InputError("part_malformed", part=text[:40])
    return found


@dataclass(frozen=True, slots=True)
class Screening:
    """Record batches of events → hits, as engines map it over partitions. Picklable: two paths.

    snapshot: made by `zhisun compile-indicators`, on every machine under this path; key: the file
    of its key, "" without one. It is opened once by each process, and anew when another file has
    taken its place.
    """

    snapshot: str
    key: str = ""

    def hits(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Hits (schema HITS) of events (columns EVENTS, others are passed over), in their order.

        What cannot be read hits nothing; `rejects` names it. Raises OSError, InputError.
        """
        matcher = self._matcher()
        for raw in batches:
            demand_columns(self._here, EVENTS, raw)
            events, odd = read_cells(self._here, EVENTS, raw)
            found, _rejects = matcher.screen(_without(events, [row for row, *_rest in odd]))
            yield from found.combine_chunks().to_batches()

    def rejects(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """What of these events could not be read (schema REFUSED_EVENTS). Raises as `hits`."""
        matcher = self._matcher()
        for raw in batches:
            demand_columns(self._here, EVENTS, raw)
            events, odd = read_cells(self._here, EVENTS, raw)
            kept = _without(events, [row for row, *_rest in odd])
            told = [(events, row, name, reason, line) for row, name, reason, line in odd]
            for each in matcher.screen(kept)[1].to_pylist():
                line = kept.column(each["column"])[each["row"]].as_py()
                shown = "" if line is None else str(line)
                told.append((kept, each["row"], each["column"], each["reason"], shown))
            rows = [
                {
                    "event_id": source.column("event_id")[row].as_py(),
                    "column": name,
                    "reason": reason,
                    "line": line,
                }
                for source, row, name, reason, line in told
            ]
            yield pa.RecordBatch.from_pylist(rows, schema=REFUSED_EVENTS)

    @property
    def _here(self) -> Path:
        return Path("-")

    def _matcher(self) -> Matcher:
        stat = Path(self.snapshot).stat()
        return _opened(self.snapshot, self.key, (stat.st_mtime_ns, stat.st_size, stat.st_ino))


@lru_cache(maxsize=2)
def _opened(snapshot: str, key: str, stamp: tuple[int, int, int]) -> Matcher:
    del stamp  # another one is another file
    secret = Path(key).read_bytes().strip() if key else b""
    return Matcher(snapshots.read(Path(snapshot), key=secret)[0])


def _without(batch: pa.RecordBatch, rows: list[int]) -> pa.RecordBatch:
    if not rows:
        return batch
    left_out = set(rows)
    return batch.filter(pa.array([row not in left_out for row in range(batch.num_rows)]))
