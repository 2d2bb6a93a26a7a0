"""Arrow strings as addresses: the kernels read 64 bytes before and after every row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column, pc

Int32s = np.ndarray[Any, np.dtype[np.int32]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
MARGIN = 64
MOST = 2**31 - 1
SMALL = 1 << 14
"""Up to so many bytes a copy costs less than telling the rows at the edges apart."""


@dataclass(frozen=True, slots=True)
class Strings:
    """Rows for a kernel.

    rows: which strings to read; their numbers in the caller's array are `numbers[row]`, or the rows
    themselves where `numbers` is None. `held` keeps the memory alive.
    """

    address: int
    offsets: Int32s
    rows: Int32s
    numbers: Int32s | None
    held: Any


def parts(values: Column, rows: Int32s) -> Iterator[Strings]:
    """`rows` (rising) of a string array without nulls among them, in at most two parts.

    values: `string`. Nothing is copied but the rows at the edges of its memory.
    """
    offsets = _ints(buffer(values, 1))[values.offset : values.offset + len(values) + 1]
    data = buffer(values, 2)
    if int(offsets[-1]) - int(offsets[0]) <= SMALL:
        yield _copied(values, rows)
        return
    # offsets rise, and so do the rows: those with room on both sides follow each other
    # (numbers of the same width, or NumPy widens a whole batch to look a single one up)
    first = np.searchsorted(offsets[:-1], np.int32(MARGIN))
    last = np.searchsorted(offsets[1:], np.int32(min(data.size - MARGIN, MOST)), side="right")
    low, high = np.searchsorted(rows, np.array((first, last), np.int32)).tolist()
    high = max(low, high)
    if high > low:
        yield Strings(data.address, offsets, rows[low:high], None, values)
    if high - low < len(rows):
        yield _copied(values, np.concatenate([rows[:low], rows[high:]]))


class _Memory:
    """Memory of a buffer as NumPy sees it.

    Compiled signatures take no read-only arrays; the kernels write only into what is theirs.
    """

    def __init__(self, memory: pa.Buffer) -> None:
        self.held = memory
        self.__array_interface__ = {
            "version": 3,
            "shape": (memory.size // 4,),
            "typestr": "<i4",
            "data": (memory.address, False),
        }


def _ints(memory: pa.Buffer) -> Int32s:
    return np.asarray(_Memory(memory))


def _octets(memory: Any) -> Bytes:
    return np.frombuffer(memory, np.uint8)


def buffer(values: Column, which: int) -> pa.Buffer:
    """Offsets (1) or bytes (2) of a string array; an empty one where Arrow has none."""
    found = values.buffers()[which]
    return pa.py_buffer(bytes(MARGIN)) if found is None or found.size == 0 else found


def _copied(values: Column, rows: Int32s) -> Strings:
    taken = pc.take(values, pa.array(rows))
    offsets = _ints(buffer(taken, 1))[: len(taken) + 1] if len(taken) else None
    if offsets is None:
        offsets = np.zeros(1, np.int32)
    first, last = int(offsets[0]), int(offsets[-1])
    held = np.zeros(last - first + 2 * MARGIN, np.uint8)
    data = _octets(buffer(taken, 2))
    held[MARGIN : MARGIN + last - first] = data[first:last]
    own = (offsets - first + MARGIN).astype(np.int32)
    return Strings(held.ctypes.data, own, np.arange(len(rows), dtype=np.int32), rows, held)


def joined(texts: Column) -> tuple[Bytes, np.ndarray[Any, np.dtype[np.uint32]]]:
    """The bytes of an array with a margin on both sides, and the offsets into them."""
    offsets = _ints(buffer(texts, 1))
    offsets = offsets[texts.offset : texts.offset + len(texts) + 1]
    first, last = int(offsets[0]), int(offsets[-1])
    held = np.zeros(last - first + 2 * MARGIN, np.uint8)
    held[MARGIN : MARGIN + last - first] = _octets(buffer(texts, 2))[first:last]
    return held, (offsets.astype(np.int64) - first + MARGIN).astype(np.uint32)
