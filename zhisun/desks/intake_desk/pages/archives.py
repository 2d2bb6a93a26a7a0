"""Old reports from files (旧案导入): take a file, check its columns, mend what was not taken."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from urllib.parse import quote

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhisun.domains.access.terms import Duty
from zhisun.domains.archives.policy.building import UnusableRow
from zhisun.domains.archives.selectors import (
    FileRow,
    RejectRow,
    all_rejects,
    file,
    files,
    rejects,
)
from zhisun.domains.archives.services.mending import drop_reject, fix_report
from zhisun.domains.archives.services.receive import abandon_file, map_columns, receive_file
from zhisun.domains.archives.terms import LARGEST_FILE, OldColumn, ReportFileState
from zhisun.domains.directory.selectors import titles
from zhisun.kernel.errors import InputError
from zhisun.shell import revealing
from zhisun.shell.messages import catalogue, filled, text
from zhisun.shell.seat import DeskRequest, desk

TONES = {
    ReportFileState.RECEIVED: "soon",
    ReportFileState.MAPPED: "info",
    ReportFileState.IMPORTED: "ok",
    ReportFileState.REFUSED: "urgent",
}
LONG = frozenset({OldColumn.NARRATIVE, OldColumn.ADDRESS})
"""Columns that want more than a line."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula when it stands first in a cell."""


@desk(duty=Duty.IMPORT_REPORTS)
def page(request: DeskRequest) -> HttpResponse:
    """The files of the area and the place to bring one in."""
    return _list(request, {}, {})


@require_POST
@desk(duty=Duty.IMPORT_REPORTS)
def receive(request: DeskRequest) -> HttpResponse:
    """Take one file in and go on to its columns."""
    sender = request.POST.get("sender", "")
    sent = request.FILES.get("file")
    name, content = (sent.name or "", sent.read(LARGEST_FILE + 1)) if sent else ("", b"")
    try:
        key = receive_file(name, content, sender, by=request.actor, at=request.at)
    except InputError as error:
        problems = {str(error.facts.get("field", "")): text(error)}
        return _list(request, {"sender": sender}, problems)
    return redirect("intake_desk:archive", key=key)


@desk(duty=Duty.IMPORT_REPORTS)
def one(request: DeskRequest, key: int) -> HttpResponse:
    """One file: its columns to check, how far it is, or what became of its rows."""
    return _shown(request, key)


@require_POST
@desk(duty=Duty.IMPORT_REPORTS)
def confirm(request: DeskRequest, key: int) -> HttpResponse:
    """Take the columns as they are chosen and have the rows read."""
    found = file(key, by=request.actor)
    return _done(
        request,
        key,
        "columns",
        lambda: map_columns(key, _mappings(request.POST, found), by=request.actor, at=request.at),
    )


@require_POST
@desk(duty=Duty.IMPORT_REPORTS)
def abandon(request: DeskRequest, key: int) -> HttpResponse:
    """Forget a file that gave no report."""
    abandon_file(key, by=request.actor, at=request.at)
    return redirect("intake_desk:archives")


@require_POST
@desk(duty=Duty.IMPORT_REPORTS)
def settle(request: DeskRequest, key: int, reject: int) -> HttpResponse:
    """Mend a row that was not taken, or drop it."""
    typed = request.POST.dict()
    if typed.get("verb") == "drop":
        reason = typed.get("reason", "")
        return _done(
            request,
            key,
            f"reject-{reject}",
            lambda: drop_reject(reject, reason=reason, by=request.actor, at=request.at),
        )
    return _done(
        request,
        key,
        f"reject-{reject}",
        lambda: fix_report(reject, typed, by=request.actor, at=request.at),
    )


@desk(duty=Duty.IMPORT_REPORTS)
def saved_rejects(request: DeskRequest, key: int) -> HttpResponse:
    """All rows that were not taken as a table with their reasons, masked as the page is."""
    found = file(key, by=request.actor)
    whole = _sees_whole(request, found)
    columns = [column for column in OldColumn if column is not OldColumn.IGNORED]
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["line", "problem", *(str(column.label) for column in columns)])
    for row in all_rejects(key, by=request.actor):
        told = [row.cells.get(column.value, "") if whole else "" for column in columns]
        table.writerow([row.line, " ".join(_reasons(row)), *(_no_formula(cell) for cell in told)])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = quote(f"{found.sender}-rejects.csv")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@require_POST
