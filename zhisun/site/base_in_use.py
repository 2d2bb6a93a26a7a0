"""The indicator base a process screens with: mapped from the home, kept up with the database.

The watch has one, and every web process that takes events. What changed in the database is changed
in place; past a tenth of all rows the base is made anew. They share one file: who finds it too old
writes it, one process at a time, and the others map what it wrote.
"""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from zhisun.domains.indicators import selectors, tables
from zhisun.engines.screening.building import build
from zhisun.engines.screening.indicator_base import Base
from zhisun.engines.screening.matcher import Matcher
from zhisun.kernel.errors import EngineInputError, GatewayUnavailable, InputError
from zhisun.site import snapshots

log = structlog.get_logger()

LOOK_S = 5.0
"""How often a process looks whether the base has changed."""
PATIENCE_S = 2.0
"""How long a caller waits while another thread brings the base up to date."""
ANEW_PAST = 0.1
"""Share of changed rows past which a base is made anew."""
FEW = 1000
"""So many changes are made in place however small the base is."""


class BaseInUse:
    """One process's base. Threads may share it.

    snapshot: the file; beside it lies a lock for those who write it. change: number of the last
    change in the base; changed: rows changed in place since it was built.
    """

    def __init__(self, snapshot: Path, key: bytes) -> None:
        self.snapshot = snapshot
        self.key = key
        self.database = tables.database_identity()
        self.guard = threading.Lock()
        self.change = self.changed = 0
        with self._alone():
            self.matcher = Matcher(self._mapped(since=0) or self._built())
        self._catch_up()
        self.looked = time.monotonic()

    def refresh(self) -> None:
        """Take over what came, changed and went; asks the database at most every LOOK_S.

        Raises GatewayUnavailable when another thread has been at it for longer than PATIENCE_S.
        """
        if time.monotonic() - self.looked < LOOK_S:
            return
        if not self.guard.acquire(timeout=PATIENCE_S):
            raise GatewayUnavailable("base_under_way")
        try:
            if time.monotonic() - self.looked >= LOOK_S:
                self._catch_up()
                self.looked = time.monotonic()
        finally:
            self.guard.release()

    def _catch_up(self) -> None:
        """Bring the base to the last change, in place where that is little."""
        last = selectors.last_change()  # before the rows: what comes meanwhile is read again
        if last == self.change:
            return
        most = self._most()
        if self.changed + tables.changed_since(self.change, most=most + 1) > most:
            self._renew()
            return
        ids, table = tables.changes(self.change)
        try:
            self.matcher.change(ids, table)
        except EngineInputError as error:
            log.info("base_made_anew", reason=error.code)
            self._renew()
            return
        self.change = last
        self.changed += len(ids)

    def _most(self) -> int:
        """How many rows may be changed in place."""
        return max(FEW, int(self.matcher.standing.leaves[0].base.rows * ANEW_PAST))

    def _renew(self) -> None:
        """Map what another process has written since, if that is near enough; else build."""
        with self._alone():
            self.matcher.replace(self._mapped(since=self.change + 1) or self._built())
        self._catch_up()  # what was mapped may be a little behind

    def _mapped(self, *, since: int) -> Base | None:
        """The base of the file, if it is of this database and not too far from its state."""
        if not self.snapshot.exists():
            return None
        try:
            base, _identity = snapshots.read(self.snapshot, key=self.key)
        except InputError as error:
            log.warning("snapshot_refused", code=error.code)
            return None
        change, most = int(base.facts.get("change", -1)), max(FEW, int(base.rows * ANEW_PAST))
        ours = base.facts.get("database") == self.database and change >= since
        if not ours or tables.changed_since(change, most=most + 1) > most:
            return None
        self.change, self.changed = change, 0
        return base

    def _built(self) -> Base:
        change = selectors.last_change()
        built = build(tables.indicators())
        facts: dict[str, str | int] = {"change": change, "database": self.database}
        snapshots.write(built.base, self.snapshot, key=self.key, **facts)
        self.change, self.changed = change, 0
        return built.base

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes the file meanwhile; a killed one holds nothing."""
        with self.snapshot.with_name(self.snapshot.name + ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
