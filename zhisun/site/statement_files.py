"""Statement files on disk → a table of transfers on disk, for `zhisun trace`."""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from zhisun.engines.statements.arrows import Arrow, buffer, column, pc
from zhisun.engines.statements.balances import checked
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.headings import find
from zhisun.engines.statements.movements import movements
from zhisun.engines.statements.reading import read_sheet
from zhisun.engines.statements.sheets import Sheet
from zhisun.engines.statements.terms import Column, Layout, Reason, Reject, Taken
from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import yuan

WORDS = {
    Reason.TIME: "时间读不懂",
    Reason.AMOUNT: "金额读不懂",
    Reason.FINER_THAN_FEN: "金额比分还细",
    Reason.DIRECTION: "不知道是收入还是支出",
    Reason.ACCOUNT: "没有本方账号",
    Reason.BALANCE: "余额读不懂",
    Reason.CURRENCY: "不是人民币",
    Reason.WIDTH: "列数与表头不同",
}
SHOWN = 10
"""Breaks of a balance that are told one by one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the caller says that the files do not."""

    account: str = ""
    swapped: bool = False


@dataclass(slots=True)
class Tally:
    """What became of the files. headed: tables with a header; rejects: (file, table, reject)."""

    headed: int = 0
    rows: int = 0
    transfers: int = 0
    repeated: int = 0
    both_sides: int = 0
    skipped: int = 0
    turned: list[str] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    rejects: list[tuple[str, str, Reject]] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """The result in words."""
        yield (
            f"{self.rows} 行流水，{self.repeated} 行重复，{self.both_sides} 笔两边都有，"
            f"得到 {self.transfers} 笔交易；跳过 {self.skipped} 行合计、空行和零金额。"
        )
        for title in self.turned:
            yield f"{title}：按余额看借贷标志与通常相反，已调过来。"
        yield from self.breaks[:SHOWN]
        if len(self.breaks) > SHOWN:
            yield f"余额共 {len(self.breaks)} 处对不上，上面是前 {SHOWN} 处。"

    def settle(self, target: Path | None) -> None:
        """Write the rejects where the caller wants them. Raises InputError when it said nowhere."""
        if target is not None:
            with target.open("w", newline="", encoding="utf-8-sig") as file:
                out = csv.writer(file)
                out.writerow(["文件", "表", "行", "原因", "原文", "整行"])
                for name, table, each in self.rejects:
                    cells = " | ".join(each.cells)
                    out.writerow([name, table, each.line, WORDS[each.reason], each.text, cells])
        elif self.rejects:
            name, table, each = self.rejects[0]
            raise InputError(
                "statement_rows_unreadable",
                file=_where(name, table),
                row=each.line,
                reason=WORDS[each.reason],
                text=each.text,
                bad=len(self.rejects),
                good=self.rows,
            )


def _where(name: str, table: str) -> str:
    """File and table; a delimited file is one table of its own name."""
    return name if table == name else f"{name} {table}".strip()


def convert(
    sources: Sequence[Path], target: Path, wish: Wish, *, seen: Callable[[int], None]
) -> Tally:
    """Read every table of every file and write the transfers they tell of.

    Raises InputError for a file that is no statement, naming it. Without a readable row nothing
    is written; what was not readable stands in the tally.
    """
    if target.suffix not in WRITERS:
        raise InputError("table_format_unknown", file=target.name)
    tally = Tally()
    tables: list[pa.Table] = []
    for source in sources:
        try:
            for sheet in open_book(source.read_bytes(), source.name):
                tables.extend(_rows(sheet, source.name, wish, tally))
        except InputError as error:
            raise InputError(error.code, **({"file": source.name} | error.facts)) from error
        seen(source.stat().st_size)
    if not tables:
        if tally.rejects:
            return tally
        code = "statement_without_rows" if tally.headed else "statement_header_missing"
        raise InputError(code, file=sources[0].name)
    rows = pa.concat_tables(tables)
    source_of = np.repeat(np.arange(len(tables)), [table.num_rows for table in tables])
    found = movements(rows, source_of)
    tally.rows, tally.transfers = rows.num_rows, found.num_rows
    tally.both_sides = int((found["other"].to_numpy() >= 0).sum())
    tally.repeated = rows.num_rows - found.num_rows - tally.both_sides
    WRITERS[target.suffix](transfers(found, rows), target)
    return tally


