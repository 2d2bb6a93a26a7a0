"""Kernels: loops over arrays, compiled to machine code once and kept on disk.

A kernel takes and returns arrays of one type each (contiguous, writable), so that it is compiled
once. Compiled code lies beside the sources, or where NUMBA_CACHE_DIR says when that folder cannot
be written; without either it is compiled anew in every process.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """`function`, compiled when it is first called."""
    return _compiled(function)


def inner(function: F) -> F:
    """As `kernel`, for functions that only kernels call: without the door for Python."""
    return _compiled(function, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def bare(function: F) -> F:
    """As `inner`, for functions that make no arrays: built into whoever calls them.

    A scene is some forty arrays. Counting who still reads each of them at every call, and handing
    over seven words for each of them, cost four times as much as the work.
    """
    return _compiled(
        function, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False, forceinline=True
    )


def _compiled(function: F, **options: bool) -> F:
    compiled: Any = numba.njit
    try:
        function = compiled(function, cache=True, nogil=True, error_model="numpy", **options)
    except RuntimeError:  # no folder to keep compiled code in
        function = compiled(function, nogil=True, error_model="numpy", **options)
    return function


@bare
def push(heap: "np.ndarray[tuple[int], np.dtype[np.int64]]", size: int, value: int) -> int:
    """Put `value` on a heap of `size` values, smallest first; the new size."""
    place = size
    while place > 0:
        above = (place - 1) >> 1
        if heap[above] <= value:
            break
        heap[place] = heap[above]
        place = above
    heap[place] = value
    return size + 1


@bare
def pop(heap: "np.ndarray[tuple[int], np.dtype[np.int64]]", size: int) -> int:
    """Take the smallest value, `heap[0]`, off a heap of `size` values; the new size."""
    size -= 1
    value = heap[size]
    place = 0
    below = 1
    while below < size:
        if below + 1 < size and heap[below + 1] < heap[below]:
            below += 1
        if heap[below] >= value:
            break
        heap[place] = heap[below]
        place = below
        below = 2 * place + 1
    heap[place] = value
    return size
