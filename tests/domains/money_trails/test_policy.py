"""Which rows are one movement, and what the ledger should say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.money_trails.policy import Held, Row, ledger_targets, match, merged, settled
from zhisun.domains.money_trails.terms import Amount, TransferSource

AT = datetime(2026, 9, 11, 6, 3, tzinfo=UTC)
SEEN = Row(
    source=TransferSource.ANSWER,
    source_no="Z1",
    payer_account="A",
    payee_account="B",
    amount_fen=100,
    moved_at=AT,
    serial="S1",
    payer_balance_fen=0,
)
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
OTHER_SIDE = replace(SEEN, serial="T9", payer_balance_fen=None, payee_balance_fen=100)


def test_the_same_row_again_is_the_same_movement() -> None:
    assert match(SEEN, [SEEN]) == 0


def test_both_sides_of_one_movement_are_one() -> None:
    assert match(replace(OTHER_SIDE, moved_at=AT + timedelta(seconds=3)), [SEEN]) == 0
    assert match(replace(OTHER_SIDE, moved_at=AT + timedelta(seconds=4)), [SEEN]) is None


def test_two_equal_payments_in_one_second_stay_two() -> None:
    assert match(replace(SEEN, serial="S2"), [SEEN]) is None


def test_a_statement_confirms_what_the_victim_remembers_and_corrects_it() -> None:
    assert match(SEEN, [SAID]) == 0
    changes = merged(SAID, SEEN)
    assert changes["moved_at"] == AT
    assert changes["payer_account"] == "A"
    assert "claimed_fen" not in changes  # it stays claimed


def test_a_late_report_claims_what_a_statement_showed_already() -> None:
    assert match(SAID, [SEEN]) == 0
    assert merged(SEEN, SAID)["claimed_fen"] == 100
    assert merged(SEEN, SAID)["claim_no"] == "J1-1"


def test_two_reports_of_equal_amounts_are_two_claims() -> None:
    other = replace(SAID, claim_no="J1-2")
    assert match(other, [SAID]) is None
    assert match(other, [replace(SEEN, claim_no="J1-1")]) is None
    assert match(other, [replace(SEEN, claim_no="J1-1"), replace(SEEN, serial="S2")]) == 1


def test_a_report_read_again_is_itself_also_after_a_statement_confirmed_it() -> None:
    confirmed = replace(SEEN, claim_no="J1-1")
    assert match(SAID, [replace(SEEN, serial="S2"), confirmed]) == 1


def test_a_row_without_counterparty_does_not_forget_the_payer() -> None:
    blind = replace(SEEN, payer_account="来源不明：B", payer_balance_fen=None)
    assert match(blind, [SAID]) == 0
    assert "payer_account" not in merged(SAID, blind)
    assert match(blind, [replace(SEEN, claim_no="J1-1")]) == 0


def test_another_payee_or_amount_is_another_movement() -> None:
    assert match(replace(SEEN, payee_account="C"), [SEEN, SAID]) is None
    assert match(replace(SEEN, amount_fen=101), [SEEN, SAID]) is None


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
