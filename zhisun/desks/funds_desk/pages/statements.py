"""Statements of banks and payment firms as files (导入流水): upload, columns, result."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk.forms import Typed, at_field
from zhisun.desks.funds_desk.statement_words import COLUMNS, REASONS
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institutions, titles
from zhisun.domains.money_trails.selectors import FileRow, UnreadRow, statement, statements_of
from zhisun.domains.money_trails.services.statements import (
    Mapping,
    drop_reject,
    drop_row,
    fix_row,
    map_columns,
)
from zhisun.domains.money_trails.services.uploads import (
    abandon_upload,
    begin_upload,
    close_upload,
    take_part,
)
from zhisun.domains.money_trails.tables.statements import Fixed
from zhisun.domains.money_trails.terms import LARGEST_STATEMENT, StatementState
from zhisun.engines.statements.header_table import IN_WORDS
from zhisun.engines.statements.reading import folded_word
from zhisun.engines.statements.terms import Column, Reason
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, instant
from zhisun.kernel.money import fen
from zhisun.shell import revealing
from zhisun.shell.messages import catalogue, filled, text
from zhisun.shell.seat import DeskRequest, demand_readable, desk

BYTES = re.compile("[0-9]{1,15}")
"""A size as a browser tells it; the verb says which is too large."""
TONES = {
    StatementState.UPLOADING: "neutral",
    StatementState.RECEIVED: "soon",
    StatementState.MAPPED: "info",
    StatementState.IMPORTED: "ok",
    StatementState.REFUSED: "urgent",
}


@desk(duty=Duty.SEE_TRAIL)
def page(request: DeskRequest, incident_no: str) -> HttpResponse:
    """The files of a case and the place to upload one. At most ten queries."""
    incident = incident_facts(incident_no, by=request.actor)
    files = statements_of(incident_no, by=request.actor)
    context = {
        "incident": incident,
        "files": files,
        "refusals": {each.key: _refusal(each) for each in files if each.refusal},
        "who": titles(each.uploaded_by for each in files),
        "banks": [("", _("不指定")), *((each.code, each.short_name) for each in institutions())],
        "tones": TONES,
        "most": LARGEST_STATEMENT,
        "may_upload": Duty.ADD_TRANSFER in request.actor.duties,
    }
    return render(request, "funds_desk/statements.html", context)


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def begin(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Announce a file: where its parts go, and from which byte."""
    size = request.POST.get("size", "")
    if not BYTES.fullmatch(size):
        raise InputError("request_unreadable")
    demand_readable(request.POST.dict())
    key = begin_upload(
        incident_no,
        request.POST.get("name", ""),
        int(size),
        request.POST.get("institution", ""),
        by=request.actor,
        at=request.at,
    )
    file, _unread, _broken = statement(key, by=request.actor)
    return JsonResponse({"key": key, "received": file.received})


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def part(request: DeskRequest, key: int, offset: int) -> HttpResponse:
    """The next bytes of a file; how many are here."""
    received = take_part(key, offset, request.body, by=request.actor, at=request.at)
    return JsonResponse({"received": received})


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def close(request: DeskRequest, key: int) -> HttpResponse:
    """All bytes are here: where to look at what they are."""
    kept = close_upload(key, by=request.actor, at=request.at)
    return JsonResponse({"address": reverse("funds_desk:statement", args=[kept])})


@desk(duty=Duty.SEE_TRAIL)
def one(request: DeskRequest, key: int) -> HttpResponse:
    """One file: its columns to confirm, or what became of its rows. At most ten queries."""
    return _shown(request, key)


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def confirm(request: DeskRequest, key: int) -> HttpResponse:
    """Take the columns as they are chosen and read the rows."""
    file, _unread, _broken = statement(key, by=request.actor)
    mappings = [_mapping(request.POST, table) for table in file.tables]
    return _done(request, key, lambda: map_columns(key, mappings, by=request.actor, at=request.at))


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def abandon(request: DeskRequest, key: int) -> HttpResponse:
    """Forget a file that gave no rows."""
    file, _unread, _broken = statement(key, by=request.actor)
    abandon_upload(key, by=request.actor, at=request.at)
    return redirect("funds_desk:statements", incident_no=file.incident_no)


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def fix(request: DeskRequest, key: int, reject: int) -> HttpResponse:
    """Write out a row that could not be read, or drop it."""
    values = request.POST
    reason = values.get("reason", "")
    if values.get("verb") == "drop":
        return _done(
            request,
            key,
            lambda: drop_reject(reject, reason=reason, by=request.actor, at=request.at),
            form=f"reject-{reject}",
        )
    return _done(
        request,
        key,
        lambda: fix_row(reject, _fixed(values), by=request.actor, at=request.at),
        form=f"reject-{reject}",
    )


