"""Who sits at the page: the signed-in officer as an Actor, one instant per request."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from zhisun.domains.access import selectors as access
from zhisun.domains.access.terms import Duty
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotPermitted, ZhisunError
from zhisun.shell.replies import reply, sign_in

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request at a desk: `actor` is the signed-in officer, `at` the instant it came in."""

    actor: Actor
    at: datetime


DeskPage = Callable[Concatenate[DeskRequest, P], HttpResponse]
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


class SeatMiddleware:
    """Set `request.at` always and `request.actor` when somebody is signed in.

    Nobody signed in means no actor at all: an actor with an empty area would see the country.
    """

    def __init__(
        self,
        get_response: Callable[[HttpRequest], HttpResponse],
        actor_of: Callable[[str], Actor] = access.actor_of,
    ) -> None:
        self.get_response = get_response
        self.actor_of = actor_of

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Seat the officer, then answer."""
        desk_request = cast("DeskRequest", request)
        desk_request.at = timezone.now()  # noqa: TID251 the edge: the one clock reading of a request
        if request.user.is_authenticated:
            desk_request.actor = self.actor_of(request.user.username)
        return self.get_response(desk_request)


def _demand_readable_address(request: HttpRequest) -> None:
    """PostgreSQL keeps no NUL, so that no number and no filter can hold one."""
    asked = (value for values in request.GET.lists() for value in values[1])
    if "\0" in request.path or any("\0" in value for value in asked):
        raise InputError("request_unreadable")


def demand_readable(typed: Mapping[str, str]) -> None:
    """Pass when the database can keep every text. Raises InputError at the field of one it cannot.

    For forms whose verb hands its texts to the database without a check of its own.
    """
    for name, text in typed.items():
        if "\0" in text:
            raise InputError("text_unreadable", field=name)


def desk(*, duty: Duty | None = None) -> Callable[[DeskPage[P]], Page[P]]:
    """A page of a desk: signed-in officers only, holding `duty` if one is named.

    A ZhisunError becomes the answer fit for the caller (page, fragment or JSON) with its status.
    """

    def decorate(page: DeskPage[P]) -> Page[P]:
        @wraps(page)
        def seated(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not hasattr(request, "actor"):
                return sign_in(request, resolve_url(settings.LOGIN_URL))
            desk_request = cast("DeskRequest", request)
            try:
                _demand_readable_address(request)
                if duty and duty not in desk_request.actor.duties:
                    raise NotPermitted("duty_missing", duty=str(duty.label))
                return page(desk_request, *args, **kwargs)
            except ZhisunError as error:
                return reply(request, error)

        return seated

    return decorate
