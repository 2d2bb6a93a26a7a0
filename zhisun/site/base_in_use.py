"""The indicator base a process screens with: mapped from the home, kept up with the database.

The watch has one, and every web process that takes events. They share one file; who finds it too
old makes it anew, one process at a time, and the others map what it wrote.
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
from zhisun.kernel.errors import GatewayUnavailable, InputError
from zhisun.site import snapshots

log = structlog.get_logger()

LOOK_S = 5.0
"""How often a process looks whether the base has changed."""
PATIENCE_S = 2.0
"""How long a caller waits while another thread brings the base up to date."""


class BaseInUse:
    """One process's base. Threads may share it.

    snapshot: the file; beside it lies a lock for those who write it.
    """

    def __init__(self, snapshot: Path, key: bytes) -> None:
        self.snapshot = snapshot
        self.key = key
        self.guard = threading.Lock()
        self.state = selectors.state_of_base()
        self.matcher = Matcher(self._found())
        self.looked = time.monotonic()

    def refresh(self) -> None:
        """Take over what came and went; asks the database at most every LOOK_S.

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
        state = selectors.state_of_base()
        if state != self.state:
            self.state = state
            self.matcher.replace(self._found())

    def _found(self) -> Base:
        """The base of the file if it is of this state, else a new one."""
        with self._alone():
            return self._mapped() or self._built()

    def _mapped(self) -> Base | None:
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

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other process writes the file meanwhile; a killed one holds nothing."""
        with self.snapshot.with_name(self.snapshot.name + ".lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
