"""The machine interface itself: who may call, how it says no, and where it describes itself."""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from ipaddress import ip_address

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from zhisun.api.v1.call_sheets import router as call_sheets
from zhisun.api.v1.events import router as events
from zhisun.api.v1.trails import router as trails
from zhisun.api.v1.warnings import router as warnings
from zhisun.domains.access.selectors import machine_of
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotPermitted, ZhisunError
from zhisun.shell.messages import text

View = Callable[..., HttpResponse]


class Token(HttpBearer):
    """`Authorization: Bearer <token>` of a registered program; gives its actor."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The program that holds the token. Raises AuthenticationError."""
        del request
        try:
            return machine_of(token)
        except NotPermitted as error:
            raise AuthenticationError from error


def for_developers_here(page: View) -> View:
    """The description is served to this machine only, not through a proxy."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        here = ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback  # noqa: S104 no address is not here
        if not here or "X-Forwarded-For" in request.headers:
            raise Http404
        return page(request, *args, **kwargs)

    return guarded


api = NinjaAPI(
    title="止损 · 机器接口",
    version="1",
    urls_namespace="api-v1",
    auth=Token(),
    # Without the app's own files the page would fetch its script from outside.
    docs_url="/docs" if apps.is_installed("ninja") else None,
    docs_decorator=for_developers_here,
)
api.add_router("", call_sheets)
api.add_router("", warnings)
api.add_router("", events)
api.add_router("", trails)


@api.exception_handler(ZhisunError)
def told(request: HttpRequest, error: ZhisunError) -> HttpResponse:
    """An error of ours: code, Chinese text, field."""
    del request
    return said(error, error.status)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """No token, a wrong one or a retired one: the three look alike."""
    del request, error
    response = said(NotPermitted("token_unknown"), HTTPStatus.UNAUTHORIZED)
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Not JSON at all."""
    del request
    return said(InputError("json_unreadable"), error.status_code)


@api.exception_handler(ValidationError)
def misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """JSON of another shape: every field that does not fit, at once."""
    del request
    problems = [{"field": _field(one["loc"]), "text": _words(one["type"])} for one in error.errors]
    first = problems[0]
    words = _("{field}：{problem}").format(field=first["field"], problem=first["text"])
    body = {"code": "field_invalid", "text": words, "field": first["field"], "problems": problems}
    return JsonResponse(body, status=HTTPStatus.BAD_REQUEST)


def said(error: ZhisunError, status: int) -> HttpResponse:
    """An error as JSON, like the pages give it to their scripts."""
    body = {"code": error.code, "text": text(error), "field": error.facts.get("field")}
    return JsonResponse(body, status=status)


def _field(place: Sequence[object]) -> str:
    # ninja puts "body" and the parameter's name before the field's own path.
    return ".".join(str(step) for step in place[2:]) or "body"


def _words(kind: str) -> str:
    return {
        "missing": _("必须填写。"),
        "string_type": _("必须是文字。"),
        "extra_forbidden": _("没有这个字段。"),
    }.get(kind, _("格式不对。"))
