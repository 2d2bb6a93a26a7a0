"""The world the money trail is measured on keeps to what money can do."""

from collections import Counter

from zhisun.site.measuring.laundering import world


def test_a_gang_never_pays_what_has_not_come() -> None:
    """A truth in which a card pays out a later victim's money is one that no trace could find."""
    truth = world(30_000, 101)
    for case in truth.cases:
        held: Counter[int] = Counter()
        victims = {move.payer for move in case.moves[: len(case.claims)]}
        made = sorted(enumerate(case.moves), key=lambda each: (each[1].second, each[0]))
        for _, move in made:
            held[move.payer] -= move.fen
            held[move.payee] += move.fen
            assert held[move.payer] >= 0 or move.payer in victims


def test_what_lies_is_what_came() -> None:
    truth = world(30_000, 102)
    ends = truth.bank.size
    for case in truth.cases:
        lost = sum(fen for _, fen in case.claims)
        assert sum(case.lying(2**40, ends).values()) == lost
