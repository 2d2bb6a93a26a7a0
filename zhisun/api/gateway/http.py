"""The HTTPS front: one POST, one body, five headers. A poll that waits is `waiting`'s."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhisun.api.gateway.counter import LARGEST_BODY, Served, serve
from zhisun.gateways import front


@csrf_exempt  # no cookie is read here: every call carries its own signature
@require_POST
def knock(request: HttpRequest, lane: str, verb: str) -> HttpResponse:
    """One call of an institution, answered at once."""
    # Not `request.body`: Django would refuse a large answer as if it were a form. One byte more
    # than we take is enough to know; the counter refuses it.
    body = request.read(LARGEST_BODY + 1)
    call = front.from_http(lane, verb, request.headers, body)
    served = serve(call, at=timezone.now())
    return HttpResponse(served.reply.body, status=status_of(served), headers=headers_of(served))


def status_of(served: Served) -> int:
    """The HTTP status of a reply. The platform code inside it is what counts."""
    return front.HTTP_STATUS.get(served.reply.code, HTTPStatus.NOT_FOUND)


def headers_of(served: Served) -> dict[str, str]:
    """The headers of a reply."""
    return {
        "Content-Type": front.CONTENT_TYPE,
        front.SIGNATURE_HEADER: served.signature,
        "Cache-Control": "no-store",
    }
