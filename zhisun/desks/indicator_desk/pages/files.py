"""Files in and out (导入导出): what was read, what was not and why."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.indicator_desk import forms, looks
from zhisun.desks.indicator_desk.forms import Typed
from zhisun.desks.indicator_desk.pages.board import asked
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.selectors.intakes import intake as intake_row
from zhisun.domains.indicators.selectors.intakes import intakes
from zhisun.domains.indicators.services.intake import Said, record_export, take_in
from zhisun.domains.indicators.services.reading import STOPPED, read_again, receive_file
from zhisun.domains.indicators.terms import AT_ONCE_BYTES, IntakeState
from zhisun.gateways.indicators import files
from zhisun.gateways.indicators.port import LARGEST_BYTES
from zhisun.kernel.errors import InputError, NotFound
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk

SHOWN = 200
"""Rejects that the page lists; the file has all."""
AUTHOR = "zhisun"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@desk(duty=Duty.KEEP_INDICATORS)
def page(request: DeskRequest) -> HttpResponse:
    """The form for a file, and the files read in last."""
    typed, status = Typed("file"), 200
    if request.method == "POST":
        values = request.POST.dict()
        try:
            demand_readable(values)
            key = _take(request)
            return redirect("indicator_desk:intake", intake=key)
        except InputError as error:
            typed, status = forms.refused("file", values, error), error.status
    rows = intakes()
    context = {
        "looks": looks,
        "typed": typed,
        "rows": rows,
        "fraud_types": looks.fraud_choices(_("文件里没写时：其他类型")),
        "who": titles({row.taken_by for row in rows}),
    }
    return render(request, "indicator_desk/files.html", context, status=status)


@desk(duty=Duty.KEEP_INDICATORS)
def intake_page(request: DeskRequest, intake: int) -> HttpResponse:
    """What became of one file, with the rows that were not taken."""
    row = intake_row(intake)
    why = InputError(row.refusal, **row.refusal_facts) if row.refusal else None
    context = {
        "looks": looks,
        "row": row,
        "rejects": list(_told(row.rejects[:SHOWN])),
        "shown": SHOWN,
        "waiting": row.state is IntakeState.WAITING,
        "refusal": text(why) if why else "",
        "stopped": row.refusal == STOPPED,
    }
    return render(request, "indicator_desk/intake.html", context)


@require_POST
@desk(duty=Duty.KEEP_INDICATORS)
def go_on(request: DeskRequest, intake: int) -> HttpResponse:
    """Have a file read on that stopped."""
    read_again(intake, by=request.actor, at=request.at)
    return redirect("indicator_desk:intake", intake=intake)


@desk(duty=Duty.KEEP_INDICATORS)
def rejects(request: DeskRequest, intake: int) -> HttpResponse:
    """The rows that were not taken, all of them, as CSV."""
    del request
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("位置"), _("列"), _("原因"), _("内容")])
    for cells in _told(intake_row(intake).rejects):
        writer.writerow([f"'{each}" if each.startswith(_FORMULA) else each for each in cells])
    response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="rejects-{intake}.csv"'
    return response


@desk(duty=Duty.KEEP_INDICATORS)
def export_file(request: DeskRequest, layout: str) -> HttpResponse:
    """What the address asks for, as a file. It is written down that it left the house."""
    if layout not in files.WRITERS:
        raise NotFound("indicator_layout_unknown")
    rows = list(selectors.export(asked(request.GET.dict())))
    record_export(layout, len(rows), by=request.actor, at=request.at)
    content = files.write(layout, rows, author=AUTHOR, at=request.at)
    response = HttpResponse(content, content_type=files.MEDIA_TYPES[layout])
    name = f"indicators-{request.at:%Y%m%d%H%M}.{files.ENDINGS[layout]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _take(request: DeskRequest) -> int:
    uploaded = request.FILES.get("file")
    if uploaded is None or isinstance(uploaded, list):
        raise InputError("indicator_file_missing", field="file")
    if (uploaded.size or 0) > LARGEST_BYTES:
        raise InputError("indicator_file_too_large", field="file", most=LARGEST_BYTES >> 20)
    content, name, told = uploaded.read(), uploaded.name or "", request.POST
    said = Said(told.get("source", ""), told.get("fraud_type", "") or "QT")
    if len(content) > AT_ONCE_BYTES:
        return receive_file(name, content, said, by=request.actor, at=request.at)
    layout, read = files.read(content)
    return take_in(name, layout, read, said, by=request.actor, at=request.at)


def _told(rows: list[list[Any]]) -> Iterator[tuple[str, str, str, str]]:
    for place, column, code, facts, value in rows:
        yield place, column, text(InputError(code, **facts)), value
