"""The live queue: who is in danger, by level and clock (看板)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.dissuasion.selectors import board
from zhisun.domains.dissuasion.selectors.board import DispatchLine, Shown
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.clocks import see_alarm, take_next
from zhisun.domains.dissuasion.services.reviews import close_review
from zhisun.domains.dissuasion.terms import WORKED, DispatchState
from zhisun.shell.seat import DeskRequest, desk

BESIDE = 6
LISTS = ("waiting", "unassigned", "worked", "look_back", "done", "reviews")


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """The whole board. At most ten queries with the seat's."""
    return render(request, "dissuasion_desk/board.html", context(request))


@desk(duty=Duty.DISPATCH)
def part(request: DeskRequest) -> HttpResponse:
    """The board without its frame, after news."""
    return render(request, "dissuasion_desk/board_part.html", context(request))


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
    asked = request.GET.get("list", "")
    listed = asked if asked in LISTS else LISTS[0]
    lines = _listed(request, listed)
    counts = board.counts(reader, at=at)
    reviews = board.reviews(reader)
    return {
        "looks": looks,
        "rules": rules_of(reader.area),
        "listed": listed,
        "lines": [(line, _overdue(line, request)) for line in lines],
        "counts": counts,
        "alarms": board.alarms(reader, limit=BESIDE),
        "reviews": reviews,
        "names": titles(_people(lines)),
        "latest": board.latest(reader),
        "lists": _lists(listed, counts, len(reviews)),
        "reviewer": Duty.REVIEW_WARNINGS.value in reader.duties,
        "warns": Duty.WARN.value in reader.duties,
    }


def _listed(request: DeskRequest, listed: str) -> list[DispatchLine]:
    reader = request.actor
    if listed == "look_back":
        return board.look_backs(reader)
    if listed == "done":
        return board.latest(reader, limit=board.LINES)
    if listed == "reviews":
        return []
    narrowed = {
        "unassigned": Shown(states=frozenset({DispatchState.GRADED, DispatchState.RETURNED})),
        "worked": Shown(states=WORKED),
    }
    return board.queue(reader, narrowed.get(listed))


def _overdue(line: DispatchLine, request: DeskRequest) -> bool:
    return line.due_at is not None and line.due_at < request.at


def _people(lines: list[DispatchLine]) -> set[str]:
    return {name for line in lines for name in (line.locked_by, line.handler) if name}


def _lists(
    listed: str, counts: board.Counts, reviews: int
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
        (words, f"/dissuasion/?list={name}", name == listed, number, str(key))
        for key, (name, words, number) in enumerate(offered, start=1)
    ]
