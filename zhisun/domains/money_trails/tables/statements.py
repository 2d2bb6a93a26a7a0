"""Rows of statement files: as JSON layouts, as COPY text, as the engine's tables."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv

from zhisun.domains.money_trails.models import StatementRow
from zhisun.domains.money_trails.policy import Statement, settled
from zhisun.engines.statements.arrows import Arrow, column, encoded, pc, read_csv
from zhisun.engines.statements.sheets import Sheet
from zhisun.engines.statements.terms import NAMES, ROWS, Column, Layout
from zhisun.engines.tables import INSTANT, UNKNOWN_FEN
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN, Fen

SAMPLE = 8
"""Rows of a table shown when its columns are checked."""


def layout_json(number: int, sheet: Sheet, layout: Layout) -> dict[str, object]:
    """A proposed layout as it is kept with the file."""
    below = sheet.head[layout.header + layout.depth :][:SAMPLE] if layout.headings else ()
    width = len(layout.headings)
    return {
        "number": number,
        "title": sheet.title[:100],
        "headings": [heading[:60] for heading in layout.headings],
        "columns": [each.value for each in layout.columns],
        "header": layout.header,
        "depth": layout.depth,
        "account": layout.account[:64],
        "account_name": layout.account_name[:100],
        "swapped": layout.swapped,
        "used": bool(layout.headings),
        "sample": [[cell[:60] for cell in record[:width]] for record in below],
    }


def layout_of(table: Mapping[str, Any]) -> Layout:
    """The layout back from what is kept."""
    return Layout(
        headings=tuple(table["headings"]),
        columns=tuple(Column(each) for each in table["columns"]),
        header=table["header"],
        depth=table["depth"],
        account=table["account"],
        account_name=table["account_name"],
        swapped=table["swapped"],
    )


ROW_COLUMNS = ("file_id", "place", "table", *ROWS.names, "dropped_by", "dropped_why")
_WIDE: dict[str, int] = {
    each.name: each.max_length
    for each in StatementRow._meta.concrete_fields  # noqa: SLF001 Django's documented model API
    if each.max_length
}


def as_csv(rows: pa.Table, file_key: int, first: int, tables: "npt.NDArray[np.int64]") -> bytes:
    """Rows as COPY takes them, in the order of ROW_COLUMNS; texts cut as their columns hold."""
    count = rows.num_rows
    told: list[Arrow] = [
        column(np.full(count, file_key, np.int64)),
        column(np.arange(first, first + count, dtype=np.int64)),
        column(tables.astype(np.int64)),
        *(_copied(rows, name) for name in ROWS.names),
        *(pa.array([""]).take(column(np.zeros(count, np.int64))) for _ in range(2)),
    ]
    out = io.BytesIO()
    style = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(pa.table(told, names=list(ROW_COLUMNS)), out, style)
    return out.getvalue()


def _copied(rows: pa.Table, name: str) -> Arrow:
    told: Arrow = rows[name]
    if name in _WIDE:
        plain = told.cast(pa.string())
        long = pc.greater(pc.utf8_length(plain), pa.scalar(_WIDE[name], pa.int32()))
        # A text of nothing must arrive as one, not as the null of COPY: quoted it does.
        cut = pc.utf8_slice_codeunits(plain, 0, _WIDE[name]) if pc.any(long).as_py() else plain
        return pc.replace_substring(cut, "\0", "")
    if name == "balance_fen":
        return pc.if_else(pc.equal(told, UNKNOWN_FEN), None, told)
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """A row that an officer wrote out: fen above zero, `incoming` as the account sees it."""

    account: str
    incoming: bool
    fen: Fen
    moved_at: datetime
    reason: str
    counterparty: str = ""
    counterparty_name: str = ""
    balance_fen: Fen | None = None
    serial: str = ""


def one_row(fixed: Fixed, line: int, *, at: datetime) -> pa.Table:
    """A row written by hand as a table. Raises InputError with `field` one of `Fixed`'s."""
    account, other = settled(fixed.account.strip()), settled(fixed.counterparty.strip())
    if not account or len(account) > _WIDE["account"]:
        raise InputError("transfer_account_missing", field="account")
    if account == other or len(other) > _WIDE["counterparty"]:
        raise InputError("transfer_to_itself", field="counterparty")
    if not 0 < fixed.fen <= LARGEST_FEN:
        raise InputError("amount_not_positive", field="fen")
    if fixed.moved_at > at:
        raise InputError("transfer_in_future", field="moved_at")
    if not fixed.reason.strip() or len(fixed.reason) > 200:  # noqa: PLR2004 what the column holds
        raise InputError("reason_missing", field="reason")
    told = _BLANK | {
        "line": line,
        "account": account,
        "incoming": fixed.incoming,
        "fen": fixed.fen,
        "moved_at": fixed.moved_at,
        "balance_fen": UNKNOWN_FEN if fixed.balance_fen is None else fixed.balance_fen,
        "counterparty": other,
        "counterparty_name": fixed.counterparty_name.strip(),
        "serial": fixed.serial.strip(),
        "succeeded": True,
    }
    return pa.Table.from_pylist([told], schema=ROWS)


_BLANK: dict[str, Any] = {
    each.name: "" if each.type in {NAMES, pa.string()} else False if each.type == pa.bool_() else 0
    for each in ROWS
}


def stored_rows(text: bytes) -> pa.Table:
    """Rows of schema ROWS, then `file` and `place`, of what COPY gave in that order."""
    kinds = {name: pa.string() for name in ROWS.names} | {
        each.name: each.type for each in ROWS if each.type not in {NAMES, pa.string(), INSTANT}
    }
    kinds |= {"moved_at": pa.int64(), "file": pa.int64(), "place": pa.int64()}
    kinds |= {each.name: pa.string() for each in ROWS if each.type == pa.bool_()}
    if not text:
        return pa.table(
            {name: pa.array([], kinds[name]) for name in (*ROWS.names, "file", "place")}
        )
    parsed: Arrow = read_csv(
        pa.BufferReader(text),
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, column_names=[*ROWS.names, "file", "place"]
        ),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
    )
    columns: list[Arrow] = [_stored(parsed[each.name], each.type) for each in ROWS]
    whole = pa.table(columns, schema=ROWS)
    return whole.append_column("file", parsed["file"]).append_column("place", parsed["place"])


def _stored(told: Arrow, kind: Any) -> Arrow:
    if kind == NAMES:
        return encoded(told)
    if kind == pa.bool_():
        return pc.equal(told, pa.scalar("t"))
    if kind == INSTANT:
        return told.cast(INSTANT)
    return told


def answer_rows(statements: Sequence[Statement]) -> pa.Table:
    """The rows that institutions told over the wire, in the form of a file's."""
    return pa.Table.from_pylist([_answer_row(told) for told in statements], schema=ROWS)


def _answer_row(told: Statement) -> dict[str, Any]:
    row = told.row
    mine, other = ("payee", "payer") if told.incoming else ("payer", "payee")
    balance = getattr(row, f"{mine}_balance_fen")
    return _BLANK | {
        "line": row.place,
        "account": getattr(row, f"{mine}_account"),
        "incoming": told.incoming,
        "fen": row.amount_fen,
        "moved_at": row.moved_at,
        "sequence": row.place,
        "balance_fen": UNKNOWN_FEN if balance is None else balance,
        "counterparty": told.counterparty,
        "counterparty_name": getattr(row, f"{other}_name"),
        "serial": row.serial,
        "succeeded": row.succeeded,
        "cash": row.exit_kind == "cash",
    }