def _rows(sheet: Sheet, name: str, wish: Wish, tally: Tally) -> Iterator[pa.Table]:
    """The rows of one table; none when it has no header (a cover sheet)."""
    layout = find(sheet.head)
    if not layout.headings:
        return
    tally.headed += 1
    if wish.account and not layout.account:
        layout = replace(layout, account=wish.account)
    taken, told = _checked(sheet, replace(layout, swapped=wish.swapped))
    if told and not wish.swapped:
        turned, still = _checked(sheet, replace(layout, swapped=True))
        if not still:
            taken = turned
            tally.turned.append(_where(name, sheet.title))
    tally.skipped += taken.skipped
    tally.rejects += [(name, sheet.title, each) for each in taken.rejects]
    tally.breaks += _breaks(taken.rows, name)
    if taken.rows.num_rows:
        yield taken.rows


NEEDED = frozenset(
    {
        *(Column.TIME, Column.DATE, Column.CLOCK, Column.AMOUNT, Column.OUT, Column.IN),
        *(Column.DIRECTION, Column.BALANCE, Column.ACCOUNT, Column.COUNTERPARTY, Column.PAYER),
        *(Column.PAYEE, Column.SERIAL, Column.CURRENCY, Column.STATUS, Column.CASH),
        *(Column.MERCHANT, Column.CHANNEL, Column.SUMMARY),
    }
)
"""What a transfer to trace is made of; the rest is read only to show what was rejected."""


def _checked(sheet: Sheet, layout: Layout) -> tuple[Taken, bool]:
    taken = read_sheet(sheet, layout, NEEDED)
    if taken.rejects:
        taken = read_sheet(sheet, layout)
    rows, swapped = checked(taken.rows)
    return replace(taken, rows=rows), swapped


def _breaks(rows: pa.Table, name: str) -> list[str]:
    gaps = rows["gap_fen"].to_numpy()
    return [
        f"{name} 第 {rows['line'][int(place)].as_py()} 行：余额与上一笔相差"
        f" {yuan(int(gaps[place]))} 元没有交代，可能缺行。"
        for place in np.flatnonzero(gaps)
    ]


def transfers(found: pa.Table, rows: pa.Table) -> pa.Table:
    """Movements as the table that `zhisun trace` takes: amounts in decimal yuan."""
    told: Any = column(found["row"].to_numpy())
    status = pc.if_else(found["succeeded"], pa.scalar("ok"), pa.scalar("failed"))
    return pa.table(
        {
            "transfer_id": column(np.arange(1, found.num_rows + 1, dtype=np.int64)),
            "payer": found["payer"],
            "payee": found["payee"],
            "amount": _yuan(found["fen"]),
            "moved_at": found["moved_at"],
            "payer_balance_after": _yuan(found["payer_balance_fen"]),
            "payee_balance_after": _yuan(found["payee_balance_fen"]),
            "channel": rows["channel"].take(told),
            "status": pc.dictionary_encode(status),
            "line": rows["line"].take(told),
        }
    )


def _yuan(amounts: Arrow) -> Arrow:
    """Fen as decimal(18, 2): the very integers with their point moved; unknown is null."""
    fens = amounts.to_numpy()
    words = np.empty((len(fens), 2), np.int64)
    words[:, 0] = fens
    words[:, 1] = fens >> 63
    known: Any = column(fens != UNKNOWN_FEN)
    validity = None if bool((fens != UNKNOWN_FEN).all()) else known.buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(fens), [validity, buffer(words)])


def _write_parquet(table: pa.Table, target: Path) -> None:
    repeated = [each.name for each in table.schema if pa.types.is_dictionary(each.type)]
    write: Any = pyarrow.parquet.write_table  # its stubs know no list of columns
    write(table, target, compression="lz4", use_dictionary=repeated, write_statistics=False)


def _write_arrow(table: pa.Table, target: Path) -> None:
    with pa.OSFile(str(target), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
        out.write_table(table.unify_dictionaries())


def _write_csv(table: pa.Table, target: Path) -> None:
    plain = table.cast(
        pa.schema(
            [
                (each.name, pa.string() if pa.types.is_dictionary(each.type) else each.type)
                for each in table.schema
            ]
        )
    )
    pyarrow.csv.write_csv(plain, target)


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    ".parquet": _write_parquet,
    ".arrow": _write_arrow,
    ".csv": _write_csv,
}
