"""Words of statement import: what a column holds, why a row is not read, how a table is laid out.

Money is int64 fen, time is int64 microseconds UTC, absence is UNKNOWN_FEN or "".
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import pyarrow as pa

from zhisun.engines.tables import INSTANT

DAY_US = 86_400_000_000
CHINA_US = 8 * 3_600_000_000
"""Statements without a zone are in Chinese time; summer time ended in 1991."""
SAME_MOVEMENT_US = 3_000_000
"""Two rows of one movement differ by at most this much (graph study §4.1)."""
SKEWED_CLOCKS_US = 120_000_000
"""Money cannot come before it was paid: a payee's clock may be slow by so much (§4.6)."""


class Column(StrEnum):
    """What a column of a statement holds (列的含义)."""

    IGNORED = "ignored"
    ACCOUNT = "account"
    ACCOUNT_NAME = "account_name"
    TIME = "time"
    DATE = "date"
    CLOCK = "clock"
    AMOUNT = "amount"
    OUT = "out"
    IN = "in"
    DIRECTION = "direction"
    BALANCE = "balance"
    COUNTERPARTY = "counterparty"
    COUNTERPARTY_NAME = "counterparty_name"
    COUNTERPARTY_BANK = "counterparty_bank"
    PAYER = "payer"
    PAYER_NAME = "payer_name"
    PAYEE = "payee"
    PAYEE_NAME = "payee_name"
    SERIAL = "serial"
    CURRENCY = "currency"
    CHANNEL = "channel"
    SUMMARY = "summary"
    REMARK = "remark"
    BRANCH = "branch"
    STATUS = "status"
    CASH = "cash"
    MERCHANT = "merchant"
    IP = "ip"
    MAC = "mac"


class Reason(StrEnum):
    """Why a row is not read (未读原因)."""

    TIME = "time"
    AMOUNT = "amount"
    FINER_THAN_FEN = "finer_than_fen"
    DIRECTION = "direction"
    ACCOUNT = "account"
    BALANCE = "balance"
    CURRENCY = "currency"
    WIDTH = "width"


class Unit(IntEnum):
    """How finely a statement tells the time."""

    SECOND = 0
    MINUTE = 1
    DAY = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """How one table is read: the answer to every question its header leaves open.

    header: index of the header's first record; depth: its records (2 when merged).
    account: the account the table is about when no column tells; swapped: 借 means money in.
    """

    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    header: int = 0
    depth: int = 1
    account: str = ""
    account_name: str = ""
    swapped: bool = False

    def place(self, column: Column) -> int | None:
        """Index of the column that holds it, None when the table has none."""
        return self.columns.index(column) if column in self.columns else None


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that was not read: where, why, what stood at the place, and the whole row."""

    line: int
    reason: Reason
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one table gave. `rows` is of schema ROWS; skipped: totals, page heads, blank lines."""

    rows: pa.Table
    rejects: list[Reject] = field(default_factory=list)
    skipped: int = 0


NAMES = pa.dictionary(pa.int32(), pa.string())

ROWS = pa.schema(
    [
        pa.field("line", pa.int32(), nullable=False),  # as a person counts, from 1
        pa.field("account", NAMES, nullable=False),
        pa.field("account_name", NAMES, nullable=False),
        pa.field("incoming", pa.bool_(), nullable=False),
        pa.field("fen", pa.int64(), nullable=False),  # > 0
        pa.field("moved_at", INSTANT, nullable=False),
        pa.field("unit", pa.int8(), nullable=False),
        pa.field("sequence", pa.int64(), nullable=False),  # place in time inside its file
        pa.field("balance_fen", pa.int64(), nullable=False),  # after the row, or UNKNOWN_FEN
        pa.field("gap_fen", pa.int64(), nullable=False),  # balance minus what it should be
        pa.field("counterparty", NAMES, nullable=False),  # "" when not told
        pa.field("counterparty_name", NAMES, nullable=False),
        pa.field("counterparty_bank", NAMES, nullable=False),
        pa.field("serial", pa.string(), nullable=False),
        pa.field("succeeded", pa.bool_(), nullable=False),
        pa.field("cash", pa.bool_(), nullable=False),
        pa.field("merchant", NAMES, nullable=False),
        pa.field("channel", NAMES, nullable=False),
        pa.field("remark", NAMES, nullable=False),
        pa.field("branch", NAMES, nullable=False),
        pa.field("ip", NAMES, nullable=False),
        pa.field("mac", NAMES, nullable=False),
    ]
)
"""One row of an account's statement, told from the account's side."""
