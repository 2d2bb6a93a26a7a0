"""The door: events × indicators → hits. Thread-safe: a batch sees one state of the base.

`screen` takes batches of events of all kinds, `match` values of one kind. `add`, `expire` and
`replace` change what later batches are held against.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.additions import Rows, added, expired, removed, rows_of, rows_of_ids
from zhisun.engines.screening.arrow import Column, fields, one, pc
from zhisun.engines.screening.indicator_base import REJECTS, Base
from zhisun.engines.screening.matching import Matched, match
from zhisun.engines.screening.standing import Standing, standing
from zhisun.engines.screening.terms import EventKind, IndicatorKind
from zhisun.engines.tables import INSTANT

EVENTS = fields(
    event_id=pa.string(),
    event_time=INSTANT,
    subject=pa.string(),
    kind=pa.string(),  # name of an EventKind, small
    value=pa.string(),
)
"""Nulls make a row a reject, never an error."""

HITS = pa.unify_schemas(
    [
        EVENTS,
        fields(
            indicator_id=pa.string(),
            indicator_kind=pa.string(),
            indicator_value=pa.string(),
            fraud_type=pa.string(),
            severity=pa.int64(),
        ),
    ]
)
NAMES = pa.array([kind.name.lower() for kind in EventKind])
NO_KIND = 255
NEEDED = ("event_id", "event_time", "value")
Order = np.ndarray[Any, np.dtype[np.int32]]


class Matcher:
    """An indicator base ready to screen events."""

    def __init__(self, base: Base) -> None:
        self.standing: Standing = standing(base)

    def replace(self, base: Base) -> None:
        """Swap the whole base; batches that have begun finish with the old one."""
        self.standing = standing(base)

    def add(self, indicators: pa.Table) -> pa.Table:
        """Add indicators (schema INDICATORS) in place; gives the rejects among them.

        One caller at a time. Raises EngineInputError (`base_full`): build anew.
        """
        self.standing, rejects = added(self.standing, indicators)
        return rejects

    def change(self, ids: Sequence[str], indicators: pa.Table) -> pa.Table:
        """Put indicators in the place of those with these ids, in place; gives the rejects.

        What stands before and after never misses in between: a batch on its way may tell of it
        twice. One caller at a time. Raises EngineInputError (`base_full`), and nothing has changed.
        """
        old = rows_of_ids(self.standing, ids)
        rejects = self.add(indicators)
        removed(self.standing, old)
        return rejects

    def rows(self, kind: IndicatorKind, value: str) -> Rows:
        """Numbers of the indicators of this value in any spelling. Raises InputError."""
        return rows_of(self.standing, kind, value)

    def expire(self, rows: Rows, at: datetime) -> None:
        """End the validity of indicators in place. An earlier end stays."""
        expired(self.standing, rows, at)

    def match(self, kind: EventKind, values: Column, at: Column) -> Matched:
        """Hold values of one kind (string, no nulls) with their instants against the base.

        Gives row and indicator numbers; `told` says what they are.
        """
        rows = np.arange(len(values), dtype=np.int32)
        return match(self.standing, kind, values, rows, np.asarray(at.cast(pa.int64())))

    def told(self, indicators: Any) -> pa.Table:
        """indicator_id, indicator_kind, indicator_value, fraud_type, severity of indicators."""
        return self.standing.told(indicators)

    def screen(self, events: pa.Table | pa.RecordBatch) -> tuple[pa.Table, pa.Table]:
        """Hits (schema HITS) in order of events, most specific first; rejects (schema REJECTS)."""
        now = self.standing
        columns = {name: _plain(one(events.column(name))) for name in EVENTS.names}
        kinds = _kinds(one(events.column("kind")))
        refused = _refused(columns, kinds)
        good = np.ones(events.num_rows, np.bool_)
        good[[row for row, _column, _reason in refused]] = False
        codes = np.asarray(pc.fill_null(kinds, NO_KIND)).astype(np.uint8)
        at = np.asarray(pc.fill_null(columns["event_time"].cast(pa.int64()), 0))
        codes[~good] = NO_KIND
        there = np.flatnonzero(np.bincount(codes, minlength=NO_KIND)[:NO_KIND]).tolist()
        matches = []
        for kind in there:
            rows = np.flatnonzero(codes == kind).astype(np.int32)
            matches.append(match(now, EventKind(kind), columns["value"], rows, at))
        refused += [(row, "value", reason) for each in matches for row, reason in each.refused]
        return _hits(now, columns, matches), _rejects(refused)


def _plain(column: Column) -> Column:
    """Without a dictionary and with 32-bit offsets, as the kernels read strings."""
    wanted = INSTANT if pa.types.is_timestamp(column.type) else pa.string()
    return column if column.type == wanted else column.cast(wanted)


def _kinds(column: Column) -> Column:
    """Numbers of event kinds, null for what is none; a dictionary is read once a value."""
    if isinstance(column, pa.DictionaryArray):
        known = pc.index_in(column.dictionary, value_set=NAMES)
        return one(pc.take(known, column.indices))
    return one(pc.index_in(column, value_set=NAMES))


def _refused(columns: dict[str, Column], kinds: Column) -> list[tuple[int, str, str]]:
    """Rows that lack what every event needs: row, column, reason."""
    refused: dict[int, tuple[int, str, str]] = {}
    if kinds.null_count:
        for row in np.flatnonzero(np.asarray(kinds.is_null())).tolist():
            refused[row] = (row, "kind", "kind_unknown")
    for name in NEEDED:
        if columns[name].null_count:
            for row in np.flatnonzero(np.asarray(columns[name].is_null())).tolist():
                refused.setdefault(row, (row, name, "value_empty"))
    return list(refused.values())


def _hits(now: Standing, columns: dict[str, Column], matches: list[Matched]) -> pa.Table:
    if not any(len(each.rows) for each in matches):
        return HITS.empty_table()
    rows = np.concatenate([each.rows for each in matches])
    indicators = np.concatenate([each.indicators for each in matches])
    order = np.argsort(rows, kind="stable")
    rows, indicators = rows[order], indicators[order]
    told = now.told(indicators)
    taken = pa.array(rows)
    events = {name: pc.take(columns[name], taken) for name in EVENTS.names}
    columns = events | {name: told[name] for name in told.column_names}
    return pa.table(columns).select(HITS.names).cast(HITS)


def _rejects(refused: list[tuple[int, str, str]]) -> pa.Table:
    ordered = sorted(refused)
    return pa.table(
        [list(column) for column in zip(*ordered, strict=True)] or [[], [], []],
        schema=REJECTS,
    )
