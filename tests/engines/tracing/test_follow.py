"""What following money says in the scenes officers know. Account 0 is the victim."""

import pytest

from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    at,
    carried,
    claim_table,
    holding,
    moved,
    trail_of,
    transfer_table,
    where,
)
from zhisun.engines.tables import CLAIMS, MISSING, NEVER, TRANSFERS, AccountKind, TransferStatus
from zhisun.engines.tracing.follow import follow
from zhisun.engines.tracing.terms import EndState, Fault, Params
from zhisun.kernel.errors import EngineInputError

RESTING, RETURNED = EndState.RESTING, EndState.RETURNED


def test_money_passes_down_two_layers_and_rests_in_both() -> None:
    trail = trail_of(moved((0, 1, 100, 0), (1, 2, 70, 5), (2, 3, 20, 9)), [Claim(0, 0, 100)])
    assert where(trail) == {
        (0, 1, 1, RESTING): 30,
        (0, 2, 2, RESTING): 50,
        (0, 3, 3, RESTING): 20,
    }
    assert carried(trail) == {(0, 0, 1): 100, (0, 1, 2): 70, (0, 2, 3): 20}


def test_the_oldest_money_leaves_first() -> None:
    trail = trail_of(
        moved((0, 1, 100, 0), (1, 2, 70, 5)),
        [Claim(0, 0, 100)],
        [Account(account=1, opening=50)],
    )
    assert where(trail) == {(0, 1, 1, RESTING): 80, (0, 2, 2, RESTING): 20}
    assert holding(trail, 1)["clean_fen"] == 0
    assert holding(trail, 2)["clean_fen"] == 50


def test_a_chain_within_one_second_is_followed_whatever_the_row_numbers() -> None:
    rows = moved((2, 3, 100, 7), (1, 2, 100, 7), (0, 1, 100, 7))
    trail = trail_of(rows, [Claim(0, 2, 100)])
    assert where(trail) == {(0, 3, 3, RESTING): 100}
    assert trail.order_notes.num_rows == 0


def test_a_circle_within_one_second_is_broken_and_noted() -> None:
    rows = moved((1, 2, 10, 7), (2, 3, 10, 7), (3, 1, 11, 7), (0, 1, 10, 1))
    trail = trail_of(rows, [Claim(0, 3, 10)])
    assert trail.order_notes.to_pydict() == {"transfer": [0]}
    assert where(trail) == {(0, 1, 4, RESTING): 10}


def test_printed_balances_fix_the_order_within_a_second() -> None:
    """The statement of account 1 shows that it paid before the victim's money came."""
    rows = [
        Transfer(transfer=0, payer=0, payee=1, fen=100, second=7, payee_balance=100),
        Transfer(transfer=1, payer=1, payee=2, fen=40, second=7, payer_balance=0),
    ]
    trail = trail_of(rows, [Claim(0, 0, 100)])
    assert where(trail) == {(0, 1, 1, RESTING): 100}
    assert trail.order_notes.num_rows == 0


def test_a_balance_that_fell_without_a_row_takes_clean_money_first() -> None:
    rows = [
        Transfer(transfer=0, payer=0, payee=1, fen=100, second=0, payee_balance=130),
        Transfer(transfer=1, payer=1, payee=2, fen=10, second=9, payer_balance=60),
    ]
    trail = trail_of(rows, [Claim(0, 0, 100)])
    assert where(trail) == {
        (0, 1, 1, RESTING): 60,
        (0, 1, 1, EndState.UNRECORDED): 30,
        (0, 2, 2, RESTING): 10,
    }
    assert trail.faults.to_pylist() == [
        {
            "fault": Fault.UNRECORDED_DEBIT,
            "account": 1,
            "transfer": 1,
            "claim": MISSING,
            "fen": 60,
        }
    ]


def test_paying_more_than_the_account_held_is_reported_and_the_excess_is_clean() -> None:
    trail = trail_of(
        moved((0, 1, 100, 0), (1, 2, 150, 5)),
        [Claim(0, 0, 100)],
        [Account(account=1, opening=0)],
    )
    assert where(trail) == {(0, 2, 2, RESTING): 100}
    (fault,) = trail.faults.to_pylist()
    assert (fault["fault"], fault["account"], fault["fen"]) == (Fault.SHORTFALL, 1, 50)


