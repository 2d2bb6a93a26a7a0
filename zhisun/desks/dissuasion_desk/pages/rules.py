"""The local rules of the reader's area: shown to all of the desk, set by the duty officer."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.policy.rules import LEVELS, Minutes, Rules
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.rules import set_rules
from zhisun.domains.dissuasion.terms import POINTS, Grade, Level
from zhisun.kernel.areas import division
from zhisun.kernel.errors import InputError
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

LONGEST_NUMBER = 6


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """Grades, thresholds, clocks, and the table of points."""
    rules, alert, status = rules_of(request.actor.area), "", 200
    if request.method == "POST":
        try:
            new, note = _typed(request.POST), request.POST.get("note", "")
            area = division(request.actor.area)
            set_rules(area, new, note, by=request.actor, at=request.at)
        except InputError as error:
            alert, status = text(error), error.status
        else:
            return redirect("dissuasion_desk:rules")
    context = _context(request, rules) | {"alert": alert, "typed": request.POST.dict()}
    return render(request, "dissuasion_desk/rules.html", context, status=status)


def _context(request: DeskRequest, rules: Rules) -> dict[str, Any]:
    least = (0, *rules.thresholds)
    return {
        "rules": rules,
        "grades": [(int(each), rules.names[each - 1], least[each - 1]) for each in Grade],
        "levels": [(Level(each), getattr(rules, each.value)) for each in LEVELS],
        "points": [(reason.label, points) for reason, points in POINTS.items()],
        "sets": Duty.SET_DISSUASION_RULES.value in request.actor.duties,
    }


def _typed(post: QueryDict) -> Rules:
    names = tuple(post.get(f"name_{grade}", "").strip() for grade in range(1, 6))
    low, attention, middle, high = (_number(post, f"threshold_{n}") for n in range(2, 6))
    clocks: dict[str, Minutes] = {
        level.value: (
            _number(post, f"{level.value}_0"),
            _number(post, f"{level.value}_1"),
            _number(post, f"{level.value}_2"),
        )
        for level in LEVELS
    }
    return Rules(
        names=(names[0], names[1], names[2], names[3], names[4]),
        thresholds=(low, attention, middle, high),
        high=clocks["high"],
        medium=clocks["medium"],
        low=clocks["low"],
        meet_from=_number(post, "meet_from"),
        unreachable_after=_number(post, "unreachable_after"),
        look_back_hours=(_number(post, "look_back_0"), _number(post, "look_back_1")),
        message_alone_upto=_number(post, "message_alone_upto"),
        account_hold_minutes=_number(post, "account_hold_minutes"),
        quality_percent=_number(post, "quality_percent"),
        truth_percent=_number(post, "truth_percent"),
    )


def _number(post: QueryDict, name: str) -> int:
    typed = post.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER):
        raise InputError("number_unreadable", field=name, told=typed[:20])
    return int(typed)
