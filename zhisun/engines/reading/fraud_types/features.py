"""Character n-grams of a squeezed text as numbers of buckets, for the linear part."""

import numpy as np
import numpy.typing as npt

BITS = 17
BUCKETS = 1 << BITS
SIZES = (1, 2, 3)
_SPREAD = (np.uint32(2654435761), np.uint32(2246822519), np.uint32(3266489917))


def grams(codes: npt.NDArray[np.uint32], size: int) -> npt.NDArray[np.uint32]:
    """The bucket of the n-gram of `size` that starts at each character: len(codes) - size + 1."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.full(count, size, dtype=np.uint32)
    for place in range(size):
        mixed ^= codes[place : place + count]
        mixed *= _SPREAD[place % len(_SPREAD)]
        mixed ^= mixed >> np.uint32(15)
    return mixed >> np.uint32(32 - BITS)


def buckets(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """The distinct buckets of all n-grams, ascending."""
    present = np.zeros(BUCKETS, dtype=np.bool_)
    for size in SIZES:
        present[grams(codes, size)] = True
    return np.flatnonzero(present)
