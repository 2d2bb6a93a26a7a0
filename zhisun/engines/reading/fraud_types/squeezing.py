"""A text as the classifier reads it: folded, without spaces, numbers and links as one sign each."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

LONGEST = 20_000
"""Characters that are read; what a longer text tells first decides. Ours."""

NUMBER, LINK = "0", "u"
_RUN = re.compile(r"digit|cellphone|hotline|phone|url|name|place|bank|[0-9a-z.:/_@%,-]+")
_LETTER, _DIGIT = re.compile(r"[a-z]"), re.compile(r"[0-9]")
_SHORT = 6
_MASKS = {
    "digit": NUMBER,
    "cellphone": NUMBER,
    "phone": NUMBER,
    "hotline": NUMBER,
    "url": LINK,
    "name": "",
    "place": "",
    "bank": "",
}
"""Words that stand for what was cut out of a text before it came here (脱敏)."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """`text` to classify, its code points, and where in the given text each one stood."""

    text: str
    codes: npt.NDArray[np.uint32]
    origin: npt.NDArray[np.int64]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the given text that the squeezed characters `start` to `end` came from."""
        return int(self.origin[start]), int(self.origin[end - 1]) + 1


class _Fold(dict[int, int]):
    """Each code point's NFKC form in lower case, where that is one character."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}:
            folded = " "
        else:
            folded = unicodedata.normalize("NFKC", letter).lower()
        self[code] = ord(folded) if len(folded) == 1 else code
        return self[code]


@cache
def _fold() -> _Fold:
    return _Fold()


def squeezed(text: str) -> Squeezed:
    """`text` as it is classified. Linear; any string is fine, lone surrogates too."""
    folded = text[:LONGEST].translate(_fold())
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    keep = codes != ord(" ")
    for run in _RUN.finditer(folded):
        sign = _sign(run[0])
        if sign is None:
            continue
        keep[run.start() : run.end()] = False
        if sign:
            codes[run.start()] = ord(sign)
            keep[run.start()] = True
    origin = np.flatnonzero(keep)
    left = codes[origin]
    return Squeezed(left.tobytes().decode("utf-32-le", "surrogatepass"), left, origin)


def _sign(run: str) -> str | None:
    """What a run of Latin letters and digits becomes; None when it stays, "" when it goes."""
    if run in _MASKS:
        return _MASKS[run]
    if not _LETTER.search(run):
        return NUMBER if _DIGIT.search(run) else None
    answer = len(run.strip(".")) == 1  # A. and B. of a question
    if not answer and (len(run) > _SHORT or "." in run or "/" in run):
        return LINK
    return None
