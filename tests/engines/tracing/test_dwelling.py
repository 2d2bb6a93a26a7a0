"""How long money stays, learnt from what statements show. Account 0 is the victim."""

from collections import Counter, defaultdict

import numpy as np
import pytest

from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    account_table,
    at,
    claim_table,
    moved,
    transfer_table,
)
from tests.engines.tracing.worlds import world
from zhisun.engines.tables import NEVER, AccountKind
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.dwelling import Dwelling, Stays, joined, learnt, stays_of
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.terms import Params, Rule
from zhisun.engines.tracing.walking import walked


def stays(
    rows: list[Transfer], claims: list[Claim], accounts: list[Account] | None = None
) -> list[tuple[int, int, int, float, int]]:
    """(seconds, left, hour, weight, exit) of each piece, ascending."""
    ledger = build(transfer_table(rows))
    folk = known(ledger, account_table(accounts or []))
    ready = asked(ledger, folk, claim_table(claims), Params())
    found = walked(ledger.book, folk, ready.by(Rule.LIFO))
    seen = stays_of(ledger, folk, found, ready.question.as_of)
    columns = (seen.seconds, seen.left, seen.hour, seen.weight, seen.exit)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_money_in_last_leaves_first_and_what_stays_is_seen_as_far_as_the_statement_reaches() -> (
    None
):
    rows = moved((0, 1, 100, 0), (0, 1, 100, 60), (1, 2, 150, 100), (1, 3, 10, 160))
    found = stays(
        rows, [Claim(0, 0, 100), Claim(1, 1, 100)], [Account(account=2, covered_to=NEVER)]
    )
    weights: Counter[tuple[int, int]] = Counter()
    for seconds, left, _, weight, _ in found:
        weights[seconds, left] += round(10 * weight)
    assert weights == {
        (0, 0): 10,  # the ten at 3, which came with the last row
        (40, 1): 10,  # the second hundred
        (100, 1): 5,
        (160, 0): 4,
        (160, 1): 1,
    }


def test_an_exit_is_told_from_an_account_further_on() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 60, 30), (1, 3, 40, 40))
    found = stays(rows, [Claim(0, 0, 100)], [Account(account=2, kind=AccountKind.CASH_OUT)])
    assert [(s, left, out) for s, left, _, _, out in found] == [(0, 0, 0), (30, 1, 1), (40, 1, 0)]


@pytest.mark.parametrize("seed", range(150))
def test_pieces_agree_with_stacks_worked_by_hand(seed: int) -> None:
    there = world(seed)
    ledger = build(transfer_table(there.rows))
    folk = known(ledger, account_table(there.accounts))
    ready = asked(ledger, folk, claim_table(there.claims), there.params)
    found = walked(ledger.book, folk, ready.by(Rule.LIFO))
    as_of = ready.question.as_of
    seen = stays_of(ledger, folk, found, as_of)
    open_accounts = {
        slot[scene.ACCOUNT] for slot in found.slots.tolist() if slot[scene.END] == scene.NO_END
    }
    stacks: defaultdict[int, list[list[int]]] = defaultdict(list)
    expected = []
    book = ledger.book
    for _, row, _, fen in sorted(found.edges.tolist(), key=lambda edge: edge[1]):
        payer, payee, second = int(book.payer[row]), int(book.payee[row]), int(book.second[row])
        left, came = fen, stacks[payer]
        while left and came:
            taken = min(left, came[-1][0])
            told = min(int(folk.covered[payer]), as_of)
            if payer in open_accounts and second <= told:
                expected.append((second - came[-1][1], 1, taken / came[-1][2]))
            came[-1][0] -= taken
            left -= taken
            if not came[-1][0]:
                came.pop()
        stacks[payee].append([fen, second, fen])
    for account, lots in stacks.items():
        told = min(int(folk.covered[account]), as_of)
        if account in open_accounts:
            expected += [(told - s, 0, rest / fen) for rest, s, fen in lots if told >= s]
    ours = zip(seen.seconds.tolist(), seen.left.tolist(), seen.weight.tolist(), strict=True)
    told_ours = sorted(ours)
    assert [each[:2] for each in told_ours] == [each[:2] for each in sorted(expected)]
    assert sum(w for _, _, w in told_ours) == pytest.approx(
        sum(w for _, _, w in expected), abs=1e-3
    )


def lived(rate: float, arrivals: int, watched: int, hour: int = 12) -> Stays:
    """Arrivals that leave at one rate, each watched for so many seconds."""
    dice = np.random.default_rng(arrivals)
    stayed = dice.exponential(1 / rate, arrivals)
    left = (stayed <= watched).astype(np.int64)
    return Stays(
        np.minimum(stayed, watched).astype(np.int64),
        left,
        np.full(arrivals, hour),
        np.ones(arrivals),
        left * (dice.random(arrivals) < 0.6).astype(np.int64),
    )


def test_without_answers_the_prior_stands() -> None:
    prior, nothing = Dwelling(), learnt(joined([]))
    assert nothing.seen == 0
    assert nothing.exits == prior.exits
    for seconds in (0, 45, 180, 5_000, 1e6):
        assert nothing.stays(seconds) == pytest.approx(prior.stays(seconds))


def test_many_answers_outweigh_the_prior_although_most_are_watched_too_short_a_time() -> None:
    found = learnt(lived(1 / 900, 20_000, 600))
    for seconds in (60, 300, 600):
        assert found.stays(seconds) == pytest.approx(np.exp(-seconds / 900), abs=0.015)
    assert found.exits == pytest.approx(0.6, abs=0.02)
    assert found.seen == 20_000


def test_a_few_answers_move_the_prior_a_little() -> None:
    prior, found = Dwelling().stays(300), learnt(lived(1 / 10_000, 5, 3_600)).stays(300)
    assert prior < found < prior + 0.15


def test_an_hour_in_which_money_leaves_quicker_is_learnt() -> None:
    found = learnt(
        joined([lived(1 / 1_000, 4_000, 3_600, hour=10), lived(1 / 250, 4_000, 3_600, 3)])
    )
    assert found.stays(300, 3) == pytest.approx(np.exp(-300 / 250), abs=0.06)
    assert found.stays(300, 10) == pytest.approx(np.exp(-300 / 1_000), abs=0.06)
    assert found.stays(300, 3) < found.stays(300) < found.stays(300, 10)


def test_the_hour_is_chinas() -> None:
    rows = moved((0, 1, 100, 0), (1, 2, 100, 60))
    (_, _, hour, _, _), *_ = stays(rows, [Claim(0, 0, 100)])
    assert hour == (at(0).hour + 8) % 24
