"""The live queue: who is in danger, by level and clock (看板)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.dissuasion_desk import looks
from zhisun.desks.dissuasion_desk.filters import Chosen, chosen, offers
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.dissuasion.selectors import board
from zhisun.domains.dissuasion.selectors.board import DispatchLine
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.clocks import see_alarm, take_next
from zhisun.domains.dissuasion.services.reviews import close_review
from zhisun.shell.seat import DeskRequest, desk

BESIDE = 6


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """The whole board. At most ten queries with the seat's."""
    return render(request, "dissuasion_desk/board.html", context(request))


@desk(duty=Duty.DISPATCH)
def part(request: DeskRequest) -> HttpResponse:
    """The board without its frame and filters, after news or another choice of filters."""
    response = render(request, "dissuasion_desk/board_part.html", context(request))
    if request.headers.get("HX-Trigger") == "filters":
        response.headers["HX-Push-Url"] = chosen(request.GET.dict()).address()
    return response


@require_POST
@desk(duty=Duty.DISPATCH)
def take_the_next(request: DeskRequest) -> HttpResponse:
    """Take the most urgent dispatch and open it; the board again when there is none."""
    number = take_next(by=request.actor, at=request.at)
    if number is None:
        return redirect("dissuasion_desk:board")
    return redirect("dissuasion_desk:dispatch", dispatch_no=number)


@require_POST
@desk(duty=Duty.DISPATCH)
def alarm_seen(request: DeskRequest, key: int) -> HttpResponse:
    """Say that an alarm was seen."""
    see_alarm(key, by=request.actor, at=request.at)
    return redirect("dissuasion_desk:board")


@require_POST
@desk(duty=Duty.REVIEW_WARNINGS)
def review_closed(request: DeskRequest, key: int) -> HttpResponse:
    """Write down what a review found."""
    close_review(key, request.POST.get("finding", ""), by=request.actor, at=request.at)
    return redirect("/dissuasion/?list=reviews")


def context(request: DeskRequest) -> dict[str, Any]:
    """What the board shows."""
    reader, at = request.actor, request.at
    asked = chosen(request.GET.dict())
    lines = _listed(request, asked)
    counts = board.counts(reader, at=at)
    reviews = board.reviews(reader)
    rules = rules_of(reader.area)
    alarms = board.alarms(reader)
    return {
        "looks": looks,
        "rules": rules,
        "asked": asked,
        "offers": offers(reader.area, rules),
        "listed": asked.list,
        "lines": [(line, _overdue(line, request)) for line in lines],
        "counts": counts,
        "alarms": alarms[:BESIDE],
        "ringing": len(alarms),
        "reviews": reviews,
        "names": titles(_people(lines)),
        "sources": board.sources_of(lines),
        "latest": board.latest(reader),
        "lists": _lists(asked, counts, len(reviews)),
        "reviewer": Duty.REVIEW_WARNINGS.value in reader.duties,
        "checks": Duty.CHECK_QUALITY.value in reader.duties,
        "warns": Duty.WARN.value in reader.duties,
    }


def _listed(request: DeskRequest, asked: Chosen) -> list[DispatchLine]:
    reader, shown = request.actor, asked.shown(at=request.at)
    if asked.list == "look_back":
        return board.look_backs(reader, shown)
    if asked.list == "done":
        return board.latest(reader, shown, limit=board.LINES)
    return [] if asked.list == "reviews" else board.queue(reader, shown)


def _overdue(line: DispatchLine, request: DeskRequest) -> bool:
    return line.due_at is not None and line.due_at < request.at


def _people(lines: list[DispatchLine]) -> set[str]:
    return {name for line in lines for name in (line.locked_by, line.handler) if name}


def _lists(
    asked: Chosen, counts: board.Counts, reviews: int
) -> list[tuple[str, str, bool, int | None, str]]:
    waiting = counts.unassigned + counts.unsigned + counts.worked
    offered = (
        ("waiting", _("待办"), waiting),
        ("unassigned", _("待分派"), counts.unassigned),
        ("worked", _("办理中"), counts.worked),
        ("look_back", _("待回访"), counts.look_back),
        ("done", _("已有结果"), None),
        ("reviews", _("倒查"), reviews),
    )
    return [
        (words, asked.address(list=name), name == asked.list, number, str(key))
        for key, (name, words, number) in enumerate(offered, start=1)
    ]
