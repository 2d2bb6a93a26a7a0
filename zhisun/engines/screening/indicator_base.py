"""An indicator base as plain arrays: what is built, written to a file, mapped and screened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import layout
from zhisun.engines.screening.arrow import fields
from zhisun.engines.tables import INSTANT

FORMAT = 1
"""Of the sections and facts below; a base of another format is refused."""

INDICATORS = fields(
    kind=pa.string(),  # name of an IndicatorKind, small
    value=pa.string(),
    fraud_type=pa.string(),
    severity=pa.int64(),  # 1–5
    valid_from=INSTANT,  # null: since ever
    valid_to=INSTANT,  # null: open
    source=pa.string(),
    indicator_id=pa.string(),  # may be null
)
"""What a base is built from. Nulls and odd values make a row a reject, never an error."""

REJECTS = fields(
    row=pa.int64(),
    column=pa.string(),
    reason=pa.string(),
)
"""Rows that could not be read: their number from 0, the column, and the code of the reason."""

Section = np.ndarray[Any, Any]
Facts = dict[str, Any]
ADDRESSED = {
    "gate": (layout.GATE, layout.GATE_WORDS),
    "full": (layout.FULL, layout.FULL_WORDS),
    "slots": (layout.SLOTS, layout.SLOT_COUNT),
    "sites": (layout.SITES, layout.SITE_WORDS),
    "numbers": (layout.NUMBERS, layout.NUMBER_WORDS),
    "number_keys": (layout.NUMBER_KEYS, layout.NUMBER_COUNT),
}
OPEN_FROM, OPEN_TO = 0, 2**32 - 1
"""Validity in whole seconds without a beginning or an end."""
CLOSED_TO = 0
"""An end in whole seconds that no event comes before: the row was removed."""
ALWAYS_FROM, ALWAYS_TO = -(2**63), 2**63 - 1
"""The same in microseconds."""
NEVER_TO = ALWAYS_FROM
"""The end of a removed row in microseconds."""


@dataclass(frozen=True, slots=True)
class Base:
    """Sections by name, and facts that fit JSON.

    HOT sections are read for every event; the others for hits and near misses only.
    """

    sections: dict[str, Section]
    facts: Facts

    @property
    def rows(self) -> int:
        """Number of indicators."""
        return len(self.sections["kinds"])

    @property
    def size(self) -> int:
        """Bytes of all sections."""
        return sum(section.nbytes for section in self.sections.values())


HOT = ("gate", "heavy", "full", "sites", "numbers")
WRITTEN = ("slots", "number_keys", "number_rows", "valid_to")
"""Sections that adding and expiring write to, besides the hot ones."""


def words(base: Base) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """The addresses of `layout` for a base without additions."""
    found = np.zeros(layout.PARTS, np.int64)
    for name, (address, count) in ADDRESSED.items():
        section = base.sections[name]
        found[address], found[count] = section.ctypes.data, len(section)
    heavy = base.sections["heavy"]
    found[layout.HEAVY], found[layout.HEAVY_MASK] = heavy.ctypes.data, len(heavy) // 2 - 1
    found[layout.NUMBER_ROWS] = base.sections["number_rows"].ctypes.data
    for part, name in ((layout.TEXT, "text"), (layout.OFFSETS, "offsets"), (layout.KINDS, "kinds")):
        found[part] = base.sections[name].ctypes.data
    chain = base.sections["chain"]
    found[layout.CHAIN] = chain.ctypes.data if len(chain) else 0
    found[layout.ROWS] = base.rows
    found[layout.SEED] = base.facts["seed"]
    found[layout.SINGLES] = base.facts["singles"]
    found[layout.PREFIXES] = base.facts["prefixes"]
    found[layout.NETWORKS] = base.facts["networks"]
    return found


def rejects(rows: Sequence[int], columns: Sequence[str], reasons: Sequence[str]) -> pa.Table:
    """A table of rejects, in order of rows."""
    order = np.argsort(np.array(rows, np.int64), kind="stable")
    table = pa.table([pa.array(rows, pa.int64()), list(columns), list(reasons)], schema=REJECTS)
    return table.take(order)
