"""Live updates: PostgreSQL notifications, fanned out to the pages as server-sent events.

One LISTEN connection per process. Nothing is replayed: whoever may have missed something
(after a break, or because it reads too slowly) is told to load its page afresh.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from psycopg import sql

from zhisun.kernel.areas import inside

CHANNEL = "zhisun_live"
HEARTBEAT_SECONDS = 15.0
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
WAITING_AT_MOST = 256
"""Events a slow page may be behind before it is told to load afresh instead."""

GREETING = b"retry: 2000\n: connected\n\n"
HEARTBEAT = b": still here\n\n"
REFRESH = b"event: refresh\ndata: {}\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = structlog.get_logger()


@dataclass(eq=False, slots=True)
class Reader:
    """One open page: the area it may hear of, and the frames it has yet to read."""

    area: str
    frames: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(WAITING_AT_MOST))

    def tell(self, frame: bytes) -> None:
        """Queue a frame; a page that is too far behind gets one order to load afresh."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            while not self.frames.empty():
                self.frames.get_nowait()
            self.frames.put_nowait(REFRESH)


class Hub:
    """Hears `channel` of the database at `dsn` and tells every reader what concerns its area.

    It begins to listen with its first reader and outlives restarts of the database. Use one
    per process, inside one event loop.
    """

    def __init__(self, dsn: str, channel: str = CHANNEL) -> None:
        self.dsn = dsn
        self.channel = channel
        self.listening = asyncio.Event()
        self._readers: set[Reader] = set()
        self._task: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def reader(self, area: str) -> AsyncIterator[Reader]:
        """A reader for one page, forgotten when the page goes. `area` must not be empty."""
        if not area:
            raise ValueError("a page without an area would hear the whole country")
        self._ensure_listening()
        reader = Reader(area)
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    async def close(self) -> None:
        """Stop listening and let the connection go."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def tell(self, payload: str) -> None:
        """Pass one notification on to the readers whose area holds the event's area."""
        try:
            news = json.loads(payload)
            event, key, area = str(news["event"]), str(news["key"]), str(news["area"])
        except (ValueError, TypeError, KeyError):
            log.warning("live_news_unreadable", length=len(payload))
            return
        data = json.dumps({"event": event, "key": key, "area": area})
        frame = f"event: news\ndata: {data}\n\n".encode()
        for reader in self._readers:
            if inside(area, reader.area):
                reader.tell(frame)

    def _ensure_listening(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._listen_for_good())

    async def _listen_for_good(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                if self.listening.is_set():
                    pause = SHORTEST_PAUSE
                log.warning("live_connection_lost", cause=type(error).__name__, again_in=pause)
            finally:
                self.listening.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self.dsn, autocommit=True, connect_timeout=5, keepalives_idle=30
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self.channel)))
            self.listening.set()
            for reader in self._readers:  # they may have missed something while nobody listened
                reader.tell(REFRESH)
            async for notice in connection.notifies():
                self.tell(notice.payload)


async def stream(scope: Scope, receive: Receive, send: Send, *, hub: Hub, area: str) -> None:
    """Serve one page's event stream (native ASGI) until the page goes away.

    The caller has signed the page in: `area` is its actor's. A page that opens before the hub
    listens is told to load afresh once it does.
    """
    if scope["method"] == "HEAD":
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b""})
        return
    gone = asyncio.ensure_future(_gone(receive))
    try:
        async with hub.reader(area) as reader:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _send_part(send, GREETING)
            await _pump(reader, gone, send)
    finally:
        gone.cancel()


async def _pump(reader: Reader, gone: "asyncio.Future[None]", send: Send) -> None:
    while not gone.done():
        next_frame = asyncio.ensure_future(reader.frames.get())
        either: set[asyncio.Future[Any]] = {next_frame, gone}
        await asyncio.wait(
            either,
            timeout=HEARTBEAT_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        if next_frame.done():
            await _send_part(send, next_frame.result())
            continue
        next_frame.cancel()
        if not gone.done():
            await _send_part(send, HEARTBEAT)


async def _send_part(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
