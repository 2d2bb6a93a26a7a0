"""Indicators as they come → rows in normal form; what cannot be read goes out with its reason."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import normal
from zhisun.engines.screening.arrow import Column, one, pc
from zhisun.engines.screening.filling import plain_domains
from zhisun.engines.screening.indicator_base import rejects
from zhisun.engines.screening.strings import Int32s, parts
from zhisun.engines.screening.terms import LEAST_SEVERE, MOST_SEVERE, IndicatorKind
from zhisun.kernel.errors import InputError

Mask = np.ndarray[Any, np.dtype[np.bool_]]
FORMS: dict[IndicatorKind, Callable[[str], str]] = {
    IndicatorKind.DOMAIN: normal.domain,
    IndicatorKind.URL: normal.page,
    IndicatorKind.PHONE: normal.phone,
    IndicatorKind.PHONE_PREFIX: normal.prefix,
    IndicatorKind.ACCOUNT: normal.account,
    IndicatorKind.APP: normal.words,
    IndicatorKind.IM: normal.handle,
    IndicatorKind.IP: normal.network,
}
PLAIN = {
    IndicatorKind.PHONE: "^1[3-9][0-9]{9}$",
    IndicatorKind.ACCOUNT: "^[0-9a-z]{1,500}$",
    IndicatorKind.APP: r"^[!-@\[-~]{1,500}$",
    IndicatorKind.IM: r"^[!-@\[-~]{1,500}$",
}
"""What is in normal form as it stands, so that it need not be read in Python."""
NAMES = pa.array([kind.name.lower() for kind in IndicatorKind])


@dataclass(frozen=True, slots=True)
class Intake:
    """Rows that can be held against events.

    table: the rows of INDICATORS that are kept. kinds: uint8. forms: their values in normal form.
    """

    table: pa.Table
    kinds: "np.ndarray[Any, np.dtype[np.uint8]]"
    forms: Column
    rejects: pa.Table


def taken_in(indicators: pa.Table) -> Intake:
    """Read a table of schema INDICATORS (indicator_base.py). Raises nothing for what rows hold."""
    table = indicators.combine_chunks()
    kinds = one(pc.index_in(table["kind"], value_set=NAMES))
    wrong = _wrong(table, kinds)
    codes = np.asarray(pc.fill_null(kinds, 255)).astype(np.uint8)
    values = one(pc.fill_null(table["value"], ""))
    good = ~np.logical_or.reduce([mask for _column, _reason, mask in wrong])
    forms, refused = _forms(values, codes, good)
    for row, _reason in refused:
        good[row] = False
    told = [(row, "value", reason) for row, reason in refused]
    reported: set[int] = set()
    for column, reason, mask in wrong:
        rows = [int(row) for row in np.flatnonzero(mask) if int(row) not in reported]
        reported.update(rows)
        told += [(row, column, reason) for row in rows]
    out = rejects([t[0] for t in told], [t[1] for t in told], [t[2] for t in told])
    if not told:
        return Intake(table, codes, forms, out)
    kept = np.flatnonzero(good)
    return Intake(table.take(kept), codes[good], pc.take(forms, pa.array(kept)), out)


def _wrong(table: pa.Table, kinds: Column) -> list[tuple[str, str, Mask]]:
    severe = pc.and_(
        pc.greater_equal(table["severity"], LEAST_SEVERE),
        pc.less_equal(table["severity"], MOST_SEVERE),
    )
    lasting = pc.fill_null(pc.less(table["valid_from"], table["valid_to"]), True)
    return [
        ("kind", "kind_unknown", np.asarray(kinds.is_null())),
        ("value", "value_empty", ~np.asarray(pc.fill_null(_filled(table["value"]), False))),
        ("severity", "severity_wrong", ~np.asarray(pc.fill_null(severe, False))),
        ("valid_to", "validity_empty", ~np.asarray(lasting)),
    ]


def _filled(column: Any) -> Any:
    return pc.greater(pc.binary_length(column), 0)


def _forms(
    values: Column, codes: "np.ndarray[Any, np.dtype[np.uint8]]", good: Mask
) -> tuple[Column, list[tuple[int, str]]]:
    slow = np.zeros(len(values), np.bool_)
    for kind in IndicatorKind:
        rows = np.flatnonzero((codes == kind) & good).astype(np.int32)
        if len(rows):
            slow[rows] = ~_plain(kind, values, rows)
    found: list[str] = []
    refused: list[tuple[int, str]] = []
    for row in np.flatnonzero(slow).tolist():
        try:
            found.append(FORMS[IndicatorKind(codes[row])](values[row].as_py()))
        except InputError as error:
            refused.append((row, error.code))
            found.append("")
    if not found:
        return values, refused
    return one(pc.replace_with_mask(values, pa.array(slow), pa.array(found))), refused


def _plain(kind: IndicatorKind, values: Column, rows: Int32s) -> Mask:
    if kind in PLAIN:
        matches = pc.match_substring_regex(pc.take(values, pa.array(rows)), PLAIN[kind])
        return np.asarray(matches)
    plain = np.zeros(len(values), np.uint8)
    if kind == IndicatorKind.DOMAIN:
        for part in parts(values, rows):
            own = np.zeros(len(part.rows), np.uint8)
            plain_domains(part.address, part.offsets, part.rows, own)
            plain[part.rows if part.numbers is None else part.numbers[part.rows]] = own
    return plain[rows].astype(np.bool_)
