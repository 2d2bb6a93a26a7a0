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

    def in_child() -> None:
        end_with_parent(by)
        if os.getppid() != parent:  # the parent died before the kernel was told
            os._exit(1)

    return in_child


def end_with_parent(by: signal.Signals) -> None:
    """Have the kernel send `by` to this process when the thread that started it ends."""
    prctl = getattr(_libc, "prctl", None)
    if prctl is not None:
        prctl(PR_SET_PDEATHSIG, int(by), 0, 0, 0)
