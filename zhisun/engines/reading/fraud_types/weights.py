"""The trained weights, which belong to the code as a table does (`tools/train_fraud_types.py`)."""

import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the linear part: the types in their order, then "is a case".

    grid: float32[buckets, types + 1] of whole numbers -127 to 127, so that sums of them are exact
    in any order. scale, offset: float32[types + 1], of each column.
    grammars: SHA-256 of the grammars they were trained from.
    """

    grid: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]
    offset: npt.NDArray[np.float32]
    grammars: str


@cache
def shipped() -> Weights:
    """The weights of this release, read once from the package."""
    blob = resources.files(__package__).joinpath("weights.npz").read_bytes()
    with np.load(io.BytesIO(blob), allow_pickle=False) as bundle:
        return Weights(
            bundle["grid"].astype(np.float32),
            bundle["scale"],
            bundle["offset"],
            str(bundle["grammars"][0]),
        )
