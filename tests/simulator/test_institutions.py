import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.simulator.cast import ABC, ICBC, MULE, a_message, a_move, an_opening, an_order
from tests.simulator.processes import STILL_WAITING, City, running, until
from zhisun.gateways.port import OrderMessage
from zhisun.simulator.ledger import Ledger, Totals
from zhisun.simulator.plans import to_json
from zhisun.simulator.roster import HOUSES

BOC = HOUSES[2]
CODES = (ICBC.code, ABC.code, BOC.code)
ABC_ACCOUNT = "6228480000000000019"
BOC_ACCOUNT = "6216610000000000017"


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with running(tmp_path, CODES) as city:
        yield city


def open_city(city: City) -> None:
    city.ask(ICBC.code, "accounts", to_json([an_opening()]))
    for code, account in ((ABC.code, ABC_ACCOUNT), (BOC.code, BOC_ACCOUNT)):
        opening = an_opening(account, institution=code, balance_fen=1_000_000)
        city.ask(code, "accounts", to_json([opening]))


def test_an_order_is_answered_over_https_and_over_tcp(city: City) -> None:
    open_city(city)
    orders = [an_order()]
    of_boc: dict[str, Any] = {"institution_code": BOC.code, "account_no": BOC_ACCOUNT}
    orders.append(an_order(**of_boc))
    for order in orders:
        city.platform.post(order.institution_code, order.application_id, a_message(order))
    until(lambda: all(city.platform.answers[order.application_id] for order in orders))
    told = [
        ICBC.wire.decode_answer(city.platform.answers[order.application_id][0]) for order in orders
    ]
    assert [(answer.institution_code, answer.result) for answer in told] == [
        (ICBC.code, "0000"),
        (BOC.code, "1200"),
    ]
    assert told[1].balance_fen == 1_000_000


def test_a_lost_acknowledgement_repeats_the_order_but_not_the_stop(city: City) -> None:
    open_city(city)
    city.platform.deaf = True
    order = an_order()
    city.platform.post(ICBC.code, order.application_id, a_message(order))
    until(lambda: city.platform.deliveries[order.application_id] > 3)
    city.platform.deaf = False
    until(lambda: len(city.platform.answers[order.application_id]) > 0)
    assert len(set(city.platform.answers[order.application_id])) == 1
    assert city.rows(ICBC.code, "SELECT times FROM holds") == [(1,)]


def run_money_round(city: City, chance: Random) -> None:
    """120 transfers from bank to bank within seconds, a tenth of them to nobody's account."""
    now = datetime.now(UTC)
    ring = {ICBC: MULE, ABC: ABC_ACCOUNT, BOC: BOC_ACCOUNT}
    houses = list(ring)
    for number in range(120):
        payer, payee = houses[number % 3], houses[(number + 1) % 3]
        move = a_move(
            f"RUN{number:04d}",
            chance.randrange(1, 20_000),
            at=now + timedelta(milliseconds=30 * number),
            payer=ring[payer],
            payer_institution=payer.code,
            payee=ring[payee] if number % 10 else "6228480000000000999",
            payee_institution=payee.code,
        )
        city.ask(payer.code, "moves", to_json([move]))


def send_and_kill(city: City, orders: list[OrderMessage], chance: Random) -> None:
    """Post orders and kill a process with -9 after every fourth; wait for the last answer."""
    for number, order in enumerate(orders):
        city.platform.post(order.institution_code, order.application_id, a_message(order))
        if number % 4 == 3:
            until(lambda: len(city.processes()) == len(CODES))
            os.kill(chance.choice(city.processes()), signal.SIGKILL)
    until(lambda: all(city.platform.answers[order.application_id] for order in orders))


def test_kills_in_mid_traffic_lose_no_order_and_no_fen(city: City) -> None:
    open_city(city)
    chance = Random(20261121)  # noqa: S311 the same kills at every run
    orders = [
        an_order(
            institution_code=code, account_no=account, amount_fen=100, case_no=f"T{number:019d}"
        )
        for number in range(8)
        for code, account in ((ICBC.code, MULE), (BOC.code, BOC_ACCOUNT))
    ]
    run_money_round(city, chance)
    send_and_kill(city, orders, chance)
    until(lambda: all(city.rows(code, STILL_WAITING) == [(0,)] for code in CODES))
    totals = city.totals()
    assert all(total.balanced for total in totals)
    assert sum(total.balances_fen for total in totals) == 2_800_000 + 2 * 1_000_000
    assert sum(total.sent_fen for total in totals) == sum(total.received_fen for total in totals)
    for code in (ICBC.code, BOC.code):
        assert city.rows(code, "SELECT count(*), sum(times) FROM holds") == [(8, 8)]
    for order in orders:
        assert len(set(city.platform.answers[order.application_id])) == 1


def test_a_ledger_outlives_its_process(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "one.sqlite3")
    first.open_accounts([an_opening()])
    second = Ledger(tmp_path / "one.sqlite3")
    second.open_accounts([an_opening()])
    assert second.totals() == Totals(2_800_000, 0, 0, 0, 2_800_000)
    first.close()
    second.close()
