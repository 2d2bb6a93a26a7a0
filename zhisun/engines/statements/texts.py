"""Cells as bytes of an encoding → clean Arrow strings, each different text decoded once."""

import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from zhisun.engines.statements.arrows import Arrow, encoded, pc

_CLEAN = r"^[0-9A-Za-z.*@]*$"
_WRAPPED = " \t\r\n\u00a0\u3000'`\"=\ufeff"


def uniques(texts: Arrow, read: Callable[[str], int], kind: type[np.generic]) -> npt.NDArray[Any]:
    """`read` of each text, called once for each different one."""
    coded = encoded(texts)
    values = np.array([read(text) for text in coded.dictionary.to_pylist()], dtype=kind)
    if not len(values):
        return np.empty(0, dtype=kind)
    return values[coded.indices.to_numpy(zero_copy_only=False)]


def strings(cells: Arrow, encoding: str) -> Arrow:
    """A column as trimmed text. ASCII is taken as it is; all else is decoded text by text."""
    if isinstance(cells, pa.ChunkedArray):
        return pa.chunked_array([_strings(each, encoding) for each in cells.chunks], pa.string())
    return _strings(cells, encoding)


def _strings(cells: Arrow, encoding: str) -> Arrow:
    if pa.types.is_string(cells.type):
        return cells
    plain = _plain(cells, encoding)
    if plain is None:
        coded = encoded(cells)
        told = [decoded(raw, encoding).strip(_WRAPPED) for raw in coded.dictionary.to_pylist()]
        return pa.array(told, pa.string()).take(coded.indices)
    if pc.any(pc.match_substring_regex(plain.slice(0, 1000), r"^[\s'`\"=]|[\s'`\"]$")).as_py():
        return pc.utf8_trim(plain, characters=_WRAPPED)
    return plain


def _plain(cells: Arrow, encoding: str) -> Arrow | None:
    """The bytes as text as they are; None when they must be decoded one by one."""
    try:
        plain: Arrow = cells.cast(pa.string())
    except pa.ArrowInvalid:
        return None
    sure = encoding == "utf-8" or pc.all(pc.string_is_ascii(plain)).as_py() in {True, None}
    return plain if sure else None


def decoded(raw: bytes, encoding: str) -> str:
    """Text of some bytes; what the encoding does not know is shown as such, never fatal."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        broken = raw.decode(encoding, errors="replace")
        if encoding != "utf-8" or is_utf8_with_faults(broken):
            return broken
        return raw.decode("gb18030", errors="replace")


def is_utf8_with_faults(text: str) -> bool:
    """Whether bytes that gave this text, faults replaced, were UTF-8: names cut in mid-character.

    Text of GB18030 hardly ever holds what UTF-8 would take for one of its longer signs.
    """
    whole = sum(sign > "\u07ff" and sign != "\ufffd" for sign in text)
    return whole > text.count("\ufffd")


def names(texts: Arrow, clean: Callable[[str], str] | None = None) -> Arrow:
    """A column of texts that repeat, as a dictionary; `clean` is applied to each different one."""
    coded = encoded(texts)
    if clean is None:
        return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary)
    told = coded.dictionary
    odd = pc.invert(pc.match_substring_regex(told, _CLEAN)).to_numpy(zero_copy_only=False)
    if not odd.any():
        return coded
    cleaned = told.to_pylist()
    for place in np.flatnonzero(odd):
        cleaned[place] = clean(cleaned[place])
    again = encoded(pa.array(cleaned, pa.string()))
    places = again.indices.take(coded.indices)
    return pa.DictionaryArray.from_arrays(places, again.dictionary)


def account_number(text: str) -> str:
    """An account number as an identity: half-width, without spaces, dashes and wrappings.

    A number that a spreadsheet rounded (6.22202123456789E+18) keeps its sure digits, the lost
    ones masked. What is no number (a wallet's name, a place) stays as it is told.
    """
    plain = unicodedata.normalize("NFKC", text).strip(_WRAPPED)
    if plain in {"-", "--", "—", "/", "无", "null", "NULL", "None", "N/A"}:
        return ""
    digits = plain.replace(" ", "").replace("-", "")
    if "e+" in digits.casefold():
        return _rounded(digits)
    return digits if digits.replace("*", "").isascii() else plain


def _rounded(text: str) -> str:
    mantissa, _sign, exponent = text.casefold().partition("e+")
    sure = mantissa.replace(".", "")
    if not (sure.isdigit() and exponent.isdigit()):
        return text
    return sure + "*" * max(int(exponent) + 1 - len(sure), 0)
