"""Changing a base in use: indicators added and expired in place (collision.md §6.4)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import filling, layout
from zhisun.engines.screening import indicator_base as bases
from zhisun.engines.screening.arrow import pc
from zhisun.engines.screening.building import sites, sorted_out, told_of, traits
from zhisun.engines.screening.indicator_base import Base, Facts, Section
from zhisun.engines.screening.intake import FORMS, Intake, taken_in
from zhisun.engines.screening.standing import Leaf, Standing, wide_of
from zhisun.engines.screening.strings import joined
from zhisun.engines.screening.terms import IndicatorKind
from zhisun.engines.tables import microseconds
from zhisun.kernel.errors import EngineInputError

Rows = np.ndarray[Any, np.dtype[np.int64]]


def added(now: Standing, indicators: pa.Table) -> tuple[Standing, pa.Table]:
    """The base with more indicators (schema INDICATORS), and the rejects among them.

    Slots and filters are written in place: hits of the new rows appear with the next batch. Costs
    a copy of what was added before. Raises EngineInputError (`base_full`) when it is time to
    build anew; the base is then as before.
    """
    intake = taken_in(indicators)
    first = now.leaves[0].base.rows
    before = now.leaves[1].base.rows if len(now.leaves) > 1 else 0
    whole = _joined(now.leaves[1:], intake)
    leaf = Leaf(_layer(whole), first)
    for earlier in now.leaves[1:]:
        _keep_ends(earlier, leaf)
    _demand_room(now.leaves[0].base, leaf.base)
    table, held = _words(now, leaf)
    fresh = _fresh(leaf, before)
    _fill(table, leaf, fresh, held)
    wide = {key: list(rows) for key, rows in wide_of(now.leaves[0]).items()}
    for key, rows in wide_of(leaf).items():
        wide.setdefault(key, []).extend(rows)
    leaves = (now.leaves[0], leaf)
    return Standing(table, leaves, wide, (now.held, leaf, held, intake)), intake.rejects


def expired(now: Standing, rows: Rows, at: datetime) -> None:
    """End the validity of indicators at an instant; an earlier end stays."""
    end = microseconds(at)
    for leaf in now.leaves:
        own = rows[(rows >= leaf.first) & (rows < leaf.first + leaf.base.rows)] - leaf.first
        if len(own):
            _until_exact(leaf, end)
            until = _writable(leaf, "valid_to")
            bound = end if until.dtype == np.int64 else end // 1_000_000
            until[own] = np.minimum(until[own], np.array(bound).astype(until.dtype))


def rows_of_ids(now: Standing, ids: Sequence[str]) -> Rows:
    """Numbers of the indicators of these ids. Reads all ids once: 30 ms a million."""
    wanted = pa.array(ids, pa.string())
    found = [
        np.flatnonzero(np.asarray(pc.is_in(leaf.ids, value_set=wanted))) + leaf.first
        for leaf in now.leaves
        if leaf.ids is not None
    ]
    return np.concatenate([np.zeros(0, np.int64), *found])


def removed(now: Standing, rows: Rows) -> None:
    """Let indicators hit nothing any more, whenever the event was: as if they were not there."""
    for leaf in now.leaves:
        own = rows[(rows >= leaf.first) & (rows < leaf.first + leaf.base.rows)] - leaf.first
        if len(own):
            until = _writable(leaf, "valid_to")
            until[own] = bases.NEVER_TO if until.dtype == np.int64 else bases.CLOSED_TO


def rows_of(now: Standing, kind: IndicatorKind, value: str) -> Rows:
    """Numbers of the indicators of this kind and value in any spelling. Raises InputError.

    Reads all rows: 5 ms a million.
    """
    form = FORMS[kind](value)
    found = [
        np.flatnonzero(
            np.asarray(pc.equal(leaf.forms, form)) & (leaf.base.sections["kinds"] == kind)
        )
        + leaf.first
        for leaf in now.leaves
    ]
    return np.concatenate(found)


def _writable(leaf: Leaf, name: str) -> Section:
    """A section that may be written to: one that Arrow made may not."""
    sections = leaf.base.sections
    if not sections[name].flags.writeable:
        sections[name] = sections[name].copy()
    return sections[name]


def _keep_ends(earlier: Leaf, leaf: Leaf) -> None:
    """What was expired or removed among rows added before stays so in the layer made anew."""
    rows = np.arange(earlier.base.rows)
    since, until = leaf.validity(np.arange(leaf.base.rows))
    ends = np.minimum(until[rows], earlier.validity(rows)[1])
    if (ends == until[rows]).all():
        return
    until[rows] = ends
    leaf.base.sections["valid_from"], leaf.base.sections["valid_to"] = since, until


def _until_exact(leaf: Leaf, end: int) -> None:
    """Whole seconds give way to microseconds where the end is not a whole second."""
    sections = leaf.base.sections
    if sections["valid_to"].dtype == np.int64 or end % 1_000_000 == 0:
        return
    since, until = leaf.validity(np.arange(leaf.base.rows))
    sections["valid_from"], sections["valid_to"] = since, until


def _joined(layers: tuple[Leaf, ...], intake: Intake) -> Intake:
    """What was added before and now, as one."""
    if not layers:
        return intake
    kept: Intake = layers[0].base.facts["intake"]
    return Intake(
        pa.concat_tables([kept.table, intake.table]).combine_chunks(),
        np.concatenate([kept.kinds, intake.kinds]),
        pa.concat_arrays([kept.forms, intake.forms]),
        intake.rejects,
    )


def _layer(intake: Intake) -> Base:
    text, offsets = joined(intake.forms)
    sorts = sorted_out(text, offsets.view(np.int32), intake.kinds, intake.forms)
    sections: dict[str, Section] = {"text": text, "offsets": offsets, "kinds": intake.kinds}
    told, words = told_of(intake)
    sections |= told | {"wide": sorts.wide}
    facts: Facts = {"intake": intake, "sorts": sorts} | words
    return Base(sections, facts | traits(text, offsets.view(np.int32), intake.kinds, sorts))


def _demand_room(base: Base, layer: Base) -> None:
    sorts = layer.facts["sorts"]
    texts = base.facts["texts"] + len(sorts.texts)
    told = base.facts["told"] + len(sorts.numbers)
    slots, keys = len(base.sections["slots"]), len(base.sections["number_keys"])
    if texts > layout.FULLEST * slots or told > layout.FULLEST * keys:
        raise EngineInputError("base_full", rows=base.rows, added=layer.rows)


def _words(now: Standing, leaf: Leaf) -> tuple[Any, Any]:
    """The addresses with the new layer, and the chain of twins over all rows."""
    table = now.words.copy()
    sections = leaf.base.sections
    for part, name in (
        (layout.NEW_TEXT, "text"),
        (layout.NEW_OFFSETS, "offsets"),
        (layout.NEW_KINDS, "kinds"),
    ):
        table[part] = sections[name].ctypes.data
    table[layout.NEW_ROWS] = leaf.base.rows
    chain = np.full(leaf.first + leaf.base.rows, -1, np.int32)
    old = now.held[2] if len(now.leaves) > 1 else now.leaves[0].base.sections["chain"]
    chain[: len(old)] = old
    table[layout.CHAIN] = chain.ctypes.data
    for part, name in (
        (layout.SINGLES, "singles"),
        (layout.PREFIXES, "prefixes"),
        (layout.NETWORKS, "networks"),
    ):
        table[part] |= leaf.base.facts[name]
    return table, chain


def _fresh(leaf: Leaf, before: int) -> Any:
    """Of the rows that are new now: texts; numbers and what they tell."""
    sorts = leaf.base.facts["sorts"]
    new = sorts.numbers >= before
    return sorts.texts[sorts.texts >= before], sorts.numbers[new], sorts.told[new]


def _fill(table: Any, leaf: Leaf, fresh: Any, chain: Any) -> None:
    texts, numbers, told = fresh
    sections = leaf.base.sections
    source, offsets, kinds = sections["text"].ctypes.data, sections["offsets"], sections["kinds"]
    filling.fill_texts(table, source, leaf.first, offsets, kinds, texts, chain)
    filling.fill_numbers(table, leaf.first, told, kinds, numbers, chain)
    hosts, host_offsets = joined(sites(leaf.forms, texts[kinds[texts] == IndicatorKind.URL]))
    own = np.arange(len(host_offsets) - 1, dtype=np.int32)
    filling.fill_sites(table, hosts.ctypes.data, host_offsets, own)
    filling.fill_gate(table, source, offsets, texts[kinds[texts] == IndicatorKind.DOMAIN])
