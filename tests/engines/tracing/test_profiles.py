"""Habits of accounts against looking at every transfer, slowly."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tracing.ledgers import moved, transfer_table
from zhisun.engines.tracing.ledger import build
from zhisun.engines.tracing.profiles import Habit, profiles

WINDOW = 20

Seen = list[tuple[bool, int, int, int]]
"""One account's transfers: whether it was paid, fen, second, the other side."""


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_habits_are_what_a_slow_look_finds(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 a ledger, not a secret
    rows = []
    for second in sorted(dice.choices(range(60), k=dice.randint(1, 40))):
        payer, payee = dice.sample(range(5), 2)
        rows.append((payer, payee, dice.choice((50, 95, 100, 104, 111)), second))
    ledger = build(transfer_table(moved(*rows)))
    found = profiles(ledger, WINDOW)
    for position, account in enumerate(ledger.codes.tolist()):
        mine: Seen = []
        for row in range(len(ledger)):  # the ledger's own order inside a second
            sides = int(ledger.book.payer[row]), int(ledger.book.payee[row])
            if position in sides:
                got = sides[1] == position
                fen, second = int(ledger.book.fen[row]), int(ledger.book.second[row])
                mine.append((got, fen, second, sides[0] if got else sides[1]))
        assert found[position].tolist() == slowly(mine), account


def slowly(mine: Seen) -> list[float]:
    came = sum(fen for got, fen, _, _ in mine if got)
    if not came:
        return [0.0] * len(Habit)
    coins: list[int] = []
    passed = left = 0
    for got, fen, second, _ in mine:
        if got:
            coins += [second] * fen
            continue
        for _ in range(min(fen, len(coins))):
            left += 1
            passed += second - coins.pop() <= WINDOW
    paid = [k for k, each in enumerate(mine) if not each[0]]
    echoed = [any(like(mine[k], mine[j]) for j in range(k)) for k in paid]
    others = [other for *_, other in mine]
    once = [other for other in set(others) if others.count(other) == 1]
    return [
        passed / came,
        left / came,
        sum(echoed) / len(paid) if paid else 0.0,
        crowd(mine, got=True),
        crowd(mine, got=False),
        len(once) / len(set(others)),
        came,
    ]


def like(payment: tuple[bool, int, int, int], before: tuple[bool, int, int, int]) -> bool:
    near = abs(payment[1] - before[1]) * 10 <= max(payment[1], before[1])
    return before[0] and near and payment[2] - before[2] <= WINDOW


def crowd(mine: Seen, *, got: bool) -> int:
    """Most different others on one side in a window that ends with one of its transfers."""
    side = [each for each in mine if each[0] == got]
    return max(
        (
            len({other for _, _, second, other in side[: k + 1] if end - second <= WINDOW})
            for k, (_, _, end, _) in enumerate(side)
        ),
        default=0,
    )