def test_an_opening_nobody_stated_is_assumed_and_said_so() -> None:
    trail = trail_of(moved((1, 2, 30, 0), (0, 1, 100, 1)), [Claim(0, 1, 100)])
    assert holding(trail, 1)["opening_fen"] == 30
    assert holding(trail, 1)["opening_assumed"] == 1


def test_a_printed_balance_shows_the_opening_even_while_a_reversal_is_open() -> None:
    """The 40 are out when the balance is printed and come back later."""
    rows = [
        Transfer(transfer=0, payer=1, payee=3, fen=40, second=0),
        Transfer(transfer=1, payer=1, payee=2, fen=10, second=5, payer_balance=50),
        Transfer(transfer=2, payer=3, payee=1, fen=40, second=9, payee_balance=90),
        Transfer(transfer=3, payer=0, payee=1, fen=100, second=12, payee_balance=190),
    ]
    trail = trail_of(rows, [Claim(0, 3, 100)])
    assert trail.voided.to_pylist() == [{"transfer": 0, "reversal": 2}]
    assert holding(trail, 1)["opening_fen"] == 100
    assert holding(trail, 1)["opening_assumed"] == 0
    assert trail.faults.num_rows == 0


def test_an_account_that_paid_before_its_first_printed_balance_held_at_least_that() -> None:
    rows = [
        Transfer(transfer=0, payer=1, payee=2, fen=100, second=0),
        Transfer(transfer=1, payer=0, payee=1, fen=10, second=5, payee_balance=5),
    ]
    trail = trail_of(rows, [Claim(0, 1, 10)])
    assert holding(trail, 1)["opening_fen"] == 100
    assert where(trail) == {(0, 1, 1, RESTING): 5, (0, 1, 1, EndState.UNRECORDED): 5}


def test_an_account_that_begins_overdrawn_holds_nothing() -> None:
    rows, claims = moved((0, 1, 100, 0)), [Claim(0, 0, 100)]
    trail = trail_of(rows, claims, [Account(account=1, opening=-30)])
    assert holding(trail, 1)["opening_fen"] == 0
    assert where(trail) == {(0, 1, 1, RESTING): 100}


def test_an_account_whose_bank_has_not_answered_is_followed_as_others_see_it() -> None:
    trail = trail_of(
        moved((0, 1, 100, 0), (1, 2, 120, 5), (2, 3, 30, 8)),
        [Claim(0, 0, 100)],
        [Account(account=1, covered_to=NEVER), Account(account=2, covered_to=at(6))],
    )
    assert where(trail) == {(0, 2, 2, EndState.FRONTIER): 70, (0, 3, 3, RESTING): 30}


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (AccountKind.MERCHANT, EndState.CASHED_OUT),
        (AccountKind.CASH_OUT, EndState.CASHED_OUT),
        (AccountKind.PLATFORM, EndState.PLATFORM),
        (AccountKind.INTERNAL, EndState.FEE),
    ],
)
def test_money_ends_where_an_account_is_nobodys(kind: AccountKind, state: EndState) -> None:
    rows, claims = moved((0, 1, 100, 0), (1, 2, 100, 5)), [Claim(0, 0, 100)]
    accounts = [Account(account=1, kind=kind)]
    trail = trail_of(rows, claims, accounts)
    assert where(trail) == {(0, 1, 1, state): 100}
    assert holding(trail, 1)["clean_fen"] == MISSING
    opened = trail_of(rows, claims, accounts, Params(expand=frozenset({1})))
    assert where(opened) == {(0, 2, 2, RESTING): 100}


def test_an_account_with_more_counterparties_than_a_person_is_pooled() -> None:
    crowd = [(1, 10 + i, 1, 10 + i) for i in range(4)]
    rows, claims = moved((0, 1, 100, 0), *crowd), [Claim(0, 0, 100)]
    assert where(trail_of(rows, claims, params=Params(hub_counterparties=4))) == {
        (0, 1, 1, EndState.PLATFORM): 100
    }
    assert (0, 1, 1, RESTING) in where(trail_of(rows, claims, params=Params(hub_counterparties=5)))


