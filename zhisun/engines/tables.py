"""Arrow schemas shared by engines and domains, and the check at every engine's door.

Money is int64 fen, time is timestamp[us, UTC], things are int32 codes that the domain decodes.
Absence is a code, never a null: MISSING for codes, UNKNOWN_FEN for money that no source states,
NEVER and ALWAYS for time. A column with an `absent` value may be left out of a table.
"""

from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.kernel.errors import EngineInputError

MISSING = -1
UNKNOWN_FEN = -(2**63)
NEVER = datetime(1, 1, 1, tzinfo=UTC)
ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

INSTANT = pa.timestamp("us", "UTC")


class TransferStatus(IntEnum):
    """What became of a transfer (交易状态)."""

    OK = 0
    FAILED = 1
    REVERSED = 2  # 冲正、退汇


class Channel(IntEnum):
    """How money left (交易渠道), as far as a source says."""

    UNKNOWN = 0
    COUNTER = 1  # 柜面
    CASH = 2  # 取现、存现: a machine or the counter
    POS = 3
    ONLINE = 4  # 网银、手机银行
    QR = 5  # 扫码、快捷支付
    WALLET = 6  # 支付账户
    COIN = 7  # 虚拟货币
    ABROAD = 8  # 跨境


class AccountKind(IntEnum):
    """What an account is, as far as following money goes (账户类别)."""

    PERSON = 0
    MERCHANT = 1
    CORPORATE = 2
    PLATFORM = 3  # a pooled account of a payment firm: never one person's money
    CASH_OUT = 4  # ATM, POS, over the counter, coin dealer
    INTERNAL = 5  # the bank's own books


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 of an aware instant, exactly."""
    return (at - EPOCH) // timedelta(microseconds=1)


def _required(name: str, kind: pa.DataType) -> "pa.Field[pa.DataType]":
    return pa.field(name, kind, nullable=False)


def _optional(name: str, kind: pa.DataType, absent: int) -> "pa.Field[pa.DataType]":
    return pa.field(name, kind, nullable=False, metadata={"absent": str(absent)})


TRANSFERS = pa.schema(
    [
        _required("transfer", pa.int32()),  # unique; the last tie-break of the canonical order
        _required("payer", pa.int32()),  # account codes, >= 0
        _required("payee", pa.int32()),
        _required("fen", pa.int64()),  # > 0
        _required("moved_at", INSTANT),  # the payer's time where the two sides differ
        _optional("sequence", pa.int64(), 0),  # place in its source, where the source has one
        _optional("payer_balance_fen", pa.int64(), UNKNOWN_FEN),  # after this transfer
        _optional("payee_balance_fen", pa.int64(), UNKNOWN_FEN),
        _optional("status", pa.int8(), TransferStatus.OK),
        _optional("channel", pa.int8(), Channel.UNKNOWN),
    ]
)

CLAIMS = pa.schema(
    [
        _required("claim", pa.int32()),  # unique; one victim's reported transfer
        _required("transfer", pa.int32()),  # TRANSFERS.transfer
        _required("fen", pa.int64()),  # > 0, the reported part of the transfer
    ]
)

ACCOUNTS = pa.schema(
    [
        _required("account", pa.int32()),  # unique
        _optional("kind", pa.int8(), AccountKind.PERSON),
        _optional("opening_fen", pa.int64(), UNKNOWN_FEN),  # held before the first transfer
        _optional("covered_to", INSTANT, microseconds(ALWAYS)),  # statement end; NEVER: none
        _optional("holder", pa.int32(), MISSING),  # same code, same holder
    ]
)


def checked(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """`table` with exactly the columns of `schema`, in its order.

    A column left out is filled with its `absent` value where the schema states one. Raises
    EngineInputError (`table_breaks_schema`) naming the first column that is absent, mistyped
    or has nulls.
    """
    columns = [_column(table, field) for field in schema]
    return pa.table(columns, schema=schema)


def _column(table: pa.Table, field: "pa.Field[pa.DataType]") -> "pa.ChunkedArray[Any]":
    if field.name in table.column_names:
        column = table.column(field.name)
        if column.type == field.type and column.null_count == 0:
            return column
    elif field.metadata and b"absent" in field.metadata:
        absent = np.full(table.num_rows, int(field.metadata[b"absent"]), dtype=np.int64)
        return pa.chunked_array([pa.array(absent).cast(field.type)])
    raise EngineInputError("table_breaks_schema", column=field.name)