@require_POST
@desk(duty=Duty.ADD_TRANSFER)
def drop(request: DeskRequest, key: int, row: int) -> HttpResponse:
    """Leave a row out of the trail."""
    reason = request.POST.get("reason", "")
    return _done(
        request,
        key,
        lambda: drop_row(row, reason=reason, by=request.actor, at=request.at),
        form=f"row-{row}",
    )


def _done(
    request: DeskRequest, key: int, verb: Callable[[], object], *, form: str = "map"
) -> HttpResponse:
    """Do a verb and show the file afresh; what can be corrected is shown at its form."""
    try:
        verb()
    except InputError as error:
        field = str(error.facts.get("field", ""))
        typed = Typed(form, request.POST.dict(), {field: text(error)})
        return _shown(request, key, typed=typed, status=error.status)
    return redirect("funds_desk:statement", key=key)


def _shown(
    request: DeskRequest, key: int, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    file, unread, broken = statement(key, by=request.actor)
    banks = {each.code: each.short_name for each in institutions()}
    incident = incident_facts(file.incident_no, by=request.actor)
    own = request.actor.name in {file.uploaded_by, incident.handled_by}
    context: dict[str, Any] = {
        "incident": incident,
        "file": file,
        "tone": TONES[file.state],
        "bank": banks.get(file.institution_code, ""),
        "refusal": _refusal(file) if file.refusal else "",
        "unread": [
            (each, REASONS[Reason(each.reason)], _told(each, file.tables[each.table]))
            for each in unread
        ],
        "broken": broken,
        "columns": [(column.value, words) for column, words in COLUMNS.items()],
        "typed": typed or Typed(),
        "may_upload": Duty.ADD_TRANSFER in request.actor.duties,
        "reveals": Duty.REVEAL in request.actor.duties,
        "numbers": revealing.sees_whole(request, file.incident_no, own=own),
        "reasons": revealing.REASONS,
    }
    return render(request, "funds_desk/statement.html", context, status=status)


def _told(row: UnreadRow, table: dict[str, Any]) -> dict[str, str]:
    """What the row tells all the same, so that only what is wrong has to be typed."""
    cells = dict(zip(table["columns"], row.cells, strict=False))
    out, into = cells.get(Column.OUT, ""), cells.get(Column.IN, "")
    came = folded_word(cells.get(Column.DIRECTION, "")) in IN_WORDS or bool(into and not out)
    when = " ".join(
        cells.get(each, "") for each in (Column.TIME, Column.DATE, Column.CLOCK)
    ).strip()
    return {
        "account": cells.get(Column.ACCOUNT, "") or table["account"],
        "direction": "in" if came != table["swapped"] else "out",
        "fen": cells.get(Column.AMOUNT, "") or out or into,
        "moved_at": _typed_time(when),
        "counterparty": cells.get(Column.COUNTERPARTY, ""),
        "counterparty_name": cells.get(Column.COUNTERPARTY_NAME, ""),
        "balance": cells.get(Column.BALANCE, ""),
    }


def _typed_time(text_: str) -> str:
    """A time as the field of a form holds it, "" when it is none."""
    try:
        return instant(text_).astimezone(CHINA).strftime("%Y-%m-%dT%H:%M:%S")
    except InputError:
        return ""


def _refusal(file: FileRow) -> str:
    words = catalogue().get(file.refusal, "")
    return filled(str(words), {"file": file.name, "most": LARGEST_STATEMENT >> 20})


def _mapping(values: QueryDict, table: dict[str, Any]) -> Mapping:
    number = table["number"]
    chosen = values.getlist(f"columns.{number}")
    if len(chosen) != len(table["headings"]) or set(chosen) - set(Column):
        raise InputError("request_unreadable", field=f"columns.{number}")
    return Mapping(
        columns=tuple(Column(each) for each in chosen),
        account=values.get(f"account.{number}", ""),
        account_name=values.get(f"account_name.{number}", ""),
        swapped=f"swapped.{number}" in values,
        used=f"used.{number}" in values,
    )


def _fixed(values: QueryDict) -> Fixed:
    balance = values.get("balance", "").strip()
    return Fixed(
        account=values.get("account", ""),
        incoming=values.get("direction") == "in",
        fen=at_field("fen", fen, values.get("fen", "")),
        moved_at=at_field("moved_at", instant, values.get("moved_at", "")),
        reason=values.get("reason", ""),
        counterparty=values.get("counterparty", ""),
        counterparty_name=values.get("counterparty_name", ""),
        balance_fen=at_field("balance", fen, balance) if balance else None,
    )
