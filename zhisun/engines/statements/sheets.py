"""What a table of a file looks like to the rest: its first records as text, its body as columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.arrows import Arrow

SHOWN = 80
"""Records of the head that are read as text: preamble, header and some rows."""


@dataclass(frozen=True, slots=True)
class Body:
    """The records below a header. `columns` are binary or string arrays of one length.

    lines: where each record stands in the file, from 1. Odd records have another number of cells.
    """

    columns: tuple[Arrow, ...]
    lines: npt.NDArray[np.int32]
    odd: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    `body(after, width, wanted)` gives the records after the first `after`; columns that are not
    wanted are left blank, None wants all.
    """

    title: str
    head: tuple[tuple[str, ...], ...]
    encoding: str
    body: Callable[[int, int, frozenset[int] | None], Body]


def text_columns(records: Sequence[Sequence[str]], width: int) -> tuple[Arrow, ...]:
    """Columns of records of text; a short record is filled with blanks."""
    if not records:
        return tuple(pa.array([], pa.string()) for _ in range(width))
    filled = [tuple(record[:width]) + ("",) * (width - len(record)) for record in records]
    return tuple(pa.array(column, pa.string()) for column in zip(*filled, strict=True))
