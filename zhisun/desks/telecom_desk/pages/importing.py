"""Many takedowns out of one table: each row is drafted whole or left with its reason (批量导入)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhisun.desks.telecom_desk import forms
from zhisun.desks.telecom_desk.pages.drafting import choices
from zhisun.domains.access.terms import Duty
from zhisun.domains.takedown.services.draft import draft
from zhisun.kernel.errors import (
    InputError,
    NotFound,
    NotPermitted,
    RuleViolation,
    StateConflict,
)
from zhisun.shell import pasted
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "target": (
        "号码",
        "电话",
        "电话号码",
        "网址",
        "域名",
        "账号",
        "微信",
        "qq",
        "应用",
        "对象",
        "目标",
    ),
    "target_kind": ("类别", "对象类别", "类型"),
    "measure": ("措施", "处置措施"),
    "institution": ("机构", "发给", "运营商", "平台"),
    "lasts": ("期限",),
    "incident_no": ("警情编号",),
    "source_no": ("线索来源", "来源", "协查函", "来源编号"),
    "reason": ("事由", "理由"),
    "evidence": ("依据", "依据材料", "证据"),
}
"""What a column may be, and the headings it is known by."""

FOR_ALL = tuple(name for name in HEADINGS if name != "target")
"""What may be said once, for rows that do not say it themselves."""


@dataclass(slots=True)
class Taken:
    """What became of the rows. rejects: row of the table from 2, why, and the row itself."""

    numbers: list[str] = field(default_factory=list)
    rejects: list[tuple[int, str, Sequence[str]]] = field(default_factory=list)


@desk(duty=Duty.DRAFT_TAKEDOWN)
def page(request: DeskRequest) -> HttpResponse:
    """A file or pasted text, then its columns, then what was drafted and what was not."""
    if request.method != "POST":
        return render(request, "telecom_desk/import.html", _context(request, []))
    try:
        demand_readable({name: request.POST.get(name, "") for name in FOR_ALL})
        rows = pasted.rows_of(request)
        context = _context(request, rows)
        if request.POST.get("step") == "take":
            taken = _taken(request, rows, context["columns"])
            left = [rows[0], *(row for _number, _why, row in taken.rejects)]
            context |= {"taken": taken, "text": pasted.as_text(left) if taken.rejects else ""}
    except InputError as error:
        context = _context(request, []) | {"alert": text(error)}
        context["text"] = request.POST.get("text", "").replace("\0", "")
        return render(request, "telecom_desk/import.html", context, status=error.status)
    return render(request, "telecom_desk/import.html", context)


def _taken(request: DeskRequest, rows: list[list[str]], columns: list[str]) -> Taken:
    """Draft row by row: the white list is asked first, as for a single one."""
    if "target" not in columns:
        raise InputError("import_names_no_target", field="columns")
    shared = {name: request.POST.get(name, "") for name in FOR_ALL}
    offered = {name: dict(pairs) for name, pairs in choices().items()}
    taken = Taken()
    for number, cells in enumerate(rows[1:], start=2):
        told = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
        try:
            new = forms.new_takedown(_meant(shared | told, offered))
            taken.numbers.append(draft(new, by=request.actor, at=request.at))
        except (InputError, RuleViolation, StateConflict, NotFound, NotPermitted) as error:
            taken.rejects.append((number, text(error), cells))
    return taken


def _meant(told: dict[str, str], offered: dict[str, dict[str, str]]) -> dict[str, str]:
    """Words of a table as the form's values. Raises InputError for a term nobody offers."""
    meant = dict(told)
    for name, pairs in offered.items():
        said = told.get(name, "")
        values = [value for value, words in pairs.items() if said and said in (value, words)]
        meant[name] = values[0] if values else said
    if meant.get("lasts") and meant["lasts"] not in offered["lasts"]:
        raise InputError("choice_unknown", field="lasts")
    return meant


def _context(request: DeskRequest, rows: list[list[str]]) -> dict[str, Any]:
    header = rows[0] if rows else []
    return {
        "text": pasted.as_text(rows) if rows else "",
        "header": header,
        "columns": pasted.columns_of(request, header, HEADINGS),
        "fields": [("", _("不导入")), *_words().items()],
        "offered": choices(),
        "typed": request.POST.dict(),
        "taken": None,
        "alert": "",
        "most": pasted.MOST_ROWS,
    }


def _words() -> dict[str, str]:
    return {
        "target": _("号码、网址、程序或账号"),
        "target_kind": _("对象类别"),
        "measure": _("措施"),
        "institution": _("发给哪家机构"),
        "lasts": _("期限"),
        "incident_no": _("警情编号"),
        "source_no": _("线索来源"),
        "reason": _("事由"),
        "evidence": _("依据材料"),
    }
