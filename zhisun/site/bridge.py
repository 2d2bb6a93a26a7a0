"""From ASGI to WSGI: Django runs in a few threads, the event loop only moves bytes.

Django's own ASGI handler costs 2 ms of processor time a request, this bridge 0.1 ms.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from zhisun.shell.live import Receive, Scope, Send

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Headers = list[tuple[bytes, bytes]]

THREADS = 4
LARGEST_BODY = 64 << 20
"""Bytes of one request: an evidence video of a minute fits, a disk cannot be filled at once."""
KEPT_IN_MEMORY = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What WSGI gave: the head, and the body as it comes."""

    status: int
    headers: Headers
    parts: Iterator[bytes]
    close: Callable[[], None]

    def header(self, name: bytes) -> str:
        """The value of one header, "" when it is absent."""
        return next((value.decode("latin-1") for key, value in self.headers if key == name), "")


class TooLarge(Exception):
    """The body is larger than we take."""


class Gone(Exception):
    """The client left before it had sent everything."""


class Bridge:
    """One WSGI application behind ASGI.

    An upload above KEPT_IN_MEMORY waits in a temporary file. A body of several parts goes out
    part by part, and the thread waits for a slow client rather than filling memory.
    """

    def __init__(
        self, wsgi: "WSGIApplication", *, threads: int = THREADS, largest_body: int = LARGEST_BODY
    ) -> None:
        self.wsgi = wsgi
        self.largest_body = largest_body
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="wsgi")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as body:
                await self._read_into(body, scope, receive)
                answer = await self._in_thread(self.answer, environ(scope, body))
                await self.deliver(answer, receive, send)
        except TooLarge:
            await plain(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容太大。")
        except Gone:
            return

    def answer(self, called_with: dict[str, Any]) -> Answer:
        """Call WSGI up to the head of its answer. Blocks: for the threads."""
        head: list[tuple[int, Headers]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _error: Any = None
        ) -> Callable[[bytes], object]:
            encoded = [
                (k.lower().encode("latin-1"), v.strip().encode("latin-1")) for k, v in headers
            ]
            head[:] = [(int(status[:3]), encoded)]
            return _no_write

        result: Iterable[bytes] = self.wsgi(called_with, start_response)
        ((status, headers),) = head
        return Answer(status, headers, iter(result), getattr(result, "close", _nothing))

    async def deliver(self, answer: Answer, receive: Receive, send: Send) -> None:
        """Send an answer. One part, the usual case, costs one visit to the threads."""
        first, rest = await self._in_thread(_two_parts, answer)
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        if rest is None:
            await send({"type": "http.response.body", "body": first, "more_body": False})
            return
        gone = asyncio.ensure_future(_gone(receive))
        part: bytes | None = first + rest
        try:
            while part is not None and not gone.done():
                await send({"type": "http.response.body", "body": part, "more_body": True})
                part = await self._in_thread(_next_part, answer)
        finally:
            gone.cancel()
            await self._in_thread(answer.close)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def ask(self, scope: Scope) -> Answer:
        """The answer to a request that brings no body; the caller delivers it or closes it."""
        return await self._in_thread(self.answer, environ(scope, None))

    async def close(self, answer: Answer) -> None:
        """Let go of an answer that is not delivered."""
        await self._in_thread(answer.close)

    async def _in_thread(self, call: Callable[[*Ts], T], *args: *Ts) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.pool, call, *args)

    async def _read_into(self, body: IO[bytes], scope: Scope, receive: Receive) -> None:
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.largest_body:
            raise TooLarge
        read, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            part = message.get("body", b"")
            read += len(part)
            if read > self.largest_body:
                raise TooLarge
            body.write(part)
            more = message.get("more_body", False)
        body.seek(0)


def environ(scope: Scope, body: IO[bytes] | None) -> dict[str, Any]:
    """The WSGI environment of an ASGI scope (PEP 3333)."""
    server, port = scope.get("server") or ("localhost", 80)
    client, _port = scope.get("client") or ("", 0)
    called_with: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body or tempfile.SpooledTemporaryFile(),  # noqa: SIM115 closed when collected
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    called_with.update(_headers(scope["headers"]))
    called_with["CONTENT_LENGTH"] = str(_size(body))
    return called_with


async def plain(send: Send, status: HTTPStatus, words: str) -> None:
    """A short text of our own, and the connection closed: its body may not have been read."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": words.encode(), "more_body": False})


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Repeated headers joined: cookies by semicolon (RFC 9113 §8.2.3), all others by comma.

    A name with an underscore is dropped: `X_Forwarded_Proto` would pass for the proxy's own.
    """
    joined: dict[str, str] = {}
    for raw_name, raw_value in pairs:
        if b"_" in raw_name:
            continue
        name, value = (
            raw_name.decode("latin-1").upper().replace("-", "_"),
            raw_value.decode("latin-1"),
        )
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        separator = "; " if name == "COOKIE" else ","
        joined[key] = f"{joined[key]}{separator}{value}" if key in joined else value
    joined.pop("HTTP_CONTENT_LENGTH", None)
    return joined


def _size(body: IO[bytes] | None) -> int:
    if body is None:
        return 0
    size = body.seek(0, 2)
    body.seek(0)
    return size


def _two_parts(answer: Answer) -> tuple[bytes, bytes | None]:
    """The first part, and the second unless the body ends; a body that ends is closed at once."""
    first = next(answer.parts, b"")
    rest = _next_part(answer)
    if rest is None:
        answer.close()
    return first, rest


def _next_part(answer: Answer) -> bytes | None:
    return next(answer.parts, None)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _nothing() -> None:
    """An answer that holds nothing open."""


def _no_write(_part: bytes) -> None:
    raise NotImplementedError("the write callable of PEP 3333 is not offered")
