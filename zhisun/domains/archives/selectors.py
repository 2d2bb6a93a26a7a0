"""Files of old reports as pages show them, and where one incident comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.archives.models import OldReport, RejectedReport, ReportFile
from zhisun.domains.archives.policy.headings import Table, from_json
from zhisun.domains.archives.terms import SHOWN_REJECTS, ReportFileState, TypeOrigin
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file without its bytes. rejects: rows nobody has settled yet."""

    key: int
    sender: str
    name: str
    sha256: str
    size: int
    state: ReportFileState
    refusal: str
    uploaded_by: str
    uploaded_at: datetime
    total: int
    done: int
    taken: int
    repeated: int
    rejects: int
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectRow:
    """A row that was not taken: its cells by column, its problems as codes with facts."""

    key: int
    table: int
    line: int
    cells: Mapping[str, str]
    problems: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an old incident comes from."""

    file: int
    file_name: str
    sender: str
    old_no: str
    line: int
    station: str
    type_told: str
    type_origin: TypeOrigin


def files(*, by: Actor) -> list[FileRow]:
    """The files of the area, newest first. Raises NotPermitted. One query."""
    return [_file(row) for row in _files(by).order_by("-uploaded_at", "-pk")]


def file(key: int, *, by: Actor) -> FileRow:
    """One file. Raises NotFound, NotPermitted. One query."""
    row = _files(by).filter(pk=key).first()
    if row is None:
        raise NotFound("report_file_unknown")
    return _file(row)


def rejects(key: int, *, by: Actor) -> list[RejectRow]:
    """The first rows of a file that nobody has settled. Raises NotFound. Two queries."""
    return list(_rejects(key, by=by, most=SHOWN_REJECTS))


def all_rejects(key: int, *, by: Actor) -> Iterator[RejectRow]:
    """All of them, for the file that can be saved. Raises NotFound. Two queries."""
    return _rejects(key, by=by, most=None)


def origin_of(incident_no: str, *, by: Actor) -> Origin | None:
    """Where an incident comes from; None for one that was registered here. One query."""
    row = (
        OldReport.objects.select_related("file")
        .defer("file__content")
        .filter(incident__incident_no=incident_no, area__startswith=by.area)
        .first()
    )
    if row is None:
        return None
    return Origin(
        file=row.file_id,
        file_name=row.file.name,
        sender=row.sender,
        old_no=row.old_no,
        line=row.line,
        station=row.station,
        type_told=row.type_told,
        type_origin=TypeOrigin(row.type_origin),
    )


def incident_of(key: int, old_no: str, *, by: Actor) -> str:
    """The incident that a number of a file became, "" when none did. Raises NotFound."""
    row = (
        OldReport.objects.filter(sender=file(key, by=by).sender, area__startswith=by.area)
        .filter(old_no=old_no)
        .values_list("incident__incident_no", flat=True)
        .first()
    )
    return row or ""


def _files(by: Actor) -> QuerySet[ReportFile]:
    require(by, Duty.IMPORT_REPORTS, by.area)
    return (
        ReportFile.objects.defer("content")
        .filter(area__startswith=by.area)
        .annotate(open_rejects=Count("rejects", filter=Q(rejects__settled_by="")))
    )


def _rejects(key: int, *, by: Actor, most: int | None) -> Iterator[RejectRow]:
    found = file(key, by=by)
    rows = RejectedReport.objects.filter(file=found.key, settled_by="").order_by("table", "line")
    for row in rows[:most]:
        yield RejectRow(
            key=row.pk,
            table=row.table,
            line=row.line,
            cells=row.cells,
            problems=tuple(row.problems),
        )


def _file(row: Any) -> FileRow:
    names = ("sender", "name", "sha256", "size", "refusal", "uploaded_by", "uploaded_at")
    counts = ("total", "done", "taken", "repeated")
    told = {name: getattr(row, name) for name in (*names, *counts)}
    return FileRow(
        key=row.pk,
        state=ReportFileState(row.state),
        rejects=row.open_rejects,
        tables=tuple(from_json(kept) for kept in row.tables),
        **told,
    )
