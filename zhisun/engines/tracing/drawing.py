"""Which money leaves when an account pays: one kernel per rule, all with one signature.

A kernel takes pieces out of the purse, front first in time, splits the last one, and returns
what left in the order it enters the payee. It never returns more than the purse holds.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import NamedTuple

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.terms import Rule


class Piece(NamedTuple):
    """Fen that share one origin. A clean piece has claim MISSING and level 0."""

    fen: int
    claim: int = MISSING
    level: int = 0


Purse = deque[Piece]
Draw = Callable[[Purse, int], list[Piece]]


def first_in_first_out(purse: Purse, fen: int) -> list[Piece]:
    """The oldest money leaves first (先进先出). Source: Clayton's case, 1816."""
    drawn = []
    while fen > 0 and purse:
        piece = purse.popleft()
        if piece.fen > fen:
            purse.appendleft(piece._replace(fen=piece.fen - fen))
            piece = piece._replace(fen=fen)
        drawn.append(piece)
        fen -= piece.fen
    return drawn


def clean_first(purse: Purse, fen: int) -> list[Piece]:
    """Clean money leaves first, then traced money, each oldest first.

    Not a rule to follow by here: it takes what a balance says is gone without a row, so that
    traced money is given up only where the account can no longer hold it.
    """
    drawn = []
    for clean in (True, False):
        for _ in range(len(purse)):  # a full turn leaves the purse in its order
            piece = purse.popleft()
            taken = min(piece.fen, fen) if (piece.claim == MISSING) is clean else 0
            if taken:
                drawn.append(piece._replace(fen=taken))
                fen -= taken
            if taken < piece.fen:
                purse.append(piece._replace(fen=piece.fen - taken))
    return drawn


RULES: Mapping[Rule, Draw] = {Rule.FIFO: first_in_first_out}
