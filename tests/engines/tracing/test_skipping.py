"""Passing whole blocks of events gives the bytes that walking every event gives, and the coins'."""

import numpy as np
import pytest

from tests.engines.tracing.coins import Coins
from tests.engines.tracing.ledgers import (
    Account,
    Claim,
    Transfer,
    account_table,
    at,
    claim_table,
    transfer_table,
)
from tests.engines.tracing.test_rules_agree_with_coins import minted
from zhisun.engines.tables import UNKNOWN_FEN, TransferStatus
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.book import PAID_FEN, SINGLY
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.terms import ATTRIBUTING, Params
from zhisun.engines.tracing.walking import walked


def busy(seed: int) -> tuple[list[Transfer], list[Claim], list[Account], Params]:
    """Four to seven accounts with a hundred events and more each."""
    dice = np.random.default_rng(seed)
    accounts = int(dice.integers(4, 8))
    rows = [
        Transfer(
            transfer=i,
            payer=(payer := int(dice.integers(0, accounts))),
            payee=(payer + int(dice.integers(1, accounts))) % accounts,
            fen=int(dice.integers(1, 30)),
            second=i // 3 if seed % 2 else i,
            status=TransferStatus.REVERSED if dice.random() < 0.01 else TransferStatus.OK,
        )
        for i in range(300)
    ]
    claims = [Claim(k, int(dice.integers(0, 200)), 25) for k in range(int(dice.integers(1, 4)))]
    opening = [int(dice.choice([UNKNOWN_FEN, 0, 500])) for _ in range(accounts)]
    listed = [Account(account=k, opening=fen) for k, fen in enumerate(opening)]
    until = None if seed % 3 else at(rows[int(dice.integers(200, 300))].second)
    return rows, claims, listed, Params(as_of=until)


@pytest.mark.parametrize("part", range(4))
def test_passing_blocks_of_events_changes_nothing(part: int) -> None:
    for seed in range(part * 50, (part + 1) * 50):
        rows, claims, listed, params = busy(seed)
        ledger = build(transfer_table(rows))
        folk = known(ledger, account_table(listed))
        question = asked(ledger, folk, claim_table(claims), params)
        singly = ledger.book.blocks.copy()
        singly[:, PAID_FEN] = SINGLY
        coins = Coins(rows, claims, listed, params) if seed % 5 == 0 else None
        for rule in ATTRIBUTING:
            found = walked(ledger.book, folk, question.by(rule))
            slow = walked(ledger.book._replace(blocks=singly), folk, question.by(rule))
            assert found.edges.tobytes() == slow.edges.tobytes(), (seed, rule)
            assert found.ends.tobytes() == slow.ends.tobytes(), (seed, rule)
            assert found.displaced.tobytes() == slow.displaced.tobytes(), (seed, rule)
            if coins:
                told, mint = minted(ledger, question, found), coins.run(rule)
                assert +told.ends == +mint.ends, (seed, rule)
                assert told.edges == mint.edges, (seed, rule)
