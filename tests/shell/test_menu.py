"""Desks in the bar."""

from collections.abc import Iterator

import pytest

from zhisun.kernel.actors import Actor
from zhisun.shell import menu

INTAKE = menu.Entry("接警席", "home", "cases.report")
FUNDS = menu.Entry("资金席", "login", "stop_payment.approve")


@pytest.fixture(autouse=True)
def _two_desks() -> Iterator[None]:
    before = menu.installed()
    menu.install([INTAKE, FUNDS])
    yield
    menu.install(before)


def test_an_officer_sees_the_desks_his_duties_open() -> None:
    officer = Actor("limin", "3708", frozenset({"cases.report"}))
    assert menu.of(officer) == [INTAKE]


def test_a_stranger_sees_no_desk() -> None:
    assert list(menu.of(None)) == []


def test_an_officer_begins_at_the_desk_he_works_at_not_at_one_he_may_look_into() -> None:
    board = menu.Entry("资金席", "login", "stop_payment.see", home_duty="stop_payment.approve")
    menu.install([board, INTAKE])
    taker = Actor("limin", "3708", frozenset({"cases.report", "stop_payment.see"}))
    approver = Actor("wangqiang", "3708", frozenset({"stop_payment.see", "stop_payment.approve"}))
    onlooker = Actor("zhaoyu", "3708", frozenset({"stop_payment.see"}))
    assert menu.home_of(taker) == INTAKE
    assert menu.home_of(approver) == board
    assert menu.home_of(onlooker) == board
    assert menu.home_of(Actor("nobody", "3708", frozenset())) is None


def test_a_desk_knows_its_address() -> None:
    assert FUNDS.address == "/login/"
