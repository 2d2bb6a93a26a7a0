"""How fast institutions answer (反馈时效)."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhisun.domains.access.terms import Duty
from zhisun.domains.stop_payment.selectors.answers import reply_times
from zhisun.shell.seat import DeskRequest, desk

SPANS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}


@desk(duty=Duty.SEE_ORDERS)
def page(request: DeskRequest) -> HttpResponse:
    """Median and P90 of each institution's replies, slowest first. One query of its own."""
    span = request.GET.get("since", "24h")
    span = span if span in SPANS else "24h"
    rows = reply_times(request.actor, since=request.at - SPANS[span])
    words = {"24h": _("24 小时"), "7d": _("7 天"), "30d": _("30 天")}
    return render(
        request,
        "funds_desk/replies.html",
        {
            "rows": rows,
            "span": span,
            "spans": [
                (words[each], f"?since={each}", each == span, None, str(key))
                for key, each in enumerate(SPANS, start=1)
            ],
            "slowest_s": max((row.p90_s for row in rows), default=0),
        },
    )
