"""Rows of statements for tests, a few facts written out, the rest plain."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from zhisun.engines.statements.terms import ROWS
from zhisun.engines.tables import UNKNOWN_FEN

START = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
PLAIN: dict[str, object] = {
    "line": 0,
    "account": "A",
    "account_name": "",
    "incoming": False,
    "fen": 100,
    "moved_at": START,
    "unit": 0,
    "sequence": 0,
    "balance_fen": UNKNOWN_FEN,
    "gap_fen": 0,
    "counterparty": "",
    "counterparty_name": "",
    "counterparty_bank": "",
    "serial": "",
    "succeeded": True,
    "cash": False,
    "merchant": "",
    "channel": "",
    "remark": "",
    "branch": "",
    "ip": "",
    "mac": "",
}


def row(account: str, fen: int, second: float = 0, **facts: object) -> dict[str, object]:
    """A row of an account; money comes when `fen` is positive."""
    told = {
        "account": account,
        "incoming": fen > 0,
        "fen": abs(fen),
        "moved_at": START + timedelta(seconds=second),
    }
    return PLAIN | told | facts


def rows_of(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([dict(each) for each in rows], schema=ROWS)


def one_print(count: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.zeros(count, np.int64)
