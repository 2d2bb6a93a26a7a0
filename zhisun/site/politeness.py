"""Giving way to others when processors are short."""

import contextlib
import os
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")


def give_way(steps: int) -> None:
    """Lower the priority of this process by so many steps of `nice`.

    Linux shares processors between sessions first and within them afterwards, and every part is
    a session of its own: the session has to give way as well.
    """
    niceness = os.nice(steps)
    with contextlib.suppress(OSError):  # a kernel without such groups, or a container
        AUTOGROUP.write_text(str(niceness))
