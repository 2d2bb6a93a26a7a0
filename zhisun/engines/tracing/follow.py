"""Follow claimed money through transfers (资金穿透)."""

import hashlib
from dataclasses import dataclass, fields, replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhisun.engines.tables import (
    ACCOUNTS,
    CLAIMS,
    EPOCH,
    MISSING,
    NEVER,
    TRANSFERS,
    checked,
    microseconds,
)
from zhisun.engines.tracing import assembly
from zhisun.engines.tracing.journal import SECOND, Int64s, Journal, numbers, read
from zhisun.engines.tracing.queueing import canonical_order
from zhisun.engines.tracing.reversals import voided
from zhisun.engines.tracing.seeds import Finding, seeds
from zhisun.engines.tracing.standing import read as read_accounts
from zhisun.engines.tracing.standing import standing
from zhisun.engines.tracing.terms import METHOD, Fault, Params
from zhisun.engines.tracing.trail import Trail
from zhisun.engines.tracing.walk import Walk


def follow(
    transfers: pa.Table, claims: pa.Table, accounts: pa.Table | None, params: Params
) -> Trail:
    """Where the claimed money went and where it lies at `params.as_of`.

    transfers, claims, accounts: schemas TRANSFERS, CLAIMS, ACCOUNTS of `engines.tables`, rows in
    any order; an account not listed is a person's, its statement complete. Per claim the ends
    sum to the claim, capped by its transfer; a claim on a transfer after as-of has no rows yet.
    Raises EngineInputError. O(n log n) in transfers.
    """
    every, codes = read(checked(transfers, TRANSFERS))
    claims = checked(claims, CLAIMS)
    accounts = checked(_nobody() if accounts is None else accounts, ACCOUNTS)
    params = _resolved(params, every, codes)
    journal = _journal(every, params)
    entering = seeds(claims, every, journal.row_of, journal.moved)
    listed = read_accounts(accounts, codes)
    stand = standing(journal.known, journal.partner, listed, entering.payers, params)
    walk = Walk(journal.known, stand, entering, params)
    walk.findings += _same_account(every)
    walk.run(journal.partner)
    return Trail(
        accounts=assembly.traced_accounts(walk, entering.unmoved, codes),
        edges=assembly.traced_edges(walk, codes),
        holdings=assembly.holdings(walk, codes),
        superseded=assembly.superseded(walk),
        faults=assembly.faults(walk.findings, codes),
        voided=assembly.voided_pairs(journal.known, journal.partner),
        order_notes=assembly.order_notes(journal.cycles),
        as_of=params.as_of or NEVER,
        method=METHOD,
        digest=_digest(every, codes, (claims, accounts), params),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is followed, and what became of each row of the whole ledger."""

    known: Journal  # canonical order, up to as-of
    partner: Int64s  # of the rows of `known`
    row_of: Int64s  # every row's place in `known`, or MISSING
    moved: NDArray[np.bool_]  # whether every row's money went anywhere
    cycles: list[int]  # transfers


def _journal(every: Journal, params: Params) -> _Known:
    """Order first and cut after, so that the order never depends on the as-of instant."""
    moving = np.flatnonzero(every.moves)
    order, cycles = canonical_order(every.only(moving), unit_seconds=params.unit_seconds)
    rows = moving[order]
    last = microseconds(params.as_of or NEVER) // SECOND
    rows = rows[every.second[rows] <= last]
    known = every.only(rows)
    partner = voided(known, window_seconds=params.reversal_seconds)
    row_of = np.full(len(every.fen), MISSING, dtype=np.int64)
    row_of[rows] = np.arange(len(rows))
    moved = every.moves.copy()
    moved[rows[partner != MISSING]] = False
    return _Known(known, partner, row_of, moved, every.transfer[moving[cycles]].tolist())


def _resolved(params: Params, every: Journal, codes: Int64s) -> Params:
    """`params` with as-of set to the last transfer if it was open, `expand` as positions."""
    as_of = params.as_of
    if as_of is None and every.moved_us.size:
        as_of = EPOCH + timedelta(microseconds=int(every.moved_us.max()))
    opened = np.flatnonzero(np.isin(codes, list(params.expand)))
    return replace(params, as_of=as_of, expand=frozenset(opened.tolist()))


def _nobody() -> pa.Table:
    return pa.table({"account": pa.array([], type=pa.int32())})


def _same_account(every: Journal) -> list[Finding]:
    rows = np.flatnonzero(every.payer == every.payee)
    columns = (every.payer[rows], every.transfer[rows], every.fen[rows])
    return [
        Finding(Fault.SAME_ACCOUNT, payer, transfer, MISSING, fen)
        for payer, transfer, fen in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _digest(
    every: Journal, codes: Int64s, tables: tuple[pa.Table, pa.Table], params: Params
) -> str:
    """Fingerprint of method, input and parameters, blind to the order of rows."""
    told = (METHOD, *(getattr(params, field.name) for field in fields(params)))
    seal = hashlib.sha256(repr((told, codes[sorted(params.expand)].tolist())).encode())
    for column in (codes, *(getattr(every, field.name) for field in fields(every))):
        seal.update(np.ascontiguousarray(column).tobytes())
    for table in tables:
        by_key = table.sort_by(table.column_names[0])
        for name in table.column_names:
            seal.update(np.ascontiguousarray(numbers(by_key, name)).tobytes())
    return seal.hexdigest()
