"""Who may hear the live news: Django knows, the event loop only carries the stream."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from zhisun.kernel.errors import NotPermitted
from zhisun.shell.replies import reply

AREA_HEADER = "X-Live-Area"


def live_seat(request: HttpRequest) -> HttpResponse:
    """The area of the signed-in officer, in a header for `site.asgi`; 401 for a stranger."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.area:
        return reply(request, NotPermitted("sign_in_first"), status=HTTPStatus.UNAUTHORIZED)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={AREA_HEADER: actor.area})
