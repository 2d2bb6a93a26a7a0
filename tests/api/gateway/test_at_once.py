"""Two calls of one institution at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from tests.api.gateway.knocking import Knocker, a_held_stop, an_order_waiting
from tests.builders.city import AT, a_city
from tests.builders.orders import T0, an_incident, application_id, the
from zhisun.api.gateway.counter import serve
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.gateways import front
from zhisun.gateways.front import Call

pytestmark = pytest.mark.django_db(transaction=True)
BANK = Knocker()


def at_once(*works: Callable[[], list[str]]) -> list[list[str]]:
    """Let all begin in the same instant, each on a connection of its own."""
    start = Barrier(len(works))

    def begin(work: Callable[[], list[str]]) -> list[str]:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))


def code(call: Call) -> str:
    return front.parse_receipt(serve(call, at=AT).reply.body).code


def orders_waiting(count: int) -> list[str]:
    incident_no = an_incident()
    return [
        an_order_waiting(
            incident_no=incident_no,
            kind=OrderKind.QUERY_HOLDER,
            amount_fen=0,
            account_no=f"62284804000000{number:05d}",
            transferred_at=T0,
            waiver="卡号由事主口述",
        )
        for number in range(count)
    ]


def test_answers_and_the_acknowledgement_of_their_batch_do_not_wait_for_each_other() -> None:
    a_city()
    orders = orders_waiting(12)
    batch = front.parse_batch(serve(BANK.poll(), at=AT).reply.body)
    acknowledgement = BANK.ack(batch.fence, *(application_id(no) for no in orders))
    answers = [BANK.answer(a_held_stop(no)) for no in reversed(orders)]
    told = at_once(lambda: [code(acknowledgement)], lambda: [code(answer) for answer in answers])
    assert told == [["100000"], ["100000"] * len(orders)]
    assert {the(no).state for no in orders} == {OrderState.ANSWERED}


def test_two_machines_that_poll_at_once_share_the_mail() -> None:
    a_city()
    orders = orders_waiting(8)

    def poll() -> list[str]:
        reply = serve(BANK.poll(most=4), at=AT + timedelta(seconds=1)).reply
        return [str(message) for message in front.parse_batch(reply.body).messages]

    first, second = at_once(poll, poll)
    assert len(set(first) | set(second)) == len(first) + len(second) <= len(orders)


def test_one_call_played_twice_at_once_is_believed_once() -> None:
    a_city()
    orders_waiting(1)
    call = BANK.poll()

    def play() -> list[str]:
        return [serve(call, at=AT).reply.code]

    assert sorted(at_once(play, play)) == [["100000"], ["200005"]]


def test_one_answer_told_twice_at_once_counts_once() -> None:
    a_city()
    order_no = an_order_waiting()
    serve(BANK.poll(), at=AT)
    answer = a_held_stop(order_no)
    first, again = BANK.answer(answer), BANK.answer(answer)
    assert at_once(lambda: [code(first)], lambda: [code(again)]) == [["100000"]] * 2
    assert (the(order_no).state, the(order_no).held_fen) == (OrderState.ACTIVE, 2_800_000)
