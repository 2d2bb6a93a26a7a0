"""Money as integer fen (分). 1 yuan is 100 fen; no float ever holds money."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from zhisun.kernel.errors import InputError

Fen = int

WAN_FEN = 10_000 * 100
LARGEST_FEN = 10**15
"""Ten trillion yuan: anything larger is a typing error and would not fit arithmetic in int64."""

_NOT_OF_PEOPLE = frozenset("eE_")
"""Signs of a programmer's number: in an amount that somebody typed, 1e5 is a slip of the hand."""


def fen(yuan: str | Decimal | int) -> Fen:
    """Fen of a decimal yuan amount such as "28000", "1,234.5" or Decimal("0.01").

    Raises InputError for anything that is not a finite amount of whole fen within LARGEST_FEN.
    """
    if isinstance(yuan, str) and set(yuan) & _NOT_OF_PEOPLE:
        raise InputError("amount_unreadable", amount=yuan[:40])
    try:
        amount = Decimal(str(yuan).replace(",", "").replace("，", "").strip()) * 100
    except DecimalException as error:
        raise InputError("amount_unreadable", amount=str(yuan)[:40]) from error
    if not amount.is_finite() or abs(amount) > LARGEST_FEN:
        raise InputError("amount_unreadable", amount=str(yuan)[:40])
    if amount != amount.to_integral_value():
        raise InputError("amount_finer_than_fen", amount=str(yuan)[:40])
    return int(amount)


def yuan(amount_fen: Fen) -> str:
    """Decimal yuan with two places, no grouping: what files and messages carry."""
    sign = "-" if amount_fen < 0 else ""
    whole, part = divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{part:02d}"


def whole_yuan(amount_fen: Fen) -> int:
    """Yuan rounded half up, for the fields of the wire that carry no fen."""
    return int((Decimal(amount_fen) / 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def shared_out(total_fen: Fen, weights: Sequence[int]) -> list[Fen]:
    """`total_fen` divided in proportion to `weights`, to the fen, by largest remainder.

    Ties go to the earlier weight. The result sums to `total_fen`; all-zero weights give all zeros.
    Source: Hamilton's method.
    """
    of = sum(weights)
    if of == 0:
        return [0] * len(weights)
    shares = [total_fen * weight // of for weight in weights]
    rest = total_fen - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: -(total_fen * weights[i] % of))
    for i in by_remainder[:rest]:
        shares[i] += 1
    return shares
