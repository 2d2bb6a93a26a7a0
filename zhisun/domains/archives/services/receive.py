"""Taking a file in and saying how its tables are read (接收旧案文件、核对表头)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.archives.models import LearntReportHeading, ReportFile
from zhisun.domains.archives.policy.headings import as_json, from_json, proposed
from zhisun.domains.archives.terms import (
    LARGEST_FILE,
    LONGEST_SENDER,
    OldColumn,
    ReportFileState,
)
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.outbox.services import publish
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.headings import folded
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

NEEDED = (OldColumn.OLD_NO, OldColumn.CALLED_AT)
TELLING = frozenset({OldColumn.NARRATIVE, OldColumn.PAYEE_ACCOUNT})


@transaction.atomic(durable=True)
def receive_file(name: str, content: bytes, sender: str, *, by: Actor, at: datetime) -> int:
    """Keep a file of old reports and propose how it is read (接收旧案文件); its key.

    The same bytes of the same sender give the key they have. A file that is no table stays,
    refused, with the reason. Raises InputError, NotPermitted (Duty.IMPORT_REPORTS).
    """
    require(by, Duty.IMPORT_REPORTS, by.area)
    name = name.replace("\0", "").strip()[-200:]
    sender = _checked(name, content, sender)
    digest = hashlib.sha256(content).hexdigest()
    same = ReportFile.objects.filter(area=by.area, sender=sender, sha256=digest).first()
    if same is not None:
        return same.pk
    file = ReportFile(
        area=by.area,
        sender=sender,
        name=name,
        sha256=digest,
        size=len(content),
        content=content,
        uploaded_by=by.name,
        uploaded_at=at,
    )
    try:
        file.tables = _proposals(content, name, sender)
        file.state = ReportFileState.RECEIVED
    except InputError as refusal:
        file.state, file.refusal = ReportFileState.REFUSED, refusal.code
    file.save()
    tell(file, "received", by=by, at=at, after={"sha256": digest, "state": str(file.state)})
    return file.pk


@transaction.atomic(durable=True)
def map_columns(
    key: int, mappings: Mapping[int, Sequence[OldColumn]], *, by: Actor, at: datetime
) -> None:
    """Say what each column holds (核对旧案表头); the rows follow by a job.

    mappings: columns by the number of each table that is to be read. What differs from the
    proposal is learnt for the sender. Raises InputError (`field` is `columns.<table>`), NotFound,
    NotPermitted, StateConflict.
    """
    file = locked(key, by=by)
    if file.state != ReportFileState.RECEIVED:
        raise StateConflict("report_file_not_open", state=str(ReportFileState(file.state).label))
    tables = []
    for kept in file.tables:
        table = from_json(kept)
        columns = mappings.get(table.number)
        if columns is not None:
            _demand_readable(table.number, columns, len(table.headings))
            _learn(file, table.headings, (table.columns, columns), by=by, at=at)
            kept = kept | {"columns": [each.value for each in columns]}  # noqa: PLW2901 the same table
        tables.append(kept | {"used": columns is not None})
    if not any(table["used"] for table in tables):
        raise InputError("report_file_without_table", field="columns.0")
    file.tables, file.state, file.refusal = tables, ReportFileState.MAPPED, ""
    file.save(update_fields=["tables", "state", "refusal"])
    tell(file, "mapped", by=by, at=at, after={"tables": len(mappings)})


@transaction.atomic(durable=True)
def abandon_file(key: int, *, by: Actor, at: datetime) -> None:
    """Forget a file that gave no report (放弃旧案文件). Raises NotFound, StateConflict."""
    file = locked(key, by=by)
    if file.state in {ReportFileState.MAPPED, ReportFileState.IMPORTED} or file.done:
        raise StateConflict("report_file_not_open", state=str(ReportFileState(file.state).label))
    tell(file, "abandoned", by=by, at=at, after={"name": file.name, "sha256": file.sha256})
    file.delete()


def locked(key: int, *, by: Actor, duty: Duty | None = Duty.IMPORT_REPORTS) -> ReportFile:
    """A file nobody else writes, without its bytes. Joins. Raises NotFound, NotPermitted.

    duty: what the actor needs; a job that ends what an officer began needs none.
    """
    files = ReportFile.objects.defer("content").select_for_update()
    file = files.filter(pk=key, area__startswith=by.area).first()
    if file is None:
        raise NotFound("report_file_unknown")
    if duty is not None:
        require(by, duty, file.area)
    return file


def tell(file: ReportFile, what: str, *, by: Actor, at: datetime, after: Facts) -> None:
    """Audit and news of one file. Joins."""
    verb = f"archives.{what}"
    record(by, verb, str(file.pk), at=at, area=file.area, after=after)
    publish(verb, str(file.pk), area=file.area, at=at)


def _checked(name: str, content: bytes, sender: str) -> str:
    sender = " ".join(sender.replace("\0", "").split())
    if not sender:
        raise InputError("report_sender_missing", field="sender")
    if len(sender) > LONGEST_SENDER:
        raise InputError("text_too_long", field="sender", most=LONGEST_SENDER)
    if not content or not name:
        raise InputError("statement_empty", field="file", file=name)
    if len(content) > LARGEST_FILE:
        raise InputError("report_file_too_large", field="file", file=name, most=LARGEST_FILE >> 20)
    return sender


def _proposals(content: bytes, name: str, sender: str) -> list[dict[str, object]]:
    learnt = {
        each.heading: OldColumn(each.column)
        for each in LearntReportHeading.objects.filter(sender=sender)
        if each.column in OldColumn.values
    }
    tables = [
        proposed(number, sheet, learnt) for number, sheet in enumerate(open_book(content, name))
    ]
    if not any(table.headings for table in tables):
        raise InputError("report_header_missing")
    return [as_json(table) for table in tables]


def _demand_readable(number: int, columns: Sequence[OldColumn], width: int) -> None:
    field = f"columns.{number}"
    told = [column for column in columns if column is not OldColumn.IGNORED]
    if len(columns) != width:
        raise InputError("request_unreadable", field=field)
    twice = next((column for column in told if told.count(column) > 1), None)
    if twice is not None:
        raise InputError("report_column_twice", field=field, column=str(twice.label))
    missing = next((column for column in NEEDED if column not in told), None)
    if missing is not None:
        raise InputError("report_column_missing", field=field, column=str(missing.label))
    if not TELLING & {*told}:
        column = str(OldColumn.NARRATIVE.label)
        raise InputError("report_column_missing", field=field, column=column)


def _learn(
    file: ReportFile,
    headings: Sequence[str],
    columns: tuple[Sequence[OldColumn], Sequence[OldColumn]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    for heading, proposal, column in zip(headings, *columns, strict=True):
        if column is not proposal and folded(heading):
            LearntReportHeading.objects.update_or_create(
                sender=file.sender,
                heading=folded(heading)[:60],
                defaults={"column": column.value, "learnt_by": by.name, "learnt_at": at},
            )
