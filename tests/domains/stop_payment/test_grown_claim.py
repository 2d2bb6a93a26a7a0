"""More money on an account that was stopped before: what the law still allows, and no more."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.builders.city import AT, ICBC, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    CARD,
    SAID,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    fetched,
    kinds_of,
)
from zhisun.domains.audit.models import Entry
from zhisun.domains.cases.policy.report import Amendment
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.selectors.board import alarms
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

FIRST, MORE = 2_800_000, 2_000_000
HOUR = timedelta(hours=1)
LATER_CARD = "6222020200112233446"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle(at: datetime = AT) -> None:
    while dispatch(reactions(), at=at):
        pass
    assert not Event.objects.exclude(failure="").exists()


def latest(kind: str, account_no: str = CARD) -> Order:
    return Order.objects.filter(kind=kind, account_no=account_no).latest("pk")


def a_stopped_account() -> str:
    """A case whose reported account is stopped and asked about; its number."""
    incident_no = an_incident()
    settle()
    query = latest("query_detail").order_no
    stop = approved(latest("stop").order_no)
    fetched(approved(query))
    answered(stop, balance_fen=FIRST, starts_at=AT)
    came = a_movement(counterparty_account="6217001234567890121", counterparty_name="周敏")
    answered(query, movements=(came,))
    settle()
    return incident_no


def more_is_told(incident_no: str, *, at: datetime = AT, fen: int = MORE) -> None:
    another = replace(SAID, amount_fen=fen, moved_at=T0 + timedelta(minutes=2))
    revision = incident(incident_no, by=officer("limin")).revision
    change = Amendment(transfers=(another,))
    amend(incident_no, change, revision=revision, by=officer("limin"), at=at)
    settle(at)


def filed(incident_no: str) -> None:
    file_case(incident_no, filed_no="济公立字〔2026〕5号", by=officer("chenjing"), at=AT)
    settle()


def bells() -> list[str]:
    return [alarm.bell for alarm in alarms(ANYBODY)]


def test_while_the_stop_stands_one_asks_how_much_is_there_and_the_desk_is_told() -> None:
    incident_no = a_stopped_account()
    more_is_told(incident_no)
    query = latest("query_detail")
    assert (query.state, query.amount_fen, query.window) == ("drafted", FIRST + MORE, 2)
    assert Order.objects.filter(kind="stop").count() == 1
    assert bells() == ["claim_grew"]


def test_the_same_growth_is_proposed_once() -> None:
    incident_no = a_stopped_account()
    more_is_told(incident_no)
    orders = kinds_of(incident_no)
    change = Amendment(place="任城区")
    amend(incident_no, change, revision=2, by=officer("limin"), at=AT)
    settle()
    assert kinds_of(incident_no) == orders


def test_in_a_filed_case_the_freeze_is_over_all_that_is_claimed() -> None:
    incident_no = a_stopped_account()
    filed(incident_no)
    assert latest("freeze").amount_fen == FIRST
    more_is_told(incident_no)
    assert [o.amount_fen for o in Order.objects.filter(kind="freeze", state="drafted")] == [
        FIRST + MORE
    ]
    change = Amendment(place="任城区")
    amend(incident_no, change, revision=3, by=officer("limin"), at=AT)
    settle()
    assert latest("freeze").state == "drafted"
    approved(latest("freeze").order_no, by="chenjing")


def test_a_case_that_is_filed_after_the_growth_freezes_all_of_it_too() -> None:
    incident_no = a_stopped_account()
    more_is_told(incident_no)
    filed(incident_no)
    assert [o.amount_fen for o in Order.objects.filter(kind="freeze", state="drafted")] == [
        FIRST + MORE
    ]


def test_after_the_stop_ended_there_is_one_second_stop_and_no_third() -> None:
    incident_no = a_stopped_account()
    after = AT + 49 * HOUR
    run_clocks(at=after)
    settle(after)
    more_is_told(incident_no, at=after)
    second = latest("stop")
    assert (second.state, second.window, second.amount_fen) == ("drafted", 2, FIRST + MORE)
    answered(fetched(approved(second.order_no, at=after), at=after), at=after, balance_fen=5)
    later = after + 49 * HOUR
    run_clocks(at=later)
    settle(later)
    more_is_told(incident_no, at=later, fen=MORE + 1)
    assert Order.objects.filter(kind="stop").count() == 2
    refused = Entry.objects.filter(verb="stop_payment.not_drafted")
    assert [entry.after["code"] for entry in refused] == ["third_stop"]


def test_more_money_on_a_later_account_is_asked_after() -> None:
    incident_no = an_incident()
    settle()
    on_paper = NewTransfer(
        payer_account=CARD,
        payee_account=LATER_CARD,
        payee_name="李强",
        payee_institution_code=ICBC,
        amount_fen=500_000,
        moved_at=T0 + timedelta(minutes=1),
        paper="农行 9 月 11 日纸质流水",
    )
    funds = officer("wangqiang")
    add_transfer(incident_no, on_paper, by=funds, at=AT)
    settle()
    stop = approved(latest("stop", LATER_CARD).order_no)
    answered(fetched(stop), balance_fen=500_000, starts_at=AT)
    settle()
    assert bells() == []
    add_transfer(incident_no, replace(on_paper, amount_fen=800_000), by=funds, at=AT)
    settle()
    settle()
    asked = Order.objects.filter(kind="query_detail", account_no=LATER_CARD, state="drafted")
    assert [query.amount_fen for query in asked] == [1_300_000]
    assert Order.objects.filter(kind="stop", account_no=LATER_CARD).count() == 1
    assert bells() == ["claim_grew"]
