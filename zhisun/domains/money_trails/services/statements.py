"""Reading a statement file into rows, and settling what could not be read (导入流水)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from django.db.models import Max

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.money_trails.models import (
    LearntHeading,
    RejectedRow,
    StatementFile,
    StatementRow,
)
from zhisun.domains.money_trails.policy import settled
from zhisun.domains.money_trails.services.transfers import lock_trail
from zhisun.domains.money_trails.services.uploads import content, locked
from zhisun.domains.money_trails.tables.statements import (
    ROW_COLUMNS,
    Fixed,
    as_csv,
    layout_of,
    one_row,
)
from zhisun.domains.money_trails.terms import StatementState
from zhisun.domains.outbox.services import publish
from zhisun.engines.statements.arrows import pc
from zhisun.engines.statements.balances import checked
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.duplicates import once
from zhisun.engines.statements.headings import folded
from zhisun.engines.statements.reading import read_sheet
from zhisun.engines.statements.sheets import Sheet
from zhisun.engines.statements.terms import Column, Layout, Reject
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How an officer reads one table: a column for each heading, whose it is, 借贷 swapped or not.

    used: False leaves the table out.
    """

    columns: tuple[Column, ...]
    account: str = ""
    account_name: str = ""
    swapped: bool = False
    used: bool = True


@transaction.atomic(durable=True)
def map_columns(key: int, mappings: Sequence[Mapping], *, by: Actor, at: datetime) -> None:
    """Say how the tables of a file are read (确认表头), in their order; its rows follow.

    What differs from the proposal is learnt for the institution and proposed next time. Publishes
    `money_trails.statement_mapped`. Raises InputError (`field` is `columns.<table>`), NotFound,
    NotPermitted, StateConflict.
    """
    file = locked(key, by=by)
    if file.state != StatementState.RECEIVED:
        raise StateConflict("statement_not_open", state=str(StatementState(file.state).label))
    tables = []
    for number, (table, mapping) in enumerate(zip(file.tables, mappings, strict=True)):
        if mapping.used and table["headings"]:
            _demand_readable(number, mapping)
            _learn(file, table, mapping, by=by, at=at)
        told = {
            "columns": [column.value for column in mapping.columns],
            "account": settled(mapping.account.strip())[:64],
            "account_name": mapping.account_name.strip()[:100],
            "swapped": mapping.swapped,
            "used": mapping.used and bool(table["headings"]),
        }
        tables.append(table | told)
    if not any(table["used"] for table in tables):
        raise InputError("statement_without_table", field="columns.0")
    StatementFile.objects.filter(pk=key).update(
        tables=tables, state=StatementState.MAPPED, refusal=""
    )
    after: Facts = {"file": key, "tables": len(tables)}
    _tell(file, "statement_mapped", str(key), by=by, at=at, after=after)


def _demand_readable(number: int, mapping: Mapping) -> None:
    has = set(mapping.columns) - {Column.IGNORED}
    told = [column for column in mapping.columns if column is not Column.IGNORED]
    at_field = f"columns.{number}"
    if len(told) != len(has):
        twice = next(column for column in told if told.count(column) > 1)
        raise InputError("statement_column_twice", field=at_field, column=twice.value)
    if not has & {Column.TIME, Column.DATE, Column.CLOCK}:
        raise InputError("statement_needs_time", field=at_field)
    if not has & {Column.AMOUNT, Column.OUT, Column.IN}:
        raise InputError("statement_needs_amount", field=at_field)


def _learn(
    file: StatementFile, table: dict[str, list[str]], mapping: Mapping, *, by: Actor, at: datetime
) -> None:
    if not file.institution_code:
        return
    for heading, proposed, column in zip(
        table["headings"], table["columns"], mapping.columns, strict=True
    ):
        if column.value != proposed and folded(heading):
            LearntHeading.objects.update_or_create(
                institution_code=file.institution_code,
                heading=folded(heading)[:60],
                defaults={"column": column.value, "learnt_by": by.name, "learnt_at": at},
            )


