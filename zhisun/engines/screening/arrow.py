"""Arrow's functions and columns without their stubs, which know only one type of each column."""

from typing import Any

import pyarrow.compute

pc: Any = pyarrow.compute
Column = Any
"""An Arrow array whose type the docstring says."""


def fields(**kinds: Any) -> pyarrow.Schema:
    """A schema of these columns."""
    return pyarrow.schema([pyarrow.field(name, kind) for name, kind in kinds.items()])


def one(column: Any) -> Column:
    """A column of a table as one array."""
    return column.combine_chunks() if isinstance(column, pyarrow.ChunkedArray) else column
