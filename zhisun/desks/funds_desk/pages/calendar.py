"""The days that the State Council moved (放假调休): terms of working days read them."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import contact_forms
from zhisun.desks.funds_desk.pages.acting import CORRECTABLE
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors.contacts import moved_days
from zhisun.domains.directory.services.contacts import drop_day, keep_days
from zhisun.kernel.errors import ZhisunError
from zhisun.kernel.moments import CHINA
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_CASES)
def page(request: DeskRequest) -> HttpResponse:
    """Days moved this year and later. One query of its own."""
    return _shown(request)


@require_POST
@desk(duty=Duty.KEEP_CALENDAR)
def keep(request: DeskRequest) -> HttpResponse:
    """Enter some days in a row as off or as worked."""

    def verb() -> None:
        typed = request.POST.dict()
        first = contact_forms.day(typed, "first")
        last = contact_forms.day(typed, "last", first.isoformat())
        works, name = typed.get("works") == "yes", typed.get("name", "")
        keep_days(first, last, name, works=works, by=request.actor, at=request.at)

    return _tried(request, verb)


@require_POST
@desk(duty=Duty.KEEP_CALENDAR)
def drop(request: DeskRequest, day: str) -> HttpResponse:
    """Take a day out again."""
    return _tried(
        request,
        lambda: drop_day(contact_forms.day({"day": day}, "day"), by=request.actor, at=request.at),
    )


def _tried(request: DeskRequest, verb: Callable[[], None]) -> HttpResponse:
    try:
        demand_readable(request.POST.dict())
        verb()
    except CORRECTABLE as error:
        return _shown(request, error=error)
    return redirect("funds_desk:calendar")


def _shown(request: DeskRequest, *, error: ZhisunError | None = None) -> HttpResponse:
    today = request.at.astimezone(CHINA).date()
    context = {
        "days": moved_days(since=today.replace(month=1, day=1)),
        "keeps": Duty.KEEP_CALENDAR.value in request.actor.duties,
        "typed": request.POST.dict() if error else {},
        "at_field": str(error.facts.get("field", "")) if error else "",
        "alert": text(error) if error else "",
    }
    status = error.status if error else 200
    return render(request, "funds_desk/calendar.html", context, status=status)
