"""A ledger with more rows (续接): merged in one pass, equal to one built of all rows at once.

The rows there are keep their order save inside units of time to which new rows come: only those
are arranged again. Reversals, hubs and the index by account are found anew, without sorting. With
printed balances an arrival can change the order of later seconds: such a ledger is built anew.
"""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import (
    MISSING,
    TRANSFERS,
    UNKNOWN_FEN,
    Channel,
    TransferStatus,
    checked,
)
from zhisun.engines.tracing.book import Int32s, Int64s
from zhisun.engines.tracing.draft import SECOND, UNMOVED, Draft, is_dense
from zhisun.engines.tracing.hubs import NO_HUB
from zhisun.engines.tracing.ledger import Ledger, build, drafted, indexed, places_of, unindexed
from zhisun.engines.tracing.ordering import Waiting, arranged
from zhisun.kernel.errors import EngineInputError


class _Rows(NamedTuple):
    """Rows that moved money; micro and channel are empty where no row has any."""

    payer: Int32s
    payee: Int32s
    fen: Int64s
    second: Int64s
    transfer: Int32s
    micro: Int32s
    channel: NDArray[np.int8]


def transfers_of(ledger: Ledger) -> pa.Table:
    """A table of which `build` makes this ledger: schema TRANSFERS, rows in canonical order.

    Of rows that moved nothing it has what a ledger asks of them: their own time is not kept.
    """
    book, apart = ledger.book, ledger.unmoved
    rows, rest = len(ledger), apart.num_rows
    moved_us = book.second * SECOND + (ledger.micro if ledger.micro.size else 0)
    status = np.full(rows, TransferStatus.OK, np.int8)
    status[ledger.places.of(ledger.flagged.astype(np.int64))] = TransferStatus.REVERSED
    failed = apart.column("failed").to_numpy()
    last_us = np.full(rest, ledger.last_us or 0, np.int64)
    columns: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {
        "transfer": (ledger.transfer, apart.column("transfer").to_numpy()),
        "payer": (ledger.codes[book.payer], ledger.codes[apart.column("payer").to_numpy()]),
        "payee": (ledger.codes[book.payee], ledger.codes[apart.column("payee").to_numpy()]),
        "fen": (book.fen, apart.column("fen").to_numpy()),
        "moved_at": (moved_us, last_us),
        "sequence": _with_rest(ledger.sequence, rows, rest, 0),
        "payer_balance_fen": _with_rest(book.payer_balance, rows, rest, UNKNOWN_FEN),
        "payee_balance_fen": _with_rest(book.payee_balance, rows, rest, UNKNOWN_FEN),
        "status": (status, np.where(failed, TransferStatus.FAILED, TransferStatus.OK)),
        "channel": _with_rest(ledger.channel, rows, rest, Channel.UNKNOWN),
    }
    found = []
    for field in TRANSFERS:
        numbers = pa.array(np.concatenate(columns[field.name]).astype(np.int64))
        found.append(numbers.cast(field.type))
    return pa.table(found, schema=TRANSFERS)