def test_counterparties_spread_over_months_make_no_pool() -> None:
    month = 31 * 86_400
    crowd = [(1, 10 + i // 2, 1, month * (i // 2 + 1) + i) for i in range(8)]
    trail = trail_of(
        moved((0, 1, 100, 0), *crowd), [Claim(0, 0, 100)], params=Params(hub_counterparties=2)
    )
    assert holding(trail, 1)["state"] == RESTING


def test_a_rebate_to_the_victim_is_returned_money() -> None:
    """返利: what the victim later spends elsewhere is not followed."""
    trail = trail_of(moved((0, 1, 100, 0), (1, 0, 15, 5), (0, 9, 15, 8)), [Claim(0, 0, 100)])
    assert where(trail) == {(0, 0, 2, RETURNED): 15, (0, 1, 1, RESTING): 85}


def test_another_account_of_the_victim_counts_as_the_victims() -> None:
    trail = trail_of(
        moved((0, 1, 100, 0), (1, 5, 15, 5)),
        [Claim(0, 0, 100)],
        [Account(account=0, holder=3), Account(account=5, holder=3)],
    )
    assert where(trail) == {(0, 1, 1, RESTING): 85, (0, 5, 2, RETURNED): 15}


def test_the_later_report_takes_over_the_older_claims_money() -> None:
    """A rebate, paid into the fraud again with a second, reported transfer."""
    rows = moved((0, 1, 100, 0), (1, 0, 15, 5), (0, 2, 20, 8))
    trail = trail_of(rows, [Claim(0, 0, 100), Claim(1, 2, 20)], [Account(account=0, opening=100)])
    assert where(trail) == {
        (0, 0, 2, EndState.SUPERSEDED): 15,
        (0, 1, 1, RESTING): 85,
        (1, 2, 1, RESTING): 20,
    }
    assert trail.superseded.to_pylist() == [
        {"claim": 0, "newer_claim": 1, "transfer": 2, "fen": 15}
    ]


def test_the_unclaimed_part_of_a_transfer_is_clean() -> None:
    trail = trail_of(moved((0, 1, 100, 0), (1, 2, 70, 5)), [Claim(0, 0, 60)])
    assert where(trail) == {(0, 2, 2, RESTING): 60}
    assert holding(trail, 2)["clean_fen"] == 10


def test_claiming_more_than_was_paid_is_capped_and_reported() -> None:
    trail = trail_of(moved((0, 1, 100, 0)), [Claim(0, 0, 70), Claim(1, 0, 50)])
    assert where(trail) == {(0, 1, 1, RESTING): 70, (1, 1, 1, RESTING): 30}
    (fault,) = trail.faults.to_pylist()
    assert (fault["fault"], fault["claim"], fault["fen"]) == (Fault.CLAIM_CAPPED, 1, 20)


def test_money_is_not_followed_beyond_the_level_asked_for() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 100, 5), (2, 3, 60, 9))
    trail = trail_of(rows, [Claim(0, 0, 100)], params=Params(max_level=2))
    assert where(trail) == {(0, 2, 2, EndState.LEVEL_CAP): 100}
    assert holding(trail, 2)["still_there_fen"] == 40


def test_parts_too_small_to_follow_are_dust() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 3, 5), (2, 3, 3, 9))
    trail = trail_of(rows, [Claim(0, 0, 100)], params=Params(dust_fen=5))
    assert where(trail) == {(0, 1, 1, RESTING): 97, (0, 2, 2, EndState.DUST): 3}


def test_a_reversed_transfer_is_voided_with_its_reversal() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 40, 60), (2, 1, 40, 90))
    trail = trail_of(rows, [Claim(0, 0, 100)])
    assert where(trail) == {(0, 1, 1, RESTING): 100}
    assert trail.voided.to_pylist() == [{"transfer": 1, "reversal": 2}]


def test_a_row_the_bank_flagged_is_voided_with_the_nearest_opposite_before_it() -> None:
    rows = [
        *moved((1, 2, 40, 0), (1, 2, 40, 9_000)),
        Transfer(
            transfer=2, payer=2, payee=1, fen=40, second=20_000, status=TransferStatus.REVERSED
        ),
    ]
    assert trail_of(rows, []).voided.to_pylist() == [{"transfer": 1, "reversal": 2}]


def test_money_sent_back_after_other_payments_is_an_ordinary_transfer() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 40, 60), (2, 3, 1, 70), (2, 1, 40, 90))
    assert trail_of(rows, [Claim(0, 0, 100)]).voided.num_rows == 0


