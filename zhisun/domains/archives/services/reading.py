"""Turning the rows of a file into incidents, some hundred at a time (导入旧案)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.archives.models import OldReport, RejectedReport, ReportFile
from zhisun.domains.archives.policy.building import Built, UnusableRow, built
from zhisun.domains.archives.policy.headings import Table, from_json
from zhisun.domains.archives.services.receive import locked, tell
from zhisun.domains.archives.terms import (
    AT_ONCE,
    LONGEST_CELL,
    MOST_ROWS,
    OldColumn,
    ReportFileState,
)
from zhisun.domains.cases.services.archive import archive
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.texts import strings
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound

Cells = dict[OldColumn, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file: its place, what it tells, and whether its loss is in 万元."""

    table: int
    line: int
    cells: Cells
    wan: bool


@dataclass(frozen=True, slots=True)
class Usable:
    """A row that makes a report."""

    place: Line
    told: Built


def import_reports(key: int, *, by: Actor, at: datetime) -> None:
    """Read a mapped file to its end (导入旧案). Safe to repeat: it goes on where it was.

    A row whose number the sender used before is counted as there already; one that makes no
    report is kept with its reasons. Raises NotFound, InputError for a file of too many rows.
    """
    file = ReportFile.objects.filter(pk=key).first()
    if file is None:
        raise NotFound("report_file_unknown")
    if file.state != ReportFileState.MAPPED:
        return
    lines = list(_lines(file))
    if len(lines) > MOST_ROWS:
        give_up_reading(key, "report_file_too_long", by=by, at=at)
        return
    for first in range(file.done, len(lines), AT_ONCE):
        _store(key, first, lines[first : first + AT_ONCE], len(lines), by=by, at=at)
    _finish(key, len(lines), by=by, at=at)


@transaction.atomic(durable=True)
def give_up_reading(key: int, why: str, *, by: Actor, at: datetime) -> None:
    """Say that a mapped file could not be read to its end (读取未完成): its columns are open again.

    What was taken stays; the rest follows when it is read again. Raises NotFound.
    """
    file = locked(key, by=by, duty=None)
    if file.state != ReportFileState.MAPPED:
        return
    file.state, file.refusal = ReportFileState.RECEIVED, why
    file.save(update_fields=["state", "refusal"])
    tell(file, "unread", by=by, at=at, after={"why": why, "done": file.done})


@transaction.atomic(durable=True)
def _store(
    key: int, first: int, lines: Sequence[Line], total: int, *, by: Actor, at: datetime
) -> None:
    file = locked(key, by=by, duty=None)
    if file.done != first:  # another run of the job was here
        return
    left = _unknown(file, lines)
    good, bad = _sorted_out(left, file.area, at=at)
    fresh = list({row.told.old_no: row for row in reversed(good)}.values())[::-1]
    store_reports(file, fresh, by=by, at=at)
    RejectedReport.objects.bulk_create(
        [_reject(file, line, problems) for line, problems in bad], ignore_conflicts=True
    )
    file.done, file.total = first + len(lines), total
    file.taken += len(fresh)
    file.repeated += len(lines) - len(bad) - len(fresh)
    file.save(update_fields=["done", "total", "taken", "repeated"])
    tell(file, "read_on", by=by, at=at, after={"done": file.done, "taken": file.taken})


@transaction.atomic(durable=True)
def _finish(key: int, total: int, *, by: Actor, at: datetime) -> None:
    file = locked(key, by=by, duty=None)
    if file.state != ReportFileState.MAPPED or file.done < total:
        return
    file.state, file.total = ReportFileState.IMPORTED, total
    file.save(update_fields=["state", "total"])
    rejects = file.rejects.count()
    after = {"taken": file.taken, "repeated": file.repeated, "rejects": rejects}
    tell(file, "imported", by=by, at=at, after=after)


def store_reports(file: ReportFile, rows: Sequence[Usable], *, by: Actor, at: datetime) -> None:
    """Make closed incidents of rows that are not there yet. Joins."""
    reports = [(row.told.called_at, row.told.report) for row in rows]
    keys = archive(file.area, reports, handled_by=file.uploaded_by, by=by, at=at)
    OldReport.objects.bulk_create(
        OldReport(
            incident_id=incident,
            file=file,
            area=file.area,
            sender=file.sender,
            old_no=row.told.old_no,
            table=row.place.table,
            line=row.place.line,
            station=row.told.station,
            type_told=row.told.type_told,
            type_origin=row.told.type_origin,
        )
        for incident, row in zip(keys, rows, strict=True)
    )


def stored_problems(problems: Sequence[InputError]) -> list[dict[str, object]]:
    """Problems as they are kept with a row."""
    return [{"code": each.code, "facts": dict(each.facts)} for each in problems]


def _sorted_out(
    lines: Sequence[Line], area: str, *, at: datetime
) -> tuple[list[Usable], list[tuple[Line, Sequence[InputError]]]]:
    good: list[Usable] = []
    bad: list[tuple[Line, Sequence[InputError]]] = []
    for line in lines:
        try:
            good.append(Usable(line, built(line.cells, area=area, wan=line.wan, at=at)))
        except UnusableRow as unusable:
            bad.append((line, unusable.problems))
    return good, bad


def _unknown(file: ReportFile, lines: Sequence[Line]) -> list[Line]:
    """The rows whose number the sender did not use before.

    Asked before anything is read: a file that comes again costs next to nothing.
    """
    numbers = {line.cells.get(OldColumn.OLD_NO, "") for line in lines}
    known = set(
        OldReport.objects.filter(
            area=file.area, sender=file.sender, old_no__in=numbers
        ).values_list("old_no", flat=True)
    )
    return [line for line in lines if line.cells.get(OldColumn.OLD_NO, "") not in known]


def _reject(file: ReportFile, line: Line, problems: Sequence[InputError]) -> RejectedReport:
    return RejectedReport(
        file=file,
        table=line.table,
        line=line.line,
        cells={column.value: text[:LONGEST_CELL] for column, text in line.cells.items()},
        problems=stored_problems(problems),
    )


def _lines(file: ReportFile) -> Iterator[Line]:
    """The rows of the tables that are read, blank ones left out."""
    tables = [from_json(kept) for kept in file.tables]
    for table, sheet in zip(tables, open_book(bytes(file.content), file.name), strict=True):
        if not table.used:
            continue
        body = sheet.body(table.header + 1, len(table.headings), None)
        columns = [strings(cells, sheet.encoding).to_pylist() for cells in body.columns]
        rows = zip(body.lines.tolist(), zip(*columns, strict=True), strict=True)
        everything = sorted([*rows, *body.odd]) if body.odd else rows
        for number, row in everything:
            cells = _told(table, row)
            if any(cells.values()):
                yield Line(table.number, int(number), cells, table.wan)


def _told(table: Table, row: Sequence[str | None]) -> Cells:
    return table.cells([(cell or "").replace("\0", "").strip() for cell in row])


def as_cells(texts: Mapping[str, str]) -> Cells:
    """Cells back from what is kept or typed; what is no column is left out."""
    return {
        OldColumn(name): text
        for name, text in texts.items()
        if name in OldColumn.values and name != OldColumn.IGNORED
    }
