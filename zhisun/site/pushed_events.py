"""What the machine interface's door to the engine opens to: one base for each web process."""

import threading
from collections.abc import Sequence

from zhisun.domains.indicators.services.push import Screened
from zhisun.site import environment, prepare
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.event_cells import found, table

SNAPSHOT = "indicators.zix"


class Pushed:
    """Screens what other systems push, with a base that is opened by the first of them."""

    def __init__(self) -> None:
        self.opening = threading.Lock()
        self.base: BaseInUse | None = None

    def screen(self, events: Sequence[object]) -> Screened:
        """Hold events against the base. Raises GatewayUnavailable."""
        base = self._opened()
        base.refresh()
        batch, refused = table(events)
        hits, rejects = base.matcher.screen(batch)
        for reject in rejects.to_pylist():
            row = reject["row"] + 1
            refused.setdefault(row, (row, reject["column"], reject["reason"]))
        return Screened(hits=found(hits), refused=[refused[row] for row in sorted(refused)])

    def _opened(self) -> BaseInUse:
        with self.opening:
            if self.base is None:
                self.base = in_home()
            return self.base


def in_home() -> BaseInUse:
    """The base of this installation."""
    home = environment.home()
    return BaseInUse(home / SNAPSHOT, (home / prepare.SECRET_KEY).read_bytes())
