"""Which order saves most."""

import math
from datetime import datetime

from zhisun.domains.stop_payment.terms import HALF_LIFE
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen

EPOCH = datetime(2020, 1, 1, tzinfo=CHINA)


def save_rank(amount_fen: Fen, transferred_at: datetime) -> float:
    """A number that sorts orders by money still to be saved, at any later moment alike.

    With half of the money gone every HALF_LIFE, what is left of A transferred at T is
    A·2^-((t-T)/HALF_LIFE) at t. Its logarithm is log2 A + T/HALF_LIFE minus a part that all orders
    share, so the order of the board never has to be computed again. Ours; prior from graph.md §2.
    """
    return math.log2(max(amount_fen, 1)) + (transferred_at - EPOCH) / HALF_LIFE
