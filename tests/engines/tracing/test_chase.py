"""What to hold first. Account 0 is the victim."""

import pytest

from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    account_table,
    claim_table,
    moved,
    transfer_table,
)
from zhisun.engines.tables import NEVER, AccountKind
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.chase import chase
from zhisun.engines.tracing.dwelling import Dwelling
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.terms import ATTRIBUTING, EndState, Params
from zhisun.engines.tracing.walking import walked


def chased(
    rows: list[Transfer], claims: list[Claim], accounts: list[Account] | None = None
) -> list[dict[str, object]]:
    ledger = build(transfer_table(rows))
    folk = known(ledger, account_table(accounts or []))
    question = asked(ledger, folk, claim_table(claims), Params())
    found = {rule: walked(ledger.book, folk, question.by(rule)) for rule in ATTRIBUTING}
    listed: list[dict[str, object]] = chase(ledger, question, found).to_pylist()
    return listed


def test_the_larger_of_two_fresh_sums_comes_first() -> None:
    listed = chased(moved((0, 1, 90, 0), (1, 2, 60, 5), (1, 3, 30, 5)), [Claim(0, 0, 90)])
    assert [(row["account"], row["lifo"], row["priority"]) for row in listed] == [
        (2, 60, 1),
        (3, 30, 2),
    ]


def test_the_interval_is_over_all_rules_and_others_money_is_shown() -> None:
    rows = moved((9, 1, 100, 0), (0, 1, 100, 5), (1, 2, 100, 9))
    listed = {row["account"]: row for row in chased(rows, [Claim(0, 1, 100)])}
    assert (listed[2]["lifo"], listed[2]["minimum"], listed[2]["maximum"]) == (100, 0, 100)
    assert (listed[1]["lifo"], listed[1]["others"]) == (0, 100)
    assert listed[1]["priority"] == 2  # the haircut sees money here, LIFO none: below the others


def test_money_of_an_account_that_has_not_answered_counts_by_the_chance_that_it_is_there() -> None:
    rows = moved((0, 1, 100, 0), (0, 2, 100, 3_000), (0, 3, 1, 3_060))
    silent = [Account(account=code, covered_to=NEVER) for code in (1, 2)]
    claims = [Claim(0, 0, 100), Claim(1, 1, 100)]
    fresh, old = chased(rows, claims, silent)
    assert (fresh["account"], old["account"]) == (2, 1)
    assert fresh["state"] == EndState.FRONTIER
    assert fresh["still_there_pm"] > old["still_there_pm"]  # type: ignore[operator]  # numbers


def test_pools_and_victims_are_never_on_the_list() -> None:
    rows = moved((0, 1, 90, 0), (1, 2, 60, 5), (1, 0, 30, 700))
    assert chased(rows, [Claim(0, 0, 90)], [Account(account=2, kind=AccountKind.PLATFORM)]) == []


def test_nothing_claimed_is_nothing_to_chase() -> None:
    assert chased(moved((0, 1, 90, 0)), []) == []


@pytest.mark.parametrize(("seconds", "chance"), [(-5, 1.0), (0, 1.0), (180, 0.55), (1e9, 0.1)])
def test_half_of_what_leaves_is_gone_by_the_median(seconds: float, chance: float) -> None:
    assert Dwelling().stays(seconds) == pytest.approx(chance, abs=1e-3)


def test_what_stayed_long_seldom_leaves_soon() -> None:
    dwelling = Dwelling()
    assert dwelling.leaves(60, 600) > dwelling.leaves(3_600, 600) > 0
