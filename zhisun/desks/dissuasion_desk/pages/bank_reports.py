"""What banks report as suspicious by themselves, row by row, and what became of it (银行上报)."""

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.selectors import suspicions
from zhisun.gateways.port import UnreadRow
from zhisun.kernel.errors import InputError
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """The latest reports, newest first."""
    context = {"lines": suspicions.reports(request.actor), "most": suspicions.LATEST}
    return render(request, "dissuasion_desk/bank_reports.html", context)


@desk(duty=Duty.DISPATCH)
def one(request: DeskRequest, key: int) -> HttpResponse:
    """One report: its rows, what each led to, and what could not be read."""
    line, rows = suspicions.report(key, by=request.actor)
    context = {
        "line": line,
        "looks": looks,
        "rows": [(row, text(InputError(row.refusal)) if row.refusal else "") for row in rows],
        "unread": [(each.row, _why(each)) for each in line.unread],
        "bases": Duty.SEE_INDICATORS.value in request.actor.duties,
    }
    return render(request, "dissuasion_desk/bank_report.html", context)


def _why(row: UnreadRow) -> str:
    return text(InputError(row.code, element=row.element, longest=row.longest))
