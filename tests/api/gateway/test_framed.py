"""The length-prefixed TCP front over real sockets."""

import asyncio
import secrets
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TypeVar

import pytest
from django.db import connections
from django.utils import timezone

from tests.api.gateway.knocking import (
    Knocker,
    a_held_stop,
    an_order_waiting,
    key_of,
    serial_of,
)
from tests.builders.city import a_city
from tests.builders.orders import an_incident, application_id, the
from zhisun.api.gateway.framed import FramedFront, Limits, database
from zhisun.api.gateway.waiting import MailBell, Patience
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.gateways import front
from zhisun.gateways.framing import frame
from zhisun.gateways.front import Call
from zhisun.gateways.signing import signer

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")


@pytest.fixture
def bank() -> Knocker:
    a_city()
    return Knocker(at=timezone.now())


class Line:
    """One connection of an institution's front-end machine."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, call: Call) -> None:
        self.writer.write(framed(call))

    async def hear(self, call: Call) -> bytes:
        """The reply to a call, once its signature is believed."""
        body, signature = front.unwrap_reply(await self.frame())
        front.verify_reply(call, body, signature, signer(), key_of(call.institution_code))
        return body

    async def frame(self) -> bytes:
        async with asyncio.timeout(10):
            (length,) = struct.unpack(">I", await self.reader.readexactly(4))
            return await self.reader.readexactly(length)

    async def asked(self, call: Call) -> bytes:
        self.say(call)
        return await self.hear(call)

    async def code(self, call: Call) -> str:
        return front.parse_receipt(await self.asked(call)).code

    async def refusal(self) -> front.Receipt:
        """The last word before the line is cut."""
        body, signature = front.unwrap_reply(await self.frame())
        assert signature == ""
        assert await self.cut()
        return front.parse_receipt(body)

    async def cut(self) -> bool:
        async with asyncio.timeout(10):
            try:
                return await self.reader.read(1) == b""
            except ConnectionError:
                return True


class House:
    """The front, listening on a free port."""

    def __init__(self, served: FramedFront, port: int) -> None:
        self.served = served
        self.port = port

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Line(reader, writer)
        finally:
            writer.close()


def played(
    scene: Callable[[House], Awaitable[T]], pool: ThreadPoolExecutor, limits: Limits | None = None
) -> T:
    """Run a scene against a listening front."""

    async def play() -> T:
        bell = MailBell(database())
        served = FramedFront(Patience(bell, pool), limits)
        server = await asyncio.start_server(served.connected, "127.0.0.1", 0)
        try:
            return await scene(House(served, server.sockets[0].getsockname()[1]))
        finally:
            server.close()
            for task in list(served.tasks):
                task.cancel()
            await bell.close()

    return asyncio.run(play())


def framed(call: Call) -> bytes:
    return frame(front.wrap(call, serial_of(call.institution_code, timezone.now())))


async def elsewhere(work: Callable[[], T]) -> T:
    """Run `work` in a thread of its own, as another process would."""

    def tidy() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    return await asyncio.to_thread(tidy)


def test_an_order_is_fetched_acknowledged_and_answered_on_one_line(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    order_no = an_order_waiting(bank.at)
    number, answer = application_id(order_no), a_held_stop(order_no, at=bank.at)

    async def scene(house: House) -> list[str]:
        async with house.line() as line:
            batch = front.parse_batch(await line.asked(bank.poll()))
            assert len(batch.messages) == 1
            return [
                await line.code(bank.ack(batch.fence, number)),
                await line.code(bank.answer(answer)),
                await line.code(bank.answer(answer)),
            ]

    assert played(scene, pool) == ["100000"] * 3
    assert (the(order_no).state, the(order_no).held_fen) == (OrderState.ACTIVE, 2_800_000)


def test_a_message_may_arrive_byte_by_byte_and_two_in_one_piece(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    async def scene(house: House) -> list[int]:
        async with house.line() as line:
            slow, first, second = bank.poll(), bank.poll(), bank.poll()
            sent = framed(slow)
            for at in range(0, len(sent), 100):
                line.writer.write(sent[at : at + 100])
                await asyncio.sleep(0.001)
            line.writer.write(framed(first) + framed(second))
            replies = [await line.hear(call) for call in (slow, first, second)]
            return [front.parse_batch(reply).fence for reply in replies]

    assert played(scene, pool) == [0, 0, 0]


def test_a_waiting_poll_is_woken_by_the_approval(bank: Knocker, pool: ThreadPoolExecutor) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene(house: House) -> int:
        async with house.line() as line:
            call = bank.poll(wait_seconds=20)
            line.say(call)
            await house.served.patience.bell.listening.wait()
            await elsewhere(lambda: an_order_waiting(timezone.now(), incident_no=incident_no))
            return len(front.parse_batch(await line.hear(call)).messages)

    assert played(scene, pool) == 1


def test_a_machine_that_hangs_up_while_waiting_leases_nothing(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene(house: House) -> str:
        async with house.line() as line:
            line.say(bank.poll(wait_seconds=20))
            await house.served.patience.bell.listening.wait()
            await asyncio.sleep(0.2)
        await asyncio.wait(house.served.tasks)
        return await elsewhere(lambda: an_order_waiting(timezone.now(), incident_no=incident_no))

    assert the(played(scene, pool)).state == OrderState.APPROVED


def test_a_wrong_key_is_refused_and_the_line_stays(bank: Knocker, pool: ThreadPoolExecutor) -> None:
    async def scene(house: House) -> list[str]:
        async with house.line() as line:
            forged = replace(bank.poll(), signature="0" * 64)
            again = bank.poll()
            codes = [await line.code(forged)]
            await line.asked(again)
            return [*codes, await line.code(again)]

    assert played(scene, pool) == ["200005", "200005"]


@pytest.mark.parametrize(
    "noise", [frame(b"GET / HTTP/1.1\r\n\r\n"), frame(b""), frame(secrets.token_bytes(3000))]
)
def test_garbage_is_refused_and_the_line_cut(noise: bytes, pool: ThreadPoolExecutor) -> None:
    async def scene(house: House) -> str:
        async with house.line() as line:
            line.writer.write(noise)
            return (await line.refusal()).code

    assert played(scene, pool) == "200001"


def test_a_message_announced_too_large_is_refused_before_it_is_sent(
    pool: ThreadPoolExecutor,
) -> None:
    async def scene(house: House) -> str:
        async with house.line() as line:
            line.writer.write(b"\xff\xff\xff\xff")
            return (await line.refusal()).remark

    assert played(scene, pool) == "message_too_large"


@pytest.mark.parametrize("begun", [b"", b"\x00\x00", frame(b"x" * 1000)[:500]])
def test_who_says_too_little_for_too_long_is_cut_off(
    begun: bytes, pool: ThreadPoolExecutor
) -> None:
    limits = Limits(idle_seconds=0.2, frame_seconds=0.2)

    async def scene(house: House) -> bool:
        async with house.line() as line:
            line.writer.write(begun)
            return await line.cut()

    assert played(scene, pool, limits)


def test_dripping_bytes_do_not_keep_a_line_alive(pool: ThreadPoolExecutor) -> None:
    limits = Limits(idle_seconds=5, frame_seconds=0.3)

    async def scene(house: House) -> int:
        async with house.line() as line:
            line.writer.write(struct.pack(">I", 1000))
            dripped = 0
            while not line.reader.at_eof() and dripped < 100:
                line.writer.write(b"x")
                dripped += 1
                await asyncio.sleep(0.02)
            return dripped

    assert played(scene, pool, limits) < 60


def test_one_line_too_many_is_turned_away(bank: Knocker, pool: ThreadPoolExecutor) -> None:
    async def scene(house: House) -> bool:
        async with house.line() as first:
            await first.asked(bank.poll())
            async with house.line() as second:
                turned_away = await second.cut()
            await first.asked(bank.poll())
            return turned_away

    assert played(scene, pool, Limits(connections=1))


def test_begun_messages_cannot_fill_the_memory(bank: Knocker, pool: ThreadPoolExecutor) -> None:
    limits = Limits(held=100_000)

    async def scene(house: House) -> int:
        async with house.line() as greedy, house.line() as modest:
            greedy.writer.write(struct.pack(">I", 1_000_000) + b"x" * 200_000)
            assert await greedy.cut()
            await modest.asked(bank.poll())
        await asyncio.wait(house.served.tasks)
        return house.served.held

    assert played(scene, pool, limits) == 0
