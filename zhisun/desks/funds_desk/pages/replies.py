"""The league of institutions (反馈时效): how fast each answers, when, and what it refuses."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.league_book import book
from zhisun.desks.funds_desk.league_choices import HOURS, SPANS, Choices, behind_what, choices
from zhisun.desks.funds_desk.pages.contacts import REVEALED, on_duty_now
from zhisun.desks.funds_desk.reasons import reasons
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.stop_payment.selectors.calls import calls
from zhisun.domains.stop_payment.selectors.league import (
    Behind,
    League,
    behind,
    league,
    overdue,
    refusals,
)
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.moments import CHINA
from zhisun.shell.revealing import sees_whole
from zhisun.shell.seat import DeskRequest, desk

OVERDUE_SHOWN = 10
"""Overdue orders on the league's own page; a link leads to all."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk(duty=Duty.SEE_ORDERS)
def page(request: DeskRequest) -> HttpResponse:
    """The league, slowest first, beside the period before. At most ten queries of its own."""
    chosen = choices(request.GET)
    asked = chosen.asked(at=request.at)
    found = league(asked, before=chosen.before, by=request.actor, at=request.at)
    late, latest = overdue(asked, by=request.actor, at=request.at, limit=OVERDUE_SHOWN)
    context = _selecting(chosen) | {
        "league": found,
        "reasons": reasons(refusals(asked, by=request.actor)),
        "late": late,
        "latest": latest,
        "calls": calls(latest, at=request.at),
        "slowest_s": _slowest_s(found),
        "looks": looks,
        "at": request.at,
        "on_duty": on_duty_now(request),
        "whole": sees_whole(request, REVEALED, own=False),
    }
    return render(request, "funds_desk/replies.html", context)


@desk(duty=Duty.SEE_ORDERS)
def orders(request: DeskRequest) -> HttpResponse:
    """The orders behind one figure, slowest first. At most six queries of its own.

    what: which figure (`selectors.league.Behind`); late: all past due, whenever they were sent.
    """
    chosen, what = choices(request.GET), behind_what(request.GET)
    asked, result = chosen.asked(at=request.at), request.GET.get("result", "")[:4]
    if request.GET.get("late"):
        number, found = overdue(asked, by=request.actor, at=request.at)
    else:
        number, found = behind(asked, what, by=request.actor, at=request.at, result=result)
    context = _selecting(chosen) | {
        "title": _title(what, result, late=bool(request.GET.get("late"))),
        "number": number,
        "orders": found,
        "calls": calls(found, at=request.at),
        "looks": looks,
        "at": request.at,
        "whole": sees_whole(request, REVEALED, own=False),
    }
    return render(request, "funds_desk/replies_orders.html", context)


@desk(duty=Duty.SEE_ORDERS)
def workbook(request: DeskRequest) -> HttpResponse:
    """The league as an Excel workbook, with the same choices. Four queries of its own."""
    chosen = choices(request.GET)
    asked = chosen.asked(at=request.at)
    found = league(asked, before=chosen.before, by=request.actor, at=request.at)
    _number, late = overdue(asked, by=request.actor, at=request.at)
    content = book(found, reasons(refusals(asked, by=request.actor)), late, asked)
    answer = HttpResponse(content, content_type=XLSX)
    day = request.at.astimezone(CHINA)
    answer["Content-Disposition"] = f'attachment; filename="replies-{day:%Y%m%d-%H%M}.xlsx"'
    return answer


def _selecting(chosen: Choices) -> dict[str, Any]:
    """What the selectors of the period, institution, kind and hour show."""
    words = {"today": _("今天"), "7d": _("7 天"), "30d": _("30 天")}
    return {
        "chosen": chosen,
        "spans": [
            (words[each], chosen.address(since=each), each == chosen.since, None, str(key))
            for key, each in enumerate(SPANS, start=1)
        ],
        "banks": [("", _("全部机构")), *((each.code, each.name) for each in institutions())],
        "kinds": [("", _("全部种类")), *((str(k.value), str(k.label)) for k in OrderKind)],
        "hours": [
            ("", _("全天")),
            *((str(hour), f"{hour:02d}:00–{hour:02d}:59") for hour in range(HOURS)),
        ],
        "book_at": reverse("funds_desk:league_book") + chosen.address(),
        "orders_at": reverse("funds_desk:league_orders"),
    }


def _slowest_s(found: League) -> float:
    groups = (*found.institutions, *found.hours, *found.kinds)
    return max((each.now.p90_s or 0 for each in groups), default=0)


def _title(what: Behind, result: str, *, late: bool) -> str:
    if late:
        return _("超时未反馈的指令")
    if result:
        return _("被拒绝的指令：{code} {words}").format(
            code=result, words=looks.result_words(result)
        )
    return {
        Behind.SENT: _("已发出的指令"),
        Behind.ANSWERED: _("已反馈的指令"),
        Behind.REFUSED: _("被拒绝的指令"),
        Behind.OPEN: _("还没有反馈的指令"),
        Behind.OVERDUE: _("超时未反馈的指令"),
    }[what]
