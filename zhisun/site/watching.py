"""The watch (值守): events from sources, held against the base, hits stored. Nothing else is kept.

Every batch ends with one transaction: its hits, and the place in its source. Killed before it, the
batch is read again; killed after it, it is not. Hits are stored once,
whatever brings them (services.watch.NewHit.key).
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.services.watch import store_hits
from zhisun.kernel.actors import job
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.event_cells import found
from zhisun.site.watch_sources import Source

log = structlog.get_logger()

BY = job("watch")
REST_S = 1.0
TIDY = timedelta(hours=1)
"""How often what was kept long enough is looked for."""


def step(base: BaseInUse, source: Source, *, at: datetime | None = None) -> bool:
    """Screen and store the next batch of a source; whether there was one. at: None for now.

    Raises StateConflict when another watch reads this source.
    """
    before = selectors.place_of(source.name)
    batch = source.next(before)
    if batch is None:
        return False
    hits, rejects = base.matcher.screen(batch.events)
    if rejects.num_rows:
        first = rejects["reason"][0].as_py()
        log.warning("events_refused", source=source.name, rows=rejects.num_rows, reason=first)
    now = datetime.now(UTC) if at is None else at
    new = store_hits(source.name, found(hits), before=before, after=batch.after, by=BY, at=now)
    source.stored(batch.after)
    if new:
        log.info("hits_stored", source=source.name, hits=new)
    return True


def watch(base: BaseInUse, sources: Sequence[Source], *, once: bool) -> None:
    """Read all sources in turn, for ever or until they are empty. Raises StateConflict."""
    tidied: datetime | None = None
    while True:
        at = datetime.now(UTC)
        if tidied is None or at - tidied >= TIDY:
            tidied = at
            for source in sources:
                source.tidy(at)
        base.refresh()
        busy = [step(base, source) for source in sources]
        if not any(busy):
            if once:
                return
            time.sleep(REST_S)
