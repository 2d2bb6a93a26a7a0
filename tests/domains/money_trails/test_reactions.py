"""From an answer to the next layer's orders, on a real database."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.builders.city import ABC, AT, ICBC, a_city
from tests.builders.orders import (
    ANYBODY,
    CARD,
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    fetched,
    kinds_of,
    the,
)
from zhisun.domains.money_trails.models import Holding, LedgerEntry, Transfer
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.selectors.orders import orders_of
from zhisun.gateways.port import Movement
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db

SECOND = "6222020200112233446"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def settle(minutes: int = 0) -> None:
    """Let all news run its course."""
    at = AT + timedelta(minutes=minutes)
    while dispatch(reactions(), at=at):
        pass


def numbers(incident_no: str) -> dict[tuple[str, str], str]:
    """Order number by kind and account."""
    return {(o.kind, o.account_no): o.order_no for o in orders_of(incident_no, by=ANYBODY)}


def ledger(incident_no: str) -> dict[str, int]:
    sums: dict[str, int] = {}
    for entry in LedgerEntry.objects.filter(incident__incident_no=incident_no):
        sums[entry.amount] = sums.get(entry.amount, 0) + entry.amount_fen
    return sums


def statement() -> list[Movement]:
    """28 000 came, 16 000 went on to a second card."""
    return [
        a_movement(
            serial="S1",
            moved_at=T0,
            counterparty_account="6217001234567890121",
            counterparty_name="周敏",
            balance_fen=2_810_000,
        ),
        a_movement(
            serial="S2",
            moved_at=T0 + timedelta(minutes=3),
            incoming=False,
            amount_fen=1_600_000,
            balance_fen=1_210_000,
            counterparty_account=SECOND,
            counterparty_name="李强",
            counterparty_institution=ICBC,
        ),
    ]


def a_report_with_an_answer() -> str:
    incident_no = an_incident()
    settle()
    for (kind, _account), order_no in numbers(incident_no).items():
        fetched(approved(order_no))
        if kind == "stop":
            answered(order_no, "1200", balance_fen=1_210_000)
        else:
            answered(order_no, movements=tuple(statement()))
    settle()
    return incident_no


def test_a_report_drafts_a_stop_and_a_detail_query() -> None:
    incident_no = an_incident()
    settle()
    assert kinds_of(incident_no) == [
        ("stop", CARD, "drafted"),
        ("query_detail", CARD, "drafted"),
    ]


def test_an_answer_puts_the_next_layer_on_the_board() -> None:
    incident_no = a_report_with_an_answer()
    next_stop = the(numbers(incident_no)["stop", SECOND])
    assert (next_stop.institution_code, next_stop.account_name) == (ICBC, "李强")
    assert (next_stop.level, next_stop.amount_fen, next_stop.origin) == (2, 1_590_000, "trail")
    assert ("query_detail", SECOND, "drafted") in kinds_of(incident_no)


def test_the_reported_transfer_and_the_banks_row_are_one() -> None:
    a_report_with_an_answer()
    rows = list(Transfer.objects.order_by("moved_at").values_list("serial", "claimed_fen"))
    assert rows == [("S1", 2_800_000), ("S2", 0)]


def test_the_ledger_is_right_to_the_fen() -> None:
    incident_no = a_report_with_an_answer()
    # First in, first out: 100 yuan of the holder's own left first, 15 900 stolen went on.
    assert ledger(incident_no) == {"claimed": 2_800_000, "ordered": 2_800_000, "held": 1_210_000}
    lying = dict(Holding.objects.values_list("account_no", "still_there_fen"))
    assert lying == {CARD: 1_210_000, SECOND: 1_590_000}


def test_running_everything_again_changes_nothing() -> None:
    incident_no = a_report_with_an_answer()
    before = (kinds_of(incident_no), LedgerEntry.objects.count(), Transfer.objects.count())
    for event in ("cases.registered", "money_trails.traced"):
        for reaction in reactions()[event]:
            reaction(incident_no, AT + timedelta(hours=1))
    settle(minutes=90)
    after = (kinds_of(incident_no), LedgerEntry.objects.count(), Transfer.objects.count())
    assert after == before


def test_a_hold_of_more_than_the_traced_inflow_counts_the_inflow() -> None:
    incident_no = an_incident()
    settle()
    stop = numbers(incident_no)["stop", CARD]
    answered(fetched(approved(stop)), balance_fen=99_000_000)
    settle()
    assert ledger(incident_no)["held"] == 2_800_000


def test_money_let_go_leaves_the_ledger_again() -> None:
    incident_no = a_report_with_an_answer()
    stop = numbers(incident_no)["stop", CARD]
    run_clocks(at=AT + timedelta(hours=49))
    settle(minutes=49 * 60)
    assert the(stop).state == "expired"
    assert ledger(incident_no)["held"] == 0


def test_a_ledger_entry_cannot_be_changed() -> None:
    a_report_with_an_answer()
    with (
        pytest.raises(DatabaseError, match="cannot be changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update money_trails_ledgerentry set amount_fen = 1")


def test_cash_taken_at_a_machine_is_an_exit_not_an_account_to_stop() -> None:
    incident_no = an_incident()
    settle()
    query = numbers(incident_no)["query_detail", CARD]
    taken = a_movement(
        serial="S3",
        incoming=False,
        amount_fen=2_000_000,
        balance_fen=800_000,
        moved_at=T0 + timedelta(minutes=5),
        cash=True,
    )
    came = a_movement(serial="S1", balance_fen=2_800_000)
    answered(fetched(approved(query)), movements=(came, taken))
    settle()
    assert [account for _kind, account, _state in kinds_of(incident_no)] == [CARD, CARD]
    assert Holding.objects.get(whereabouts="cashed_out").inflow_fen == 2_000_000
    assert ABC in {o.institution_code for o in orders_of(incident_no, by=ANYBODY)}
