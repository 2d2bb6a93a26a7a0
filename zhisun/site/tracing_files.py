"""Transfers, claims and accounts in files, as the tracing engine takes them (资金穿透)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.tables import (
    ALWAYS,
    INSTANT,
    AccountKind,
    Channel,
    TransferStatus,
    microseconds,
)
from zhisun.site import money_files
from zhisun.site.money_files import Sheet

KINDS = {kind.name.lower(): int(kind) for kind in AccountKind}
CHANNELS = pa.array([channel.name.lower() for channel in Channel])
STATES = {
    "ok": TransferStatus.OK,
    "failed": TransferStatus.FAILED,
    "reversed": TransferStatus.REVERSED,
}


@dataclass(frozen=True, slots=True)
class Names:
    """What codes stand for."""

    transfers: Column
    accounts: Column
    claims: Column


@dataclass(frozen=True, slots=True)
class Read:
    """The files as the engine takes them."""

    transfers: pa.Table
    claims: pa.Table
    accounts: pa.Table | None
    names: Names


@dataclass(frozen=True, slots=True)
class Put:
    """What is put to a ledger that stands already."""

    claims: pa.Table
    accounts: pa.Table | None
    names: Names


def read(
    transfers: Path,
    claims: Path,
    accounts: Path | None,
    rejects: Path | None,
    told: Callable[[str], None],
) -> Read:
    """The three files. Raises OSError, InputError naming file, row and column."""
    moved = _sheet_of_transfers(transfers)
    rows = _named_rows(moved)
    transfer_names, transfer = coded([rows.column("transfer_id").combine_chunks()])
    listed, facts = _listed(accounts)
    mine = [facts.column("account").combine_chunks()] if listed else []
    parties = [rows.column(side).combine_chunks() for side in ("payer", "payee")]
    account_names, codes = coded(parties + mine)
    sides = np.split(codes, [rows.num_rows, 2 * rows.num_rows])
    reported = money_files.read(claims, _CLAIMS, ("case_id",))
    claim_names, claim_table = _claims(reported, transfer_names)
    money_files.settle([each for each in (moved, reported, listed) if each], rejects, told)
    standing = _standing(facts, sides[2]) if listed else None
    names = Names(transfer_names, account_names, claim_names)
    return Read(as_transfers(rows, transfer, sides[0], sides[1]), claim_table, standing, names)


def read_rows(
    transfers: Path,
    rejects: Path | None,
    told: Callable[[str], None],
    known: Callable[[Column], Column] | None = None,
) -> pa.Table:
    """The rows of a file of transfers by their names: `transfer_id`, parties, the engine's facts.

    known: those of some transfer names that are there already; their rows are refused.
    Raises OSError, InputError naming file, row and column.
    """
    moved = _sheet_of_transfers(transfers)
    if known is not None:
        ids = moved.text("transfer_id")
        there = pc.is_in(ids, value_set=known(ids)).to_numpy(zero_copy_only=False)
        moved.refuse(there, "transfer_id", "底账里已有这笔转账")
    rows = _named_rows(moved)
    money_files.settle([moved], rejects, told)
    return rows


def read_question(
    claims: Path,
    accounts: Path | None,
    names: tuple[Column, Column],
    rejects: Path | None,
    told: Callable[[str], None],
) -> Put:
    """Claims and accounts put to transfers that are known already by their names.

    names: of transfers and of accounts, by code. Accounts that move nothing are left out.
    Raises OSError, InputError naming file, row and column.
    """
    reported = money_files.read(claims, _CLAIMS, ("case_id",))
    asked = _sought(names[0], reported.text("transfer_id"))
    claim_names, claim_table = _claims(reported, asked[0])
    at = claim_table.column_names.index("transfer")
    codes = pa.array(asked[1][claim_table.column("transfer").to_numpy()], pa.int32())
    claim_table = claim_table.set_column(at, "transfer", codes)
    listed, facts = _listed(accounts)
    money_files.settle([each for each in (reported, listed) if each], rejects, told)
    standing = None
    if listed:
        where = pc.index_in(facts.column("account"), value_set=names[1])
        there = pc.is_valid(where)
        codes = where.filter(there).to_numpy()
        standing = _standing(facts.filter(there), codes)
    return Put(claim_table, standing, Names(*names, claim_names))


def _sought(names: Column, cells: Column) -> tuple[Column, "np.ndarray[Any, Any]"]:
    """Those of `names` that stand among the cells, and their codes: without a table of all."""
    at = np.flatnonzero(pc.is_in(names, value_set=cells).to_numpy(zero_copy_only=False))
    return names.take(pa.array(at)), at


def _sheet_of_transfers(path: Path) -> Sheet:
    return money_files.read(path, _TRANSFERS, _TRANSFER_FACTS)


def _named_rows(moved: Sheet) -> pa.Table:
    """The readable rows, names as they stand."""
    named = {name: moved.text(name) for name in ("transfer_id", "payer", "payee")}
    columns = _transfer_columns(moved)
    moved.repeats("transfer_id")
    return pa.table(named | columns).filter(pa.array(moved.kept))


def as_transfers(rows: pa.Table, transfer: Any, payer: Any, payee: Any) -> pa.Table:
    """Named rows in the engine's form, by their codes."""
    codes = {"transfer": transfer, "payer": payer, "payee": payee}
    facts = [name for name in rows.column_names if name not in {"transfer_id", "payer", "payee"}]
    return pa.table(
        {name: pa.array(told, pa.int32()) for name, told in codes.items()}
        | {name: rows.column(name) for name in facts}
    )


