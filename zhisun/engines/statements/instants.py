"""Dates and times as statements write them → int64 microseconds UTC (时间)."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from zhisun.engines.statements.arrows import Arrow, by_chunk, column
from zhisun.engines.statements.terms import CHINA_US, DAY_US, Unit
from zhisun.engines.statements.texts import uniques

Instants = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

BAD = -(2**63)
"""What could not be read as a time."""
CLOCKLESS = 2**62
"""Added to an instant of which only the day is told, until the clock is."""
MINUTES = 2**61
"""Added to an instant told to the minute."""

_SHAPES = 64
"""Different shapes of one column read at full speed; a column of more is no column of times."""
_SEPARATORS = frozenset(" -/.:T年月日时分秒点_\t")
_FIRST_DAY, _LAST_DAY = 0, 47_482  # 1970 to 2099
_EXCEL_EPOCH = 25_569
_EXCEL_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_RUNS: dict[tuple[int, ...], tuple[int, ...]] = {
    (8,): (4, 2, 2),
    (12,): (4, 2, 2, 2, 2),
    (14,): (4, 2, 2, 2, 2, 2),
    (17,): (4, 2, 2, 2, 2, 2, 3),
    (20,): (4, 2, 2, 2, 2, 2, 6),
    (8, 6): (4, 2, 2, 2, 2, 2),
    (8, 4): (4, 2, 2, 2, 2),
    (8, 6, 3): (4, 2, 2, 2, 2, 2, 3),
    (8, 6, 6): (4, 2, 2, 2, 2, 2, 6),
    (8, 9): (4, 2, 2, 2, 2, 2, 3),
}
"""Runs of digits that hold several parts without a sign between them."""


def to_instants(texts: Arrow) -> Instants:
    """Microseconds UTC of each text, BAD where it is no time; CLOCKLESS or MINUTES added.

    2024-01-02 03:04:05  2024/1/2 3:04  20240102030405  2024年1月2日3时4分  45293.1277 (a
    spreadsheet's day)  2024-01-02T03:04:05+08:00. Without a zone: Chinese time.
    """
    return by_chunk(texts, lambda some: _by_shape(some, _day_and_clock, _slow_instant))


def to_clocks(texts: Arrow) -> Instants:
    """Microseconds since midnight of each text: 03:04:05  030405  30405 (a zero lost)  0.1277."""
    return by_chunk(texts, lambda some: _by_shape(some, _clock, _slow_clock))


def unit_of(instants: Instants) -> tuple[Instants, npt.NDArray[np.int8]]:
    """Instants without the marks of their unit, and the units."""
    told = instants.copy()
    units = np.full(len(told), Unit.SECOND, np.int8)
    for mark, unit in ((CLOCKLESS, Unit.DAY), (MINUTES, Unit.MINUTE)):
        marked = told > mark - 2**60
        told[marked] -= mark
        units[marked] = unit
    return told, units


def _by_shape(
    texts: Arrow,
    fast: Callable[[Bytes], Instants | None],
    slow: Callable[[str], int],
) -> Instants:
    """Rows of one shape (length, signs and places of digits) are read together."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset :][: len(texts) + 1]
    data = np.frombuffer(texts.buffers()[2] or b"", np.uint8)
    lengths = np.diff(offsets)
    found = np.full(len(texts), BAD, np.int64)
    left = np.flatnonzero(lengths > 0)
    for _round in range(_SHAPES):
        if not len(left):
            return found
        length = int(lengths[left[0]])
        same = left[lengths[left] == length]
        matrix = _matrix(data, offsets, same, length)
        shape = _shape(matrix, matrix[0])
        rows = same[shape]
        values = fast(matrix[shape])
        if values is None:
            values = uniques(texts.take(column(rows)), slow, np.int64)
        found[rows] = values
        left = left[~np.isin(left, rows, assume_unique=True)] if len(rows) < len(left) else left[:0]
    found[left] = uniques(texts.take(column(left)), slow, np.int64)
    return found


def _matrix(data: Bytes, offsets: npt.NDArray[np.int32], rows: Instants, length: int) -> Bytes:
    starts = offsets[rows]
    if len(rows) and int(starts[-1] - starts[0]) == (len(rows) - 1) * length:
        first = int(starts[0])
        return data[first : first + len(rows) * length].reshape(len(rows), length)
    return data[starts[:, None] + np.arange(length)]


def _shape(matrix: Bytes, first: Bytes) -> npt.NDArray[np.bool_]:
    """Rows with digits where the first has them and its very signs elsewhere."""
    digit = _digits(first)
    fits = np.ones(len(matrix), np.bool_)
    for place, is_digit in enumerate(digit):
        column = matrix[:, place]
        fits &= _digits(column) if is_digit else column == first[place]
    return fits


def _digits(column: Bytes) -> npt.NDArray[np.bool_]:
    return (column - np.uint8(48)) < np.uint8(10)


def _parts(matrix: Bytes) -> list[tuple[int, int]] | None:
    """(start, length) of each run of digits of the shape; None when it has other signs."""
    text = bytes(matrix[0]).decode("utf-8", errors="replace")
    if set(re.sub(r"\d", "", text)) - _SEPARATORS:
        return None
    raw = bytes(matrix[0])
    return [(found.start(), len(found.group())) for found in re.finditer(rb"\d+", raw)]


def _number(matrix: Bytes, start: int, length: int) -> Instants:
    value = np.zeros(len(matrix), np.int64)
    for place in range(start, start + length):
        value = value * 10 + (matrix[:, place] - np.uint8(48))
    return value


def _day_and_clock(matrix: Bytes) -> Instants | None:
    runs = _parts(matrix)
    if runs is None:
        return None
    lengths = tuple(length for _start, length in runs)
    cut = _RUNS.get(lengths) or (*_RUNS.get(lengths[:1], lengths[:1]), *lengths[1:])
    whole = [start + step for start, length in runs for step in range(length)]
    starts = [whole[sum(cut[:place])] for place in range(len(cut))]
    if not _dated(cut):
        return None
    numbers = [_number(matrix, *part) for part in zip(starts, cut, strict=True)]
    day = days(*numbers[:3])
    if len(cut) == 3:  # noqa: PLR2004 year, month, day
        return np.where(day == BAD, BAD, day * DAY_US - CHINA_US + CLOCKLESS)
    clock = _of_day(numbers[3:], cut[3:])
    good = (day != BAD) & (clock != BAD)
    minutes = MINUTES if len(cut) == 5 else 0  # noqa: PLR2004 no seconds
    return np.where(good, day * DAY_US + clock - CHINA_US + minutes, BAD)


def _dated(cut: tuple[int, ...]) -> bool:
    return (
        len(cut) in {3, 5, 6, 7}
        and cut[0] == 4  # noqa: PLR2004 digits of a year
        and all(length <= 2 for length in cut[1:6])  # noqa: PLR2004 digits of its parts
        and (len(cut) < 7 or cut[6] <= 9)  # noqa: PLR2004 a fraction of the second
    )


def days(year: Instants, month: Instants, day: Instants) -> Instants:
    """Days since 1970 of civil dates, BAD for one that is none or outside 1970–2099."""
    good = (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004 months
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int64)
    most = lengths[np.where(good, month, 0)] + (leap & (month == 2))  # noqa: PLR2004 February
    good &= day <= most
    # The year begins in March, so that the leap day is its last.
    moved = year - (month <= 2)  # noqa: PLR2004
    age = moved % 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    since = moved // 400 * 146_097 + age * 365 + age // 4 - age // 100 + of_year - 719_468
    return np.where(good & (since >= _FIRST_DAY) & (since <= _LAST_DAY), since, BAD)


def _of_day(parts: list[Instants], cut: tuple[int, ...]) -> Instants:
    hour, minute = parts[0], parts[1]
    second = parts[2] if len(parts) > 2 else np.zeros_like(hour)  # noqa: PLR2004
    micros = (hour * 3600 + minute * 60 + second) * 1_000_000
    if len(parts) > 3:  # noqa: PLR2004 a fraction of the second
        micros += parts[3] * 10**6 // 10 ** cut[3]
    good = (hour < 24) & (minute < 60) & (second < 60)  # noqa: PLR2004 a day's clock
    return np.where(good, micros, BAD)


def _clock(matrix: Bytes) -> Instants | None:
    runs = _parts(matrix)
    if runs is None:
        return None
    lengths = tuple(length for _start, length in runs)
    if len(lengths) == 1 and runs[0][0] == 0 and lengths[0] in {1, 2, 3, 4, 5, 6, 8, 9}:
        number = _number(matrix, 0, min(lengths[0], 6))
        return _of_day([number // 10_000, number // 100 % 100, number % 100], (2, 2, 2))
    if len(lengths) in {2, 3, 4} and all(length <= 2 for length in lengths[:3]):  # noqa: PLR2004
        return _of_day([_number(matrix, *run) for run in runs], lengths)
    return None


def _slow_instant(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and int(float(plain)) in _EXCEL_SERIALS:
        return _spreadsheet_day(plain)
    try:
        told = datetime.fromisoformat(plain)
    except ValueError:
        told = None
    if told is not None and told.tzinfo is not None:
        return round((told - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6)
    again = re.sub(r"\s+", " ", re.sub(r"[^\d:.\-/ ]", " ", plain)).strip()
    if not again or again == text:
        return BAD
    values = _day_and_clock(np.frombuffer(again.encode(), np.uint8)[None, :])
    return BAD if values is None else _of_half(plain, int(values[0]))


def _of_half(text: str, instant: int) -> int:
    """The instant of a text that says 下午 or PM: twelve hours later, but for noon itself."""
    hour = (instant + CHINA_US) // 3_600_000_000 % 24
    if re.search(r"下午|晚上|pm", text.casefold()) and hour < 12 and 0 < instant < CLOCKLESS:  # noqa: PLR2004
        return instant + DAY_US // 2
    return instant


def _spreadsheet_day(text: str) -> int:
    """A spreadsheet counts days from 1900 and the clock as their fraction."""
    whole, _point, fraction = text.partition(".")
    seconds = round(float(f"0.{fraction or 0}") * 86_400)
    day = (int(whole) - _EXCEL_EPOCH) * DAY_US - CHINA_US
    return day + seconds * 1_000_000 if fraction else day + CLOCKLESS


def _slow_clock(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"0?\.\d+", plain):
        return round(float(plain) * 86_400) * 1_000_000 % DAY_US
    digits = re.sub(r"[^\d]+", ":", plain).strip(":")
    if not re.fullmatch(r"\d{1,2}(:\d{1,2}){1,2}", digits):
        return BAD
    values = _clock(np.frombuffer(digits.encode(), np.uint8)[None, :])
    return BAD if values is None else int(values[0])
