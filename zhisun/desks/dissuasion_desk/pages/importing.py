"""Many warnings out of one table: columns named, rows taken, rejects left in place (批量导入)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.policy import table
from zhisun.domains.dissuasion.policy.table import Row
from zhisun.domains.dissuasion.services.persons import (
    Named,
    demand_id_number,
    demand_telephone,
)
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import SignalSource
from zhisun.kernel.errors import InputError, NotPermitted
from zhisun.shell import pasted
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

NAMED = ("name", "phone", "id_number", "family_phone", "address", "unit")
SOURCES = (
    SignalSource.UNDIVIDED,
    SignalSource.SMS_12381,
    SignalSource.LINE_96110,
    SignalSource.APP,
    SignalSource.PROVINCE,
    SignalSource.BANK,
    SignalSource.CITIZEN,
)
"""For rows that do not say it; the first until somebody chooses."""


@dataclass(slots=True)
class Taken:
    """What became of the rows. rejects: row of the table from 2, why, and the row itself."""

    new: int = 0
    known: int = 0
    rejects: list[tuple[int, str, Sequence[str]]] = field(default_factory=list)


@desk(duty=Duty.WARN)
def page(request: DeskRequest) -> HttpResponse:
    """A file or pasted text, then its columns, then what was taken and what was not."""
    if request.method != "POST":
        return render(request, "dissuasion_desk/import.html", _context(request, []))
    try:
        rows = pasted.rows_of(request)
        context = _context(request, rows)
        if request.POST.get("step") == "take":
            taken = _taken(request, rows, context["columns"])
            left = [rows[0], *(row for _number, _why, row in taken.rejects)]
            context |= {"taken": taken, "text": pasted.as_text(left) if taken.rejects else ""}
    except InputError as error:
        context = _context(request, []) | {"alert": text(error)}
        context["text"] = request.POST.get("text", "").replace("\0", "")
        return render(request, "dissuasion_desk/import.html", context, status=error.status)
    return render(request, "dissuasion_desk/import.html", context)


def _taken(request: DeskRequest, rows: list[list[str]], columns: list[str]) -> Taken:
    if not {"phone", "id_number"} & set(columns):
        raise InputError("import_names_nobody", field="columns")
    told = request.POST.get("source", "")
    source = SignalSource(told) if told in {each.value for each in SOURCES} else SOURCES[0]
    taken = Taken()
    for number, cells in enumerate(rows[1:], start=2):
        try:
            signal = _signal(request, table.read_row(cells, columns), source)
            came = receive(signal, by=request.actor, at=request.at)
        except (InputError, NotPermitted) as error:
            taken.rejects.append((number, text(error), cells))
        else:
            taken.new += came.new
            taken.known += not came.new
    return taken


def _signal(request: DeskRequest, row: Row, source: SignalSource) -> NewSignal:
    named = {name: row.told.get(name, "") for name in NAMED}
    named["language"] = row.language.value if row.language else ""
    return NewSignal(
        source=row.source or source,
        ref=row.ref,
        kind=row.kind,
        seen_at=row.seen_at or request.at,
        person=demand_id_number(demand_telephone(Named(**named))),
        area=row.told.get("area", ""),
        position=row.position,
        counterpart=row.told.get("counterpart", ""),
        fraud_type=row.fraud_type,
        severity=row.severity,
        seconds=row.seconds,
        amount_fen=row.amount_fen,
        told=row.told.get("told", ""),
    )


def _context(request: DeskRequest, rows: list[list[str]]) -> dict[str, Any]:
    header = rows[0] if rows else []
    return {
        "text": pasted.as_text(rows) if rows else "",
        "header": header,
        "columns": pasted.columns_of(request, header, table.HEADINGS),
        "fields": [("", _("不导入")), *_words().items()],
        "sources": [(each.value, str(each.label)) for each in SOURCES],
        "source": request.POST.get("source", ""),
        "taken": None,
        "alert": "",
        "most": pasted.MOST_ROWS,
    }


def _words() -> dict[str, str]:
    return {
        "ref": _("来源编号"),
        "source": _("来源"),
        "phone": _("电话"),
        "name": _("姓名"),
        "id_number": _("证件号码"),
        "family_phone": _("亲属电话"),
        "address": _("地址"),
        "unit": _("单位或学校"),
        "area": _("辖区"),
        "kind": _("类别"),
        "fraud_type": _("诈骗类型"),
        "counterpart": _("对方号码、网址或账户"),
        "seen_at": _("发生时间"),
        "seconds": _("时长 (秒)"),
        "amount": _("金额 (元)"),
        "severity": _("严重程度"),
        "told": _("说明"),
        "language": _("语言"),
        "latitude": _("纬度"),
        "longitude": _("经度"),
        "datum": _("坐标系"),
    }
