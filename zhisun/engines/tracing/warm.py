"""Compiled code made ready before anybody waits for it."""

import pyarrow as pa

from zhisun.engines.tables import EPOCH, INSTANT
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.follow import trail_of
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.terms import Params
from zhisun.engines.tracing.walking import reached


def warm() -> None:
    """Load every kernel, or compile it where none is kept: under a second, or half a minute."""
    one = pa.array([0], pa.int32())
    transfers = pa.table(
        {
            "transfer": one,
            "payer": one,
            "payee": pa.array([1], pa.int32()),
            "fen": [100],
            "moved_at": pa.array([EPOCH], INSTANT),
        }
    )
    claims = pa.table({"claim": one, "transfer": one, "fen": [100]})
    ledger, params = build(transfers), Params()
    trail_of(ledger, claims, None, params)
    folk = known(ledger, None)
    reached(ledger.book, folk, asked(ledger, folk, claims, params).question, None)
