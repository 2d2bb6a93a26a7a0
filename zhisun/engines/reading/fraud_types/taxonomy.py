"""Figures by type in the words of one year's list, and across years where they agree (口径)."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhisun.engines.reading.fraud_types.kinds import TYPES
from zhisun.engines.reading.fraud_types.taxonomy_table import AIR, LISTS, REST
from zhisun.kernel.errors import EngineInputError

CLASSES = (*TYPES, AIR)
"""What is counted: the classes, and the part of 其他类型诈骗 that some lists name."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """Classes that both years count together. entries: what each year calls them.

    whole: both years have exactly these classes as one entry; else entries had to be put together.
    """

    classes: tuple[str, ...]
    entries: tuple[tuple[str, ...], tuple[str, ...]]
    whole: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One comparable row of two periods."""

    row: Comparable
    before: int
    after: int


def entry_of(label: str, year: int) -> str:
    """What the list of `year` calls one of `CLASSES`; REST when it names no such entry.

    Raises EngineInputError (`taxonomy_year_unknown`, `fraud_class_unknown`).
    """
    if label not in CLASSES:
        raise EngineInputError("fraud_class_unknown", label=label)
    for entry, classes in _list(year).items():
        if label in classes:
            return entry
    return REST


def counted(counts: Mapping[str, int], year: int) -> dict[str, int]:
    """Counts by class as counts by the list of `year`, in its order, the rest last.

    Sums stay: no case is lost or counted twice. Raises EngineInputError as `entry_of`.
    """
    found = dict.fromkeys((*_list(year), REST), 0)
    for label, count in counts.items():
        found[entry_of(label, year)] += count
    return found


def comparable(before: int, after: int) -> tuple[Comparable, ...]:
    """The finest rows that two years' lists both allow: entries that share a class are one row.

    Raises EngineInputError (`taxonomy_year_unknown`).
    """
    groups: list[set[str]] = []
    for label in CLASSES:
        mine = {
            each
            for year in (before, after)
            for each in CLASSES
            if entry_of(each, year) == entry_of(label, year)
        }
        touching = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine]
        groups.append(mine.union(*touching))
    return tuple(_row(group, before, after) for group in groups)


def changes(
    earlier: Mapping[str, int], before: int, later: Mapping[str, int], after: int
) -> tuple[Change, ...]:
    """Same-period figures of two years (同比) on rows that both years can fill.

    earlier, later: counts by class, or by the entries of their own year's list where only those
    were kept. Raises EngineInputError as `entry_of`.
    """
    first, second = _by_entry(earlier, before), _by_entry(later, after)
    return tuple(
        Change(
            row,
            sum(first.get(entry, 0) for entry in row.entries[0]),
            sum(second.get(entry, 0) for entry in row.entries[1]),
        )
        for row in comparable(before, after)
    )


def _by_entry(counts: Mapping[str, int], year: int) -> dict[str, int]:
    entries = {*_list(year), REST}
    kept = {name: count for name, count in counts.items() if name in entries}
    told = counted({name: n for name, n in counts.items() if name not in entries}, year)
    return {name: told[name] + kept.get(name, 0) for name in told}


def _row(group: set[str], before: int, after: int) -> Comparable:
    classes = tuple(label for label in CLASSES if label in group)
    entries = tuple(
        tuple(dict.fromkeys(entry_of(label, year) for label in classes)) for year in (before, after)
    )
    first, second = entries
    return Comparable(classes, (first, second), whole=len(first) == len(second) == 1)


def _list(year: int) -> Mapping[str, tuple[str, ...]]:
    if year not in LISTS:
        raise EngineInputError("taxonomy_year_unknown", year=year)
    return LISTS[year]
