"""Fair return of frozen money (资金返还), to the fen, with its working.

In proportion: share = frozen * loss / sum of losses, never above the loss, largest remainder;
what is over stays frozen. The literal text divides by the frozen total, which gives more than
there is where losses exceed it. Source: 银监会、公安部 2016 若干规定 art. 8; 法释〔2011〕7号 art. 9
(refunds are deducted); domain reference §3.4. By trace: graph study §4.7.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zhisun.kernel.errors import EngineInputError
from zhisun.kernel.money import Fen, shared_out

METHOD = "1"
"""Version of the method; a decision stores it. Raise it when any answer could change."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One victim's loss into one account, and what came back of it already."""

    victim: str
    loss_fen: Fen
    refunded_fen: Fen = 0

    @property
    def outstanding_fen(self) -> Fen:
        """What can still be returned."""
        return max(0, self.loss_fen - self.refunded_fen)


def in_proportion(frozen_fen: Fen, losses: Sequence[Loss]) -> list[Fen]:
    """The share of each loss in the frozen money of one account, in the order given.

    Ties of the remainder go to the earlier loss: give them by report, or by name where nobody
    knows. Raises EngineInputError (`value_out_of_range`) for a negative amount.
    """
    if frozen_fen < 0 or any(loss.loss_fen < 0 or loss.refunded_fen < 0 for loss in losses):
        raise EngineInputError("value_out_of_range", column="fen")
    outstanding = [loss.outstanding_fen for loss in losses]
    if sum(outstanding) <= frozen_fen:
        return outstanding
    return shared_out(frozen_fen, outstanding)


@dataclass(frozen=True, slots=True)
class Claimant:
    """One victim's money in one frozen account: least and most over the rules at the freeze."""

    victim: str
    least_fen: Fen
    most_fen: Fen
    outstanding_fen: Fen


@dataclass(frozen=True, slots=True)
class Returned:
    """What one claimant gets: direct where every rule agrees, the rest in proportion."""

    victim: str
    direct_fen: Fen
    proportional_fen: Fen


def by_trace(frozen_fen: Fen, claimants: Sequence[Claimant]) -> list[Returned]:
    """Direct what every attribution agrees on, the rest by what is possible at most (§4.7).

    claimants: by report; ties go to the earlier. Where the frozen money does not even cover the
    direct parts, they are cut in proportion. Sum <= frozen, each <= outstanding, to the fen.
    """
    direct = [min(c.least_fen, c.outstanding_fen) for c in claimants]
    if sum(direct) > frozen_fen:
        direct = shared_out(frozen_fen, direct)
    rest = frozen_fen - sum(direct)
    claims = [
        max(0, min(c.most_fen, c.outstanding_fen) - part)
        for c, part in zip(claimants, direct, strict=True)
    ]
    proportional = claims if sum(claims) <= rest else shared_out(rest, claims)
    return [
        Returned(c.victim, first, second)
        for c, first, second in zip(claimants, direct, proportional, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Recovery:
    """How evenly victims got their money back. Ratios in thousandths of the loss."""

    ratios_pm: dict[str, int]
    least_pm: int
    gini_pm: int


def recovery(losses: Sequence[Loss], returned_fen: Sequence[Fen]) -> Recovery:
    """The recovery of every victim over all accounts, refunds included."""
    lost: dict[str, Fen] = {}
    back: dict[str, Fen] = {}
    for loss, fen in zip(losses, returned_fen, strict=True):
        lost[loss.victim] = lost.get(loss.victim, 0) + loss.loss_fen
        back[loss.victim] = back.get(loss.victim, 0) + fen + min(loss.refunded_fen, loss.loss_fen)
    ratios = {v: 1000 * back[v] // lost[v] for v in sorted(lost) if lost[v]}
    ordered = sorted(ratios.values())
    total, n = sum(ordered), len(ordered)
    spread = sum((2 * i + 1 - n) * ratio for i, ratio in enumerate(ordered))
    return Recovery(ratios, min(ordered, default=0), 1000 * spread // (n * total) if total else 0)
