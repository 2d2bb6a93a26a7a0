"""A base in use: its arrays, what was added since, and what is said of each indicator."""

import ipaddress
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import indicator_base as bases
from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.screening.indicator_base import Base, Section
from zhisun.engines.screening.keys import Words
from zhisun.engines.screening.terms import IndicatorKind

SECOND = 1_000_000
Wide = dict[tuple[int, int], list[int]]
KIND_NAMES = np.array([kind.name.lower() for kind in IndicatorKind])


@dataclass(frozen=True)
class Leaf:
    """One layer of rows: the base, or what was added to it. Rows are numbered from `first`."""

    base: Base
    first: int

    @cached_property
    def forms(self) -> Column:
        """Values in normal form."""
        return _strings(self.base.sections, "text", "offsets")

    @cached_property
    def spelled(self) -> dict[int, str]:
        """Values that were written otherwise, by row."""
        sections = self.base.sections
        texts = _strings(sections, "spelled", "spelled_offsets")
        rows = sections["spelled_rows"].tolist()
        return dict(zip(rows, texts.to_pylist(), strict=True))

    @cached_property
    def ids(self) -> Column:
        """Indicator ids, None where the base has none."""
        sections = self.base.sections
        return _strings(sections, "ids", "id_offsets") if len(sections["id_offsets"]) > 1 else None

    def validity(self, rows: Section) -> tuple[Section, Section]:
        """From and to in microseconds, int64."""
        since = self.base.sections["valid_from"][rows]
        until = self.base.sections["valid_to"][rows]
        if since.dtype != np.int64:  # each for itself: another thread may just make them exact
            open_from = since == bases.OPEN_FROM
            since = np.where(open_from, bases.ALWAYS_FROM, since.astype(np.int64) * SECOND)
        if until.dtype != np.int64:
            closed, open_to = until == bases.CLOSED_TO, until == bases.OPEN_TO
            until = np.where(open_to, bases.ALWAYS_TO, until.astype(np.int64) * SECOND)
            until = np.where(closed, bases.NEVER_TO, until)
        return since, until

    def values(self, rows: Section) -> list[str]:
        """Values as they were written."""
        forms = pc.take(self.forms, pa.array(rows)).to_pylist()
        return [self.spelled.get(row, form) for row, form in zip(rows.tolist(), forms, strict=True)]

    def told(self, rows: Section) -> pa.Table:
        """indicator_id, indicator_kind, indicator_value, fraud_type, severity."""
        sections, facts = self.base.sections, self.base.facts
        fraud_types = pa.array(facts["fraud_type"], pa.string())
        missing = pa.nulls(len(rows), pa.string())
        ids = missing if self.ids is None else pc.take(self.ids, pa.array(rows))
        return pa.table(
            {
                "indicator_id": ids,
                "indicator_kind": pa.array(KIND_NAMES[sections["kinds"][rows]], pa.string()),
                "indicator_value": pa.array(self.values(rows), pa.string()),
                "fraud_type": pc.take(fraud_types, pa.array(sections["fraud_type"][rows])),
                "severity": pa.array(sections["severity"][rows].astype(np.int64)),
            }
        )


@dataclass(frozen=True)
class Standing:
    """What one batch is held against: it never changes under a batch that has begun.

    words: addresses for the kernels (layout.py). leaves: the base and at most one layer of
    additions. wide: IPv6 networks by (bits, first address). held: memory the kernels read.
    """

    words: Words
    leaves: tuple[Leaf, ...]
    wide: Wide
    held: Sequence[Any] = ()

    @property
    def rows(self) -> int:
        """Number of indicators, withdrawn ones included."""
        return self.leaves[-1].first + self.leaves[-1].base.rows

    @cached_property
    def has_pages(self) -> bool:
        """Whether there is a URL indicator."""
        return any((leaf.base.sections["kinds"] == IndicatorKind.URL).any() for leaf in self.leaves)

    def kinds(self, rows: Section) -> Section:
        """Kinds of indicators, uint8."""
        return self._spread(rows, lambda leaf, own: leaf.base.sections["kinds"][own], np.uint8)

    def sizes(self, rows: Section) -> Section:
        """How specific indicators of one kind are: bytes of their normal form, bits of networks."""

        def of(leaf: Leaf, own: Section) -> Section:
            offsets = leaf.base.sections["offsets"]
            sizes: Section = (offsets[own + 1] - offsets[own]).astype(np.int64)
            for place in np.flatnonzero(leaf.base.sections["kinds"][own] == IndicatorKind.IP):
                network = ipaddress.ip_network(leaf.forms[int(own[place])].as_py())
                sizes[place] = network.prefixlen
            return sizes

        return self._spread(rows, of, np.int64)

    def valid(self, rows: Section, at: Section) -> Section:
        """Whether indicators are valid at instants (microseconds)."""

        def of(leaf: Leaf, own: Section) -> Section:
            since, until = leaf.validity(own)
            return np.stack([since, until], axis=1)

        since, until = self._spread(rows, of, np.int64, width=2).T
        return (since <= at) & ((at < until) | (until == bases.ALWAYS_TO))

    def told(self, rows: Section) -> pa.Table:
        """What is said of indicators, in the order of `rows`."""
        tables, places = [], []
        for leaf, own, place in self._by_leaf(rows):
            tables.append(leaf.told(own))
            places.append(place)
        table = pa.concat_tables(tables)
        order = np.argsort(np.concatenate(places), kind="stable")
        return table.take(order)

    def _by_leaf(self, rows: Section) -> list[tuple[Leaf, Section, Section]]:
        found = []
        for leaf in self.leaves:
            inside = (rows >= leaf.first) & (rows < leaf.first + leaf.base.rows)
            found.append((leaf, rows[inside] - leaf.first, np.flatnonzero(inside)))
        return found

    def _spread(self, rows: Section, of: Any, kind: Any, width: int = 0) -> Section:
        if len(self.leaves) == 1:
            only: Section = of(self.leaves[0], rows).astype(kind, copy=False)
            return only
        out = np.empty((len(rows), width) if width else len(rows), kind)
        for leaf, own, place in self._by_leaf(rows):
            out[place] = of(leaf, own)
        return out


def standing(base: Base) -> Standing:
    """A base as it was built."""
    leaf = Leaf(base, 0)
    return Standing(bases.words(base), (leaf,), wide_of(leaf), (base,))


def wide_of(leaf: Leaf) -> Wide:
    """The IPv6 networks of a layer, by bits and first address."""
    found: Wide = defaultdict(list)
    for row in leaf.base.sections["wide"].tolist():
        network = ipaddress.ip_network(leaf.forms[row].as_py())
        found[network.prefixlen, int(network.network_address)].append(leaf.first + row)
    return dict(found)


def _strings(sections: dict[str, Section], text: str, offsets: str) -> Column:
    """A view of offsets and bytes as Arrow strings; nothing is copied."""
    ends = sections[offsets]
    held: tuple[Any, Any] = (ends.view(np.int32), sections[text])
    buffers = [None, *(pa.py_buffer(each) for each in held)]
    return pa.Array.from_buffers(pa.string(), len(ends) - 1, buffers)
