"""Where traced money left the accounts (出口): cash, POS, merchant, wallet, coins, abroad."""

from enum import StrEnum

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import INSTANT, Channel
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.assembly import moved_us
from zhisun.engines.tracing.ledger import Ledger
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.terms import EndState
from zhisun.engines.tracing.walking import Walked


class Exit(StrEnum):
    """How money left."""

    CASH = "cash"  # 取现
    POS = "pos"  # 刷卡
    QR = "qr"  # 扫码
    WALLET = "wallet"  # 支付账户
    COIN = "coin"  # 币商
    ABROAD = "abroad"  # 境外
    SPENT = "spent"  # 取现或消费: the source says no more
    PLATFORM = "platform"  # 支付平台
    FEE = "fee"  # 手续费


BY_CHANNEL = {
    Channel.CASH: Exit.CASH,
    Channel.POS: Exit.POS,
    Channel.QR: Exit.QR,
    Channel.WALLET: Exit.WALLET,
    Channel.COIN: Exit.COIN,
    Channel.ABROAD: Exit.ABROAD,
}
BY_END = {
    EndState.CASHED_OUT: Exit.SPENT,
    EndState.PLATFORM: Exit.PLATFORM,
    EndState.FEE: Exit.FEE,
}
"""Where no channel is told."""

EXIT_COLUMNS: dict[str, pa.DataType] = {
    "transfer": pa.int32(),
    "payer": pa.int32(),  # the last account of the money
    "payee": pa.int32(),
    "exit": pa.string(),  # Exit
    "fen": pa.int64(),  # traced, of all claims
    "moved_at": INSTANT,
}
EXITS = pa.schema(list(EXIT_COLUMNS.items()))


def exits(ledger: Ledger, folk: Folk, found: Walked) -> pa.Table:
    """Every transfer by which traced money left the accounts: EXITS, in canonical order.

    The place of a machine or shop is known to whoever keeps the statement, by transfer. A hub is
    left out: it is somebody's account, although a crowded one.
    """
    book, edges = ledger.book, found.edges
    row = edges[:, scene.EDGE_ROW]
    state = folk.end[book.payee[row]]
    left = np.isin(state, list(BY_END))
    rows, at = np.unique(row[left], return_inverse=True)
    fens = np.zeros(rows.size, dtype=np.int64)
    np.add.at(fens, at, edges[left, scene.EDGE_FEN])
    ends = folk.end[book.payee[rows]].tolist()
    channels = ledger.channel[rows].tolist() if ledger.channel.size else [0] * rows.size
    kinds = [
        BY_CHANNEL.get(Channel(channel), BY_END[EndState(end)])
        for channel, end in zip(channels, ends, strict=True)
    ]
    return pa.table(
        [
            pa.array(ledger.transfer[rows]),
            pa.array(ledger.codes[book.payer[rows]]),
            pa.array(ledger.codes[book.payee[rows]]),
            pa.array([str(kind) for kind in kinds], pa.string()),
            pa.array(fens),
            pa.array(moved_us(ledger, rows)).cast(INSTANT),
        ],
        schema=EXITS,
    )
