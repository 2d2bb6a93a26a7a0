"""Money across the gap: what is proposed, and that no fen of it is used twice."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    account_table,
    claim_table,
    moved,
    transfer_table,
)
from tests.engines.tracing.worlds import world
from zhisun.engines.tables import NEVER
from zhisun.engines.tracing import matching, scene
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.matching import Fit, Match, matches
from zhisun.engines.tracing.terms import EndState, Params, Rule
from zhisun.engines.tracing.walking import Walked, walked

VICTIM, FIRST, SILENT, OTHER, LAST = range(5)
SILENT_ONES = [Account(account=each, covered_to=NEVER) for each in (SILENT, OTHER)]


def proposed(
    rows: list[Transfer], claims: list[Claim], accounts: list[Account]
) -> tuple[list[Match], Walked]:
    ledger = build(transfer_table(rows))
    folk = known(ledger, account_table(accounts))
    ready = asked(ledger, folk, claim_table(claims), Params())
    found = walked(ledger.book, folk, ready.by(Rule.LIFO))
    return matches(ledger, folk, found, ready.question.as_of), found


def test_two_silent_accounts_on_the_trail_are_matched_by_amount_and_time() -> None:
    rows = moved(
        (VICTIM, FIRST, 90_000_00, 0),
        (FIRST, SILENT, 50_000_00, 60),
        (FIRST, OTHER, 1_000_00, 70),  # it came to both
        (OTHER, LAST, 1_000_00, 80),
        (OTHER, LAST, 30_000_00, 300),  # nobody is known to have paid this in
        (OTHER, FIRST, 20_000_00, 320),
    )
    found, _ = proposed(rows, [Claim(0, 0, 90_000_00)], SILENT_ONES)
    (match,) = found
    assert (match.giver, match.taker, match.arrived) == (SILENT, OTHER, 1)
    assert (match.fen, match.seconds, match.fit) == (50_000_00, 240, Fit.EXACT)
    assert match.payouts == ((4, 30_000_00), (5, 20_000_00))
    assert match.confidence_pm == matching.CONFIDENCE_PM[Fit.EXACT]


def test_nothing_is_proposed_for_accounts_that_answered_or_pay_hours_later() -> None:
    rows = moved(
        (VICTIM, FIRST, 90_000_00, 0),
        (FIRST, SILENT, 50_000_00, 60),
        (FIRST, OTHER, 1_000_00, 70),
        (OTHER, LAST, 51_000_00, 70 + 3_700),
    )
    claims = [Claim(0, 0, 90_000_00)]
    assert proposed(rows, claims, SILENT_ONES)[0] == []
    soon = [*rows[:3], *moved((OTHER, LAST, 51_000_00, 300))]
    soon[3] = Transfer(transfer=3, payer=OTHER, payee=LAST, fen=51_000_00, second=300)
    assert len(proposed(soon, claims, SILENT_ONES)[0]) == 1
    assert proposed(soon, claims, SILENT_ONES[:1])[0] == []


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_fen_is_matched_twice(seed: int) -> None:
    one = world(seed)
    rows = [
        Transfer(
            transfer=t.transfer, payer=t.payer, payee=t.payee, fen=t.fen * 10_000, second=t.second
        )
        for t in one.rows
    ]
    claims = [Claim(c.claim, c.transfer, c.fen * 10_000) for c in one.claims]
    silent = [Account(account=each, covered_to=NEVER) for each in range(0, 12, 2)]
    found, walk = proposed(rows, claims, silent)
    ledger = build(transfer_table(rows))
    there: Counter[int] = Counter()
    for end in walk.ends.tolist():
        if end[scene.END_STATE] == EndState.FRONTIER:
            there[end[scene.END_ACCOUNT]] += end[scene.END_STILL]
    given_away: Counter[int] = Counter()
    paid: Counter[int] = Counter()
    for match in found:
        given_away[match.giver] += match.fen
        paid.update(dict(match.payouts))
        assert sum(fen for _, fen in match.payouts) == match.fen
    assert all(fen <= there[account] for account, fen in given_away.items())
    carried: Counter[int] = Counter()
    for edge in walk.edges.tolist():
        carried[edge[scene.EDGE_ROW]] += edge[scene.EDGE_FEN]
    assert all(fen + carried[row] <= ledger.book.fen[row] for row, fen in paid.items())
