"""Runs of digits in every disguise (数字串): spaced, dotted, Chinese, letter o for 0."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from zhisun.engines.reading.elements import Page

_CHINESE = "零〇洞一幺壹二贰两三叁四肆五伍六陆七柒拐八捌九玖勾"
DIGITS = str.maketrans(_CHINESE, "0001112223344556677788999")

_LETTER_ONE = r"(?:(?<![A-Za-z])[lI](?=[3-9][\doO]{9}(?![\doOlI])))?"
"""l38OOOO6754: a letter for the first figure, of a mobile number only."""
_DISGUISED = (
    r"[1lI](?<![A-Za-z0-9_@.-][1lI])(?=[\doOlIZ]{10}(?![A-Za-z0-9_]))(?=[oOlIZ]*[3-9])(?=\w*[A-Z])"
    r"(?=[A-Za-z]*(?:\d[A-Za-z]*){6})[\doOlIZ]{10}"
)
"""1554lO8Z36O: a mobile number with letters for some figures, Z for 2."""
_IN_THREE = (
    r"[1lI](?<![A-Za-z0-9_@.-][1lI])(?<![型编货架同]号[1lI])(?<![型编货架同]号[: ][1lI])"
    r"(?=[3-9][\doOlI][- .][\doOlI]{4}[- .][\doOlI]{4}(?![A-Za-z0-9_]))"
    r"(?=[- .\d]{0,12}[oOlI])(?=(?:[- .oOlI]{0,12}\d){4})"
    r"[\doOlI]{2}[- .][\doOlI]{4}[- .][\doOlI]{4}"
)
"""I86-OOOO-5I93."""
_GROUP = (
    rf"(?:(?<=[\d{_CHINESE}][- .])[oO]{{3,4}}(?=[- .][\d{_CHINESE}])"
    rf"|(?<=1\d[oO][- .])[oO]{{1,3}}(?=\d{{1,3}}[- .])"
    rf"|(?<=\d{{3}}[- .])[oO]{{1,2}}\d{{1,3}}(?=[- .]\d{{2}})"
    rf"|{_DISGUISED}|{_IN_THREE}|{_LETTER_ONE}\d++(?:[oOlI]{{1,16}}\d++)*+(?:[oO]{{1,4}}(?![a-zA-Z]))?"
    rf"|[{_CHINESE}]++(?:[oO]{{1,4}}(?=[{_CHINESE}])[{_CHINESE}]++)*+)"
)
_GAP = (
    rf"(?: ?[-.·_~*/()] ?|--|\)[·.-]|(?<=\d\d)[丨|=](?=\d\d)|[ ]{{1,3}}"
    rf"|(?<=[{_CHINESE}]{{2}})[，、,](?=[{_CHINESE}]{{2}})"
    r"|(?<=\d \d)[，,。] ?(?=\d \d)"
    r"|(?<!\d\d),(?=\d(?!\d))|(?<=(?<!\d)1\d\d),(?=\d{4},\d{4}(?!\d))"
    r"|(?<=(?<!\d)1\d\d,\d{4}),(?=\d{4}(?!\d))"
    r"|(?<=(?<![\d是资入付转共计款收])1\d\d)\+(?=\d{4}\+\d{4}(?![\d=]))"
    r"|(?<=(?<![\d是资入付转共计款收])1\d\d\+\d{4})\+(?=\d{4}(?![\d=]))|)"
)
"""幺零零，幺七七: a pause between spoken figures; 8,1,0 and 136,0000,1234: between written ones."""
_FIRM_NUMBERED = rf"(?!(?<=支付)[{_CHINESE}]\d)"
"""The figure that ends a payment firm's name (某支付二) does not begin its account number."""
_MEMBER = rf"[\d{_CHINESE} oOlI.·_~*/()xX+，、,丨|=-]"
_RUN = re.compile(
    rf"(?={_MEMBER}{{5}})(?<![\d@_]){_FIRM_NUMBERED}\(?\+?{_GROUP}(?:{_GAP}{_GROUP})*+(?:{_GAP}[xX](?![a-zA-Z\d]))?"
)
_PIECE = re.compile(rf"{_GROUP}|[xX]")
_LETTERS = str.maketrans("oOlIZ", "00112", "- .")
_FEWEST = 5
_MOST = 25
_ROW, _SMALL = 40, 2
_CHANGES = 2


class Group(NamedTuple):
    """Digits written without a gap."""

    digits: str
    start: int
    end: int
    spoken: bool
    lettered: bool


class Run(NamedTuple):
    """Groups that may belong together. plus: written with a leading +."""

    groups: Sequence[Group]
    plus: bool


class Window(NamedTuple):
    """Some neighbouring groups of a run, read as one number."""

    digits: str
    start: int
    end: int
    groups: int
    mixed: bool


def runs(page: Page) -> Iterator[Run]:
    """Every run with at least five digits."""
    for match in _RUN.finditer(page.text):
        if match.end() - match.start() < _FEWEST:
            continue
        groups = [
            _group(page.text, match.start() + piece.start(), match.start() + piece.end())
            for piece in _PIECE.finditer(match[0])
        ]
        groups = groups if len(groups) < _ROW else _without_rows(groups)
        if sum(len(group.digits) for group in groups) >= _FEWEST:
            yield Run(groups, "+" in match[0][:2])


def _without_rows(groups: Sequence[Group]) -> list[Group]:
    """Without rows of forty groups and more of one or two figures.

    3-3-3-3-… is no number, and each of its groups could begin twenty.
    """
    kept: list[Group] = []
    for small, row in groupby(groups, lambda group: len(group.digits) <= _SMALL):
        members = list(row)
        if not small or len(members) < _ROW:
            kept += members
    return kept


def windows(run: Run, first: int) -> Iterator[Window]:
    """Windows that begin at group `first`, longest first, of five to twenty-five digits."""
    found: list[Window] = []
    digits = ""
    for count, group in enumerate(run.groups[first : first + _MOST], start=1):
        digits += group.digits
        if len(digits) > _MOST:
            break
        if len(digits) >= _FEWEST:
            inside = run.groups[first : first + count]
            mixed = _mixed(inside)
            found.append(Window(digits, run.groups[first].start, group.end, count, mixed))
    yield from reversed(found)


def _mixed(groups: Sequence[Group]) -> bool:
    """Whether spoken figures stand beside written ones, which may be two things: QQ 12345 三个.

    Not when they change again and again: 九4二 and 100·零二·33 are one number in disguise.
    """
    if len({member.spoken for member in groups if member.digits != "X"}) == 1:
        return False
    changes = sum(a.spoken != b.spoken and b.start <= a.end + 1 for a, b in pairwise(groups))
    return changes < _CHANGES


def _group(text: str, start: int, end: int) -> Group:
    written = text[start:end]
    if written.isascii() and written.isdecimal():
        return Group(written, start, end, spoken=False, lettered=False)
    spoken = not written[0].isascii()
    lettered = not spoken and not written.isdecimal() and written not in "xX"
    digits = written.translate(DIGITS).translate(_LETTERS).upper()
    return Group(digits, start, end, spoken, lettered)
