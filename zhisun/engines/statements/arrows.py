"""Arrow without its stubs: they know fewer signatures than the library has, and no more faults."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

Arrow = Any
"""An Arrow array or column."""

pc: Any = pyarrow.compute
read_csv: Any = pyarrow.csv.read_csv
buffer: Any = pa.py_buffer
chunked: Any = pa.chunked_array

BLANK = pa.scalar("")
NOTHING = pa.scalar(None, pa.string())
"""Scalars made once: given a plain "" the compute functions ask pandas what it is."""

_KINDS = {
    np.dtype(np.int8): pa.int8(),
    np.dtype(np.int32): pa.int32(),
    np.dtype(np.int64): pa.int64(),
}


def column(values: "npt.NDArray[Any]") -> Arrow:
    """A NumPy array as an Arrow array without a copy.

    `pyarrow.array` would ask pandas first, and loading that costs more than a million rows.
    """
    if values.dtype == np.bool_:
        bits = np.packbits(values, bitorder="little")
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, buffer(bits)])
    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(_KINDS[whole.dtype], len(whole), [None, buffer(whole)])


def by_chunk(texts: Arrow, read: "Callable[[Arrow], npt.NDArray[Any]]") -> "npt.NDArray[Any]":
    """What `read` makes of each chunk, in one array."""
    if not isinstance(texts, pa.ChunkedArray):
        return read(texts)
    parts = [read(chunk) for chunk in texts.chunks]
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def whole(texts: Arrow) -> Arrow:
    """The texts in one piece."""
    return texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts


def encoded(texts: Arrow) -> Arrow:
    """The texts as a dictionary array in one piece. Its chunks share one dictionary already."""
    found: Arrow = pc.dictionary_encode(texts)
    if isinstance(found, pa.Array):
        return found
    if not found.num_chunks:
        return pc.dictionary_encode(pa.array([], pa.string()))
    chunks: list[Arrow] = found.chunks
    codes = np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in chunks])
    return coded(codes, chunks[-1].dictionary)


def coded(codes: "npt.NDArray[Any]", words: Arrow) -> Arrow:
    """A dictionary array of codes and their words."""
    return pa.DictionaryArray.from_arrays(column(codes.astype(np.int32)), words)
