"""How a verb's outcome comes back: as a toast to a list, as the fresh order to its panel."""

import json
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render

from zhisun.desks.funds_desk.forms import Typed, refused
from zhisun.desks.funds_desk.pages.orders import whole
from zhisun.kernel.errors import GatewayRefused, InputError, RuleViolation, StateConflict
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable

CORRECTABLE = (InputError, RuleViolation, GatewayRefused)
"""What the person in front of the form can do something about."""

THEN_NEXT = "next"
"""Value of `then`: after this order, the next one at once."""

CHANGED = json.dumps({"funds:changed": {}})
"""Tells the lists of the page to load afresh, also while no live news arrives."""


def act(
    request: DeskRequest,
    order_no: str,
    verb: Callable[[], object],
    *,
    done: str,
    form: str = "",
) -> HttpResponse:
    """Do a verb on an order and show what came of it.

    From a list: a toast. From the order's panel or page: the order afresh, and on an error the
    form as it was typed with the error at its field. Raises what the shell says better.
    """
    if from_list(request):
        demand_readable(request.POST.dict())
        verb()
        return toast(request, done)
    try:
        demand_readable(request.POST.dict())
        verb()
    except StateConflict as conflict:
        return panel(request, order_no, conflict=text(conflict), status=conflict.status)
    except CORRECTABLE as error:
        typed = refused(form, request.POST.dict(), error)
        return panel(request, order_no, typed=typed, status=error.status)
    return panel(request, order_no, done=done)


def panel(
    request: DeskRequest,
    order_no: str,
    *,
    done: str = "",
    conflict: str = "",
    typed: Typed | None = None,
    queue: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The order as it stands now: its panel for htmx, else its page.

    queue: the officer works through the drafts, one after the other.
    """
    plain = not asked_by_htmx(request)
    if plain and (done or queue):
        return redirect("funds_desk:order", order_no=order_no)
    context = whole(request, order_no, typed=typed, queue=queue or in_queue(request))
    context |= {"done": done, "conflict": conflict}
    template = "funds_desk/order.html" if plain else "funds_desk/order_panel.html"
    response = render(request, template, context, status=status)
    response.headers["HX-Trigger"] = CHANGED
    return response


def toast(request: DeskRequest, words: str, tone: str = "ok") -> HttpResponse:
    """A few words for the corner of the page; without scripts, the board again."""
    if not asked_by_htmx(request):
        return redirect("funds_desk:board")
    response = render(request, "shell/toast.html", {"tone": tone, "words": words})
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    response.headers["HX-Trigger"] = CHANGED
    return response


def in_queue(request: DeskRequest) -> bool:
    """Whether the officer wants the next draft as soon as this one is decided."""
    return THEN_NEXT in {request.POST.get("then"), request.GET.get("then")}


def asked_by_htmx(request: DeskRequest) -> bool:
    """Whether a part of a page is wanted."""
    return request.headers.get("HX-Request") == "true"


def from_list(request: DeskRequest) -> bool:
    """Whether the verb was pressed in a list: then the list stays and a toast answers."""
    return request.headers.get("HX-Target") == "toasts"