@dataclass(slots=True)
class _Read:
    """What the tables of a file gave; `tables` tells the table of each row."""

    rows: list[pa.Table] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    rejects: list[tuple[int, Reject]] = field(default_factory=list)
    skipped: int = 0
    turned: set[int] = field(default_factory=set)


@transaction.atomic(durable=True)
def import_statement(key: int, *, by: Actor, at: datetime) -> int:
    """Turn a mapped file into rows (导入流水); how many. Safe to repeat: it is read once.

    A row that stands in the file twice is taken once; a contradiction of balances is marked and
    taken. Publishes `money_trails.statement_imported`, which follows the money anew. Ends what
    `map_columns` was permitted to begin. Raises NotFound.
    """
    file = locked(key, by=by, duty=None)
    if file.state != StatementState.MAPPED:
        return file.rows
    read = _Read()
    for table, sheet in zip(file.tables, open_book(content(file), file.name), strict=True):
        if table["used"]:
            _read_table(sheet, layout_of(table), table["number"], read)
    rows, tables, repeated = _kept(read)
    lock_trail(file.incident_id)
    _copy(file, rows, tables)
    _keep_rejects(file, read.rejects)
    file.state, file.rows, file.repeated = StatementState.IMPORTED, rows.num_rows, repeated
    file.skipped = read.skipped
    file.gaps = int((rows["gap_fen"].to_numpy() != 0).sum()) if rows.num_rows else 0
    file.reaches = pc.max(rows["moved_at"]).as_py()
    file.tables = [table | {"turned": table["number"] in read.turned} for table in file.tables]
    file.save()
    after: Facts = {"file": key, "rows": file.rows, "rejects": len(read.rejects)}
    _tell(file, "statement_imported", file.incident.incident_no, by=by, at=at, after=after)
    return file.rows


@transaction.atomic(durable=True)
def give_up_reading(key: int, *, by: Actor, at: datetime) -> None:
    """Say that a mapped file could not be read (读取未完成): its columns are open again.

    An officer reads it again or abandons it. Publishes `money_trails.statement_unread`. Safe to
    repeat; a file that was read meanwhile stays so. Raises NotFound.
    """
    file = locked(key, by=by, duty=None)
    if file.state != StatementState.MAPPED:
        return
    file.state, file.refusal = StatementState.RECEIVED, "statement_reading_failed"
    file.save(update_fields=["state", "refusal"])
    after: Facts = {"file": key}
    _tell(file, "statement_unread", file.incident.incident_no, by=by, at=at, after=after)


def _keep_rejects(file: StatementFile, rejects: list[tuple[int, Reject]]) -> None:
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                file=file,
                table=number,
                line=each.line,
                reason=each.reason.value,
                text=each.text[:200],
                cells=[cell[:200] for cell in each.cells[:60]],
            )
            for number, each in rejects
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def _read_table(sheet: Sheet, layout: Layout, number: int, read: _Read) -> None:
    taken = read_sheet(sheet, layout)
    rows, swapped = checked(taken.rows)
    if swapped and not layout.swapped:
        other = read_sheet(sheet, replace(layout, swapped=True))
        turned, still = checked(other.rows)
        if not still:
            rows = turned
            read.turned.add(number)
    read.rows.append(rows)
    read.numbers.append(number)
    read.rejects += [(number, each) for each in taken.rejects]
    read.skipped += taken.skipped


def _kept(read: _Read) -> tuple[pa.Table, "np.ndarray[tuple[int], np.dtype[np.int64]]", int]:
    """The rows of all tables, each once, the table of each, and how many were there again."""
    rows = pa.concat_tables(read.rows)
    tables = np.repeat(np.array(read.numbers), [each.num_rows for each in read.rows])
    kept = np.flatnonzero(once(rows, tables)) if rows.num_rows else np.arange(0)
    if len(kept) == rows.num_rows:
        return rows, tables, 0
    return rows.take(kept), tables[kept], rows.num_rows - len(kept)


