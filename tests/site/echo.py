"""A WSGI application that tells what it got, behind the bridge: run by test_bridge."""

import hashlib
import json
import time
from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING, Any

from zhisun.site.bridge import Bridge

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

closed: list[str] = []
asked_on = Event()


class Slow:
    """A body of many parts that notices when it is let go."""

    def __iter__(self) -> Iterator[bytes]:
        for number in range(200):
            time.sleep(0.01)
            yield f"part {number}\n".encode() * 1000

    def close(self) -> None:
        closed.append("slow")


def in_turn() -> Iterator[bytes]:
    """Three parts, the last when it is asked for."""
    asked_on.clear()
    yield b"part 0 "
    yield b"part 1 "
    yield b"part 2" if asked_on.wait(30) else b"nobody asked"


def echo(environ: dict[str, Any], start_response: "StartResponse") -> Any:
    path = environ["PATH_INFO"].encode("latin-1").decode()
    if path == "/slow":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Slow()
    if path == "/in-turn":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return in_turn()
    if path == "/go-on":
        asked_on.set()
    if path == "/broken":
        raise RuntimeError("a fault of the application")
    body = environ["wsgi.input"].read()
    told = {
        "path": path,
        "query": environ["QUERY_STRING"],
        "method": environ["REQUEST_METHOD"],
        "length": environ["CONTENT_LENGTH"],
        "digest": hashlib.sha256(body).hexdigest(),
        "headers": {
            k: v for k, v in environ.items() if k.startswith("HTTP_") or k == "CONTENT_TYPE"
        },
        "closed": closed,
    }
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start_response("200 OK", [("Content-Type", "application/json"), *cookies])
    return [json.dumps(told).encode()]


application = Bridge(echo, threads=2, largest_body=8 << 20)
