"""The length-prefixed TCP front (domain.md §2.1): the same verbs and signatures as over HTTPS.

Calls are signed but not encrypted here: where the line is not a leased one, TLS is laid before
it. Whatever a stranger may cost us is bounded: connections, bytes, seconds.
"""

import asyncio
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

import structlog
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from zhisun.api.gateway import fronts
from zhisun.api.gateway.counter import Served
from zhisun.api.gateway.waiting import MailBell, Patience
from zhisun.gateways import front
from zhisun.gateways.framing import PREFIX, FrameReader, frame
from zhisun.gateways.front import Call
from zhisun.kernel.errors import GatewayRefused

THREADS = 4
CHUNK = 64 << 10
PIPELINED = 2
"""Messages of one connection that may lie ready while the one before is answered."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What strangers may cost, in seconds and bytes. Ours.

    frame_seconds: from the first byte of a message to its last. largest_frame: a message of
    8 MiB in Base64. held: received and not yet answered, on all connections together.
    """

    connections: int = 512
    idle_seconds: float = 90.0
    frame_seconds: float = 30.0
    write_seconds: float = 30.0
    largest_frame: int = 12 << 20
    held: int = 256 << 20


@dataclass(eq=False, slots=True)
class Line:
    """One connection: the messages that wait to be answered, and its bytes in memory."""

    whole: asyncio.Queue[bytes | GatewayRefused | None] = field(
        default_factory=lambda: asyncio.Queue(PIPELINED)
    )
    held: int = 0


class FramedFront:
    """Serves every connection it is given; use `connected` with `asyncio.start_server`."""

    def __init__(self, patience: Patience, limits: Limits | None = None) -> None:
        self.patience = patience
        self.limits = limits or Limits()
        self.tasks: set[asyncio.Task[None]] = set()
        self.held = 0

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection's messages in their order until it ends."""
        mine = cast("asyncio.Task[None]", asyncio.current_task())
        if len(self.tasks) >= self.limits.connections:
            writer.transport.abort()
            log.warning("gateway_full", connections=len(self.tasks))
            return
        self.tasks.add(mine)
        writer.transport.set_write_buffer_limits(0)  # sent means sent: nothing is left to close on
        line = Line()
        reading = asyncio.ensure_future(self._read(reader, line))
        try:
            while (received := await line.whole.get()) is not None:
                if not await self._answered(received, writer, reading):
                    break
                if isinstance(received, bytes):
                    self._release(line, PREFIX.size + len(received))
        except (ConnectionError, TimeoutError, asyncio.CancelledError):
            # Cancelled is our own end, the last thing this task does: passing it on would only
            # make asyncio log an error for every open line.
            writer.transport.abort()
        finally:
            reading.cancel()
            self._release(line, line.held)
            self.tasks.discard(mine)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader, line: Line) -> None:
        """Cut what comes into messages; ends with the connection, in silence or with a refusal."""
        cutter = FrameReader(self.limits.largest_frame)
        clock = asyncio.get_running_loop().time
        until = clock() + self.limits.idle_seconds
        try:
            while chunk := await asyncio.wait_for(reader.read(CHUNK), until - clock()):
                self._hold(line, len(chunk))
                had_begun = cutter.halfway
                whole = cutter.feed(chunk)
                for message in whole:
                    await line.whole.put(message)
                if whole or not had_begun:
                    until = clock() + self._patience_for(cutter)
        except GatewayRefused as refusal:
            await line.whole.put(refusal)
        except (ConnectionError, TimeoutError):
            log.info("gateway_line_lost", halfway=cutter.halfway)
        await line.whole.put(None)

    def _patience_for(self, cutter: FrameReader) -> float:
        return self.limits.frame_seconds if cutter.halfway else self.limits.idle_seconds

    def _hold(self, line: Line, size: int) -> None:
        if self.held + size > self.limits.held:
            raise ConnectionAbortedError
        line.held += size
        self.held += size

    def _release(self, line: Line, size: int) -> None:
        line.held -= size
        self.held -= size

    async def _answered(
        self,
        received: bytes | GatewayRefused,
        writer: asyncio.StreamWriter,
        reading: "asyncio.Future[None]",
    ) -> bool:
        """Answer one message; whether the connection may go on."""
        try:
            call = await self.patience.in_thread(_unwrapped, received)
        except GatewayRefused as refusal:
            # Whose key could sign this reply? And whatever follows on this line is as doubtful.
            await self._send(_unsigned(refusal), writer)
            return False
        served = await self.patience.serve(call, reading)
        await self._send(await self.patience.in_thread(_wrapped, served), writer)
        return True

    async def _send(self, message: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(message)
        await asyncio.wait_for(writer.drain(), self.limits.write_seconds)


async def run(host: str, port: int) -> None:
    """Listen until SIGTERM or SIGINT. A call cut off by the end is repeated by its sender."""
    ending = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, ending.set)
    bell = MailBell(database())
    with ThreadPoolExecutor(THREADS, thread_name_prefix="tcp") as pool:
        served = FramedFront(Patience(bell, pool))
        server = await asyncio.start_server(served.connected, host, port)
        log.info("gateway_listens", host=host, port=port)
        await ending.wait()
        server.close()
        for task in list(served.tasks):
            task.cancel()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.wait_closed(), timeout=5)
        await bell.close()


def database() -> str:
    """The address of Django's database, for the connection that listens."""
    given = connection.get_connection_params()
    return make_conninfo(
        **{
            name: str(value)
            for name, value in given.items()
            if isinstance(value, str | int) and name != "prepare_threshold"
        }
    )


def _unwrapped(received: bytes | GatewayRefused) -> Call:
    if isinstance(received, GatewayRefused):
        raise received
    return front.unwrap(received)


def _wrapped(served: Served) -> bytes:
    serial_no = fronts.serial(timezone.now())
    wrapped = front.wrap_reply(served.reply.body, served.signature, serial_no)
    return frame(wrapped, largest=front.LARGEST_REPLY_BYTES)


def _unsigned(refusal: GatewayRefused) -> bytes:
    at = timezone.now()
    reply = fronts.refusal(refusal, at)
    return frame(front.wrap_reply(reply.body, "", fronts.serial(at)))
