"""Settling rows that made no report (补正旧案): in place, with the reason."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhisun.domains.archives.models import OldReport, RejectedReport, ReportFile
from zhisun.domains.archives.policy.building import UnusableRow, built
from zhisun.domains.archives.policy.headings import from_json
from zhisun.domains.archives.services.reading import (
    Line,
    Usable,
    as_cells,
    store_reports,
)
from zhisun.domains.archives.services.receive import locked, tell
from zhisun.domains.archives.terms import OldColumn
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

LONGEST_REASON = 200


@transaction.atomic(durable=True)
def fix_report(reject_key: int, typed: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Make a report of a row as it is typed now (补正旧案).

    typed: the texts by column. Raises UnusableRow with every problem at its column, InputError
    when the number is there already, NotFound, NotPermitted, StateConflict.
    """
    row, file = _open(reject_key, by=by)
    cells = as_cells({**row.cells, **typed})
    wan = next((from_json(kept).wan for kept in file.tables if kept["number"] == row.table), False)
    told = built(cells, area=file.area, wan=wan, at=at)
    old_no = told.old_no
    if OldReport.objects.filter(area=file.area, sender=file.sender, old_no=old_no).exists():
        taken = InputError("old_report_number_taken", field=OldColumn.OLD_NO.value, old_no=old_no)
        raise UnusableRow([taken])
    store_reports(file, [Usable(Line(row.table, row.line, cells, wan), told)], by=by, at=at)
    _settle(row, "", by=by, at=at)
    ReportFile.objects.filter(pk=file.pk).update(taken=file.taken + 1)
    tell(file, "mended", by=by, at=at, after={"line": row.line, "old_no": old_no})


@transaction.atomic(durable=True)
def drop_reject(reject_key: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Leave a row out for good (剔除旧案行). Raises InputError, NotFound, StateConflict."""
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise InputError("reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise InputError("text_too_long", field="reason", most=LONGEST_REASON)
    row, file = _open(reject_key, by=by)
    _settle(row, reason, by=by, at=at)
    tell(file, "dropped", by=by, at=at, after={"line": row.line, "reason": reason})


def _open(key: int, *, by: Actor) -> tuple[RejectedReport, ReportFile]:
    row = RejectedReport.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("report_file_unknown")
    file = locked(row.file_id, by=by)
    row.refresh_from_db()  # as it is now that nobody else writes
    if row.settled_by:
        raise StateConflict("old_report_settled")
    return row, file


def _settle(row: RejectedReport, reason: str, *, by: Actor, at: datetime) -> None:
    RejectedReport.objects.filter(pk=row.pk).update(
        settled_by=by.name, settled_at=at, settled_why=reason
    )
