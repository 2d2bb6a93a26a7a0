"""Who pushes events, what came of them, and who was throttled (事件来源)."""

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.selectors import feed_days, feed_hours
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.SEE_TAKEDOWNS)
def page(request: DeskRequest) -> HttpResponse:
    """A day of every source, and its hours. Two queries with the seat's four."""
    context = {"days": feed_days(at=request.at), "hours": feed_hours(at=request.at)}
    return render(request, "telecom_desk/feeds.html", context)
