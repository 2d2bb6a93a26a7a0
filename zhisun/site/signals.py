"""Waiting for a signal or a while, whichever comes first."""

import os
import select
import signal
from types import TracebackType
from typing import Self

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SignalPipe:
    """Signals as bytes in a pipe: nothing runs inside a handler, so nothing can be torn.

    Only for the main thread. `ending` counts the requests to end that have come so far.
    """

    def __init__(self) -> None:
        self.ending = 0
        self._reader, self._writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        self._former_fd = signal.set_wakeup_fd(self._writer, warn_on_full_buffer=False)
        self._former = {one: signal.signal(one, _noted) for one in (*ENDING, signal.SIGCHLD)}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(self._former_fd)
        for one, handler in self._former.items():
            signal.signal(one, handler)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Return after `seconds`, or at once when a signal comes or a child ends."""
        ready, _, _ = select.select([self._reader], [], [], max(seconds, 0))
        if ready:
            came = os.read(self._reader, 512)
            self.ending += sum(came.count(bytes([one])) for one in ENDING)


def _noted(_number: int, _frame: object) -> None:
    """The pipe has it already."""
