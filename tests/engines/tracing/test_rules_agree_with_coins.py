"""Every rule against moving every fen by hand, on ten thousand ledgers each."""

from collections import Counter

import pytest

from tests.engines.tracing.coins import Coins, Mint, touched
from tests.engines.tracing.ledgers import account_table, claim_table, transfer_table
from tests.engines.tracing.worlds import World, world
from zhisun.engines.tables import MISSING
from zhisun.engines.tracing import scene
from zhisun.engines.tracing.asking import Asked, asked
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.terms import ATTRIBUTING, EndState
from zhisun.engines.tracing.walking import Walked, reached, walked

LEDGERS = 10_000


def ready(one: World) -> tuple[Ledger, Folk, Asked]:
    ledger = build(transfer_table(one.rows))
    folk = known(ledger, account_table(one.accounts))
    return ledger, folk, asked(ledger, folk, claim_table(one.claims), one.params)


def minted(ledger: Ledger, question: Asked, found: Walked) -> Mint:
    """What the engine found, in the oracle's words."""
    codes, transfer, claims = (
        column.tolist() for column in (ledger.codes, ledger.transfer, question.claims)
    )
    told = Mint()
    for label, account, level, state, fen, _ in found.ends.tolist():
        told.ends[claims[label], codes[account], level, EndState(state)] += fen
    for claim, payer, fen in question.unmoved:
        told.ends[claim, codes[payer], 0, EndState.RETURNED] += fen
    for label, row, level, fen in found.edges.tolist():
        told.edges[claims[label], transfer[row], level] += fen
    for label, newer, row, fen in found.displaced.tolist():
        told.displaced[claims[label], claims[newer], transfer[row]] += fen
    return told


def totals(mint: Mint) -> Counter[int]:
    sums: Counter[int] = Counter()
    for (claim, *_), fen in mint.ends.items():
        sums[claim] += fen
    return sums


def clean(ledger: Ledger, found: Walked) -> dict[int, int]:
    slots = found.slots[found.slots[:, scene.END] == MISSING]
    held = slots[:, scene.HELD] - slots[:, scene.TRACED]
    accounts = ledger.codes[slots[:, scene.ACCOUNT]]
    return dict(zip(accounts.tolist(), held.tolist(), strict=True))


def exposure(
    ledger: Ledger, found: Walked, label: int
) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    edges = {
        (int(ledger.transfer[row]), level): fen
        for mark, row, level, fen in found.edges.tolist()
        if mark == label
    }
    accounts = {
        int(ledger.codes[account]): fen
        for mark, account, _, _, fen, _ in found.ends.tolist()
        if mark == label
    }
    return Counter(edges), Counter(accounts)


@pytest.mark.parametrize("part", range(10))
def test_every_rule_agrees_with_moving_every_fen_by_hand(part: int) -> None:
    for seed in range(part * LEDGERS // 10, (part + 1) * LEDGERS // 10):
        one = world(seed)
        ledger, folk, question = ready(one)
        coins = Coins(one.rows, one.claims, one.accounts, one.params)
        worth: Counter[int] | None = None
        for rule in ATTRIBUTING:
            found = walked(ledger.book, folk, question.by(rule))
            told, mint = minted(ledger, question, found), coins.run(rule)
            assert +told.ends == +mint.ends, (seed, rule)
            assert told.edges == mint.edges, (seed, rule)
            assert told.displaced == mint.displaced, (seed, rule)
            for account, fen in clean(ledger, found).items():
                assert fen == mint.clean[account], (seed, rule, account)
            worth = worth or totals(told)
            assert totals(told) == worth, (seed, rule)  # what is claimed is somewhere, exactly once
        touching = reached(ledger.book, folk, question.question, None)
        for label, claim in enumerate(question.claims.tolist()):
            assert exposure(ledger, touching, label) == touched(coins, claim), (seed, claim)
