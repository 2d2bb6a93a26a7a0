"""A share of calls, visits and outcomes looked at by somebody else (抽检)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import titles
from zhisun.domains.dissuasion.policy.quality import GRAVE, Fault, Verdict
from zhisun.domains.dissuasion.selectors import quality
from zhisun.domains.dissuasion.selectors.dossier import dossier
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.quality import check_quality
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk

SHOWN = 20


@desk(duty=Duty.CHECK_QUALITY)
def page(request: DeskRequest) -> HttpResponse:
    """What waits for the reader, and what was looked at lately. Four queries of its own."""
    reader = request.actor
    waiting, done = quality.queue(reader), quality.latest(reader, limit=SHOWN)
    people = {each.sampled for each in (*waiting, *done)} | {each.checker for each in done}
    context = {
        "waiting": waiting,
        "done": done,
        "names": titles(people),
        "rules": rules_of(reader.area),
    }
    return render(request, "dissuasion_desk/quality.html", context)


@desk(duty=Duty.CHECK_QUALITY)
def look(request: DeskRequest, key: int) -> HttpResponse:
    """One piece of work with its script, and the verdict on it; then the next one."""
    if request.method != "POST":
        return render(request, "dissuasion_desk/quality_one.html", _context(request, key))
    try:
        _say(request, key)
    except (InputError, StateConflict) as error:
        context = _context(request, key) | {"alert": text(error)}
        return render(request, "dissuasion_desk/quality_one.html", context, status=error.status)
    return redirect("dissuasion_desk:quality")


def _say(request: DeskRequest, key: int) -> None:
    demand_readable(request.POST.dict())
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise InputError("choice_unknown", field="verdict")
    check_quality(
        key,
        Verdict(verdict),
        [Fault(each) for each in request.POST.getlist("faults") if each in Fault.values],
        request.POST.get("note", ""),
        by=request.actor,
        at=request.at,
    )


def _context(request: DeskRequest, key: int) -> dict[str, Any]:
    seen = quality.look(key, by=request.actor)
    now = dossier(seen.line.dispatch_no, by=request.actor)
    return {
        "seen": seen,
        "line": seen.line,
        "script": now.script,
        "fraud_type": FraudType(now.line.fraud_type),
        "names": titles({seen.line.sampled, seen.line.checker}),
        "own": seen.line.is_of(request.actor.name),
        "faults": [(fault, fault in GRAVE) for fault in Fault],
        "chosen": request.POST.getlist("faults"),
        "note": request.POST.get("note", "").replace("\0", ""),
        "alert": "",
    }
