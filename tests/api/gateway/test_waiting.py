"""A poll that waits: woken by the approval, holding no thread, gone when its caller is."""

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from tests.api.gateway.knocking import Knocker, an_order_waiting
from tests.builders.city import CCB, a_city
from tests.builders.orders import an_incident, application_id, the
from zhisun.api.gateway import waiting
from zhisun.api.gateway.framed import database
from zhisun.api.gateway.waiting import LARGEST_SHORT, WaitingPolls
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.gateways import front
from zhisun.gateways.codes import Platform
from zhisun.gateways.front import Batch, Call

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bank() -> Knocker:
    a_city()
    return Knocker(at=timezone.now())


class Visit:
    """One request on its way through ASGI."""

    def __init__(self, polls: WaitingPolls, call: Call) -> None:
        self.left = asyncio.Event()
        self.told: list[MutableMapping[str, Any]] = []
        self.body = call.body
        raw = [
            (name.lower().encode(), value.encode()) for name, value in front.headers(call).items()
        ]
        self.scope = {"method": "POST", "path": front.path(call.lane, call.verb), "headers": raw}
        self.served = asyncio.ensure_future(polls(self.scope, self.receive, self.send))
        self.read = False

    async def receive(self) -> MutableMapping[str, Any]:
        if not self.read:
            self.read = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        self.told.append(message)

    async def batch(self) -> Batch:
        async with asyncio.timeout(10):
            await self.served
        assert self.told[0]["status"] == 200
        return front.parse_batch(self.told[1]["body"])


async def approve_meanwhile(incident_no: str, **changes: object) -> str:
    """Approve an order in a thread of its own, as another process would."""

    def work() -> str:
        try:
            return an_order_waiting(timezone.now(), incident_no=incident_no, **changes)
        finally:
            connections.close_all()

    return await asyncio.to_thread(work)


def test_a_waiting_poll_gets_the_order_as_soon_as_it_is_approved(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene() -> int:
        polls = WaitingPolls(database(), pool)
        visit = Visit(polls, bank.poll(wait_seconds=20))
        await polls.patience.bell.listening.wait()
        await asyncio.sleep(0.2)
        assert not visit.served.done()
        await approve_meanwhile(incident_no)
        fetched = len((await visit.batch()).messages)
        await polls.patience.bell.close()
        return fetched

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "LOOK_AGAIN", 600.0)  # nothing but the bell can wake it
        assert asyncio.run(scene()) == 1


def test_orders_to_a_busy_bank_leave_together_a_moment_later(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene() -> tuple[int, int]:
        polls = WaitingPolls(database(), pool)
        await approve_meanwhile(incident_no)
        first = len((await Visit(polls, bank.poll(wait_seconds=20)).batch()).messages)
        busy = Visit(polls, bank.poll(wait_seconds=20))
        await approve_meanwhile(incident_no, account_no="6228480402564890026", waiver="已核对")
        await approve_meanwhile(incident_no, account_no="6228480402564890034", waiver="已核对")
        second = len((await busy.batch()).messages)
        await polls.patience.bell.close()
        return first, second

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "GATHERING", 2.0)  # two approvals fit into it on any machine
        assert asyncio.run(scene()) == (1, 2)


def test_a_poll_that_waits_in_vain_gets_an_empty_batch(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    async def scene() -> Batch:
        polls = WaitingPolls(database(), pool)
        batch = await Visit(polls, bank.poll(wait_seconds=1)).batch()
        await polls.patience.bell.close()
        return batch

    assert asyncio.run(scene()).messages == ()


def test_many_polls_wait_on_one_thread_and_only_the_right_bank_is_woken(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    incident_no = an_incident(at=bank.at)
    neighbour = Knocker(code=CCB, at=bank.at)

    async def scene() -> tuple[int, int]:
        polls = WaitingPolls(database(), pool)
        others = [Visit(polls, neighbour.poll(wait_seconds=20)) for _ in range(20)]
        mine = Visit(polls, bank.poll(wait_seconds=20))
        await polls.patience.bell.listening.wait()
        await approve_meanwhile(incident_no)
        fetched = len((await mine.batch()).messages)
        woken = sum(visit.served.done() for visit in others)
        for visit in others:
            visit.left.set()
        await asyncio.gather(*(visit.served for visit in others))
        await polls.patience.bell.close()
        return fetched, woken

    assert asyncio.run(scene()) == (1, 0)


def test_a_caller_who_left_leases_nothing(bank: Knocker, pool: ThreadPoolExecutor) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene() -> str:
        polls = WaitingPolls(database(), pool)
        visit = Visit(polls, bank.poll(wait_seconds=20))
        await polls.patience.bell.listening.wait()
        await asyncio.sleep(0.2)
        visit.left.set()
        await visit.served
        order_no = await approve_meanwhile(incident_no)
        await polls.patience.bell.close()
        return order_no

    assert the(asyncio.run(scene())).state == OrderState.APPROVED


def test_waiting_goes_on_when_the_listening_connection_is_cut(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    incident_no = an_incident(at=bank.at)

    async def scene() -> int:
        polls = WaitingPolls(database(), pool)
        bell = polls.patience.bell
        visit = Visit(polls, bank.poll(wait_seconds=20))
        await bell.listening.wait()
        await asyncio.to_thread(cut_the_listener)
        await approve_meanwhile(incident_no)
        fetched = len((await visit.batch()).messages)
        await bell.close()
        return fetched

    assert asyncio.run(scene()) == 1


def cut_the_listener() -> None:
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%'"
            )
            assert cursor.rowcount == 1
    finally:
        connections.close_all()


def test_a_body_too_large_for_a_poll_is_not_believed(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    async def scene() -> int:
        polls = WaitingPolls(database(), pool)
        visit = Visit(polls, bank.call(front.POLL, b" " * (LARGEST_SHORT + 10)))
        await visit.served
        await polls.patience.bell.close()
        status: int = visit.told[0]["status"]
        return status

    assert asyncio.run(scene()) == 401


def test_the_receipt_of_a_batch_is_taken_the_same_way(
    bank: Knocker, pool: ThreadPoolExecutor
) -> None:
    order_no = an_order_waiting(bank.at)
    received = application_id(order_no)

    async def scene() -> str:
        polls = WaitingPolls(database(), pool)
        batch = await Visit(polls, bank.poll()).batch()
        call = bank.ack(batch.fence, received)
        visit = Visit(polls, call)
        await visit.served
        await polls.patience.bell.close()
        return front.parse_receipt(visit.told[1]["body"]).code

    assert asyncio.run(scene()) == Platform.DONE
    assert the(order_no).state == OrderState.ACKNOWLEDGED


def test_polls_their_receipts_and_nothing_else_are_taken_from_the_bridge() -> None:
    assert WaitingPolls.takes({"method": "POST", "path": "/gateway/v1/payment/poll"})
    assert WaitingPolls.takes({"method": "POST", "path": "/gateway/v1/banking/ack"})
    assert not WaitingPolls.takes({"method": "GET", "path": "/gateway/v1/payment/poll"})
    assert not WaitingPolls.takes({"method": "POST", "path": "/gateway/v1/payment/answer"})
