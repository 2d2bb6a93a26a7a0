"""Two rules side by side: the accounts of which they say different things, most different first."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhisun.domains.money_trails.selectors.picture import Spread
from zhisun.domains.money_trails.terms import TraceRule
from zhisun.kernel.money import Fen

SHOWN = 50
"""Accounts listed; the number of the others is told."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One account by two rules, and between which amounts all rules put what is still there."""

    account_no: str
    inflow: tuple[Fen, Fen]
    still: tuple[Fen, Fen]
    spread: tuple[Fen, Fen]

    @property
    def size(self) -> Fen:
        """By how much the rules differ, whatever the direction."""
        return max(abs(self.inflow[1] - self.inflow[0]), abs(self.still[1] - self.still[0]))


@dataclass(frozen=True, slots=True)
class Beside:
    """Where two rules differ. agreeing: accounts of which both say the same."""

    shown: tuple[Difference, ...]
    further: int
    agreeing: int


def beside(spreads: Mapping[str, Spread], rule: TraceRule, other: TraceRule) -> Beside:
    """Compare two rules over all accounts that either brings money to."""
    found = []
    agreeing = 0
    for account_no, spread in spreads.items():
        mine, theirs = spread.by_rule[rule], spread.by_rule[other]
        if mine != theirs:
            found.append(
                Difference(
                    account_no,
                    (mine[0], theirs[0]),
                    (mine[1], theirs[1]),
                    spread.still_there,
                )
            )
        elif any(mine):
            agreeing += 1
    found.sort(key=lambda each: (-each.size, each.account_no))
    return Beside(tuple(found[:SHOWN]), max(0, len(found) - SHOWN), agreeing)
