"""The ledger (流水): transfers in canonical order, indexed by account; built once, asked often."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import MISSING, TRANSFERS, UNKNOWN_FEN, checked
from zhisun.engines.tracing.book import Book, Int32s, Int64s, blocks_of, events_of
from zhisun.engines.tracing.draft import BALANCES, Draft
from zhisun.engines.tracing.hubs import hubs
from zhisun.engines.tracing.ordering import Waiting, arranged
from zhisun.engines.tracing.voiding import voids
from zhisun.kernel.errors import EngineInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a ledger takes for one: it decides before anybody asks.

    unit_seconds: how fine the ledger's time is; inside one unit credits come before debits.
    reversal_seconds: a swapped transfer of the same fen within this time may be a reversal.
    hub_counterparties: an account with more of them within `hub_days` is treated as pooled.
    Source: graph study §4.3, §4.6.
    """

    unit_seconds: int = 1
    reversal_seconds: int = 600
    hub_counterparties: int = 2000
    hub_days: int = 30

    def __post_init__(self) -> None:
        if self.unit_seconds < 1:
            raise EngineInputError("parameter_unusable", parameter="unit_seconds")


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Transfers ready to be asked; arrays are never changed after `build`.

    Rows are the transfers that moved money, in canonical order: failed ones and those to the
    same account are apart in `unmoved`. Positions number the accounts that take part.
    """

    book: Book
    transfer: Int32s  # the code of each row
    micro: Int32s  # microseconds beyond `book.second`; empty where no row has any
    channel: NDArray[np.int8]  # empty where no row names one
    sequence: Int64s  # place in its source; empty where no row has one
    flagged: Int32s  # codes of transfers the bank calls reversed, ascending
    codes: Int32s  # the account code of each position
    unmoved: pa.Table  # UNMOVED, by transfer
    cycles: Int32s  # codes of transfers placed to break a cycle inside one unit of time
    layout: Layout
    places: "Places"
    last_us: int | None  # the last row of the table; None for an empty one

    def __len__(self) -> int:
        return self.transfer.size

    @property
    def nbytes(self) -> int:
        """Bytes the arrays hold."""
        arrays = (*self.book, self.transfer, self.micro, self.channel, self.codes)
        return sum(array.nbytes for array in (*arrays, self.sequence, *self.places))


class Places(NamedTuple):
    """Where each transfer code is. known: ascending codes; empty where `row` is by code."""

    known: Int32s
    row: Int32s

    def of(self, codes: Int64s) -> Int64s:
        """The row of each transfer code, MISSING where no row has it."""
        limit = self.known.size or self.row.size
        if limit == 0:
            return np.full(codes.size, MISSING, dtype=np.int64)
        if not self.known.size:
            inside = (codes >= 0) & (codes < limit)
            return np.where(inside, self.row[np.where(inside, codes, 0)], MISSING)
        at = np.minimum(np.searchsorted(self.known, codes), limit - 1)
        return np.where(self.known[at] == codes, self.row[at], MISSING)


def build(transfers: pa.Table, layout: Layout | None = None) -> Ledger:
    """A ledger of `transfers` (schema TRANSFERS of `engines.tables`), rows in any order.

    Account and transfer codes may be any, but codes counted from 0 without gaps are fastest.
    Raises EngineInputError (`table_breaks_schema`, `value_out_of_range`). O(n log n) time;
    about 45 bytes a row beside the table.
    """
    layout = layout or Layout()
    draft = drafted(transfers)
    rows, book, cycles = _canonical(draft, layout)
    transfer = draft.transfer[rows]
    flagged = draft.flagged(rows)
    return Ledger(
        book=indexed(book, draft.codes.size, flagged, layout),
        transfer=transfer,
        micro=draft.micro(rows),
        channel=draft.told("channel", rows, 0, np.int8),
        sequence=draft.told("sequence", rows, 0, np.int64),
        flagged=np.sort(transfer[flagged]),
        codes=draft.codes,
        unmoved=draft.unmoved(),
        cycles=np.sort(cycles),
        layout=layout,
        places=places_of(transfer),
        last_us=draft.last_us,
    )


def drafted(transfers: pa.Table) -> Draft:
    """The table's columns, checked. Raises EngineInputError as `build` does."""
    there = [field for field in TRANSFERS if _needed(field) or field.name in transfers.column_names]
    return Draft(checked(transfers, pa.schema(there)))


def _needed(field: "pa.Field[Any]") -> bool:
    return not field.metadata or b"absent" not in field.metadata


def _canonical(draft: Draft, layout: Layout) -> tuple[Int32s, Book, Int32s]:
    """Rows of the table in canonical order, their facts, and the transfers that broke a cycle."""
    rows, units = draft.by_time(layout.unit_seconds)
    balances = [draft.told(name, rows, UNKNOWN_FEN, np.int64) for name in BALANCES]
    balanced = any(balance.size for balance in balances)
    waiting = Waiting(
        draft.payer[rows],
        draft.payee[rows],
        draft.fen[rows] if balanced else np.empty(0, np.int64),
        *(_filled(balance, rows.size if balanced else 0) for balance in balances),
    )
    order, broken = arranged(units, waiting, draft.codes.size)
    cycles = draft.transfer[rows[broken]]
    moved = np.flatnonzero(order != np.arange(order.size, dtype=np.int32))
    for column in (rows, waiting.payer, waiting.payee, waiting.fen):
        if column.size:  # few rows wait for another of their second: only they change places
            column[moved] = column[order[moved]]
    book = unindexed(
        (waiting.payer, waiting.payee),
        waiting.fen if balanced else draft.fen[rows],
        units if layout.unit_seconds == 1 else draft.second[rows],
        [balance[order] if balance.size else balance for balance in balances],
    )
    return rows, book, cycles


def unindexed(
    parties: tuple[Int32s, Int32s], fen: Int64s, second: Int64s, balances: Sequence[Int64s]
) -> Book:
    """Rows in canonical order, without what `indexed` adds."""
    return Book(
        payer=parties[0],
        payee=parties[1],
        fen=fen,
        second=second,
        payer_balance=balances[0],
        payee_balance=balances[1],
        reversal=np.empty(0, np.int32),
        first_event=np.empty(0, np.int64),
        event=np.empty(0, np.int32),
        hub_from=np.empty(0, np.int64),
        blocks=np.empty((0, 4), np.int64),
    )


def _filled(balance: Int64s, size: int) -> Int64s:
    return balance if balance.size else np.full(size, UNKNOWN_FEN, dtype=np.int64)


def indexed(book: Book, accounts: int, flagged: Int64s, layout: Layout) -> Book:
    """The book with its index by account, its reversals, hubs and sums. flagged: rows."""
    first_event, event = events_of(book.payer, book.payee, accounts)
    book = book._replace(first_event=first_event, event=event)
    hub_from = hubs(book, layout.hub_counterparties, layout.hub_days * 86_400)
    reversal = voids(book, flagged, layout.reversal_seconds)
    book = book._replace(reversal=reversal, hub_from=hub_from)
    return book._replace(blocks=blocks_of(book, layout.unit_seconds))


def places_of(named: Int32s) -> Places:
    """Lookup of rows by transfer code; named: the code of each row."""
    most = int(named.max()) if named.size else -1
    if most < 4 * named.size + 1000:
        row = np.full(most + 1, MISSING, dtype=np.int32)
        row[named] = np.arange(named.size, dtype=np.int32)
        return Places(np.empty(0, np.int32), row)
    order = np.argsort(named).astype(np.int32)
    return Places(named[order], order)
