"""What is written without a gap and does not belong together (粘连): list marks, glued numbers."""

import re
from collections.abc import Iterator

from zhisun.engines.identity.cards import LONGEST, card
from zhisun.engines.identity.phones import segment_of

_ROUND = (
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "❶❷❸❹❺❻❼❽❾❿",
    "➀➁➂➃➄➅➆➇➈➉",
    "➊➋➌➍➎➏➐➑➒➓",
    "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑",
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽",
)
_VALUES = {char: value for row in _ROUND for value, char in enumerate(row, start=1)}
_COUNTS = "".join(_VALUES)
_SPOKEN = frozenset("零〇幺一二两三四五六七八九")
_SIGNS = _COUNTS + "⓪⓿🄋🄌"
_MARK = re.compile(
    rf"(?<![{_SIGNS}\u20e3])(?:[{_COUNTS}](?![{_SIGNS}])|[1-9]\ufe0f?\u20e3(?![\d{_SIGNS}]\ufe0f?\u20e3))"
)
_ANY_MARK = re.compile(f"[{_COUNTS}\u20e3]")
_WRITTEN_MARK = re.compile(
    r"(?:(?<![^\s；;，,。：:])([1-9])(?=[.．](?:\d{3}|[Qq][Qq]|1[3-9]\d{9})))"
    r"|(?:(?<![^\s；;，,。：:])([1-9])(?=、[Qq][Qq]))"
    r"|(?:(?<=(?<!\d)1[3-9]\d{9})|(?<!\d))([1-9])(?=[、.．]1[3-9]\d{9}(?!\d(?![、.．])))"
)
"""The last of them stands right behind the mobile before it: 1、138…2、139…"""
_FIRST_MARK = re.compile(r"1[.．、](?=\d{3}|[Qq])")
_MANY_MARKS = 2
_WHOLE = re.compile(
    r"\s?(?:[3-9]\d{15,18}(?!\d)|1[3-9]\d{9}(?!\d)|[3-9]\d{3}(?:[ .-]\d{4}){2}"
    r"|[^\d\s，。,.；;、)）])"
)
_GLUED = re.compile(
    r"[13-9](?<![\d.].)(?:(?<=1)[3-9]\d{10,15}|(?<!1)\d(?:[ -]?\d){15,24}(?:\.\d{1,2})?)"
    r"(?=[余多]?[年月日号点时元万块千])"
)
_BROKEN = re.compile(r"(?<=\d)[ -]?\r?\n[ \t]{0,4}(?=\d)")
_DIGITS_BEFORE = re.compile(r"(?<![\d.,/*])(?<!\d:)\d(?:[ -]?\d){2,17}\Z")
_DIGITS_BEHIND = re.compile(r"\d(?:[ -]?\d){0,15}(?![\d.,/:*元块万年月日])")
_HALF, _SAID_REACH = 26, 8
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_SAID = re.compile(
    r"(?:电话|手机|号码|联系方式|致电|拨打|来电)(?:号码?)?(?:是|为)?[: ]{0,2}\Z"
)
_MOBILE_LENGTH, _SHORTEST, _MOST_BEHIND = 11, 16, 9


def without_list_marks(raw: str) -> str:
    """`raw` with 、 in the place of each list mark, character for character.

    A lone circled figure, keycap or 1. numbers a list when it is followed in the text by the next
    ones; within a number in disguise (①③⑧…) they stand side by side or out of order.
    """
    places: list[int] = []
    if _ANY_MARK.search(raw):
        places += _in_order(
            [(m.start(), _VALUES.get(m[0]) or int(m[0][0])) for m in _MARK.finditer(raw)], raw
        )
    if _FIRST_MARK.search(raw):
        written = [(m.start(), int(m[m.lastindex or 0])) for m in _WRITTEN_MARK.finditer(raw)]
        inside = _in_order(written, raw)
        if len(inside) >= _MANY_MARKS:
            places += [*inside, *(at + 1 for at in inside)]
    if not places:
        return raw
    characters = list(raw)
    for at in places:
        characters[at] = "、"
    return "".join(characters)


def _in_order(marks: list[tuple[int, int]], raw: str) -> list[int]:
    """Where the marks stand that count 1, 2, 3 …, however often they begin again.

    One that stands alone is a mark where no figure is before it and a word or a whole number
    behind.
    """
    found: list[int] = []
    last = 0
    for number, (at, value) in enumerate(marks):
        inside = at > 0 and (raw[at - 1].isdecimal() or raw[at - 1] in _SPOKEN)
        alone = not inside and raw[at] in _VALUES and _WHOLE.match(raw, at + 1) is not None
        if value == 1:
            followed = number + 1 < len(marks) and marks[number + 1][1] == value + 1
            last = int(alone or (followed and not inside))
        else:
            last = value if last and value == last + 1 else 0
        if last or alone:
            found.append(at)
    return found


def cuts(text: str) -> Iterator[int]:
    """Where a card or mobile number ends in the folded `text` and a sum, day or clock goes on.

    …91028月3日, …7133万: the card is told by its check digit and the length of its issuer.
    """
    for match in _GLUED.finditer(text):
        whole = match[0].partition(".")[0]
        if whole[0] == "1":
            if whole[_MOBILE_LENGTH] != "0":
                yield match.start() + _MOBILE_LENGTH
            continue
        for behind in range(1, _MOST_BEHIND + 1):
            before, rest = whole[:-behind], whole[-behind:]
            if not rest.isdecimal() or not before[-1].isdecimal():
                break
            if rest[0] != "0" and _is_card(before.replace(" ", "").replace("-", "")):
                yield match.start() + len(before)
                break


def breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where a line ends within a card, or within a mobile after a word for one.

    The whole must be one by its check digit and issuer, or by its segment, and neither half a card
    or a mobile of its own: two numbers below each other stay two.
    """
    for match in _BROKEN.finditer(text) if "\n" in text else ():
        before = _DIGITS_BEFORE.search(text, max(0, match.start() - _HALF), match.start())
        behind = _DIGITS_BEHIND.match(text, match.end())
        if before is None or behind is None:
            continue
        halves = [_bare(before[0]), _bare(behind[0])]
        if any(_is_mobile(half) or _is_card(half) for half in halves):
            continue
        whole = "".join(halves)
        said = _MOBILE_SAID.search(text, max(0, before.start() - _SAID_REACH), before.start())
        if _is_card(whole) or (said and _is_mobile(whole)):
            yield match.span()


def _bare(written: str) -> str:
    return written.replace(" ", "").replace("-", "")


def _is_mobile(number: str) -> bool:
    return _MOBILE.fullmatch(number) is not None and segment_of(number) is not None


def _is_card(number: str) -> bool:
    if not _SHORTEST <= len(number) <= LONGEST:
        return False
    known = card(number)
    return known.luhn_valid and known.issuer is not None and known.issuer.length_fits
