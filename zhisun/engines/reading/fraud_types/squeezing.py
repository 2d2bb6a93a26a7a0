"""A text as the classifier reads it: folded, without spaces, numbers and links as one sign each."""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhisun.engines.reading.shapes import SIMPLIFIED

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


_FOLDED = np.zeros(0x110000, dtype=np.uint32)
"""By code point what `_folded` makes of it, 0 as long as nobody asked."""


def _folded(code: int) -> int:
    """A code point's NFKC form in lower case and simplified, where that is one character."""
    letter = chr(code)
    if letter.isspace() or unicodedata.category(letter) in {"Cc", "Cf"}:
        return ord(" ")
    folded = unicodedata.normalize("NFKC", letter).lower()
    return ord(SIMPLIFIED.get(folded, folded)) if len(folded) == 1 else code


def squeezed(text: str) -> Squeezed:
    """`text` as it is classified. Linear; any string is fine, lone surrogates too."""
    given = np.frombuffer(text[:LONGEST].encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _FOLDED[given]
    if not codes.all():
        for code in set(given[codes == 0].tolist()):
            _FOLDED[code] = _folded(code)
        codes = _FOLDED[given]
    folded = codes.tobytes().decode("utf-32-le", "surrogatepass")
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
