"""How an error reaches the person: as a page, a fragment of one, or JSON.

Whatever was typed stays: a fragment goes to the toasts and leaves the form alone, a page
lists what was sent so that it can be copied.
"""

import json
from collections.abc import Sequence
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    UnreadablePostError,
)
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from zhisun.kernel.errors import InputError, NotFound, NotPermitted, ZhisunError
from zhisun.shell.messages import text

NEVER_SHOWN_BACK = frozenset({"csrfmiddlewaretoken", "password", "next"})
"""Fields of a form that an error page does not repeat."""


def reply(request: HttpRequest, error: ZhisunError, *, status: int | None = None) -> HttpResponse:
    """The answer to a request that ended in `error`, with the error's own status by default."""
    status = status or error.status
    if _from_htmx(request):
        return _fragment(request, error, status)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(
            {"code": error.code, "text": text(error), "field": error.facts.get("field")},
            status=status,
        )
    return render(
        request,
        "shell/error.html",
        {
            "status": status,
            "code": error.code,
            "title": _title(status),
            "explanation": text(error),
            "remedies": _remedies(status),
            "typed": _typed(request),
        },
        status=status,
    )


def sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """Ask a stranger to sign in at `address`; a fragment is told so and keeps its form."""
    if _from_htmx(request) or "application/json" in request.headers.get("Accept", ""):
        return reply(request, NotPermitted("sign_in_first"), status=401)
    login = QueryDict(mutable=True)
    login["next"] = request.get_full_path() if request.method == "GET" else request.path
    return HttpResponse(status=302, headers={"Location": f"{address}?{login.urlencode(safe='/')}"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler400`."""
    del exception
    return reply(request, InputError("request_unreadable"))


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`."""
    del exception
    return reply(request, NotPermitted("request_refused"))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's `CSRF_FAILURE_VIEW`. With a session its forms end too: then say what helps."""
    del reason
    if hasattr(request, "actor") or request.path == resolve_url(settings.LOGIN_URL):
        return reply(request, NotPermitted("request_refused"))
    return reply(request, NotPermitted("sign_in_first"), status=401)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    del exception
    return reply(request, NotFound("page_not_found"))


def server_failed(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`."""
    return reply(request, ZhisunError("server_failed"))


def _fragment(request: HttpRequest, error: ZhisunError, status: int) -> HttpResponse:
    response = render(
        request,
        "shell/toast.html",
        {
            "tone": "over" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "urgent",
            "words": text(error),
        },
        status=status,
    )
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    response.headers["HX-Push-Url"] = "false"
    if field := error.facts.get("field"):
        told = {"field-error": {"field": field, "text": text(error)}}
        response.headers["HX-Trigger"] = json.dumps(told)
    return response


def _from_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _typed(request: HttpRequest) -> Sequence[tuple[str, str]]:
    try:
        form = request.POST
    except (SuspiciousOperation, UnreadablePostError):
        return ()  # it was too large or broke off, which is why we are here
    return [
        (name, value)
        for name, values in form.lists()
        if name not in NEVER_SHOWN_BACK
        for value in values
        if value
    ]


def _title(status: int) -> str:
    return {
        400: _("有一处需要改正"),
        401: _("请先登录"),
        403: _("没有权限"),
        404: _("没有找到"),
        409: _("别人先动了"),
        422: _("规定不允许"),
        502: _("对方单位没有受理"),
        503: _("对方单位暂时联系不上"),
    }.get(status, _("服务器出了故障"))


def _remedies(status: int) -> Sequence[str]:
    return {
        400: [_("返回上一页改正后再提交，已填写的内容还在。")],
        401: [_("重新登录后回到原来的页面。")],
        403: [_("核对您登录的席位；确需办理的，请值班长调整职责或代为办理。")],
        404: [_("核对编号是否读错；外地的警情请联系当地中心。")],
        409: [_("返回后刷新，先看清现在的状态再决定。")],
        422: [_("按所列规定补齐手续；有疑问的，请值班长把关。")],
        502: [_("查看对方反馈的原因，改正后重新发起。")],
        503: [_("系统会自动重试；紧急的先打电话给对方联络员。")],
    }.get(
        status,
        [
            _("先在列表里核对刚才的操作是否完成，再决定是否重做。"),
            _("仍有问题的，把页面下方的代码和时间告诉信息科。"),
        ],
    )
