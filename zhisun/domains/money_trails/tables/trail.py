"""Transfers of a case as the tracing engine's tables, and its trail as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.domains.money_trails.models import Transfer
from zhisun.domains.money_trails.policy import Row
from zhisun.domains.money_trails.terms import Whereabouts
from zhisun.engines.statements.arrows import Arrow, chunked, column, pc
from zhisun.engines.statements.terms import NAMES
from zhisun.engines.statements.unnamed import CASH_OUT, MERCHANT
from zhisun.engines.tables import (
    ALWAYS,
    NEVER,
    UNKNOWN_FEN,
    AccountKind,
    TransferStatus,
    microseconds,
)
from zhisun.engines.tables import INSTANT as ENGINE_INSTANT
from zhisun.engines.tracing.terms import EndState
from zhisun.engines.tracing.trail import Trail
from zhisun.kernel.money import Fen

KINDS = {"cash": AccountKind.CASH_OUT, "merchant": AccountKind.MERCHANT}


@dataclass(frozen=True, slots=True)
class Ledger:
    """A case's transfers in the engine's form. `accounts` decodes account codes.

    victims: accounts that paid claimed transfers.
    """

    transfers: pa.Table
    claims: pa.Table
    standing: pa.Table
    accounts: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
    institutions: dict[str, str] = field(default_factory=dict)
    victims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lying:
    """Traced money at one account."""

    account_no: str
    level: int
    whereabouts: Whereabouts
    inflow_fen: Fen
    still_there_fen: Fen
    last_moved_at: datetime


def load(transfers: Sequence[Transfer], answered_until: dict[str, datetime]) -> Ledger:
    """The engine's tables of a case. `answered_until`: how far each account's statement reaches."""
    numbers = sorted({t.payer_account for t in transfers} | {t.payee_account for t in transfers})
    code = {account: index for index, account in enumerate(numbers)}
    kinds = {t.payee_account: KINDS[t.exit_kind] for t in transfers if t.exit_kind in KINDS}
    claimed = [t for t in transfers if t.claimed_fen]
    return Ledger(
        transfers=_transfers(transfers, code),
        claims=pa.table(
            {
                "claim": pa.array([t.pk for t in claimed], pa.int32()),
                "transfer": pa.array([t.pk for t in claimed], pa.int32()),
                "fen": pa.array([t.claimed_fen for t in claimed], pa.int64()),
            }
        ),
        standing=standing_of(numbers, kinds, answered_until),
        accounts=tuple(numbers),
        names=_told(transfers, "name"),
        institutions=_told(transfers, "institution_code"),
        victims=frozenset(t.payer_account for t in claimed),
    )


def lying(trail: Trail, ledger: Ledger) -> list[Lying]:
    """Where the traced money lies, one row an account, by level and amount."""
    main_state: dict[int, tuple[int, int]] = {}
    for row in trail.accounts.to_pylist():
        state = (row["fen"], -row["state"])
        main_state[row["account"]] = max(main_state.get(row["account"], (0, 0)), state)
    rows = [
        Lying(
            account_no=ledger.accounts[row["account"]],
            level=row["level"],
            whereabouts=Whereabouts(EndState(-main_state[row["account"]][1]).name.lower())
            if row["account"] in main_state
            else Whereabouts.RESTING,
            inflow_fen=row["inflow_fen"],
            still_there_fen=row["still_there_fen"],
            last_moved_at=row["last_moved_at"],
        )
        for row in trail.holdings.to_pylist()
    ]
    return sorted(rows, key=lambda r: (r.level, -r.inflow_fen, r.account_no))


def carried(trail: Trail) -> dict[tuple[int, int], Fen]:
    """Claimed money by (transfer, level), over all claims."""
    sums: dict[tuple[int, int], Fen] = {}
    for row in trail.edges.to_pylist():
        key = (row["transfer"], row["level"])
        sums[key] = sums.get(key, 0) + row["fen"]
    return sums


def _transfers(transfers: Sequence[Transfer], code: dict[str, int]) -> pa.Table:
    def balances(fens: Iterable[Fen | None]) -> "pa.Int64Array":
        told = [UNKNOWN_FEN if fen is None else fen for fen in fens]
        return pa.array(told, pa.int64())

    def status(transfer: Transfer) -> TransferStatus:
        return TransferStatus.OK if transfer.succeeded else TransferStatus.FAILED

    return pa.table(
        {
            "transfer": pa.array([t.pk for t in transfers], pa.int32()),
            "payer": pa.array([code[t.payer_account] for t in transfers], pa.int32()),
            "payee": pa.array([code[t.payee_account] for t in transfers], pa.int32()),
            "fen": pa.array([t.amount_fen for t in transfers], pa.int64()),
            "moved_at": pa.array([microseconds(t.moved_at) for t in transfers], ENGINE_INSTANT),
            "sequence": pa.array([t.place for t in transfers], pa.int64()),
            "payer_balance_fen": balances(t.payer_balance_fen for t in transfers),
            "payee_balance_fen": balances(t.payee_balance_fen for t in transfers),
            "status": pa.array([status(t) for t in transfers], pa.int8()),
        }
    )


def standing_of(
    numbers: Sequence[str], kinds: dict[str, AccountKind], answered_until: dict[str, datetime]
) -> pa.Table:
    """What is known of each account by its place in `numbers`: its kind, and how far it is told.

    answered_until: how far each account's own statement reaches; others have none.
    """
    exits = dict.fromkeys(kinds, ALWAYS)
    until = exits | answered_until
    covered = [microseconds(until.get(account, NEVER)) for account in numbers]
    return pa.table(
        {
            "account": pa.array(range(len(numbers)), pa.int32()),
            "kind": pa.array([kinds.get(a, AccountKind.PERSON) for a in numbers], pa.int8()),
            "covered_to": pa.array(covered, ENGINE_INSTANT),
        }
    )


def silent(ledger: Ledger) -> frozenset[str]:
    """Accounts known from their counterparties alone: nobody has told what they hold."""
    never = pc.equal(ledger.standing.column("covered_to").cast(pa.int64()), microseconds(NEVER))
    codes = ledger.standing.column("account").filter(never).to_numpy().tolist()
    return frozenset(ledger.accounts[code] for code in codes)


def _told(transfers: Sequence[Transfer], fact: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for transfer in transfers:
        for side in ("payer", "payee"):
            value: str = getattr(transfer, f"{side}_{fact}")
            if value:
                told.setdefault(getattr(transfer, f"{side}_account"), value)
    return told


def load_movements(found: pa.Table, told: Mapping[int, Row], until: dict[str, datetime]) -> Ledger:
    """The engine's tables of joined movements, a transfer's number its place in `found`.

    told: movements that a person told of, instead of the found one at their place or after all.
    """
    whole = _with_told(found, told)
    numbers: list[str] = whole["accounts"].to_pylist()
    claimed = {place: row for place, row in told.items() if row.claimed_fen}
    places = sorted(claimed)
    kinds = {name: AccountKind.CASH_OUT for name in numbers if name.startswith(f"{CASH_OUT}：")}
    kinds |= {name: AccountKind.MERCHANT for name in numbers if name.startswith(f"{MERCHANT}：")}
    kinds |= {row.payee_account: KINDS[row.exit_kind] for row in told.values() if row.exit_kind}
    return Ledger(
        transfers=whole["transfers"],
        claims=pa.table(
            {
                "claim": pa.array(places, pa.int32()),
                "transfer": pa.array(places, pa.int32()),
                "fen": pa.array([claimed[place].claimed_fen for place in places], pa.int64()),
            }
        ),
        standing=standing_of(numbers, kinds, until),
        accounts=tuple(numbers),
        victims=frozenset(row.payer_account for row in claimed.values()),
    )


def _with_told(found: pa.Table, told: Mapping[int, Row]) -> dict[str, Any]:
    """Columns of TRANSFERS and the account numbers behind their codes, the told rows in place."""
    both: Arrow = chunked([*found["payer"].chunks, *found["payee"].chunks], NAMES)
    coded = both.unify_dictionaries().combine_chunks()
    code = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32)
    numbers: dict[str, int] = {
        name: place for place, name in enumerate(coded.dictionary.to_pylist())
    }
    count = max([found.num_rows, *(place + 1 for place in told)])
    columns = {
        "payer": code[: found.num_rows],
        "payee": code[found.num_rows :],
        "fen": found["fen"].to_numpy(),
        "moved_at": found["moved_at"].cast(pa.int64()).to_numpy(),
        "sequence": found["sequence"].to_numpy(),
        "payer_balance_fen": found["payer_balance_fen"].to_numpy(),
        "payee_balance_fen": found["payee_balance_fen"].to_numpy(),
        "status": np.where(
            found["succeeded"].to_numpy(), TransferStatus.OK, TransferStatus.FAILED
        ).astype(np.int8),
    }
    for name, values in columns.items():
        columns[name] = np.concatenate([values, np.zeros(count - len(values), values.dtype)])
    for place, row in told.items():
        for name, value in _engine_facts(row, numbers).items():
            columns[name][place] = value
    table = pa.table({"transfer": column(np.arange(count, dtype=np.int32))})
    for name, values in columns.items():
        kind = column(values)
        table = table.append_column(name, kind.view(ENGINE_INSTANT) if name == "moved_at" else kind)
    return {"transfers": table, "accounts": pa.array(list(numbers), pa.string())}


def _engine_facts(row: Row, numbers: dict[str, int]) -> dict[str, int]:
    def balance(fen: Fen | None) -> int:
        return UNKNOWN_FEN if fen is None else fen

    return {
        "payer": numbers.setdefault(row.payer_account, len(numbers)),
        "payee": numbers.setdefault(row.payee_account, len(numbers)),
        "fen": row.amount_fen,
        "moved_at": microseconds(row.moved_at),
        "sequence": row.place,
        "payer_balance_fen": balance(row.payer_balance_fen),
        "payee_balance_fen": balance(row.payee_balance_fen),
        "status": TransferStatus.OK if row.succeeded else TransferStatus.FAILED,
    }


def with_names(ledger: Ledger, rows: Iterable[Row]) -> Ledger:
    """The ledger with the holders' names and the institutions that these movements tell."""
    names: dict[str, str] = {}
    codes: dict[str, str] = {}
    for row in rows:
        for side in ("payer", "payee"):
            account = getattr(row, f"{side}_account")
            if name := getattr(row, f"{side}_name"):
                names.setdefault(account, name)
            if code := getattr(row, f"{side}_institution_code"):
                codes.setdefault(account, code)
    return replace(ledger, names=names, institutions=codes)
