"""Amounts as statements write them → int64 fen, without a float (金额)."""

import unicodedata
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.arrows import BLANK, NOTHING, Arrow, by_chunk, column, pc
from zhisun.engines.statements.texts import uniques
from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.kernel.money import LARGEST_FEN

Fens = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNREADABLE = UNKNOWN_FEN + 1
TOO_FINE = UNKNOWN_FEN + 2
_FEN = pa.decimal128(18, 2)
_MARKS = str.maketrans("", "", ",，'￥¥$ 元\t\u00a0人民币RMBCNYrmbcny")
_DASHES = frozenset({"", "-", "--", "—", "/", "无", "null", "NULL", "None"})
_ARTEFACT = Decimal("0.00005")
_ARTEFACT_DIGITS = -7
"""A spreadsheet's sum ends in …00000001 from the ninth place on: its fault, not money's."""


def to_fen(texts: Arrow) -> Fens:
    """Fen of each text; UNKNOWN_FEN where it is blank, UNREADABLE or TOO_FINE where it is none.

    Takes 1,234.50  -12  ¥12  (12.50)  １２．５  1.2E4  12元  12.50-  .5
    """
    return by_chunk(texts, _to_fen)


def _to_fen(texts: Arrow) -> Fens:
    blank = pc.equal(texts, BLANK)
    try:
        cast = pc.if_else(blank, NOTHING, texts).cast(_FEN)
        return _whole(cast)
    except pa.ArrowInvalid:
        pass
    bare = pc.replace_substring(texts, ",", "")
    plain = pc.match_substring_regex(bare, r"^[+-]?[0-9]{1,14}(\.[0-9]{1,2})?$")
    values = _whole(pc.if_else(plain, bare, NOTHING).cast(_FEN))
    rest = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    values[rest] = uniques(texts.take(column(rest)), _slow_fen, np.int64)
    return values


def _whole(decimals: Arrow) -> Fens:
    """The low words of the decimals: within LARGEST_FEN they are the whole number."""
    raw = np.frombuffer(decimals.buffers()[1], dtype=np.int64)[
        : 2 * (len(decimals) + decimals.offset)
    ]
    values = raw[::2][decimals.offset :].copy()
    values[decimals.is_null().to_numpy(zero_copy_only=False)] = UNKNOWN_FEN
    values[(np.abs(values) > LARGEST_FEN) & (values != UNKNOWN_FEN)] = UNREADABLE
    return values


def _slow_fen(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _DASHES:
        return UNKNOWN_FEN
    negative = (plain[0], plain[-1]) == ("(", ")") or plain.endswith("-")
    if negative:
        plain = plain.strip("()-")
    try:
        amount = Decimal(plain.translate(_MARKS).lstrip("=").strip('"')) * 100
    except InvalidOperation:
        return UNREADABLE
    whole = _nearest(amount)
    return -whole if negative and whole > TOO_FINE else whole


def _nearest(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) > LARGEST_FEN:
        return UNREADABLE
    nearest = amount.to_integral_value()
    digits = amount.as_tuple().exponent
    artefact = isinstance(digits, int) and digits <= _ARTEFACT_DIGITS
    if amount != nearest and not (artefact and abs(amount - nearest) < _ARTEFACT):
        return TOO_FINE
    return int(nearest)
