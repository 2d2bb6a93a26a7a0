"""Headers that every answer carries."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from zhisun.shell.security import SecurityHeadersMiddleware


def answered(**own: str) -> HttpResponse:
    def page(request: HttpRequest) -> HttpResponse:
        del request
        return HttpResponse(headers=own)

    return SecurityHeadersMiddleware(page)(RequestFactory().get("/"))


def test_no_page_may_run_or_draw_anything_inline() -> None:
    policy = answered()["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_may_be_given_back_with_what_was_typed_but_is_not_shared() -> None:
    assert answered()["Cache-Control"] == "private, no-cache"


def test_a_page_may_set_a_stricter_header_itself() -> None:
    assert answered(**{"Cache-Control": "no-store"})["Cache-Control"] == "no-store"
