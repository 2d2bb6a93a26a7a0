"""A progress bar for work that takes over a second, on a terminal only."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress

SILENT_SECONDS = 1.0


class Advance:
    """Call it with the amount done; the bar shows itself once a second has passed."""

    def __init__(self, title: str, total: int | None) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.shown_from = time.monotonic() + SILENT_SECONDS if sys.stderr.isatty() else float("inf")
        self.bar: Progress | None = None

    def __call__(self, amount: int) -> None:
        """Add what was just done."""
        self.done += amount
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=self.done)
        elif time.monotonic() > self.shown_from:
            self.bar = _bar()
            self.bar.add_task(self.title, total=self.total, completed=self.done)
            self.bar.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True)
