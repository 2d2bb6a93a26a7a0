"""Where the watch reads events: a folder of files, a Kafka topic. A place tells what was read."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
import structlog

from zhisun.engines.screening.matcher import EVENTS
from zhisun.kernel.errors import InputError
from zhisun.site.event_cells import table
from zhisun.site.screening import Run
from zhisun.site.table_files import ENDINGS

log = structlog.get_logger()

DONE, REFUSED, UNREADABLE = "done", "rejects", "unreadable"
STAMPS = 4
"""Numbers behind the name in a stamp."""
BATCH = 65_536
WAIT_S = 0.5


@dataclass(frozen=True, slots=True)
class Batch:
    """Events, and the place in their source behind them."""

    events: pa.RecordBatch
    after: Any


class Source(Protocol):
    """Gives events in an order that a place can be kept of."""

    name: str

    def next(self, place: Any) -> Batch | None:
        """Events behind a place; None when there are none now."""
        ...

    def stored(self, place: Any) -> None:
        """Hear that everything up to a place is stored."""
        ...

    def tidy(self, at: datetime) -> None:
        """Drop what was kept long enough at this instant."""
        ...


class Folder:
    """Files of events that appear whole (by renaming) in a folder, taken in order of names.

    A file whose end is stored is deleted: events that hit nothing leave no trace. With `keep` it
    goes to `done`, for so long. Odd rows go to `rejects`, an unreadable file to `unreadable`. A
    file is known again after a kill by its stamp; who brings another brings another stamp.
    """

    def __init__(
        self, folder: Path, explain: Callable[[InputError], str], *, keep: timedelta | None = None
    ) -> None:
        self.folder = folder
        self.name = f"folder {folder}"
        self.explain = explain
        self.keep = keep
        self._open: tuple[str, Iterator[Batch]] | None = None
        for name in (REFUSED, UNREADABLE) if keep is None else (DONE, REFUSED, UNREADABLE):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def next(self, place: Any) -> Batch | None:
        """The next rows of the file the place is in, else of the first file there is."""
        while (file := self._at(place) or self._first()) is not None:
            stamp = _stamp(file)
            passed = place["rows"] if place and place["stamp"] == stamp else 0
            if passed and place["whole"]:
                self._put_away(file)
                continue
            if self._open is None or self._open[0] != stamp:
                self._open = (stamp, self._batches(file, stamp, passed))
            try:
                return next(self._open[1])
            except InputError as error:
                log.warning("file_unreadable", file=file.name, code=error.code)
                self._open = None
                self._move(file, UNREADABLE)
        return None

    def stored(self, place: Any) -> None:
        """Put a file away whose end is stored."""
        if place["whole"]:
            self._open = None
            if file := self._at(place):
                self._put_away(file)

    def tidy(self, at: datetime) -> None:
        """Delete what has lain in `done` for longer than `keep`; without it nobody asked us to.

        It lies there since its name was last changed, whatever date its writer gave it.
        """
        if self.keep is None:
            return
        for file in (self.folder / DONE).iterdir():
            with suppress(FileNotFoundError):  # somebody clears by hand
                since = datetime.fromtimestamp(file.stat().st_ctime, UTC)
                if file.is_file() and at - since > self.keep:
                    file.unlink()

    def _put_away(self, file: Path) -> None:
        if self.keep is None:
            file.unlink(missing_ok=True)
        else:
            self._move(file, DONE)

    def _at(self, place: Any) -> Path | None:
        """The file a place is in, while it is there: what comes later waits, whatever its name."""
        if not place:
            return None
        file = self.folder / place["stamp"].rsplit(" ", STAMPS)[0]
        return file if file.is_file() and _stamp(file) == place["stamp"] else None

    def _first(self) -> Path | None:
        files = (file for file in self.folder.iterdir() if file.name.lower().endswith(ENDINGS))
        return min((file for file in files if file.is_file()), default=None)

    def _move(self, file: Path, into: str) -> None:
        file.replace(self.folder / into / file.name)

    def _batches(self, file: Path, stamp: str, passed: int) -> Iterator[Batch]:
        run = Run(None, lambda _rows: None, self.explain)
        run.refuse = lambda table: self._refuse(file, table)
        rows = passed
        for numbers, batch in run.batches(file, EVENTS):
            fresh = numbers >= passed
            if fresh.any():
                rows = int(numbers[-1]) + 1
                kept = batch if fresh.all() else batch.filter(pa.array(fresh))
                yield Batch(kept, {"stamp": stamp, "rows": rows, "whole": False})
        end = {"stamp": stamp, "rows": max(rows, 1), "whole": True}
        yield Batch(_no_events(), end)

    def _refuse(self, file: Path, table: pa.Table) -> None:
        with (self.folder / REFUSED / f"{file.name}.jsonl").open("a", encoding="utf-8") as rejects:
            for row in table.to_pylist():
                rejects.write(json.dumps(row, ensure_ascii=False) + "\n")


def _no_events() -> pa.RecordBatch:
    columns: list[Any] = [pa.array([], field.type) for field in EVENTS]
    return pa.RecordBatch.from_arrays(columns, schema=EVENTS)


def _stamp(file: Path) -> str:
    """What tells a file from any other that may come under its name.

    Its writer gives it its time, the system when it was renamed into the folder. Another stamp
    for the same file costs reading it again; the same for another would lose it.
    """
    stat = file.stat()
    return f"{file.name} {stat.st_mtime_ns} {stat.st_size} {stat.st_ctime_ns} {stat.st_ino}"


class Topic:
    """A Kafka topic with one JSON event a message. The place is ours: Kafka keeps no offsets."""

    def __init__(self, brokers: str, topic: str, more: dict[str, str] | None = None) -> None:
        kafka: Any = importlib.import_module("confluent_kafka")
        self.name = f"topic {topic}"
        self.topic = topic
        self.kafka = kafka
        own = {"bootstrap.servers": brokers, "group.id": "zhisun", "enable.auto.commit": False}
        self.consumer = kafka.Consumer(own | {"enable.partition.eof": False} | (more or {}))
        self.assigned: Any = None

    def next(self, place: Any) -> Batch | None:
        """What came in half a second, at most BATCH messages."""
        place = place or {}
        if self.assigned != place:
            self._assign(place)
        messages = self.consumer.consume(BATCH, WAIT_S)
        after = dict(place)
        events: list[dict[str, Any]] = []
        for message in messages:
            if message.error():
                log.warning("topic_unreadable", topic=self.topic, reason=str(message.error()))
                continue
            after[str(message.partition())] = message.offset() + 1
            event = _event(message.value())
            if event is None:
                log.warning("message_unreadable", topic=self.topic, offset=message.offset())
            else:
                events.append(event)
        self.assigned = after
        if after == place:
            return None
        batch, refused = table(events)
        if refused:
            _row, column, reason = next(iter(refused.values()))
            log.warning("events_unreadable", rows=len(refused), column=column, reason=reason)
        return Batch(batch, after)

    def stored(self, place: Any) -> None:
        """Nothing: the place is kept with the hits."""

    def tidy(self, at: datetime) -> None:
        """Nothing: how long messages are kept is the broker's affair."""

    def _assign(self, place: dict[str, int]) -> None:
        partitions = self.consumer.list_topics(self.topic, timeout=10).topics[self.topic].partitions
        first = self.kafka.OFFSET_BEGINNING
        self.consumer.assign(
            [self.kafka.TopicPartition(self.topic, n, place.get(str(n), first)) for n in partitions]
        )


def _event(value: bytes | None) -> dict[str, Any] | None:
    try:
        found = orjson.loads(value or b"")
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None