@desk(duty=Duty.REVEAL)
def reveal(request: DeskRequest, key: int) -> HttpResponse:
    """Write down why, then show the file's texts whole. Raises InputError without a reason."""
    found = file(key, by=request.actor)
    revealing.show_whole(request, _subject(found), area=request.actor.area)
    return redirect("intake_desk:archive", key=key)


def _list(
    request: DeskRequest, values: Mapping[str, str], problems: Mapping[str, str]
) -> HttpResponse:
    found = files(by=request.actor)
    context = {
        "files": found,
        "tones": TONES,
        "who": titles(each.uploaded_by for each in found),
        "values": values,
        "problems": problems,
        "senders": sorted({each.sender for each in found}),
        "most": LARGEST_FILE >> 20,
    }
    status = HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK
    return render(request, "intake_desk/archives.html", context, status=status)


def _done(request: DeskRequest, key: int, form: str, verb: Callable[[], object]) -> HttpResponse:
    """Do a verb and show the file afresh; what can be corrected is shown at its form."""
    try:
        verb()
    except UnusableRow as unusable:
        problems = {str(each.facts.get("field", "")): text(each) for each in unusable.problems}
        return _shown(request, key, form, problems)
    except InputError as error:
        return _shown(request, key, form, {str(error.facts.get("field", "")): text(error)})
    return redirect("intake_desk:archive", key=key)


def _shown(
    request: DeskRequest, key: int, form: str = "", problems: Mapping[str, str] | None = None
) -> HttpResponse:
    found = file(key, by=request.actor)
    unread = rejects(key, by=request.actor) if found.rejects else []
    context = {
        "file": found,
        "tone": TONES[found.state],
        "who": titles([found.uploaded_by]),
        "refusal": _refusal(found),
        "columns": [(column.value, column.label) for column in OldColumn],
        "fields": [each for each in OldColumn if each is not OldColumn.IGNORED],
        "long": LONG,
        "unread": [(row, _reasons(row), _wrong(row)) for row in unread],
        "form": form,
        "typed": request.POST.dict() if form else {},
        "problems": problems or {},
        "whole": _sees_whole(request, found),
        "reveals": Duty.REVEAL in request.actor.duties,
        "reasons": revealing.REASONS,
    }
    status = HTTPStatus.BAD_REQUEST if problems else HTTPStatus.OK
    return render(request, "intake_desk/archive.html", context, status=status)


def _mappings(values: QueryDict, found: FileRow) -> dict[int, Sequence[OldColumn]]:
    told: dict[int, Sequence[OldColumn]] = {}
    for table in found.tables:
        chosen = values.getlist(f"columns.{table.number}")
        if set(chosen) - set(OldColumn.values):
            raise InputError("request_unreadable", field=f"columns.{table.number}")
        if f"used.{table.number}" in values and table.headings:
            told[table.number] = tuple(OldColumn(each) for each in chosen)
    return told


def _reasons(row: RejectRow) -> list[str]:
    words = catalogue()
    told = [(str(each["code"]), each["facts"]) for each in row.problems]
    return [
        _label(str(facts.get("field", ""))) + filled(str(words[code]), facts)
        for code, facts in told
        if code in words
    ]


def _label(column: str) -> str:
    return f"{OldColumn(column).label}: " if column in OldColumn.values else ""


def _wrong(row: RejectRow) -> set[str]:
    return {str(each["facts"].get("field", "")) for each in row.problems}


def _refusal(found: FileRow) -> str:
    words = catalogue().get(found.refusal, "")
    return filled(str(words), {"file": found.name, "most": LARGEST_FILE >> 20})


def _sees_whole(request: DeskRequest, found: FileRow) -> bool:
    own = found.uploaded_by == request.actor.name
    return revealing.sees_whole(request, _subject(found), own=own)


def _subject(found: FileRow) -> str:
    return f"archives-{found.key}"


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
