"""Transfers as arrays, in an order that does not depend on how the rows arrived."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import TransferStatus
from zhisun.kernel.errors import EngineInputError

SECOND = 1_000_000
Int64s = NDArray[np.int64]


def numbers(table: pa.Table, column: str) -> Int64s:
    """One integer or time column as int64."""
    return table.column(column).cast(pa.int64()).to_numpy()


@dataclass(frozen=True, slots=True)
class Journal:
    """One array per column of TRANSFERS; rows are whatever order the maker says."""

    transfer: Int64s
    payer: Int64s  # positions in the list of account codes, not codes
    payee: Int64s
    fen: Int64s
    moved_us: Int64s
    sequence: Int64s
    payer_balance: Int64s
    payee_balance: Int64s
    status: Int64s

    def only(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> Self:
        """The given rows, in the given order."""
        return type(self)(*(getattr(self, column.name)[rows] for column in fields(self)))

    @property
    def second(self) -> Int64s:
        """Whole seconds since 1970: what finer parts a source prints does not order rows."""
        return self.moved_us // SECOND

    @property
    def moves(self) -> NDArray[np.bool_]:
        """Whether money went from one account to another."""
        return (self.status != TransferStatus.FAILED) & (self.payer != self.payee)


def read(transfers: pa.Table) -> tuple[Journal, Int64s]:
    """The ledger by ascending transfer code, and the account codes its parties point into.

    transfers: of schema TRANSFERS. Raises EngineInputError (`value_out_of_range`) when a
    transfer code repeats, an amount is not positive or an account code is negative.
    """
    transfer = numbers(transfers, "transfer")
    order = np.argsort(transfer, kind="stable")
    payer, payee, fen = (numbers(transfers, name) for name in ("payer", "payee", "fen"))
    demand_unique(transfer, column="transfer")
    if (fen <= 0).any():
        raise EngineInputError("value_out_of_range", column="fen")
    codes, parties = np.unique(np.concatenate([payer, payee]), return_inverse=True)
    if codes.size and codes[0] < 0:
        raise EngineInputError("value_out_of_range", column="payer")
    others = ("moved_at", "sequence", "payer_balance_fen", "payee_balance_fen", "status")
    ledger = Journal(
        transfer,
        parties[: len(payer)],
        parties[len(payer) :],
        fen,
        *(numbers(transfers, name) for name in others),
    )
    return ledger.only(order), codes


def demand_unique(codes: Int64s, *, column: str) -> None:
    """Raise EngineInputError (`value_out_of_range`) when a code repeats."""
    if np.unique(codes).size != codes.size:
        raise EngineInputError("value_out_of_range", column=column)
