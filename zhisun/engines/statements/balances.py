"""The running balance of an account: how a statement is printed, where it breaks (余额核对).

Between two neighbouring rows the balance must change by the later row's amount. Where it does
not, a row is missing between them, or one of the two is wrong: the difference is the gap.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.arrows import Arrow, column
from zhisun.engines.statements.terms import ROWS
from zhisun.engines.tables import UNKNOWN_FEN

Numbers = npt.NDArray[np.int64]

PROOF = 2
"""Links that must hold before a balance says that a statement's directions are swapped. Ours."""


def checked(rows: pa.Table) -> tuple[pa.Table, bool]:
    """Rows of one file with `sequence` in time and `gap_fen`; whether 借 and 贷 look swapped.

    Swapped: turning every row around explains more than half of the balances, and more than the
    rows as told. The caller decides; the rows come back as they are told. gap_fen is what the
    balance shows and the rows do not, at the later of the two rows.
    """
    if rows.num_rows == 0:
        return rows, False
    account = codes(rows, "account")
    fen = rows["fen"].to_numpy()
    signed = np.where(rows["incoming"].to_numpy(), fen, -fen)
    balance = rows["balance_fen"].to_numpy()
    at = rows["moved_at"].cast(pa.int64()).to_numpy()
    place, sequence = _in_time(account, (signed, balance, at))
    gap = _gaps(account[place], signed[place], balance[place])
    linked = _linked(account[place], balance[place])
    held = int((linked & (gap == 0)).sum())
    turned = _gaps(account[place], -signed[place], balance[place])
    held_turned = int((linked & (turned == 0)).sum())
    swapped = held_turned > max(held, int(linked.sum()) // 2, PROOF - 1)
    gaps = np.zeros(rows.num_rows, np.int64)
    gaps[place] = gap
    whole = rows.set_column(ROWS.get_field_index("gap_fen"), ROWS.field("gap_fen"), column(gaps))
    told = column(sequence)
    return whole.set_column(ROWS.get_field_index("sequence"), ROWS.field("sequence"), told), swapped


def codes(rows: pa.Table, name: str) -> npt.NDArray[np.int32]:
    """The dictionary codes of a column, one dictionary for the whole column."""
    words: Arrow = rows[name].unify_dictionaries().combine_chunks()
    indices: npt.NDArray[np.int32] = words.indices.to_numpy(zero_copy_only=False)
    return indices


def _in_time(
    account: npt.NDArray[np.int32], told: tuple[Numbers, Numbers, Numbers]
) -> tuple["npt.NDArray[np.intp]", Numbers]:
    """Rows by account in their order of time, and the place of each row in that order.

    A statement is printed forwards, backwards, or in neither order: the times say which, and
    rows of one instant keep the order of the print, which the balance confirms or turns.
    """
    signed, balance, at = told
    number = np.arange(len(account))
    forward = _ordered(account, at, number)
    kept, links = _kept(forward, account, (signed, balance))
    if kept == links and bool((np.diff(at) >= 0).all()):
        return forward, _sequence(forward)
    backward = _ordered(account, at, number[::-1])
    kept_backward, _links = _kept(backward, account, (signed, balance))
    falls = int((np.diff(at) < 0).sum()) > int((np.diff(at) > 0).sum())
    best = backward if (kept_backward, falls) > (kept, not falls) else forward
    return best, _sequence(best)


def _kept(
    order: "npt.NDArray[np.intp]", account: npt.NDArray[np.int32], told: tuple[Numbers, Numbers]
) -> tuple[int, int]:
    """How many balances of neighbours in this order agree, and how many neighbours there are."""
    signed, balance = told
    linked = _linked(account[order], balance[order])
    gaps = _gaps(account[order], signed[order], balance[order])
    return int((linked & (gaps == 0)).sum()), int(linked.sum())


def _sequence(order: "npt.NDArray[np.intp]") -> Numbers:
    sequence = np.empty(len(order), np.int64)
    sequence[order] = np.arange(len(order))
    return sequence


def _ordered(
    account: npt.NDArray[np.int32], at: Numbers, number: "npt.NDArray[np.intp]"
) -> "npt.NDArray[np.intp]":
    one_account = bool((account == account[0]).all())
    ascending = number[0] <= number[-1]
    rows = np.arange(len(account)) if ascending else np.arange(len(account))[::-1]
    if one_account and bool((np.diff(at[rows]) >= 0).all()):
        return rows
    return rows[np.lexsort((at[rows], account[rows]))]


def _linked(account: npt.NDArray[np.int32], balance: Numbers) -> npt.NDArray[np.bool_]:
    """Rows whose balance and that of the row before them, of the same account, are told."""
    linked = np.zeros(len(account), np.bool_)
    told = balance != UNKNOWN_FEN
    linked[1:] = (account[1:] == account[:-1]) & told[1:] & told[:-1]
    return linked


def _gaps(account: npt.NDArray[np.int32], signed: Numbers, balance: Numbers) -> Numbers:
    linked = _linked(account, balance)
    gaps = np.zeros(len(account), np.int64)
    gaps[1:] = np.where(linked[1:], balance[1:] - balance[:-1] - signed[1:], 0)
    return gaps
