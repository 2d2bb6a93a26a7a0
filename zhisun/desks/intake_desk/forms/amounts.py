"""Amounts as a call-taker types them (金额): 28000, 2万8, 两万三, ￥1,234.50."""

import re
import unicodedata

from zhisun.engines.reading.numerals import number
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import Fen, fen

_LONGEST = 40
_PLAIN = re.compile(r"[-+]?[\d,.]+")


def amount_of(text: str) -> Fen:
    """Fen of an amount as typed. Raises InputError; zero and less are told by the report."""
    folded = unicodedata.normalize("NFKC", text).replace(" ", "").strip()
    bare = folded.removeprefix("人民币").lstrip("¥￥").rstrip("整正").removesuffix("块钱")
    bare = bare.rstrip("元圆块") or folded
    if len(bare) > _LONGEST:
        raise InputError("amount_unreadable", amount=text[:_LONGEST])
    said = None if _PLAIN.fullmatch(bare) else number(bare)
    try:
        return fen(said.value if said else bare)
    except InputError as error:
        raise InputError(error.code, amount=text[:_LONGEST]) from error
