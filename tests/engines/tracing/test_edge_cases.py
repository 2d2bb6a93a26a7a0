"""Every edge case of the graph study §4.6, worked out in docs/tracing.md. 0 is the victim."""

import pytest

from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    account_table,
    at,
    carried,
    claim_table,
    holding,
    moved,
    trail_of,
    transfer_table,
    where,
)
from zhisun.engines.tables import NEVER, AccountKind, TransferStatus
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Layout, build
from zhisun.engines.tracing.terms import ATTRIBUTING, EndState, Fault, Params, Rule
from zhisun.engines.tracing.walking import reached, walked

RESTING, FRONTIER = EndState.RESTING, EndState.FRONTIER
FULL = [Claim(0, 0, 100)]


def by(rule: Rule, rows: list[Transfer], claims: list[Claim]) -> dict[tuple[int, ...], int]:
    """Fen by (claim, account) under a rule."""
    found = where(trail_of(rows, claims, params=Params(rule=rule)))
    sums: dict[tuple[int, ...], int] = {}
    for (claim, account, _, _), fen in found.items():
        sums[claim, account] = sums.get((claim, account), 0) + fen
    return sums


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (Rule.FIFO, {(0, 1): 90, (0, 2): 10}),
        (Rule.LIFO, {(0, 1): 40, (0, 2): 60}),
        (Rule.TAINT_FIRST, {(0, 1): 40, (0, 2): 60}),
        (Rule.CLEAN_FIRST, {(0, 1): 90, (0, 2): 10}),
        (Rule.HAIRCUT, {(0, 1): 60, (0, 2): 40}),
    ],
)
def test_fifty_honest_a_hundred_stolen_and_sixty_paid(rule: Rule, left: dict[object, int]) -> None:
    """The account held 50, got 100 of the victim, and paid 60: the rules differ on whose."""
    rows = moved((9, 1, 50, 0), (0, 1, 100, 5), (1, 2, 60, 9))
    assert by(rule, rows, [Claim(0, 1, 100)]) == left


def test_the_haircut_shares_what_leaves_over_claims_to_the_fen() -> None:
    """7 of 3 + 4 + 3 held leave: 7 * 10 / 10 over (3, 4, 3) is 2.1, 2.8, 2.1: 2, 3, 2."""
    rows = moved((0, 1, 3, 0), (8, 1, 4, 1), (9, 1, 3, 2), (1, 2, 7, 5))
    claims = [Claim(0, 0, 3), Claim(1, 1, 4), Claim(2, 2, 3)]
    assert by(Rule.HAIRCUT, rows, claims) == {
        (0, 1): 1,
        (0, 2): 2,
        (1, 1): 1,
        (1, 2): 3,
        (2, 1): 1,
        (2, 2): 2,
    }


def test_of_equal_remainders_the_older_claim_goes_first() -> None:
    rows = moved((0, 1, 5, 0), (9, 1, 5, 1), (1, 2, 1, 5))
    assert by(Rule.HAIRCUT, rows, [Claim(7, 0, 5), Claim(3, 1, 5)])[7, 2] == 1


def test_a_chain_of_one_second_is_followed_in_any_order_of_rows() -> None:
    rows = moved((2, 3, 100, 7), (1, 2, 100, 7), (0, 1, 100, 7))
    assert where(trail_of(rows, [Claim(0, 2, 100)])) == {(0, 3, 3, RESTING): 100}


def test_a_transfer_to_ones_own_other_account_is_an_ordinary_one() -> None:
    accounts = [Account(account=1, holder=5), Account(account=2, holder=5)]
    trail = trail_of(moved((0, 1, 100, 0), (1, 2, 100, 5)), FULL, accounts)
    assert where(trail) == {(0, 2, 2, RESTING): 100}


def test_a_transfer_to_the_same_account_moves_nothing_and_is_reported() -> None:
    trail = trail_of(moved((0, 1, 100, 0), (1, 1, 100, 5)), FULL)
    assert where(trail) == {(0, 1, 1, RESTING): 100}
    assert trail.faults.column("fault").to_pylist() == [Fault.SAME_ACCOUNT]


def test_a_failed_transfer_is_dropped_and_kept_as_evidence_of_a_link() -> None:
    failed = Transfer(transfer=1, payer=1, payee=2, fen=60, second=5, status=TransferStatus.FAILED)
    ledger = build(transfer_table([*moved((0, 1, 100, 0)), failed]))
    (kept,) = ledger.unmoved.to_pylist()
    assert (kept["transfer"], kept["failed"]) == (1, True)
    assert where(trail_of([*moved((0, 1, 100, 0)), failed], FULL)) == {(0, 1, 1, RESTING): 100}


def test_a_reversal_is_voided_within_ten_minutes_and_ordinary_after() -> None:
    soon = trail_of(moved((0, 1, 100, 0), (1, 2, 40, 60), (2, 1, 40, 660)), FULL)
    late = trail_of(moved((0, 1, 100, 0), (1, 2, 40, 60), (2, 1, 40, 661)), FULL)
    assert where(soon) == {(0, 1, 1, RESTING): 100}
    assert soon.voided.num_rows == 1
    assert where(late) == {(0, 1, 1, RESTING): 60, (0, 1, 3, RESTING): 40}