@pytest.mark.parametrize(
    "rows",
    [
        [Transfer(transfer=0, payer=0, payee=1, fen=9, second=0, status=TransferStatus.FAILED)],
        [Transfer(transfer=0, payer=0, payee=1, fen=9, second=0, status=TransferStatus.REVERSED)],
        moved((0, 1, 9, 0), (1, 0, 9, 60)),
        moved((0, 0, 9, 0)),
    ],
    ids=["failed", "flagged as reversed", "sent back at once", "to the same account"],
)
def test_a_claimed_transfer_that_came_to_nothing_leaves_the_money_with_the_victim(
    rows: list[Transfer],
) -> None:
    trail = trail_of(rows, [Claim(0, 0, 9)])
    assert where(trail) == {(0, 0, 0, RETURNED): 9}
    assert Fault.CLAIM_NOT_MOVED in trail.faults.column("fault").to_pylist()


def test_nothing_after_the_as_of_instant_is_known() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 70, 5), (0, 1, 50, 9))
    claims = [Claim(0, 0, 100), Claim(1, 2, 50)]
    trail = trail_of(rows, claims, params=Params(as_of=at(4)))
    assert where(trail) == {(0, 1, 1, RESTING): 100}
    assert trail.as_of == at(4)
    assert trail.faults.column("fault").to_pylist() == [Fault.CLAIM_AFTER_AS_OF]


def test_minutes_can_be_the_unit_of_time() -> None:
    rows = moved((1, 2, 100, 61), (0, 1, 100, 75))
    coarse = trail_of(rows, [Claim(0, 1, 100)], params=Params(unit_seconds=60))
    assert where(coarse) == {(0, 2, 2, RESTING): 100}


def test_an_empty_ledger_has_an_empty_trail() -> None:
    trail = follow(transfer_table([]), claim_table([]), None, Params())
    assert trail.accounts.num_rows == trail.holdings.num_rows == 0
    assert trail.as_of == NEVER


def test_equal_questions_have_equal_digests_and_different_ones_differ() -> None:
    rows, claims = moved((0, 1, 100, 0), (1, 2, 70, 5)), [Claim(0, 0, 100)]
    assert trail_of(rows, claims).digest == trail_of(rows[::-1], claims).digest
    assert trail_of(rows, claims).digest != trail_of(rows, [Claim(0, 0, 99)]).digest
    assert trail_of(rows, claims).digest != trail_of(rows, claims, params=Params(dust_fen=1)).digest


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        (moved((0, 1, 0, 0)), "fen"),
        (moved((-1, 1, 5, 0)), "payer"),
        (moved((0, 1, 5, 0)) * 2, "transfer"),
    ],
)
def test_a_ledger_out_of_range_is_refused(rows: list[Transfer], column: str) -> None:
    with pytest.raises(EngineInputError) as refusal:
        trail_of(rows, [])
    assert refusal.value.facts == {"column": column}


@pytest.mark.parametrize(
    "claims", [[Claim(0, 7, 5)], [Claim(0, 0, 5)] * 2, [Claim(0, 0, 0)], [Claim(-1, 0, 5)]]
)
def test_a_claim_that_makes_no_sense_is_refused(claims: list[Claim]) -> None:
    with pytest.raises(EngineInputError):
        trail_of(moved((0, 1, 5, 0)), claims)


def test_an_account_listed_twice_is_refused() -> None:
    with pytest.raises(EngineInputError):
        trail_of(moved((0, 1, 5, 0)), [], [Account(account=1), Account(account=1)])


def test_a_table_without_a_needed_column_is_refused() -> None:
    transfers = transfer_table(moved((0, 1, 5, 0)))
    claims = claim_table([Claim(0, 0, 5)]).select(["claim", "transfer"])
    with pytest.raises(EngineInputError) as refusal:
        follow(transfers, claims, None, Params())
    assert refusal.value.facts == {"column": "fen"}


def test_columns_that_may_be_absent_are_filled_in() -> None:
    names = ["transfer", "payer", "payee", "fen", "moved_at"]
    lean = transfer_table(moved((0, 1, 100, 0))).select(names)
    trail = follow(lean, claim_table([Claim(0, 0, 100)]), None, Params())
    assert where(trail) == {(0, 1, 1, RESTING): 100}
    assert len(TRANSFERS) > len(names) > len(CLAIMS)


@pytest.mark.parametrize(
    "wrong",
    [{"as_of": at(0).replace(tzinfo=None)}, {"max_level": 0}, {"unit_seconds": 0}],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(EngineInputError) as refusal:
        Params(**wrong)  # type: ignore[arg-type]  # the point is a wrong value
    assert refusal.value.code == "parameter_unusable"
