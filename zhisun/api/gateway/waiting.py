"""Polls that wait for mail, on the event loop: a waiting poll holds no thread and no connection.

The receipts of their batches come the same way.
"""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar, TypeVarTuple

import psycopg
import structlog
from django.db import close_old_connections
from django.utils import timezone
from psycopg import sql

from zhisun.api.gateway.counter import Served, serve, serve_again
from zhisun.api.gateway.http import headers_of, status_of
from zhisun.domains.outbox.terms import MAIL_CHANNEL
from zhisun.gateways import front
from zhisun.gateways.front import Call
from zhisun.shell.live import Receive, Scope, Send

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

LARGEST_SHORT = 64 << 10
LOOK_AGAIN = 5.0
"""Seconds after which a waiting poll looks without having been rung for: a lease that ran out
makes no noise."""
GATHERING = 0.25
"""Seconds between the last batch that had room and the next one to the same institution.

To an idle institution an order leaves at once; to a busy one the orders of a quarter of a second
leave together, believed, stamped and acknowledged as one."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 5.0
SHORT = frozenset(
    front.path(lane, verb) for lane in front.LANES for verb in (front.POLL, front.ACK)
)
"""A poll and the receipt of its batch: small, frequent, and with nothing for a middleware."""

log = structlog.get_logger()


class MailBell:
    """Rings for the waiting polls of an institution when a message is posted to it.

    One LISTEN connection per process, made with the first poll, made again when it breaks; then
    everybody is rung for, since something may have been missed. Use one per event loop.
    """

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self.listening = asyncio.Event()
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def hung(self, institution_code: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever this institution may have mail."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._listen_for_good())
        rung = asyncio.Event()
        self._waiting.setdefault(institution_code, set()).add(rung)
        try:
            yield rung
        finally:
            self._waiting[institution_code].discard(rung)
            if not self._waiting[institution_code]:
                del self._waiting[institution_code]

    async def close(self) -> None:
        """Stop listening and let the connection go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _listen_for_good(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                if self.listening.is_set():
                    pause = SHORTEST_PAUSE
                log.warning("mail_connection_lost", cause=type(error).__name__, again_in=pause)
            finally:
                self.listening.clear()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self) -> None:
        connection = await psycopg.AsyncConnection.connect(
            self.dsn, autocommit=True, connect_timeout=5, keepalives_idle=30
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(MAIL_CHANNEL)))
            self.listening.set()
            for institution_code in list(self._waiting):
                self._ring(institution_code)
            async for notice in connection.notifies():
                self._ring(notice.payload)

    def _ring(self, institution_code: str) -> None:
        for rung in self._waiting.get(institution_code, ()):
            rung.set()


class Patience:
    """Serves calls in a pool of threads and lets polls wait between two looks."""

    def __init__(self, bell: MailBell, pool: Executor) -> None:
        self.bell = bell
        self.pool = pool
        self._gathering: dict[str, float] = {}
        """Until when the next batch of an institution gathers, by the loop's clock."""

    async def serve(self, call: Call, gone: "asyncio.Future[Any]") -> Served:
        """The reply to a call. `gone` is done once nobody is there to read it.

        A poll whose caller has gone looks no further: what it leased would wait for the lease's
        end.
        """
        if call.verb != front.POLL:
            return await self.in_thread(_serve, call)
        loop = asyncio.get_running_loop()
        await self._gather(call.institution_code, gone)
        with self.bell.hung(call.institution_code) as rung:  # before the first look
            served = await self.in_thread(_serve, call)
            until = loop.time() + served.wait_seconds
            while served.wait_seconds and not gone.done() and (left := until - loop.time()) > 0:
                await _first(rung, gone, seconds=min(left, LOOK_AGAIN))
                if not gone.done():
                    rung.clear()
                    served = await self.in_thread(_serve_again, served)
        if served.had_room:
            self._gathering[call.institution_code] = loop.time() + GATHERING
        return served

    async def _gather(self, institution_code: str, gone: "asyncio.Future[Any]") -> None:
        """Let an institution that was just served wait a moment for its next batch."""
        until = self._gathering.pop(institution_code, 0.0)
        left = until - asyncio.get_running_loop().time()
        if left > 0:
            await asyncio.wait([gone], timeout=left)

    async def in_thread(self, work: Callable[[*Ts], T], *args: *Ts) -> T:
        """Run `work` in the pool, between two looks at the age of the thread's connection."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, _tidily, work, args)


class WaitingPolls:
    """ASGI: `POST /gateway/v1/<lane>/poll` and `ack`, beside the bridge that carries all the rest.

    pool: the threads that may speak to the database, the bridge's own.
    """

    def __init__(self, dsn: str, pool: Executor) -> None:
        self.patience = Patience(MailBell(dsn), pool)

    @staticmethod
    def takes(scope: Scope) -> bool:
        """Whether this request is a poll, or the receipt of its batch."""
        return scope["method"] == "POST" and scope["path"] in SHORT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        body = await _body(receive)
        if body is None:
            return
        lane, verb = scope["path"].split("/")[3:]
        call = front.from_http(lane, verb, _headers(scope), body)
        gone = asyncio.ensure_future(_gone(receive))
        try:
            served = await self.patience.serve(call, gone)
        finally:
            gone.cancel()
        headers = headers_of(served) | {"Content-Length": str(len(served.reply.body))}
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status_of(served), "headers": raw})
        await send({"type": "http.response.body", "body": served.reply.body})


def _serve(call: Call) -> Served:
    return serve(call, at=timezone.now())


def _serve_again(served: Served) -> Served:
    return serve_again(served, at=timezone.now())


def _tidily(work: Callable[[*Ts], T], args: tuple[*Ts]) -> T:
    # Outside Django's request cycle nobody else drops a connection that broke or grew old.
    close_old_connections()
    try:
        return work(*args)
    finally:
        close_old_connections()


async def _first(rung: asyncio.Event, gone: "asyncio.Future[Any]", *, seconds: float) -> None:
    ringing = asyncio.ensure_future(rung.wait())
    either: set[asyncio.Future[Any]] = {ringing, gone}
    try:
        await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ringing.cancel()


async def _body(receive: Receive) -> bytes | None:
    """The body, cut just above what such a call may hold; None when the caller left."""
    body, more = bytearray(), True
    while more and len(body) <= LARGEST_SHORT:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body[: LARGEST_SHORT + 1])


def _headers(scope: Scope) -> dict[str, str]:
    names = (
        front.INSTITUTION_HEADER,
        front.TIMESTAMP_HEADER,
        front.NONCE_HEADER,
        front.SIGNATURE_HEADER,
    )
    sent = {name.decode("latin-1").lower(): value for name, value in scope["headers"]}
    return {name: sent.get(name.lower(), b"").decode("latin-1") for name in names}


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
