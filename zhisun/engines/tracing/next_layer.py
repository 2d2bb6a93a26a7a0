"""The next layer (下一级账户): who holds traced money now, and which transfer brought it."""

from collections import Counter
from collections.abc import Collection

import pyarrow as pa

from zhisun.engines.tables import INSTANT
from zhisun.engines.tracing.terms import STILL_THERE
from zhisun.engines.tracing.trail import Trail

NEXT_LAYER = pa.schema(
    [
        pa.field("account", pa.int32(), nullable=False),
        pa.field("level", pa.int32(), nullable=False),  # smallest level of the money lying here
        pa.field("stop_fen", pa.int64(), nullable=False),  # traced money still there
        pa.field("transfer", pa.int32(), nullable=False),  # the one that brought most of it
        pa.field("payer", pa.int32(), nullable=False),
        pa.field("transfer_fen", pa.int64(), nullable=False),  # amount the bank checks
        pa.field("traced_fen", pa.int64(), nullable=False),  # traced part of that amount
        pa.field("moved_at", INSTANT, nullable=False),  # time the bank checks
    ]
)


def next_layer(
    trail: Trail, *, held: Collection[int], claims: Collection[int] | None = None
) -> pa.Table:
    """Accounts to stop next: most traced money still there first, then level, then account.

    held: account codes already held or ordered. claims: only money of these claims; None takes
    all. Victims' accounts and those in which money ends (cash, merchant, pooled) are never here.
    The named transfer is the one with the largest traced part; on a tie the latest, then the
    smallest code. Returns NEXT_LAYER.
    """
    stop, level = _still_there(trail, claims)
    heaviest = _heaviest_arrivals(trail, claims)
    order = sorted(
        (account for account in stop if account not in held),
        key=lambda account: (-stop[account], level[account], account),
    )
    edges = trail.edges
    rows = [heaviest[account][0] for account in order]
    brought = edges.take(pa.array(rows, type=pa.int64()))
    return pa.table(
        {
            "account": pa.array(order, type=pa.int32()),
            "level": pa.array([level[account] for account in order], type=pa.int32()),
            "stop_fen": pa.array([stop[account] for account in order], type=pa.int64()),
            "transfer": brought.column("transfer"),
            "payer": brought.column("payer"),
            "transfer_fen": brought.column("transfer_fen"),
            "traced_fen": pa.array([heaviest[account][1] for account in order], type=pa.int64()),
            "moved_at": brought.column("moved_at"),
        },
        schema=NEXT_LAYER,
    )


def _still_there(
    trail: Trail, claims: Collection[int] | None
) -> tuple[Counter[int], dict[int, int]]:
    """Fen that can be stopped in each account, and the smallest level of it."""
    fens: Counter[int] = Counter()
    levels: dict[int, int] = {}
    names = ("claim", "account", "level", "state", "still_there_fen")
    columns = (trail.accounts.column(name).to_pylist() for name in names)
    for claim, account, level, state, fen in zip(*columns, strict=True):
        if fen and state in STILL_THERE and (claims is None or claim in claims):
            fens[account] += fen
            levels[account] = min(level, levels.get(account, level))
    return fens, levels


def _heaviest_arrivals(trail: Trail, claims: Collection[int] | None) -> dict[int, tuple[int, int]]:
    """For each account the edge row of the transfer that brought most, and how much."""
    brought: Counter[int] = Counter()
    first_row: dict[int, int] = {}
    names = ("claim", "transfer", "fen")
    columns = (trail.edges.column(name).to_pylist() for name in names)
    for row, (claim, transfer, fen) in enumerate(zip(*columns, strict=True)):
        if claims is None or claim in claims:
            brought[transfer] += fen
            first_row.setdefault(transfer, row)
    moved = trail.edges.column("moved_at").to_pylist()
    payee = [int(code) for code in trail.edges.column("payee").to_numpy()]
    heaviest: dict[int, tuple[int, int]] = {}
    lightest_first = sorted(brought, key=lambda t: (brought[t], moved[first_row[t]], -t))
    for transfer in lightest_first:
        row = first_row[transfer]
        heaviest[payee[row]] = row, brought[transfer]
    return heaviest