def test_a_pair_that_is_not_complete_at_the_as_of_instant_stands() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 40, 60), (2, 1, 40, 90))
    assert where(trail_of(rows, FULL, params=Params(as_of=at(70)))) == {
        (0, 1, 1, RESTING): 60,
        (0, 2, 2, RESTING): 40,
    }


def test_a_second_victim_who_pays_with_traced_money_takes_it_over() -> None:
    rows = moved((0, 1, 100, 0), (1, 5, 80, 5), (5, 6, 80, 9))
    for rule in ATTRIBUTING:
        trail = trail_of(rows, [*FULL, Claim(1, 2, 80)], params=Params(rule=rule))
        assert (0, 5, 2, EndState.SUPERSEDED) in where(trail)
        assert sum(fen for (claim, *_), fen in where(trail).items() if claim == 0) == 100
        assert where(trail)[1, 6, 1, RESTING] == 80


def test_an_account_that_has_not_answered_starts_from_nothing_and_the_rest_waits_there() -> None:
    silent = [Account(account=1, covered_to=NEVER)]
    trail = trail_of(moved((0, 1, 100, 0), (1, 2, 70, 5)), FULL, silent)
    assert where(trail) == {(0, 1, 1, FRONTIER): 30, (0, 2, 2, RESTING): 70}
    assert holding(trail, 1)["opening_fen"] == 0


def test_money_is_frontier_once_the_statement_ends_before_the_as_of_instant() -> None:
    rows, ends = moved((0, 1, 100, 0), (8, 9, 1, 50)), [Account(account=1, covered_to=at(20))]
    assert where(trail_of(rows, FULL, ends)) == {(0, 1, 1, FRONTIER): 100}
    early = Params(as_of=at(20))
    assert where(trail_of(rows, FULL, ends, early)) == {(0, 1, 1, RESTING): 100}


def test_a_hub_counts_from_the_moment_it_became_one() -> None:
    rows = moved((0, 1, 100, 0), *[(1, 10 + i, 1, 10 + i) for i in range(4)])
    crowded = Params(hub_counterparties=4)
    assert where(trail_of(rows, FULL, params=crowded)) == {(0, 1, 1, EndState.PLATFORM): 100}
    early = Params(hub_counterparties=4, as_of=at(12))
    assert (0, 1, 1, RESTING) in where(trail_of(rows, FULL, params=early))


@pytest.mark.parametrize("kind", [AccountKind.CASH_OUT, AccountKind.MERCHANT])
def test_cash_and_merchants_end_a_trail(kind: AccountKind) -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 100, 5), (2, 3, 100, 9))
    trail = trail_of(rows, FULL, [Account(account=2, kind=kind)])
    assert where(trail) == {(0, 2, 2, EndState.CASHED_OUT): 100}


def test_money_may_come_back_and_keeps_the_level_of_its_arrival() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 60, 700), (2, 1, 60, 1_400))
    trail = trail_of(rows, FULL)
    assert where(trail) == {(0, 1, 1, RESTING): 40, (0, 1, 3, RESTING): 60}
    assert holding(trail, 1)["level"] == 1
    assert carried(trail) == {(0, 0, 1): 100, (0, 1, 2): 60, (0, 2, 3): 60}


def test_a_long_chain_needs_more_room_than_a_walk_begins_with() -> None:
    rows = moved(*((i, i + 1, 100, i) for i in range(3_000)))
    for rule in ATTRIBUTING:
        trail = trail_of(rows, FULL, params=Params(rule=rule))
        assert where(trail) == {(0, 3_000, 3_000, RESTING): 100}
    ledger = build(transfer_table(rows))
    folk = known(ledger, account_table([]))
    ready = asked(ledger, folk, claim_table(FULL), Params())
    assert len(reached(ledger.book, folk, ready.question, None).edges) == 3_000


def test_touch_ends_with_its_window() -> None:
    ledger = build(transfer_table(moved((0, 1, 100, 0), (1, 2, 5, 60), (1, 3, 5, 9_000))))
    folk = known(ledger, None)
    ready = asked(ledger, folk, claim_table(FULL), Params())
    found = reached(ledger.book, folk, ready.question, 7_200)
    assert sorted(ledger.codes[found.ends[:, 1]].tolist()) == [1, 2]


def test_money_of_hundreds_of_claims_leaves_one_account_to_the_fen() -> None:
    claims = [Claim(i, i, 7) for i in range(300)]
    rows = [*moved(*((1_000 + i, 1, 7, i) for i in range(300)))]
    rows += [Transfer(transfer=300, payer=1, payee=2, fen=1_000, second=400)]
    ledger = build(transfer_table(rows), Layout())
    folk = known(ledger, None)
    ready = asked(ledger, folk, claim_table(claims), Params())
    for rule in ATTRIBUTING:
        ends = walked(ledger.book, folk, ready.by(rule)).ends
        there = ledger.codes[ends[:, 1]] == 2
        assert (int(ends[there, 4].sum()), int(ends[:, 4].sum())) == (1_000, 2_100)


def test_amounts_near_the_largest_are_shared_without_overflow() -> None:
    big = 2**49
    rows = moved((0, 1, big, 0), (9, 1, big - 1, 1), (1, 2, big + 12_345, 5))
    claims = [Claim(0, 0, big), Claim(1, 1, big - 1)]
    sums = by(Rule.HAIRCUT, rows, claims)
    leaving = big + 12_345
    assert sums[0, 2] + sums[1, 2] == leaving
    assert abs(sums[0, 2] - leaving * big // (2 * big - 1)) <= 1
