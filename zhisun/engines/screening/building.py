"""A table of indicators → a base. The same table and seed give the same bytes."""

import ipaddress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import filling, layout, normal
from zhisun.engines.screening.arrow import Column, one, pc
from zhisun.engines.screening.indicator_base import (
    ALWAYS_FROM,
    ALWAYS_TO,
    FORMAT,
    OPEN_FROM,
    OPEN_TO,
    Base,
    Facts,
    Section,
    words,
)
from zhisun.engines.screening.intake import Intake, taken_in
from zhisun.engines.screening.numbers import LONGEST_PHONE, tell_all
from zhisun.engines.screening.parents import heavy_parents
from zhisun.engines.screening.strings import Bytes, Int32s, joined
from zhisun.engines.screening.terms import IndicatorKind

NUMBER_KINDS = (IndicatorKind.PHONE, IndicatorKind.PHONE_PREFIX, IndicatorKind.ACCOUNT)
SECOND = 1_000_000
V4_BITS = 32


@dataclass(frozen=True, slots=True)
class Built:
    """A base, and the rows that could not become part of it (schema REJECTS)."""

    base: Base
    rejects: pa.Table


@dataclass(frozen=True, slots=True)
class Sorts:
    """Which rows are looked up how.

    texts: as strings. numbers: as numbers, `told` beside. wide: IPv6, by a dict.
    """

    texts: Int32s
    numbers: Int32s
    told: "np.ndarray[Any, np.dtype[np.uint64]]"
    wide: Int32s


def build(indicators: pa.Table, *, seed: int = 1, popular: Column = None) -> Built:
    """Build a base from a table of schema INDICATORS (indicator_base.py).

    seed: of the keys; any 62-bit number, kept secret if senders of events must not aim at slots.
    popular: hosts most asked for, the first the most: only speed depends on them.
    1.5 s and 55 bytes an indicator for 5,000,000 domains (README).
    """
    intake = taken_in(indicators)
    text, offsets = joined(intake.forms)
    kinds = intake.kinds
    sorts = sorted_out(text, offsets.view(np.int32), kinds, intake.forms)
    names = np.flatnonzero(kinds == IndicatorKind.DOMAIN).astype(np.int32)
    pages = np.flatnonzero(kinds == IndicatorKind.URL)
    sections = _empty(sorts, len(names), len(pages))
    own: dict[str, Section] = {"text": text, "offsets": offsets, "kinds": kinds}
    told, words_of = told_of(intake)
    sections |= own | told
    sections["wide"] = sorts.wide
    facts: Facts = {"format": FORMAT, "normal_form": normal.VERSION, "seed": seed}
    facts |= {"texts": len(sorts.texts), "told": len(sorts.numbers)}
    facts |= traits(text, offsets.view(np.int32), kinds, sorts) | words_of
    base = Base(sections, facts)
    table = words(base)
    chain = np.full(len(kinds), -1, np.int32)
    source = text.ctypes.data
    twins = filling.fill_texts(table, source, 0, offsets, kinds, sorts.texts, chain)
    twins += filling.fill_numbers(table, 0, sorts.told, kinds, sorts.numbers, chain)
    if twins:
        sections["chain"] = chain
    heavy_parents(table, source, offsets, names, popular, sections["heavy"])
    filling.fill_gate(table, source, offsets, names)
    hosts, host_offsets = joined(sites(intake.forms, pages))
    rows = np.arange(len(host_offsets) - 1, dtype=np.int32)
    filling.fill_sites(table, hosts.ctypes.data, host_offsets, rows)
    return Built(base, intake.rejects)


def sites(forms: Column, rows: Any) -> Column:
    """The hosts of the web addresses among rows in normal form."""
    pages = pc.take(forms, pa.array(rows))
    return pa.array([normal.site(page) for page in pages.to_pylist()], pa.string())


def sorted_out(text: Bytes, offsets: Int32s, kinds: Any, forms: Column) -> Sorts:
    """Tell apart what is looked up as a string, as a number, and as an IPv6 network."""
    rows = np.flatnonzero(np.isin(kinds, NUMBER_KINDS)).astype(np.int32)
    told, fits = np.zeros(len(rows), np.uint64), np.zeros(len(rows), np.uint8)
    tell_all(text.ctypes.data, offsets, rows, told, fits)
    long = (offsets[rows + 1] - offsets[rows] > LONGEST_PHONE) & (
        kinds[rows] == IndicatorKind.PHONE
    )
    fitting = fits.astype(np.bool_) & ~long
    networks = np.flatnonzero(kinds == IndicatorKind.IP).astype(np.int32)
    found = [ipaddress.ip_network(forms[row].as_py()) for row in networks.tolist()]
    narrow = np.array([network.version == 4 for network in found], np.bool_)  # noqa: PLR2004 IPv4
    numbers = [
        (network.prefixlen << V4_BITS) | int(network.network_address)
        for network in found
        if network.version == 4  # noqa: PLR2004 IPv4
    ]
    as_number = np.concatenate([rows[fitting], networks[narrow]])
    as_text = np.ones(len(kinds), np.bool_)
    as_text[as_number] = as_text[networks] = False
    return Sorts(
        texts=np.flatnonzero(as_text).astype(np.int32),
        numbers=as_number,
        told=np.concatenate([told[fitting], np.array(numbers, np.uint64)]),
        wide=networks[~narrow],
    )


