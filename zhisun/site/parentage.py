"""Children that end when the process that started them is killed."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(by: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """What a child runs between fork and exec so that the kernel sends it `by` when we die.

    Nothing happens on systems without prctl (macOS): there a killed parent leaves its children.
    The signal follows the *thread* that forks: start children from the main thread only.
    """
    parent = os.getpid()
    prctl = getattr(_libc, "prctl", None)

    def in_child() -> None:
        if prctl is None:
            return
        prctl(PR_SET_PDEATHSIG, int(by), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the kernel was told
            os._exit(1)

    return in_child
