"""Small ledgers for tests, written the way an officer would tell them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from zhisun.engines.tables import (
    ACCOUNTS,
    ALWAYS,
    CLAIMS,
    EPOCH,
    MISSING,
    TRANSFERS,
    UNKNOWN_FEN,
    AccountKind,
    Channel,
    TransferStatus,
    microseconds,
)
from zhisun.engines.tracing.follow import follow
from zhisun.engines.tracing.terms import EndState, Params
from zhisun.engines.tracing.trail import Trail


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One transfer; `second` counts from 1970."""

    transfer: int
    payer: int
    payee: int
    fen: int
    second: int
    sequence: int = 0
    payer_balance: int = UNKNOWN_FEN
    payee_balance: int = UNKNOWN_FEN
    status: int = TransferStatus.OK
    channel: int = Channel.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Account:
    account: int
    kind: int = AccountKind.PERSON
    opening: int = UNKNOWN_FEN
    covered_to: datetime = ALWAYS
    holder: int = MISSING


@dataclass(frozen=True)
class Claim:
    claim: int
    transfer: int
    fen: int


def at(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)


def moved(*rows: tuple[int, int, int, int]) -> list[Transfer]:
    """(payer, payee, fen, second) told in order; the transfer codes count from 0."""
    return [
        Transfer(transfer=i, payer=payer, payee=payee, fen=fen, second=second)
        for i, (payer, payee, fen, second) in enumerate(rows)
    ]


def trail_of(
    transfers: Iterable[Transfer],
    claims: Iterable[Claim],
    accounts: Iterable[Account] = (),
    params: Params | None = None,
) -> Trail:
    return follow(
        transfer_table(transfers), claim_table(claims), account_table(accounts), params or Params()
    )


def transfer_table(transfers: Iterable[Transfer]) -> pa.Table:
    rows = [
        (
            t.transfer,
            t.payer,
            t.payee,
            t.fen,
            t.second * 1_000_000,
            t.sequence,
            t.payer_balance,
            t.payee_balance,
            t.status,
            t.channel,
        )
        for t in transfers
    ]
    return _table(rows, TRANSFERS)


def claim_table(claims: Iterable[Claim]) -> pa.Table:
    return _table([(c.claim, c.transfer, c.fen) for c in claims], CLAIMS)


def account_table(accounts: Iterable[Account]) -> pa.Table:
    rows = [(a.account, a.kind, a.opening, microseconds(a.covered_to), a.holder) for a in accounts]
    return _table(rows, ACCOUNTS)


def _table(rows: Sequence[tuple[int, ...]], schema: pa.Schema) -> pa.Table:
    columns = [
        pa.array([row[i] for row in rows], type=pa.int64()).cast(field.type)
        for i, field in enumerate(schema)
    ]
    return pa.table(columns, schema=schema)


def where(trail: Trail) -> dict[tuple[int, int, int, EndState], int]:
    """Fen by (claim, account, level, state)."""
    return {
        (row["claim"], row["account"], row["level"], EndState(row["state"])): row["fen"]
        for row in trail.accounts.to_pylist()
    }


def carried(trail: Trail) -> dict[tuple[int, int, int], int]:
    """Fen by (claim, transfer, level)."""
    return {
        (row["claim"], row["transfer"], row["level"]): row["fen"] for row in trail.edges.to_pylist()
    }


def holding(trail: Trail, account: int) -> dict[str, object]:
    """The row of one account in the holdings."""
    return next(row for row in trail.holdings.to_pylist() if row["account"] == account)
