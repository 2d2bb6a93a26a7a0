"""Numbers as people write and say them: 3万5, 两万三, 贰佰, 5w, 1,234.50, 百八十."""

import re
from decimal import Decimal
from typing import NamedTuple

DIGIT_OF = (
    dict(zip("零一二三四五六七八九", range(10), strict=True))
    | dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True))
    | {"两": 2, "俩": 2, "幺": 1, "弌": 1, "弍": 2, "弎": 3}
)
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
WAN, YI = 10**4, 10**8
LARGE_UNITS = {"万": WAN, "亿": YI}
_LATIN_UNITS = {"w": "万", "W": "万", "k": "千", "K": "千"}

CHINESE = "".join(sorted(set(DIGIT_OF) - {"幺"}))
UNITS = "十拾百佰千仟万亿wWkK"
_COUNTED = "[笔次个张单份人天条台部件种位周年月日点回趟起]|号(?!码)|家(?![在里住])"
"""1.2万两笔: the last figure counts what follows."""
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})++(?:\.\d{1,8}+)?|[1-9]\d{0,2}(?:，\d{3}){1,4}+(?=[余多]?元)|\d{1,13}+(?:\.\d{1,8}+)?|"
    rf"[{CHINESE}]{{1,16}}+)"
)
BODY = (
    rf"(?:(?:零(?=\d))?(?:{NUMBER})?"
    rf"(?:(?<=\d) (?=[余多]?[万亿]))?(?:好?[余多几来])?[{UNITS}]"
    r"(?!(?<=[万千百]十)[号日月点])){1,8}"
    rf"(?:零?{NUMBER}(?!(?<=[{CHINESE}])(?:{_COUNTED})))?|{NUMBER}"
)
"""A number with its units, no currency. Bounded, so that no text takes long."""

_WORD = re.compile(rf"\d[\d,]*(?:\.\d+)?|[{CHINESE}]+|[{UNITS}]|[余多几来]")
_IN_FIGURES = re.compile(r"(0*[1-9]\d*(?:\.\d+)?)([万wW千kK]?)", re.ASCII)
"""3万, 3.5w, 12.80: most sums are written so."""
_WORTH = dict.fromkeys("万wW", WAN) | dict.fromkeys("千kK", 1000) | {"": 1}
_TEN = 10
_FROM_HUNDRED = 100


class Number(NamedTuple):
    """A value and whether the words leave it open (余, 多, 两三万)."""

    value: Decimal
    approx: bool


def number(body: str) -> Number | None:
    """The value of a number with units, None when the words are no number.

    A lone last digit counts in the next lower unit (3万5 = 35000, 一百五 = 150) unless 零 stands
    before it (两万零三 = 20003). Two neighbouring numerals are an estimate: the lower one counts.
    """
    if (figures := _IN_FIGURES.fullmatch(body)) is not None:
        return Number(Decimal(figures[1]) * _WORTH[figures[2]], approx=False)
    body = body.replace(" ", "").replace("好", "").replace("，", ",")
    words = _WORD.findall(body)
    if not words or "".join(words) != body:
        return None
    sum_ = _Sum()
    for word in words:
        if not sum_.take(word):
            return None
    return sum_.result()


class _Sum:
    """Running value: `above` holds what stands before 万 or 亿, `section` what is below."""

    def __init__(self) -> None:
        self.above = Decimal(0)
        self.section = Decimal(0)
        self.pending: Decimal | None = None
        self.colloquial = False
        self.last_unit = 1
        self.room = YI
        self.approx = False
        self.said = False
        self.after_zero = False

    def take(self, word: str) -> bool:
        word = _LATIN_UNITS.get(word, word)
        if word in "余多几来":
            self.approx = True
            return word != "几" or self.said
        if word in SMALL_UNITS:
            return self._small(SMALL_UNITS[word])
        if word in LARGE_UNITS:
            return self._large(LARGE_UNITS[word])
        return self._digits(word)

    def result(self) -> Number | None:
        if not self.said:
            return None
        rest = self.pending or Decimal(0)
        if self.colloquial and self.last_unit >= _FROM_HUNDRED:
            rest *= self.last_unit // _TEN
        return Number(self.above + self.section + rest, self.approx)

    def _digits(self, word: str) -> bool:
        if self.pending is not None:
            return False
        self.said = True
        if word[0].isdecimal():
            self.pending = Decimal(word.replace(",", ""))
            self.colloquial = len(word) == 1 and not self.after_zero
            return True
        return self._numerals(word)

    def _numerals(self, word: str) -> bool:
        figures = [DIGIT_OF[char] for char in word]
        after_unit = self.last_unit > 1
        self.after_zero = figures == [0]
        if len(figures) == 1:
            self.pending = None if after_unit and figures == [0] else Decimal(figures[0])
            self.colloquial = figures != [0]
        elif after_unit and figures[0] == 0 and len(figures) == 2:  # noqa: PLR2004 零 and one digit
            self.pending, self.colloquial = Decimal(figures[1]), False
        elif _some(figures, after_unit=after_unit):
            self.pending, self.colloquial, self.approx = Decimal(figures[0]), True, True
        else:
            self.pending = Decimal("".join(map(str, figures)))
            self.colloquial = False
        return True

    def _small(self, unit: int) -> bool:
        if unit >= self.room:
            return False
        bare = self.pending is None
        if bare and unit not in (_TEN, _FROM_HUNDRED):
            return False
        self.section += (Decimal(1) if self.pending is None else self.pending) * unit
        self.pending, self.last_unit, self.room, self.said = None, unit, unit, True
        return True

    def _large(self, unit: int) -> bool:
        value = self.section + (self.pending or 0)
        if unit == YI:
            value += self.above
            self.above = Decimal(0)
        if value == 0 or 0 < self.above < unit * _TEN:
            return False
        self.above += value * unit
        self.section, self.pending = Decimal(0), None
        self.last_unit, self.room, self.colloquial = unit, YI, False
        return True


def _some(figures: list[int], *, after_unit: bool) -> bool:
    """两三, 七八 and, without a hundred before, 三五: about as many."""
    if len(figures) != 2:  # noqa: PLR2004 a pair
        return False
    first, second = figures
    return second == first + 1 or (figures == [3, 5] and not after_unit)


def small_number(text: str) -> int | None:
    """A count up to 99 as used in dates and clocks: 3, 03, 三, 十二, 二十五, 零三."""
    if text.isdecimal():
        return int(text)
    read = number(text.lstrip("零〇") or "零")
    return int(read.value) if read is not None and read.value == int(read.value) else None


def plain(value: Decimal) -> str:
    """Decimal digits without exponent or needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def year_said(said: str) -> int:
    """一八年, 98年, 二零二五年 without 年."""
    digits = "".join(str(DIGIT_OF.get(char, char)) for char in said)
    if len(digits) > 2:  # noqa: PLR2004 all four are said
        return int(digits)
    return int(digits) + (1900 if digits > "50" else 2000)