def _listed(accounts: Path | None) -> tuple[Sheet | None, pa.Table]:
    """The file of accounts, and its readable rows by name."""
    if accounts is None:
        return None, pa.table({})
    listed = money_files.read(accounts, ("account",), _ACCOUNT_FACTS)
    named = {"account": listed.text("account")}
    facts = _account_columns(listed)
    return listed, pa.table(named | facts).filter(pa.array(listed.kept))


def _standing(facts: pa.Table, codes: Any) -> pa.Table:
    at = facts.column_names.index("account")
    return facts.set_column(at, "account", pa.array(codes, pa.int32()))


_CLAIMS = ("claim_id", "transfer_id", "amount")
_TRANSFERS = ("transfer_id", "payer", "payee", "amount", "moved_at")
_TRANSFER_FACTS = ("payer_balance_after", "payee_balance_after", "channel", "status")
_ACCOUNT_FACTS = ("kind", "opening", "covered_from", "covered_to", "holder")


def _transfer_columns(sheet: Sheet) -> dict[str, Column]:
    found: dict[str, Column] = {
        "fen": pa.array(sheet.fens("amount")),
        "moved_at": sheet.instants("moved_at").cast(INSTANT),
    }
    for side in ("payer", "payee"):
        if sheet.has(f"{side}_balance_after"):
            balance = sheet.fens(f"{side}_balance_after", needed=False, lowest=-(2**62))
            found[f"{side}_balance_fen"] = pa.array(balance)
    if sheet.has("channel"):  # any word may stand there; those we know name an exit
        told = pc.utf8_lower(sheet.text("channel", needed=False).fill_null(""))
        found["channel"] = pc.index_in(told, value_set=CHANNELS).fill_null(0).cast(pa.int8())
    if sheet.has("status"):
        found["status"] = pa.array(sheet.words("status", STATES), pa.int8())
    return found


def _account_columns(sheet: Sheet) -> dict[str, Column]:
    found: dict[str, Column] = {}
    if sheet.has("kind"):
        found["kind"] = pa.array(sheet.words("kind", KINDS), pa.int8())
    if sheet.has("opening"):
        opening = sheet.fens("opening", needed=False, lowest=-(2**62))
        found["opening_fen"] = pa.array(opening)
    span = {
        name: sheet.instants(name, needed=False).cast(pa.int64())
        for name in ("covered_from", "covered_to")
        if sheet.has(name)
    }
    if until := span.get("covered_to"):
        found["covered_to"] = until.fill_null(microseconds(ALWAYS)).cast(INSTANT)
    if len(span) == 2:  # noqa: PLR2004 both
        late = pc.fill_null(pc.greater(*span.values()), fill_value=False)
        sheet.refuse(late.to_numpy(zero_copy_only=False), "covered_from", "晚于 covered_to")
    if sheet.has("holder"):
        holder = sheet.text("holder", needed=False)
        _, codes = coded([holder.fill_null("")])
        codes = np.where(holder.is_null().to_numpy(zero_copy_only=False), -1, codes)
        found["holder"] = pa.array(codes, pa.int32())
    sheet.repeats("account")
    return found


def _claims(sheet: Sheet, transfer_names: Column) -> tuple[Column, pa.Table]:
    fens = sheet.fens("amount")
    ids = sheet.text("claim_id")
    at = pc.index_in(sheet.text("transfer_id"), value_set=transfer_names)
    unknown = at.is_null().to_numpy(zero_copy_only=False)
    sheet.refuse(unknown, "transfer_id", "流水里没有这笔转账")
    sheet.repeats("claim_id")
    kept = pa.array(sheet.kept)
    names, codes = coded([ids.filter(kept)])
    table = pa.table(
        {
            "claim": pa.array(codes, pa.int32()),
            "transfer": at.filter(kept).cast(pa.int32()),
            "fen": pa.array(fens).filter(kept),
        }
    )
    return names, table


def coded(columns: Sequence[Column]) -> tuple[Column, "np.ndarray[Any, Any]"]:
    """Different texts in their order, and the place of each cell among them."""
    cells = pa.concat_arrays(list(columns))
    names = in_order(pc.unique(cells))
    return names, pc.index_in(cells, value_set=names).to_numpy(zero_copy_only=False)


def are_numbers(names: Column) -> bool:
    """Whether all names are numbers: then they go by size."""
    return bool(pc.all(pc.match_substring_regex(names, "^[0-9]{1,18}$")).as_py())


def in_order(names: Column) -> Column:
    """Different texts ascending, numbers by their size."""
    if are_numbers(names):
        order = pc.sort_indices(
            pa.table({"size": names.cast(pa.int64()), "text": names}),
            sort_keys=[("size", "ascending"), ("text", "ascending")],
        )
    else:
        order = pc.sort_indices(names)
    return names.take(order)
