"""Values of one kind of event × a standing base → pairs of row and indicator."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening import addresses, hosts, numbers, odd_rows, pages
from zhisun.engines.screening.arrow import Column
from zhisun.engines.screening.layout import NETWORKS
from zhisun.engines.screening.numbers import ACCOUNTS, PHONES, PREFIXES_ALONE
from zhisun.engines.screening.standing import Standing
from zhisun.engines.screening.strings import Int32s, Strings, parts
from zhisun.engines.screening.terms import HELD_AGAINST, EventKind, IndicatorKind

Pairs = np.ndarray[Any, np.dtype[np.int32]]
ROOM = 4096
NONE: Pairs = np.zeros((0, 2), np.int32)
PAIR_BITS, LOW = 32, 2**32 - 1
TEXT_KINDS = {
    EventKind.CALL: IndicatorKind.PHONE,
    EventKind.SMS: IndicatorKind.PHONE,
    EventKind.TRANSFER: IndicatorKind.ACCOUNT,
    EventKind.APP: IndicatorKind.APP,
    EventKind.IM: IndicatorKind.IM,
}
_RANK = np.full((len(EventKind), len(IndicatorKind)), 255, np.uint8)
for _event, _against in HELD_AGAINST.items():
    for _rank, _indicator in enumerate(_against):
        _RANK[_event, _indicator] = _rank


@dataclass(frozen=True, slots=True)
class Found:
    """pairs: int32 [n, 2], row and indicator. odd: rows to be read again. numeric: maybe IPv4."""

    pairs: Pairs
    odd: Int32s
    numeric: Int32s


@dataclass(frozen=True, slots=True)
class Matched:
    """Hits in order of rows, most specific first, and rows without a normal form (row, reason)."""

    rows: Int32s
    indicators: Int32s
    refused: list[tuple[int, str]]


def match(standing: Standing, kind: EventKind, values: Column, rows: Int32s, at: Any) -> Matched:
    """Hold `rows` of `values` (string array, no nulls among them) against a standing base.

    at: int64 microseconds, one for each of `values`. Rows are numbers in `values`.
    """
    found, odd = _first(standing, kind, values, rows)
    refused: list[tuple[int, str]] = []
    if len(odd):
        texts = values.take(pa.array(odd)).to_pylist()
        again = odd_rows.read(kind, list(zip(odd.tolist(), texts, strict=True)), standing.wide)
        found += _second(standing, kind, again)
        refused = again.refused
    pairs = np.concatenate(found) if found else NONE
    if len(odd):
        pairs = _once(pairs)
    pairs = pairs[standing.valid(pairs[:, 1], at[pairs[:, 0]])] if len(pairs) else pairs
    return Matched(*_in_order(standing, kind, pairs), sorted(refused))


def _once(pairs: Pairs) -> Pairs:
    """Each pair once: a row whose path alone is odd had its host read before."""
    told = np.unique(pairs[:, 0].astype(np.int64) << PAIR_BITS | pairs[:, 1])
    return np.stack([told >> PAIR_BITS, told & LOW], axis=1).astype(np.int32)


def _in_order(standing: Standing, kind: EventKind, pairs: Pairs) -> tuple[Int32s, Int32s]:
    rows, indicators = pairs[:, 0], pairs[:, 1]
    if not (rows[1:] > rows[:-1]).all():
        ranks = _RANK[kind][standing.kinds(indicators)]
        order = np.lexsort((indicators, -standing.sizes(indicators), ranks, rows))
        rows, indicators = rows[order], indicators[order]
    return np.ascontiguousarray(rows), np.ascontiguousarray(indicators)


def _first(
    standing: Standing, kind: EventKind, values: Column, rows: Int32s
) -> tuple[list[Pairs], Int32s]:
    """All kernels of a kind over rows as they are. Pairs, and the rows for the slow reading."""
    found: list[Pairs] = []
    odd: list[Int32s] = []
    for part in parts(values, rows):
        for each in _kernels(standing, kind, part):
            found.append(_numbered(part, each.pairs))
            odd.append(each.odd if part.numbers is None else part.numbers[each.odd])
    both = np.concatenate(odd) if odd else np.zeros(0, np.int32)
    return [pairs for pairs in found if len(pairs)], np.unique(both)


def _kernels(standing: Standing, kind: EventKind, part: Strings) -> list[Found]:
    if kind in (EventKind.DNS, EventKind.URL):
        return _web(standing, part, web=kind == EventKind.URL)
    if kind in (EventKind.CALL, EventKind.SMS):
        return [run(numbers.screen_numbers, standing, PHONES, part)]
    if kind == EventKind.TRANSFER:
        return [run(numbers.screen_numbers, standing, ACCOUNTS, part)]
    return [run(addresses.screen_texts, standing, int(TEXT_KINDS[kind]), part)]


def _web(standing: Standing, part: Strings, *, web: bool) -> list[Found]:
    found = [run(hosts.screen_hosts, standing, web, part)]
    if standing.words[NETWORKS]:
        numeric = Strings(part.address, part.offsets, found[0].numeric, None, part.held)
        found.append(run(addresses.screen_addresses, standing, web, numeric))
    if web and standing.has_pages:
        found.append(run(pages.screen_pages, standing, False, part))
    return found


def _second(standing: Standing, kind: EventKind, again: odd_rows.Second) -> list[Pairs]:
    """The kernels once more, over normal forms."""
    phone = kind in (EventKind.CALL, EventKind.SMS)
    number = numbers.screen_numbers
    steps: list[tuple[Callable[..., None], Any, Sequence[tuple[int, str]]]] = [
        (hosts.screen_hosts, False, again.hosts),
        (addresses.screen_addresses, False, again.hosts),
        (pages.screen_pages, True, again.pages),
        (number, PHONES if phone else ACCOUNTS, again.numbers),
        (number, PREFIXES_ALONE, again.prefixes),
        (addresses.screen_texts, TEXT_KINDS.get(kind, 0) + addresses.FORMED, again.texts),
    ]
    found = [np.array(again.hits, np.int32).reshape(-1, 2)]
    for kernel, mode, rows in steps:
        if rows:
            values = pa.array([text for _row, text in rows], pa.string())
            own = np.arange(len(rows), dtype=np.int32)
            origin = np.array([row for row, _text in rows], np.int32)
            for part in parts(values, own):
                pairs = _numbered(part, run(kernel, standing, mode, part).pairs)
                found.append(np.stack([origin[pairs[:, 0]], pairs[:, 1]], axis=1))
    return [pairs for pairs in found if len(pairs)]


class _Scratch(threading.local):
    """Room for odd rows, kept for the next batch: fresh memory costs more than the kernels."""

    def __init__(self) -> None:
        self.kept = np.empty((2, 0), np.int32)

    def spill(self, count: int) -> Int32s:
        if self.kept.shape[1] < count:
            self.kept = np.empty((2, count), np.int32)
        return self.kept


_SCRATCH = _Scratch()


def _numbered(part: Strings, pairs: Pairs) -> Pairs:
    """Pairs with the caller's numbers of rows."""
    if part.numbers is not None:
        pairs[:, 0] = part.numbers[pairs[:, 0]]
    return pairs


def run(kernel: Callable[..., None], standing: Standing, mode: Any, part: Strings) -> Found:
    """Run a kernel over a part, with more room for hits as it asks for it."""
    count = len(part.rows)
    found = np.empty((max(ROOM, count // 64), 2), np.int32)
    spill = _SCRATCH.spill(count)
    state = np.zeros(4, np.int64)
    while True:
        kernel(standing.words, mode, part.address, part.offsets, part.rows, found, spill, state)
        if state[0] >= count:
            break
        more = np.empty((4 * len(found), 2), np.int32)
        more[: state[1]] = found[: state[1]]
        found = more
    pairs = found[: state[1]].copy()
    return Found(pairs, spill[0, : state[2]].copy(), spill[1, : state[3]].copy())