def traits(text: Bytes, offsets: Int32s, kinds: Any, sorts: Sorts) -> Facts:
    """What kernels have to know of a base: single labels, lengths of prefixes and networks."""
    prefixes = networks = 0
    heads = np.flatnonzero(kinds == IndicatorKind.PHONE_PREFIX)
    for length in np.unique(offsets[heads + 1] - offsets[heads]).tolist():
        prefixes |= 1 << length
    is_network = kinds[sorts.numbers] == IndicatorKind.IP
    for bits in np.unique(sorts.told[is_network] >> np.uint64(V4_BITS)).tolist():
        networks |= 1 << bits
    names = np.flatnonzero(kinds == IndicatorKind.DOMAIN).astype(np.int32)
    singles = filling.single_labels(text.ctypes.data, offsets, names)
    return {"singles": int(singles > 0), "prefixes": prefixes, "networks": networks}


def _empty(sorts: Sorts, names: int, pages: int) -> dict[str, Section]:
    """Filters and slots with room for all rows."""

    def filter_for(count: int) -> Section:
        return np.zeros(max(64, count * layout.FILTER_BITS // 64), np.uint64)

    def room(count: int) -> int:
        return max(layout.SPARE, int(count / layout.FILL))

    return {
        "gate": filter_for(names),
        "heavy": np.zeros(2 * 4096, np.uint64),
        "full": filter_for(len(sorts.texts)),
        "slots": np.zeros(room(len(sorts.texts)), np.uint64),
        "sites": filter_for(pages),
        "numbers": filter_for(len(sorts.numbers)),
        "number_keys": np.zeros(room(len(sorts.numbers)), np.uint64),
        "number_rows": np.zeros(room(len(sorts.numbers)), np.uint32),
        "chain": np.zeros(0, np.int32),
    }


def told_of(intake: Intake) -> tuple[dict[str, Section], Facts]:
    """What is said of an indicator, by row; and the words its codes stand for."""
    table, values = intake.table, one(intake.table["value"])
    other = np.flatnonzero(np.asarray(pc.not_equal(values, intake.forms))).astype(np.int32)
    spelled, spelled_offsets = joined(pc.take(values, pa.array(other)))
    ids = one(table["indicator_id"])
    none = ids.null_count == len(ids)
    id_text, id_offsets = joined(pa.array([], pa.string()) if none else pc.fill_null(ids, ""))
    since, until = _validity(table)
    coded = {name: _coded(table[name]) for name in ("fraud_type", "source")}
    sections: dict[str, Section] = {
        "valid_from": since,
        "valid_to": until,
        "severity": np.asarray(table["severity"]).astype(np.uint8),
        "spelled_rows": other,
        "spelled": spelled,
        "spelled_offsets": spelled_offsets,
        "ids": id_text,
        "id_offsets": id_offsets,
    }
    sections |= {name: _codes(column) for name, column in coded.items()}
    return sections, {name: column.dictionary.to_pylist() for name, column in coded.items()}


def _validity(table: pa.Table) -> tuple[Section, Section]:
    """Whole seconds in four bytes where that is exact for every row, else microseconds."""
    since, until = (
        np.asarray(pc.fill_null(table[name].cast(pa.int64()), absent))
        for name, absent in (("valid_from", ALWAYS_FROM), ("valid_to", ALWAYS_TO))
    )
    told = np.concatenate([since[since != ALWAYS_FROM], until[until != ALWAYS_TO]])
    within = (told > OPEN_FROM) & (told < OPEN_TO * SECOND) & (told % SECOND == 0)
    if not within.all():
        return since, until
    return (
        np.where(since == ALWAYS_FROM, OPEN_FROM, since // SECOND).astype(np.uint32),
        np.where(until == ALWAYS_TO, OPEN_TO, until // SECOND).astype(np.uint32),
    )


def _codes(coded: Any) -> Section:
    return np.asarray(coded.indices).astype(np.min_scalar_type(len(coded.dictionary)))


def _coded(column: Any) -> Any:
    return one(pc.dictionary_encode(pc.fill_null(one(column), "")))