def _copy(
    file: StatementFile, rows: pa.Table, tables: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> None:
    """COPY is ten times as fast as inserting: a statement of 200,000 rows must not wait."""
    after = StatementRow.objects.filter(file=file).aggregate(last=Max("place"))["last"]
    first = 0 if after is None else after + 1
    text = as_csv(rows, file.pk, first, tables)
    columns = ", ".join(f'"{name}"' for name in ROW_COLUMNS)
    table = StatementRow._meta.db_table  # noqa: SLF001 Django's documented model API
    with (
        connection.cursor() as cursor,
        cursor.copy(f'copy "{table}" ({columns}) from stdin with (format csv)') as target,
    ):
        source = io.BytesIO(text)
        while block := source.read(1 << 20):
            target.write(block)


@transaction.atomic(durable=True)
def fix_row(reject_key: int, fixed: Fixed, *, by: Actor, at: datetime) -> None:
    """Write out a row that could not be read (补正流水行). Publishes `statement_changed`.

    Raises InputError with `field` one of `Fixed`'s, NotFound, NotPermitted, StateConflict.
    """
    row, file = _open_reject(reject_key, by=by)
    rows = one_row(fixed, row.line, at=at)
    lock_trail(file.incident_id)
    _copy(file, rows, np.array([row.table]))
    _settle(row, fixed.reason, by=by)
    StatementFile.objects.filter(pk=file.pk).update(
        rows=file.rows + 1, reaches=max(filter(None, (file.reaches, fixed.moved_at)))
    )
    after: Facts = {"file": file.pk, "line": row.line, "fen": fixed.fen}
    _tell_change(file, by=by, at=at, after=after, reason=fixed.reason)


@transaction.atomic(durable=True)
def drop_reject(reject_key: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Say that an unread row is no movement (剔除未读行). Raises as `fix_row` does."""
    row, file = _open_reject(reject_key, by=by)
    _settle(row, _reason(reason), by=by)
    after: Facts = {"file": file.pk, "line": row.line}
    _tell_change(file, by=by, at=at, after=after, reason=reason.strip())


@transaction.atomic(durable=True)
def drop_row(row_key: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Leave a row that was read out of the trail (剔除流水行). Harmless to repeat.

    The row stays with who dropped it and why. Raises InputError, NotFound, NotPermitted.
    """
    row = StatementRow.objects.filter(pk=row_key).first()
    if row is None:
        raise NotFound("statement_unknown")
    file = locked(row.file_id, by=by)
    standing = StatementRow.objects.filter(pk=row_key, dropped_by="")
    lock_trail(file.incident_id)
    if standing.update(dropped_by=by.name, dropped_why=_reason(reason)):
        after: Facts = {"file": file.pk, "line": row.line, "fen": row.fen}
        _tell_change(file, by=by, at=at, after=after, reason=reason.strip())


def _open_reject(key: int, *, by: Actor) -> tuple[RejectedRow, StatementFile]:
    row = RejectedRow.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("statement_unknown")
    file = locked(row.file_id, by=by)
    row.refresh_from_db()  # as it is now that nobody else writes
    if row.settled_by:
        raise StateConflict("statement_row_settled")
    return row, file


def _settle(row: RejectedRow, reason: str, *, by: Actor) -> None:
    RejectedRow.objects.filter(pk=row.pk).update(settled_by=by.name, settled_why=reason)


def _reason(text: str) -> str:
    reason = text.replace("\0", "").strip()
    if not reason:
        raise InputError("reason_missing", field="reason")
    if len(reason) > 200:  # noqa: PLR2004 what the column holds
        raise InputError("text_too_long", field="reason", most=200)
    return reason


def _tell_change(
    file: StatementFile, *, by: Actor, at: datetime, after: Facts, reason: str
) -> None:
    incident = file.incident
    verb = "money_trails.statement_changed"
    record(by, verb, incident.incident_no, at=at, area=incident.area, after=after, reason=reason)
    publish(verb, incident.incident_no, area=incident.area, at=at)


def _tell(
    file: StatementFile, what: str, key: str, *, by: Actor, at: datetime, after: Facts
) -> None:
    incident, verb = file.incident, f"money_trails.{what}"
    record(by, verb, incident.incident_no, at=at, area=incident.area, after=after)
    publish(verb, key, area=incident.area, at=at)
