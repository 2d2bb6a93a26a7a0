"""Ledgers by the thousand: small, crowded, with everything that goes wrong in real ones."""

import random
from collections import Counter
from dataclasses import dataclass, replace

from tests.engines.tracing.ledgers import Account, Claim, Transfer, at
from zhisun.engines.tables import ALWAYS, NEVER, UNKNOWN_FEN, AccountKind, TransferStatus
from zhisun.engines.tracing.terms import Params

SECONDS = (0, 0, 1, 1, 1, 2, 2, 30, 31, 60, 700, 701, 400_000)
VICTIMS = (12, 13)


@dataclass(frozen=True)
class World:
    """One ledger and the question put to it."""

    rows: list[Transfer]
    claims: list[Claim]
    accounts: list[Account]
    params: Params


def world(seed: int) -> World:
    dice = random.Random(seed)  # noqa: S311 ledgers, not secrets
    people = dice.randint(2, 11)
    rows: list[Transfer] = []
    for code in range(dice.choice((3, 8, 15, 25, 40))):
        rows.append(_row(dice, code, people, rows))
    if dice.random() < 0.4:
        rows = _printed(dice, rows)
    reported = [t.transfer for t in rows if t.payer in VICTIMS] or [0]
    everywhere = reported * 4 + [t.transfer for t in rows]
    claims = [
        Claim(i, dice.choice(everywhere), dice.randint(1, 9)) for i in range(dice.randint(1, 5))
    ]
    params = Params(
        as_of=dice.choice((None, None, None, at(1), at(31), at(700))),
        max_level=dice.choice((None, None, None, 1, 2, 3)),
        expand=frozenset(dice.sample(range(people + 1), dice.choice((0, 0, 2)))),
    )
    return World(rows, claims, _accounts(dice, people), params)


def _row(dice: random.Random, code: int, people: int, rows: list[Transfer]) -> Transfer:
    payer = dice.choice([*range(people + 1)] * 2 + [*VICTIMS] * 2)
    row = Transfer(
        transfer=code,
        payer=payer,
        payee=dice.randrange(people + 1),
        fen=dice.randint(1, 9),
        second=dice.choice(SECONDS),
        sequence=dice.randrange(3),
        status=dice.choice([TransferStatus.OK] * 30 + [*TransferStatus]),
    )
    if rows and dice.random() < 0.1:  # a possible reversal
        model = dice.choice(rows)
        row = replace(row, payer=model.payee, payee=model.payer, fen=model.fen)
    return row


def _printed(dice: random.Random, rows: list[Transfer]) -> list[Transfer]:
    """Balances here and there, now and then a wrong one."""
    printing = set(dice.sample(range(14), dice.choice((2, 6, 14))))
    balance = Counter({account: dice.randint(-3, 12) for account in range(14)})
    printed = {}
    for row in sorted(rows, key=lambda t: (t.second, dice.random())):
        after = {}
        for account, signed in ((row.payer, -row.fen), (row.payee, row.fen)):
            if row.status != TransferStatus.FAILED:
                wrong = dice.random() < 0.06 and account in printing
                balance[account] += signed + (dice.choice((-3, 4)) if wrong else 0)
            shown = account in printing and dice.random() < 0.9
            after[account] = balance[account] if shown else UNKNOWN_FEN
        printed[row.transfer] = replace(
            row, payer_balance=after[row.payer], payee_balance=after[row.payee]
        )
    return [printed[row.transfer] for row in rows]


def _accounts(dice: random.Random, people: int) -> list[Account]:
    listed = dice.sample(range(people + 1), dice.randint(0, min(6, people)))
    return [
        Account(
            account=account,
            kind=dice.choice([AccountKind.PERSON] * 8 + [*AccountKind]),
            opening=dice.choice((UNKNOWN_FEN, UNKNOWN_FEN, 0, 3, 20)),
            covered_to=dice.choice((ALWAYS, ALWAYS, NEVER, at(1), at(60))),
            holder=dice.choice((-1, -1, 0, 1, 2)),
        )
        for account in listed
    ]
