"""Which rows are one movement, and what the ledger should say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.money_trails.policy import (
    Held,
    Row,
    Statement,
    ledger_targets,
    movements,
    settled,
)
from zhisun.domains.money_trails.terms import Amount, TransferSource

AT = datetime(2026, 9, 11, 6, 3, tzinfo=UTC)
PAID = Row(
    source=TransferSource.ANSWER,
    source_no="Z1",
    payer_account="A",
    payee_account="B",
    amount_fen=100,
    moved_at=AT,
    serial="S1",
    payer_balance_fen=0,
)
GOT = replace(PAID, source_no="Z2", serial="T9", payer_balance_fen=None, payee_balance_fen=100)
SAID = Row(
    source=TransferSource.REPORT,
    source_no="J1-1",
    payer_account="事主账户",
    payee_account="B",
    amount_fen=100,
    moved_at=AT - timedelta(minutes=20),
    claim_no="J1-1",
    claimed_fen=100,
)


def paid(**changes: object) -> Statement:
    return Statement(replace(PAID, **changes), incoming=False)  # type: ignore[arg-type]  # facts


def got(**changes: object) -> Statement:
    return Statement(replace(GOT, **changes), incoming=True)  # type: ignore[arg-type]  # facts


def claims(rows: list[Row]) -> list[tuple[str, str]]:
    return sorted((row.claim_no, row.serial) for row in rows)


def test_a_row_printed_in_two_statements_is_one_movement() -> None:
    assert movements([], [paid(), paid(source_no="Z7", place=4)]) == [PAID]


def test_both_sides_of_one_movement_are_one() -> None:
    [row] = movements([], [got(moved_at=AT + timedelta(seconds=3)), paid()])
    assert (row.payer_balance_fen, row.payee_balance_fen, row.moved_at) == (0, 100, AT)
    assert len(movements([], [paid(), got(moved_at=AT + timedelta(seconds=4))])) == 2


def test_money_that_came_before_it_was_paid_shows_a_slow_clock() -> None:
    early, earlier = AT - timedelta(seconds=120), AT - timedelta(seconds=121)
    [row] = movements([], [got(moved_at=early), paid()])
    assert (row.payer_balance_fen, row.payee_balance_fen, row.moved_at) == (0, 100, AT)
    assert len(movements([], [got(moved_at=earlier), paid()])) == 2
    twice = [got(moved_at=early), paid(), paid(serial="S2", moved_at=AT - timedelta(seconds=9))]
    assert len(movements([], twice)) == 3


@pytest.mark.parametrize("balance_fen", [None, 100])
def test_two_equal_payments_in_one_second_stay_two(balance_fen: int | None) -> None:
    rows = [got(serial=serial, payee_balance_fen=balance_fen) for serial in ("T1", "T2")]
    assert len(movements([], rows)) == 2
    assert len(movements([], [*rows, paid(serial="S1"), paid(serial="S2")])) == 2


def test_a_fee_with_the_number_of_its_transfer_is_another_movement() -> None:
    fee = paid(amount_fen=1, payee_account="取现：A")
    assert len(movements([], [paid(payee_account="取现：A"), fee])) == 2


def test_a_number_that_begins_anew_next_day_is_another_movement() -> None:
    assert len(movements([], [paid(), paid(moved_at=AT + timedelta(days=1))])) == 2


def test_a_statement_confirms_what_the_victim_remembers_and_corrects_it() -> None:
    [row] = movements([SAID], [paid()])
    assert (row.moved_at, row.payer_account, row.claimed_fen) == (AT, "A", 100)


def test_of_two_equal_payments_the_victim_means_the_nearer_one() -> None:
    far, near = paid(moved_at=AT - timedelta(hours=3)), paid(serial="S2")
    for statements in ([far, near], [near, far]):
        assert claims(movements([SAID], statements)) == [("", "S1"), ("J1-1", "S2")]


def test_two_reports_of_equal_amounts_are_two_claims() -> None:
    other = replace(SAID, claim_no="J1-2")
    assert claims(movements([SAID, other], [paid()])) == [("J1-1", "S1"), ("J1-2", "")]
    assert len(movements([SAID, other], [paid(), paid(serial="S2")])) == 2


def test_a_payment_that_failed_is_not_the_one_the_victim_means() -> None:
    failed = paid(serial="S0", succeeded=False, moved_at=SAID.moved_at)
    assert claims(movements([SAID], [failed, paid()])) == [("", "S0"), ("J1-1", "S1")]
    assert claims(movements([SAID], [failed])) == [("", "S0"), ("J1-1", "")]


def test_another_victims_equal_payment_is_not_this_ones() -> None:
    mine = replace(SAID, payer_account="V", payer_name="周敏")
    stranger = paid(payer_account="W", payer_name="吴强")
    assert len(movements([mine], [stranger])) == 2
    own = paid(payer_account="V", payer_name="周敏", serial="S2", moved_at=AT + timedelta(hours=5))
    assert claims(movements([mine], [stranger, own])) == [("", "S1"), ("J1-1", "S2")]


def test_a_row_without_counterparty_does_not_forget_the_payer() -> None:
    blind = got(payer_account="来源不明：B")
    assert movements([SAID], [blind])[0].payer_account == "事主账户"
    assert [row.payer_account for row in movements([], [blind, paid()])] == ["A"]


def test_cash_is_never_the_other_side_of_a_transfer() -> None:
    cash_in = got(payer_account="现金存入：B")
    assert len(movements([], [cash_in, paid()])) == 2


def test_another_payee_or_amount_is_another_movement() -> None:
    assert len(movements([SAID], [paid(payee_account="C")])) == 2
    assert len(movements([SAID], [paid(amount_fen=101)])) == 2


@given(st.permutations([paid(), got(), paid(serial="S2"), got(serial="T8"), got(serial="T7")]))
def test_the_order_of_answers_does_not_matter(statements: list[Statement]) -> None:
    rows = movements([SAID], statements)
    assert len(rows) == 3
    assert sum(row.claimed_fen for row in rows) == 100


def test_the_sub_account_is_the_accounts() -> None:
    assert settled("6228 4804 0256 4890 018_0001") == "6228480402564890018"


holds = st.lists(
    st.builds(
        Held,
        st.sampled_from("ABC"),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
        st.integers(0, 10**6),
    ),
    max_size=8,
)


@given(holds, st.dictionaries(st.sampled_from("ABC"), st.integers(0, 10**6)))
def test_what_counts_as_held_never_exceeds_the_traced_inflow(
    orders: list[Held], inflow: dict[str, int]
) -> None:
    targets = ledger_targets(5, orders, inflow)
    for account in "ABC":
        held = targets.get((Amount.HELD, account), 0)
        frozen = targets.get((Amount.FROZEN, account), 0)
        assert 0 <= held + frozen <= max(inflow.get(account, 0), 0)


def test_an_account_ordered_twice_counts_once() -> None:
    targets = ledger_targets(0, [Held("A", 70, 0, 0), Held("A", 50, 0, 0)], {"A": 99})
    assert targets[Amount.ORDERED, "A"] == 70


def test_frozen_money_comes_before_stopped_money() -> None:
    targets = ledger_targets(0, [Held("A", 0, 80, 0), Held("A", 0, 0, 60)], {"A": 100})
    assert (targets[Amount.FROZEN, "A"], targets[Amount.HELD, "A"]) == (60, 40)
