"""One port: Django in threads; live news, waiting polls and the health word on the event loop."""

from http import HTTPStatus

from django.core.handlers.wsgi import WSGIHandler

from zhisun.api.gateway.waiting import WaitingPolls
from zhisun.shell import live
from zhisun.shell.live import Receive, Scope, Send
from zhisun.site import connection
from zhisun.site.bridge import Bridge, plain
from zhisun.site.live_seat import AREA_HEADER

LIVE, HEALTH = "/live", "/healthz"

bridge = Bridge(WSGIHandler())
hub = live.Hub(connection.dsn())
polls = WaitingPolls(connection.dsn(), bridge.pool)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request of any kind."""
    if scope["type"] != "http":
        return
    if scope["path"] == HEALTH:
        await plain(send, HTTPStatus.OK, "ok")
    elif scope["path"] == LIVE and scope["method"] in {"GET", "HEAD"}:
        await _stream_to_seat(scope, receive, send)
    elif polls.takes(scope):
        await polls(scope, receive, send)
    else:
        await bridge(scope, receive, send)


async def _stream_to_seat(scope: Scope, receive: Receive, send: Send) -> None:
    answer = await bridge.ask(scope)
    area = answer.header(AREA_HEADER.lower().encode())
    if not area:
        await bridge.deliver(answer, receive, send)
        return
    await bridge.close(answer)  # the database connection goes back before the long stream begins
    await live.stream(scope, receive, send, hub=hub, area=area)