def _with_rest(
    column: NDArray[Any], rows: int, rest: int, absent: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    told = column if column.size else np.full(rows, absent, np.int64)
    return told, np.full(rest, absent, np.int64)


def recoded(ledger: Ledger, transfers: Int32s, accounts: Int32s) -> Ledger:
    """The same ledger with other codes, by the old ones; both ascend, so the order stays.

    accounts: of every code from 0 on; the ledger's own codes count from 0 without gaps.
    """
    book, size = ledger.book, int(accounts[-1]) + 1 if accounts.size else 0
    events = np.zeros(size + 1, np.int64)
    events[accounts + 1] = np.diff(book.first_event)
    hub_from = np.full(size, NO_HUB, np.int64)
    hub_from[accounts] = book.hub_from
    transfer = transfers[ledger.transfer]
    unmoved = {name: ledger.unmoved.column(name).to_numpy() for name in UNMOVED.names}
    unmoved["transfer"] = transfers[unmoved["transfer"]]
    for side in ("payer", "payee"):
        unmoved[side] = accounts[unmoved[side]]
    return replace(
        ledger,
        book=book._replace(
            payer=accounts[book.payer],
            payee=accounts[book.payee],
            first_event=np.cumsum(events),
            hub_from=hub_from,
        ),
        transfer=transfer,
        flagged=transfers[ledger.flagged],
        codes=np.arange(size, dtype=np.int32),
        unmoved=pa.table(unmoved, schema=UNMOVED),
        cycles=transfers[ledger.cycles],
        places=places_of(transfer),
    )


def extended(ledger: Ledger, more: pa.Table) -> Ledger:
    """The ledger of its own rows and those of `more` (schema TRANSFERS): equal to `build` of all.

    Raises EngineInputError as `build` does, also for a transfer that is there already. O(rows) in
    small steps beside O(n log n) of the new ones; a ledger that is built anew takes what it takes.
    """
    draft = drafted(more)
    if (ledger.places.of(draft.transfer.astype(np.int64)) != MISSING).any() or np.isin(
        draft.transfer, ledger.unmoved.column("transfer").to_numpy()
    ).any():
        raise EngineInputError("value_out_of_range", column="transfer")
    size = _accounts(ledger, draft)
    if size is None:
        every = pa.concat_tables([transfers_of(ledger), checked(more, TRANSFERS)])
        return build(every, ledger.layout)
    return _merged(ledger, draft, size)


def _accounts(ledger: Ledger, draft: Draft) -> int | None:
    """How many accounts both have together; None where their rows cannot be merged.

    They can where the ledger's codes are positions, now and then, and nothing but time and code
    decides the order: no balance is printed, no place in a source is told.
    """
    told = (ledger.sequence, ledger.book.payer_balance, ledger.book.payee_balance)
    if any(column.size for column in told) or draft.tells_order():
        return None
    if ledger.codes.size and ledger.codes[-1] != ledger.codes.size - 1:
        return None
    size = max([ledger.codes.size, *(draft.codes[-1:] + 1)])
    rows = len(ledger) + ledger.unmoved.num_rows + draft.fen.size
    return int(size) if is_dense(int(size) - 1, rows) else None


def _merged(ledger: Ledger, draft: Draft, accounts: int) -> Ledger:
    unit = ledger.layout.unit_seconds
    theirs, units = draft.by_time(unit)
    own = ledger.book.second if unit == 1 else ledger.book.second // unit
    at = np.searchsorted(own, units, side="right")
    rows = _Rows(
        *(
            np.insert(old, at, new) if old.size or new.size else old
            for old, new in _pairs(ledger, draft, theirs)
        )
    )
    looked_at, broken = _arrange(rows, np.insert(own, at, units), np.unique(units))
    stay = ledger.cycles[~np.isin(ledger.cycles, looked_at)]
    places = places_of(rows.transfer)
    flagged = np.concatenate([ledger.flagged, draft.transfer[theirs][draft.flagged(theirs)]])
    nothing = np.empty(0, np.int64)
    book = unindexed((rows.payer, rows.payee), rows.fen, rows.second, (nothing, nothing))
    apart = draft.unmoved()
    for side in ("payer", "payee"):
        codes = pa.array(draft.codes[apart.column(side).to_numpy()])
        apart = apart.set_column(UNMOVED.get_field_index(side), UNMOVED.field(side), codes)
    unmoved = pa.concat_tables([ledger.unmoved, apart])
    last = [each for each in (ledger.last_us, draft.last_us) if each is not None]
    return Ledger(
        book=indexed(book, accounts, np.sort(places.of(flagged.astype(np.int64))), ledger.layout),
        transfer=rows.transfer,
        micro=rows.micro,
        channel=rows.channel,
        sequence=nothing,
        flagged=np.sort(flagged),
        codes=np.arange(accounts, dtype=np.int32),
        unmoved=unmoved.sort_by("transfer").combine_chunks(),
        cycles=np.sort(np.concatenate([stay, broken])),
        layout=ledger.layout,
        places=places,
        last_us=max(last, default=None),
    )


def _pairs(ledger: Ledger, draft: Draft, theirs: Int32s) -> list[tuple[Any, Any]]:
    """By column of _Rows: the ledger's, and the new rows'."""
    book = ledger.book
    micro = _both(ledger.micro, draft.micro(theirs), len(ledger), theirs.size)
    told = draft.told("channel", theirs, Channel.UNKNOWN, np.int8)
    return [
        (book.payer, draft.codes[draft.payer[theirs]]),
        (book.payee, draft.codes[draft.payee[theirs]]),
        (book.fen, draft.fen[theirs]),
        (book.second, draft.second[theirs]),
        (ledger.transfer, draft.transfer[theirs]),
        micro,
        _both(ledger.channel, told, len(ledger), theirs.size),
    ]


def _both(old: Any, new: Any, rows: int, more: int) -> tuple[Any, Any]:
    """Two columns of which one may be empty: then the other's absent values are written out."""
    if not old.size and not new.size:
        return old, np.empty(0, old.dtype)
    return (
        old if old.size else np.zeros(rows, old.dtype),
        new if new.size else np.zeros(more, new.dtype),
    )


def _arrange(rows: _Rows, units: Int64s, to_arrange: Int64s) -> tuple[Int32s, Int32s]:
    """Put the rows of some units of time in canonical order, in place.

    Gives the transfers that were looked at, and those of them placed to break a cycle.
    """
    first, after = (np.searchsorted(units, to_arrange, side=side) for side in _SIDES)
    sizes = after - first
    skipped = np.repeat(np.cumsum(sizes) - sizes - first, sizes)
    at = np.arange(sizes.sum()) - skipped
    at = at[np.lexsort((rows.transfer[at], units[at]))]
    there = np.sort(at)
    looked_at = rows.transfer[at]
    sides = np.concatenate([rows.payer[at], rows.payee[at]])
    accounts, local = np.unique(sides, return_inverse=True)
    payer, payee = np.split(local.astype(np.int32), 2)
    none = np.empty(0, np.int64)
    order, broken = arranged(units[at], Waiting(payer, payee, none, none, none), accounts.size)
    for column in rows:
        if column.size:
            column[there] = column[at[order]]
    return looked_at, looked_at[broken]


_SIDES: "tuple[Any, ...]" = ("left", "right")
