"""Columns as files bring them → text and instants as engines read them; odd cells told apart."""

import re
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column, one, pc
from zhisun.engines.tables import INSTANT
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, instant

Mask = np.ndarray[Any, np.dtype[np.bool_]]
_ZONED = r"(Z|[+-][0-9]{2}:?([0-9]{2})?)$"
FIRST_US, LAST_US = -62_135_596_800_000_000, 253_370_764_799_000_000
"""0001-01-01 and 9998-12-31 in microseconds: what Python can tell in any zone."""
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


def text(column: Column) -> Column:
    """As strings. Raises InputError for what is no text or number."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text(one(column.dictionary_decode()))
    if pa.types.is_floating(kind):
        raise InputError("column_of_wrong_kind", kind=str(kind))
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        if pa.types.is_nested(kind) or pa.types.is_binary(kind):
            raise InputError("column_of_wrong_kind", kind=str(kind))
        return column.cast(pa.string())
    return column.cast(pa.string())


def instants(column: Column) -> tuple[Column, Mask]:
    """As INSTANT, and which cells are no time. Empty cells are null, naive times Asia/Shanghai.

    Raises InputError.
    """
    kind = column.type
    none = np.zeros(len(column), np.bool_)
    if pa.types.is_timestamp(kind) or pa.types.is_null(kind):
        zoned = _zoned(column).cast(INSTANT, safe=False)
        return _within_calendar(zoned)
    written = text(column)
    written = pc.if_else(pc.equal(written, ""), None, written)
    zoned = pc.match_substring_regex(written, _ZONED)
    try:
        if pc.all(zoned).as_py():
            return written.cast(INSTANT), none
        if not pc.any(zoned).as_py():
            return _zoned(written.cast(pa.timestamp("us"))).cast(INSTANT), none
    except pa.ArrowInvalid:
        pass  # some cell is no plain time: one by one
    return _one_by_one(written)


def _within_calendar(moments: Column) -> tuple[Column, Mask]:
    """Instants that Python and the database know; others are null and odd."""
    span = pc.min_max(moments.cast(pa.int64())).as_py()
    if span["min"] is None or (span["min"] >= FIRST_US and span["max"] <= LAST_US):
        return moments, np.zeros(len(moments), np.bool_)
    counted = pc.fill_null(moments.cast(pa.int64()), 0)
    odd = pc.or_(pc.less(counted, FIRST_US), pc.greater(counted, LAST_US))
    return pc.if_else(odd, None, moments), np.asarray(odd)


def _zoned(column: Column) -> Column:
    if not pa.types.is_timestamp(column.type) or column.type.tz is not None:
        return column
    return pc.assume_timezone(column, str(CHINA), ambiguous="earliest", nonexistent="earliest")


def _one_by_one(written: Column) -> tuple[Column, Mask]:
    found = []
    odd = np.zeros(len(written), np.bool_)
    for row, cell in enumerate(written.to_pylist()):
        try:
            found.append(None if cell is None else instant(cell))
        except InputError:
            odd[row] = True
            found.append(None)
    return pa.array(found, INSTANT), odd


def whole_numbers(column: Column) -> Column:
    """As int64; null for what is no whole number."""
    if pa.types.is_integer(column.type):
        return column.cast(pa.int64())
    if pa.types.is_floating(column.type):
        exact = pc.equal(pc.floor(column), column)
        return pc.if_else(exact, column, None).cast(pa.int64())
    written = text(column)
    plain = pc.match_substring_regex(written, "^[0-9]{1,18}$")
    if pc.all(plain, skip_nulls=True).as_py():
        return written.cast(pa.int64())
    cells = written.to_pylist()
    return pa.array(
        [int(cell) if cell and _WHOLE.fullmatch(cell) else None for cell in cells], pa.int64()
    )
