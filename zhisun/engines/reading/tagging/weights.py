"""The trained weights, which belong to the code as a table does (`tools/train_names.py`)."""

import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from zhisun.engines.reading.tagging.decoding import laned


@dataclass(frozen=True, slots=True)
class Weights:
    """grid: uint64[BUCKETS, 2] by feature and tag, see `decoding.laned`.

    links: float32[17, 17] from tag to tag. least: float32[4], what a name of each kind that no rule
    found must win by over no name. texts: SHA-256 of what they were trained on.
    """

    grid: NDArray[np.uint64]
    links: NDArray[np.float32]
    least: NDArray[np.float32]
    texts: str


@cache
def shipped() -> Weights:
    """The weights of this release, read once from the package."""
    blob = resources.files(__package__).joinpath("weights.npz").read_bytes()
    with np.load(io.BytesIO(blob), allow_pickle=False) as bundle:
        return Weights(
            laned(bundle["grid"]), bundle["links"], bundle["least"], str(bundle["texts"][0])
        )
