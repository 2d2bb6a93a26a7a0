"""From the counters of a pass to the tables of a trail, sorted by their keys."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.journal import Int64s, Journal
from zhisun.engines.tracing.seeds import Finding
from zhisun.engines.tracing.terms import EndState
from zhisun.engines.tracing.trail import (
    FAULTS,
    HOLDINGS,
    ORDER_NOTES,
    SUPERSEDED,
    TRACED_ACCOUNTS,
    TRACED_EDGES,
    VOIDED,
)
from zhisun.engines.tracing.walk import Walk


def traced_accounts(walk: Walk, unmoved: Sequence[tuple[int, int, int]], codes: Int64s) -> pa.Table:
    """Where each claim's money is. unmoved: claims whose money never left the payer."""
    fens = Counter(walk.ends)
    for claim, payer, fen in unmoved:
        fens[claim, payer, 0, EndState.RETURNED] += fen
    return _table(
        TRACED_ACCOUNTS,
        [
            (claim, codes[account], level, fen, state, walk.still[claim, account, level, state])
            for (claim, account, level, state), fen in fens.items()
            if fen
        ],
        keys=("claim", "account", "level", "state"),
    )


def traced_edges(walk: Walk, codes: Int64s) -> pa.Table:
    """Which transfers carried how much of each claim."""
    ledger = walk.ledger
    return _table(
        TRACED_EDGES,
        [
            (
                claim,
                ledger.transfer[row],
                level,
                fen,
                codes[ledger.payer[row]],
                codes[ledger.payee[row]],
                ledger.fen[row],
                ledger.moved_us[row],
            )
            for (claim, row, level), fen in walk.carried.items()
        ],
        keys=("claim", "transfer", "level"),
    )


def holdings(walk: Walk, codes: Int64s) -> pa.Table:
    """The accounts traced money came to, clean money and last movement beside it."""
    inflow, still, level = Counter[int](), Counter[int](), dict[int, int]()
    for (_, row, piece_level), fen in walk.carried.items():
        payee = int(walk.ledger.payee[row])
        inflow[payee] += fen
        level[payee] = min(piece_level, level.get(payee, piece_level))
    for (_, account, _, _), fen in walk.still.items():
        still[account] += fen
    last = _last_moved(walk.ledger, len(codes))
    standing = walk.standing
    return _table(
        HOLDINGS,
        [
            (
                codes[account],
                level[account],
                walk.state(account, level[account]),
                fen,
                still[account],
                MISSING if account in standing.ends else walk.held[account] - still[account],
                MISSING if account in standing.ends else standing.opening[account],
                account in standing.assumed and account not in standing.ends,
                last[account],
            )
            for account, fen in inflow.items()
        ],
        keys=("account",),
    )


def superseded(walk: Walk) -> pa.Table:
    """Money of one claim that a newer one now names, at the newer one's transfer."""
    rows = [
        (claim, newer, walk.ledger.transfer[row], fen)
        for (claim, newer, row), fen in walk.displaced.items()
    ]
    return _table(SUPERSEDED, rows, keys=("claim", "newer_claim", "transfer"))


def faults(findings: Sequence[Finding], codes: Int64s) -> pa.Table:
    """What is wrong with the data."""
    rows = [finding._replace(account=int(codes[finding.account])) for finding in findings]
    return _table(FAULTS, rows, keys=("transfer", "fault", "account", "claim", "fen"))


def voided_pairs(known: Journal, partner: Int64s) -> pa.Table:
    """Each voided transfer with its reversal, once."""
    rows = [
        (known.transfer[row], known.transfer[other])
        for row, other in enumerate(partner.tolist())
        if other >= row
    ]
    return _table(VOIDED, rows, keys=("transfer",))


def order_notes(cycles: Sequence[int]) -> pa.Table:
    """Transfers placed to break a cycle inside one unit of time."""
    return _table(ORDER_NOTES, [(transfer,) for transfer in cycles], keys=("transfer",))


def _last_moved(ledger: Journal, accounts: int) -> Int64s:
    last = np.full(accounts, np.iinfo(np.int64).min)
    np.maximum.at(last, ledger.payer, ledger.moved_us)
    np.maximum.at(last, ledger.payee, ledger.moved_us)
    return last


def _table(schema: pa.Schema, rows: Sequence[Sequence[int]], *, keys: tuple[str, ...]) -> pa.Table:
    """`rows` of whole numbers as a table of `schema`, ascending by `keys`."""
    cells = np.array(rows, dtype=np.int64).reshape(len(rows), len(schema))
    order = np.lexsort([cells[:, schema.get_field_index(key)] for key in reversed(keys)])
    columns = [pa.array(cells[order, i]).cast(field.type) for i, field in enumerate(schema)]
    return pa.table(columns, schema=schema)
