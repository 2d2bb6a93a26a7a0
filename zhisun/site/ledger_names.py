"""Names of a ledger's transfers and accounts (底账): in order, and with more of them."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.tables import TRANSFERS, checked
from zhisun.engines.tracing.growing import extended, recoded, transfers_of
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.site.tracing_files import are_numbers, as_transfers, coded, in_order

Codes = NDArray[np.int32]


class Named(NamedTuple):
    """Names by code, in their order. numbers: all are, so that they go by size."""

    names: Column
    numbers: bool


class Kept(NamedTuple):
    """A ledger and what its codes stand for."""

    ledger: Ledger
    transfers: Named
    accounts: Named


def built(rows: pa.Table) -> Kept:
    """A ledger of named rows, as `tracing_files.read_rows` gives them."""
    transfers, transfer = coded([rows.column("transfer_id").combine_chunks()])
    accounts, sides = coded([rows.column(side).combine_chunks() for side in ("payer", "payee")])
    payer, payee = np.split(sides, 2)
    ledger = build(as_transfers(rows, transfer, payer, payee))
    return Kept(
        ledger, Named(transfers, are_numbers(transfers)), Named(accounts, are_numbers(accounts))
    )


def grown(kept: Kept, rows: pa.Table) -> Kept:
    """The same as `built` of all rows that were ever given, without sorting those that are there.

    No row's transfer may be there already.
    """
    if not rows.num_rows:
        return kept
    ids = rows.column("transfer_id").combine_chunks()
    parties = [rows.column(side).combine_chunks() for side in ("payer", "payee")]
    transfers, old_transfers = _joined(kept.transfers, ids)
    accounts, old_accounts = _joined(kept.accounts, pa.concat_arrays(parties))
    more = as_transfers(
        rows,
        _codes(transfers.names, ids),
        *(_codes(accounts.names, party) for party in parties),
    )
    if _ascend(old_transfers) and _ascend(old_accounts):
        ledger = extended(recoded(kept.ledger, old_transfers, old_accounts), more)
    else:  # the first name that is no number: all of them change places
        table = transfers_of(kept.ledger)
        for name, codes in (
            ("transfer", old_transfers),
            ("payer", old_accounts),
            ("payee", old_accounts),
        ):
            at = table.column_names.index(name)
            new = pa.array(codes[table.column(name).to_numpy()], pa.int32())
            table = table.set_column(at, table.schema.field(name), new)
        ledger = build(pa.concat_tables([table, checked(more, TRANSFERS)]))
    return Kept(ledger, transfers, accounts)


def _joined(old: Named, cells: Column) -> tuple[Named, Codes]:
    """The names with those of `cells`, and the new codes of the old ones."""
    fresh = pc.unique(cells)
    known = old.names.filter(pc.is_in(old.names, value_set=fresh))
    fresh = fresh.filter(pc.invert(pc.is_in(fresh, value_set=known)))
    numbers = (old.numbers or not len(old.names)) and are_numbers(fresh)
    if numbers != old.numbers and len(old.names):
        every = in_order(pa.concat_arrays([old.names, fresh]))
        return Named(every, numbers), _codes(every, old.names)
    if not len(fresh):
        return old, np.arange(len(old.names), dtype=np.int32)
    fresh = _in_order(fresh, numbers=numbers)
    key = _by_size if numbers else _by_bytes
    at = np.array([_place(old.names, key(name), key) for name in fresh.to_pylist()])
    every = pa.concat_arrays([old.names, fresh]).take(
        pa.array(np.insert(np.arange(len(old.names)), at, len(old.names) + np.arange(len(fresh))))
    )
    before = np.zeros(len(old.names) + 1, np.int64)
    np.add.at(before, at, 1)
    codes = np.arange(len(old.names)) + np.cumsum(before)[:-1]
    return Named(every, numbers), codes.astype(np.int32)


def _in_order(names: Column, *, numbers: bool) -> Column:
    """As `in_order`, but numbers among other names go as text."""
    return in_order(names) if numbers else names.take(pc.sort_indices(names))


def _by_size(name: str) -> tuple[int, bytes]:
    return int(name), name.encode()


def _by_bytes(name: str) -> tuple[int, bytes]:
    return 0, name.encode()


def _place(names: Column, wanted: Any, key: Callable[[str], Any]) -> int:
    """Where a name belongs."""
    return bisect_left(range(len(names)), wanted, key=lambda at: key(names[at].as_py()))


def _codes(names: Column, cells: Column) -> Any:
    """The code of each cell; every one is among the names."""
    if len(cells) * 8 > len(names):
        return pc.index_in(cells, value_set=names).to_numpy(zero_copy_only=False)
    some = pc.unique(cells)
    at = np.flatnonzero(pc.is_in(names, value_set=some).to_numpy(zero_copy_only=False))
    found = names.take(pa.array(at))
    return at[pc.index_in(cells, value_set=found).to_numpy(zero_copy_only=False)]


def _ascend(codes: Codes) -> bool:
    return bool((codes[1:] > codes[:-1]).all())
