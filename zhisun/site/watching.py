"""The watch (值守): events from sources, held against the base, hits stored. Nothing else is kept.

Every batch ends with one transaction: its hits, and the place in its source. Killed before it, the
batch is read again; killed after it, it is not. Hits are once for each event and indicator.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import structlog

from zhisun.domains.indicators import selectors, tables
from zhisun.domains.indicators.services.watch import NewHit, store_hits
from zhisun.domains.indicators.terms import LONGEST_NAME
from zhisun.engines.screening.building import build
from zhisun.engines.screening.indicator_base import Base
from zhisun.engines.screening.matcher import Matcher
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError
from zhisun.site import snapshots
from zhisun.site.watch_sources import Source

log = structlog.get_logger()

BY = job("watch")
REST_S = 1.0
LOOK_S = 5.0
"""How often the watch looks whether the base has changed."""


class Watch:
    """The base in use, and one step after the other.

    snapshot: file of the base, made anew when indicators come or go and mapped at the next start.
    """

    def __init__(self, snapshot: Path, key: bytes) -> None:
        self.snapshot = snapshot
        self.key = key
        self.state = selectors.state_of_base()
        self.matcher = Matcher(self._mapped() or self._built())
        self.looked = time.monotonic()

    def refresh(self) -> None:
        """Swap the base when indicators came or went; at most every few seconds."""
        if time.monotonic() - self.looked < LOOK_S:
            return
        self.looked = time.monotonic()
        state = selectors.state_of_base()
        if state != self.state:
            self.state = state
            self.matcher.replace(self._built())

    def step(self, source: Source) -> bool:
        """Screen and store the next batch of a source; whether there was one.

        Raises StateConflict when another watch reads this source.
        """
        before = selectors.place_of(source.name)
        batch = source.next(before)
        if batch is None:
            return False
        hits, rejects = self.matcher.screen(batch.events)
        if rejects.num_rows:
            first = rejects["reason"][0].as_py()
            log.warning("events_refused", source=source.name, rows=rejects.num_rows, reason=first)
        at = datetime.now(UTC)
        new = store_hits(source.name, _hits(hits), before=before, after=batch.after, by=BY, at=at)
        source.stored(batch.after)
        if new:
            log.info("hits_stored", source=source.name, hits=new)
        return True

    def _mapped(self) -> Base | None:
        """The base of the file, if it is of this state."""
        if not self.snapshot.exists():
            return None
        try:
            base, _identity = snapshots.read(self.snapshot, key=self.key)
        except InputError as error:
            log.warning("snapshot_refused", code=error.code)
            return None
        return base if base.facts.get("state") == self.state else None

    def _built(self) -> Base:
        built = build(tables.indicators())
        snapshots.write(built.base, self.snapshot, key=self.key, state=self.state)
        return built.base


def watch(watching: Watch, sources: Sequence[Source], *, once: bool) -> None:
    """Read all sources in turn, for ever or until they are empty. Raises StateConflict."""
    while True:
        watching.refresh()
        busy = [watching.step(source) for source in sources]
        if not any(busy):
            if once:
                return
            time.sleep(REST_S)


def _hits(hits: pa.Table) -> list[NewHit]:
    return [
        NewHit(
            event_id=_clean(row["event_id"])[:LONGEST_NAME],
            event_time=row["event_time"],
            subject=_clean(row["subject"] or "")[:LONGEST_NAME],
            kind=row["kind"],
            value=_clean(row["value"]),
            indicator=int(row["indicator_id"]),
        )
        for row in hits.to_pylist()
    ]


def _clean(text: str) -> str:
    return text.replace("\x00", "")
