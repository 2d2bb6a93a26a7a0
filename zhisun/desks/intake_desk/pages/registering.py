"""Registering the report, or attaching it to the incident it repeats (登记、并入)."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhisun.desks.intake_desk.forms.typed import typed_from
from zhisun.desks.intake_desk.pages.desk import shown
from zhisun.desks.intake_desk.pages.sheets import Sheet, sheet_of
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.policy.checks import InvalidReport, problems_of
from zhisun.domains.cases.policy.report import tidied
from zhisun.domains.cases.selectors.drafts import drafts_of
from zhisun.domains.cases.services.attach import attach_report
from zhisun.domains.cases.services.register import register
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

READ_ONLY = "read"
"""The button of a page without script: read the narrative, register nothing."""


@require_POST
@desk(duty=Duty.REPORT)
def page(request: DeskRequest) -> HttpResponse:
    """Register what stands in the form; with problems, all of them at their fields."""
    sheet = sheet_of(typed_from(request.POST.dict()), by=request.actor, at=request.at)
    if request.POST.get("do") == READ_ONLY:
        return shown(request, sheet, drafts_of(by=request.actor))
    try:
        demand_readable(sheet)
        number = register(sheet.screen.parsed.report, by=request.actor, at=request.at)
    except InvalidReport as invalid:
        return refused(request, sheet, invalid.problems)
    except StateConflict as conflict:
        if conflict.code != "draft_registered":
            raise
        number = str(conflict.facts["incident_no"])  # this very form, sent twice
    return _done(request, number)


@require_POST
@desk(duty=Duty.REPORT)
def attach(request: DeskRequest) -> HttpResponse:
    """Add the report to an incident instead of registering it."""
    sheet = sheet_of(typed_from(request.POST.dict()), by=request.actor, at=request.at)
    number = request.POST.get("attach_to", "")
    reason = request.POST.get("attach_reason", "")
    try:
        demand_readable(sheet)
        attach_report(
            number, sheet.screen.parsed.report, reason=reason, by=request.actor, at=request.at
        )
    except InvalidReport as invalid:
        return refused(request, sheet, invalid.problems)
    except StateConflict as conflict:
        if conflict.code != "draft_registered":
            raise
    return _done(request, number)


def demand_readable(sheet: Sheet) -> None:
    """Pass when every field could be read. Raises InvalidReport with the rest's problems too."""
    parsed = sheet.screen.parsed
    if not parsed.problems:
        return
    unread = {problem.facts["field"] for problem in parsed.problems}
    others = (
        problem
        for problem in problems_of(tidied(parsed.report), at=sheet.at)
        if parsed.at_its_field(problem).facts.get("field") not in unread
    )
    raise InvalidReport((*parsed.problems, *others))


def refused(request: DeskRequest, sheet: Sheet, problems: Iterable[InputError]) -> HttpResponse:
    """The form again with what is wrong; JSON when the script asked."""
    parsed = sheet.screen.parsed
    unread = set(parsed.problems)
    placed = [
        problem if problem in unread else parsed.at_its_field(problem) for problem in problems
    ]
    errors = {str(problem.facts.get("field", "")): text(problem) for problem in placed}
    if _wants_json(request):
        summary = ngettext(
            "有 {n} 处需要改正，内容都还在。", "有 {n} 处需要改正，内容都还在。", len(errors)
        )
        return JsonResponse(
            {"errors": errors, "text": summary.format(n=len(errors))}, status=InvalidReport.status
        )
    return shown(request, replace(sheet, errors=errors), drafts_of(by=request.actor))


def _done(request: DeskRequest, number: str) -> HttpResponse:
    address = f"{reverse('intake_desk:incident', args=[number])}?{urlencode({'new': 1})}"
    if _wants_json(request):
        return JsonResponse({"to": address, "text": _("已登记 {number}").format(number=number)})
    return redirect(address)


def _wants_json(request: DeskRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
