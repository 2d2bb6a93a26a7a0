"""Memory of a command that ends in seconds: what it frees it keeps."""

import contextlib
import ctypes

import pyarrow as pa

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""Names of glibc's `mallopt`."""


def keep_freed_memory() -> None:
    """Let freed memory be used again instead of given back and asked for anew.

    Each large table would else be new pages that the system must clear first: a third of the
    processor time of a million rows. Not for a process that lives long.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    with contextlib.suppress(AttributeError, OSError, TypeError):  # another system's library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_MMAP_THRESHOLD, 1 << 25)
        mallopt(_TRIM_THRESHOLD, (1 << 31) - 1)
        mallopt(_TOP_PAD, 1 << 26)
