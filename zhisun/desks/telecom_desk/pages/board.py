"""The live list of takedowns by clock (通信席看板)."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.telecom_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.takedown.selectors import board as lists
from zhisun.domains.takedown.selectors.board import Counts, Narrowed
from zhisun.domains.takedown.services.taking import take_next
from zhisun.domains.takedown.terms import TargetKind
from zhisun.shell.seat import DeskRequest, desk

LISTS = {
    "waiting": lists.waiting,
    "standing": lists.standing,
    "answered": lists.answered,
    "relapsed": lists.relapsed,
}
BESIDE = 8
ACTING = {
    each.value for each in (Duty.RECORD_TAKEDOWN, Duty.APPROVE_TAKEDOWN, Duty.APPROVE_PHONE_HOLD)
}
"""Duties of those for whom something may wait."""


@desk(duty=Duty.SEE_TAKEDOWNS)
def page(request: DeskRequest) -> HttpResponse:
    """The whole desk. At most twelve queries with the seat's four."""
    return render(request, "telecom_desk/board.html", _board(request))


@desk(duty=Duty.SEE_TAKEDOWNS)
def part(request: DeskRequest) -> HttpResponse:
    """The lists without frame and filters, after news or another choice of filters."""
    response = render(request, "telecom_desk/board_part.html", _board(request))
    if request.headers.get("HX-Trigger") == "filters":
        response.headers["HX-Push-Url"] = address(request.GET.dict())
    return response


@require_POST
@desk(duty=Duty.SEE_TAKEDOWNS)
def take_the_next(request: DeskRequest) -> HttpResponse:
    """Take what waits for this officer and open it; the board again when nothing does."""
    number = take_next(by=request.actor, at=request.at)
    if number is None:
        return redirect("telecom_desk:board")
    return redirect("telecom_desk:takedown", takedown_no=number)


def address(query: Mapping[str, str], **changes: str) -> str:
    """The board's address with these filters."""
    kept = QueryDict(mutable=True)
    known = {name: query.get(name, "") for name in ("list", "words", "kind")}
    kept.update({name: value for name, value in (known | changes).items() if value})
    return f"{reverse('telecom_desk:board')}?{kept.urlencode()}"


def _board(request: DeskRequest) -> dict[str, Any]:
    reader, at, query = request.actor, request.at, request.GET.dict()
    chosen = query.get("list", "")
    chosen = chosen if chosen in LISTS else "waiting"
    kind = query.get("kind", "")
    shown = Narrowed(
        words=query.get("words", "").strip()[:80],
        target_kind=kind if kind in TargetKind.values else "",
    )
    counts = lists.counts(reader, at=at)
    rows = LISTS[chosen](reader, shown)
    phones, late = lists.own_phones(reader, limit=BESIDE), lists.late_phones(reader, at=at)
    return {
        "looks": looks,
        "chosen": chosen,
        "shown": shown,
        "rows": [(row, looks.may(row, reader), looks.tone(row, at)) for row in rows],
        "counts": counts,
        "phones": [row for row in phones if not row.is_late(at=at)],
        "late": late,
        "down": lists.lines_down((*phones, *late), at=at),
        "ringing": lists.ringing(reader, limit=BESIDE),
        "lists": _tabs(query, chosen, counts),
        "kinds": [("", _("全部对象")), *((str(k.value), str(k.label)) for k in TargetKind)],
        "drafts": Duty.DRAFT_TAKEDOWN.value in reader.duties,
        "takes": bool(ACTING & reader.duties),
        "names": titles({row.locked_by for row in rows if row.locked_by}),
        "reveals": Duty.REVEAL.value in reader.duties,
        "waiting_at": address({}),
        "standing_at": address({}, list="standing"),
        "relapsed_at": address({}, list="relapsed"),
    }


def _tabs(
    query: Mapping[str, str], chosen: str, counts: Counts
) -> list[tuple[str, str, bool, int | None, str]]:
    offered = (
        ("waiting", _("待办"), counts.drafted + counts.on_the_way),
        ("standing", _("在封"), counts.active),
        ("answered", _("已反馈"), None),
        ("relapsed", _("已复活"), counts.relapsed),
    )
    tabs: list[tuple[str, str, bool, int | None, str]] = [
        (words, address(query, list=name), chosen == name, number, str(key))
        for key, (name, words, number) in enumerate(offered, start=1)
    ]
    return [
        *tabs,
        (_("白名单"), reverse("telecom_desk:safe"), False, None, "5"),
        (_("事件来源"), reverse("telecom_desk:feeds"), False, None, "6"),
    ]
