"""Folding (NFKC) with a map back: one shape for full-width, circled and fancy characters."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from zhisun.engines.reading.masks import unmasked
from zhisun.engines.reading.parting import breaks, cuts, without_list_marks
from zhisun.engines.reading.shapes import SIMPLIFIED

_KEPT = "，。；！？、…“”‘’《》〈〉【】〔〕〇"
_DASHES = "‐‑‒–—―−－ー﹣⁃➖"
_SIMPLE = {other: one for other, one in SIMPLIFIED.items() if other != "徵"}
"""徵信 is written for 微信 as often as for 征信: cues.py tells by what follows."""
_SIMPLE |= dict.fromkeys("徾覹霺癓", "微")
_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f\u20e3"
_KEYCAP_ENDS = frozenset("\ufe0f\u20e3")
_ROUND = "❶❷❸❹❺❻❼❽❾", "➀➁➂➃➄➅➆➇➈", "➊➋➌➍➎➏➐➑➒", "⑴⑵⑶⑷⑸⑹⑺⑻⑼", "⒈⒉⒊⒋⒌⒍⒎⒏⒐"
_CYRILLIC_GREEK = "АВЕКМНОРСТХУІЗаеорсхуізΑΒΕΗΙΚΜΝΟΡΤΥΖο"
_LOOK_LIKE = "ABEKMHOPCTXYI3aeopcxyi3ABEHIKMNOPTYZo"
"""Letters of other scripts that stand for ours in advertising: 1З8 2716 55О3."""

_SPECIAL = (
    {char: char for char in _KEPT}
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_ZERO_WIDTH, "")
    | dict(zip("「」『』", "“”“”", strict=True))
    | dict.fromkeys("⓪⓿🄋🄌", "0")
    | {char: str(i) for row in _ROUND for i, char in enumerate(row, start=1)}
    | {"｡": "。", "､": "、", "∥": "//", "˙": "·"}
    | dict(zip(_CYRILLIC_GREEK, _LOOK_LIKE, strict=True))
    | _SIMPLE
)

_FULL_WIDTH = {chr(at): chr(at - 0xFEE0) for at in range(0xFF01, 0xFF5F) if chr(at) not in _KEPT}
_SINGLE = _FULL_WIDTH | _SIMPLE
_SINGLE_CODES = {ord(char): one for char, one in _SINGLE.items()}
_FEW = 12
_ONE_FOR_ONE = re.compile(r"[\t\n !-~\u4e00-\u9fff，。；！？、…“”‘’《》【】\uff01-\uff5e]*+")
_CHINESE_MARK = dict(zip(",;", "，；", strict=True))
_BESIDE = "一-龥“”‘’《》「」【】、。"
_ASCII_MARK = re.compile(rf"(?<=[{_BESIDE}])[,;]|[,;](?= ?[{_BESIDE}])")
"""A phrase ends at 说,9600元 as it does at 说，9600元; 12,300 keeps its sign."""
_BLANK = re.compile(
    r"(?<=[，；！？、])[ \t]+(?=[\d一-龥“《【(])|(?<=。)[ \t]+(?=[一-龥“《【(])"
    r"|(?<=[，、])[ \t]*\r?\n[ \t]*(?=[^\s])"
)
"""卖的, 1800 says what 卖的，1800 says, and no phrase ends with the line behind a comma."""
_ASCII_QUOTE = re.compile(rf"(?<=[{_BESIDE}])\"|\"(?=[{_BESIDE}])")
_CHANGED = re.compile(f"[{''.join(map(re.escape, _SINGLE))}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded form. `origins[i]` is the place in `raw` of folded character i."""

    raw: str
    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty folded span; a character folded into several is whole.

        A keycap digit keeps the signs that make it one.
        """
        if isinstance(self.origins, range):
            return start, end
        stop = self.origins[end - 1] + 1
        while self.raw[stop : stop + 1] in _KEYCAP_ENDS:
            stop += 1
        return self.origins[start], stop


def fold(raw: str) -> Folded:
    """The folded text with its map. Linear; any string, lone surrogates too.

    NFKC character by character, but Chinese punctuation stays, so that a full-width comma still
    ends a phrase, and ASCII commas and quotes beside Chinese become it, without the blank behind
    them; dashes become "-", zero-width characters vanish, keycaps leave their digit, list marks
    become "、", and 、 parts a number from what is glued to it (parting.py).
    """
    told = unmasked(_with_curved_quotes(_with_chinese_commas(without_list_marks(raw))))
    if told.isascii():
        return _parted(Folded(raw, told, range(len(raw))))
    if _ONE_FOR_ONE.fullmatch(told) is not None:
        return _parted(Folded(raw, one_for_one(told), range(len(raw))))
    return _parted(_folded_with_map(raw, told))


def _with_chinese_commas(raw: str) -> str:
    """Commas and semicolons beside a Chinese character as its own: offsets stay."""
    if not any(mark in raw for mark in _CHINESE_MARK):
        return raw
    return _ASCII_MARK.sub(lambda mark: _CHINESE_MARK[mark[0]], raw)


def _with_curved_quotes(raw: str) -> str:
    """Straight quotes of a line as “ and ” by turns, where a Chinese character is beside one."""
    if '"' not in raw or _ASCII_QUOTE.search(raw) is None:
        return raw
    return "\n".join(map(_curved, raw.split("\n")))


def _curved(line: str) -> str:
    inside = False
    told: list[str] = []
    for char in line:
        mark = "“”"[inside] if char == '"' else char
        inside = mark == "“" or (inside and mark != "”")
        told.append(mark)
    return "".join(told)


def _folded_with_map(raw: str, told: str) -> Folded:
    """told: `raw` with another character where one is to be folded otherwise."""
    changed = {char: piece for char in set(told) if (piece := _fold_one(char)) != char}
    if all(len(piece) == 1 for piece in changed.values()):
        text = told.translate({ord(char): piece for char, piece in changed.items()})
        return Folded(raw, text, range(len(raw)))
    pieces: list[str] = []
    origins: list[int] = []
    for i, char in enumerate(told):
        piece = changed.get(char, char)
        pieces.append(piece)
        if len(piece) == 1:
            origins.append(i)
        else:
            origins.extend([i] * len(piece))
    return Folded(raw, "".join(pieces), origins)


def _joined(folded: Folded) -> Folded:
    """Without the ends of lines inside a number and the blanks behind a Chinese mark."""
    gaps = [*breaks(folded.text), *(blank.span() for blank in _BLANK.finditer(folded.text))]
    if not gaps:
        return folded
    edges = [0, *(at for gap in sorted(gaps) for at in gap), len(folded.text)]
    kept = list(zip(edges[::2], edges[1::2], strict=True))
    origins = [at for start, end in kept for at in folded.origins[start:end]]
    return Folded(folded.raw, "".join(folded.text[start:end] for start, end in kept), origins)


def _parted(folded: Folded) -> Folded:
    folded = _joined(folded)
    places = list(cuts(folded.text))
    if not places:
        return folded
    pieces: list[str] = []
    origins: list[int] = []
    for start, end in pairwise([0, *places, len(folded.text)]):
        pieces.append(folded.text[start:end])
        origins.extend(folded.origins[start:end])
        if end < len(folded.text):
            pieces.append("、")
            origins.append(folded.origins[end])
    return Folded(folded.raw, "".join(pieces), origins)


def one_for_one(text: str) -> str:
    """Full-width signs as ASCII and other shapes as simplified characters: offsets stay.

    A table asked for each character takes longer than a few replacements, and few differ in most
    texts; in one of the Hong Kong press hundreds do.
    """
    at = 0
    for _ in range(_FEW):
        found = _CHANGED.search(text, at)
        if found is None:
            return text
        at = found.end()
        text = text.replace(found[0], _SINGLE[found[0]])
    return text.translate(_SINGLE_CODES)


@lru_cache(1 << 14)
def _fold_one(char: str) -> str:
    special = _SPECIAL.get(char)
    return unicodedata.normalize("NFKC", char) if special is None else special
