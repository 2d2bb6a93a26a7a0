"""What a time word means on the day it was said, and in the story it stands in."""

import re
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, Protocol

from zhisun.engines.reading.festivals import of_moon, of_moon_day, of_sun
from zhisun.engines.reading.numerals import DIGIT_OF, number, small_number, year_said
from zhisun.engines.reading.time_words import (
    DAY_SHIFT,
    EVENING,
    MORNING,
    NIGHT,
    STORY_SHIFT,
    WEEK_SHIFT,
    WEEKDAYS,
)


class Parts(Protocol):
    """What a pattern's groups hold, by their names."""

    def get(self, name: str, /) -> str | None:
        """The words of the group, None when it took no part."""


_MOON_MONTHS = {"正": 1, "冬": 11, "腊": 12}
_SPANS = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "钟头": timedelta(hours=1)}
_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7}
_FUTURE_DAYS, _DECEMBER = 60, 12
_BACKWARD_DAYS = 31
_AT_MOST_AHEAD, _LATELY, _LONG_DUE, _SOON_DUE = -2, 200, 183, 7
_CLOCK_AHEAD = timedelta(hours=2)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|[-/.]\d{1,2}[-/.]\d)")


class Moment(NamedTuple):
    """A time as precise as the words: whatever was not said is None. part: MO, AF or EV."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    part: str = ""


class Calendar:
    """Resolves dates in the order of the text. `ref`: naive local time of the report, or None.

    stretch: where the last clock ended and its moment (None: a habit's), since another may end what
    it began.
    """

    def __init__(self, ref: datetime | None, text: str) -> None:
        self.ref = ref
        self._text = text
        self.year: int | None = None
        self.last: Moment | None = None
        self.month: int | None = None
        self.after_noon = False
        self.by_word = False  # whether the last day was said as 今天 or 次日
        self.overnight = 0  # days that a night has gone on past the last day said
        self.stretch: tuple[int, Moment | None] = (0, None)

    @cached_property
    def latest_year(self) -> int | None:
        """The latest year the text says in figures."""
        return max(map(int, _YEAR.findall(self._text)), default=None)

    def lately(self, moment: Moment) -> bool:
        """Whether the day lies in the months before the report, at most two days after it."""
        if self.ref is None or moment.year is None or moment.month is None:
            return False
        ago = self.ref.toordinal() - _days(moment.year, moment.month, moment.day or 1)
        return _AT_MOST_AHEAD <= ago <= _LATELY

    def _after_report(self, moment: Moment) -> bool:
        if self.ref is None or moment.year is None or moment.month is None:
            return False
        return _days(moment.year, moment.month, moment.day or 1) > self.ref.toordinal()

    @property
    def at_years_end(self) -> bool:
        """Whether the text was taken down in December."""
        return self.ref is not None and self.ref.month == _DECEMBER

    def date(
        self,
        parts: Parts,
        *,
        ahead: bool = False,
        due: bool = False,
        gone: bool = False,
        planned: bool = False,
    ) -> Moment | None:
        """The day (or month) the words name; None when there is no such day.

        ahead: the words after it speak of what is still to come; due: of what must be done by
        then; gone: of what was done on it; planned: of a January to come, told in December.
        """
        moment = self._dated(parts, ahead=ahead, due=due)
        if moment is None or not _exists(moment):
            return None
        if gone and self._after_report(moment):
            moment = moment._replace(year=(moment.year or 0) - 1)
        if planned and self.at_years_end and self.year is None:
            moment = moment._replace(year=(moment.year or 0) + 1)
        if any(map(parts.get, ("year", "iso_year", "flat", "year_word"))):
            self.year = max(moment.year or 0, self.year or 0) or None
            self.month = moment.month or self.month
        if moment.day is not None:
            word, crossed = parts.get("day_word"), self.last and self.last.year != moment.year
            said = word not in STORY_SHIFT or crossed or self.by_word
            self.by_word = word is not None and bool(said)
            self.last = moment._replace(hour=None, minute=None, second=None, part="")
            self.after_noon, self.overnight = False, 0
        return moment

    def ago(self, count: str, unit: str) -> Moment | None:
        """三天前, 半小时前: as precise as the unit. None without the time of the report."""
        return None if self.ref is None else self._before(self.ref, count, unit)

    @staticmethod
    def _before(ref: datetime, count: str, unit: str) -> Moment:
        many = 0.5 if count == "半" else _count(count)
        if unit in _SPANS:
            return _to_minute(ref - _SPANS[unit] * many)
        if unit in _DAYS:
            return _of(ref - timedelta(days=int(_DAYS[unit] * many)))
        if many < 1 and unit == "月":
            return _of(ref - timedelta(days=15))._replace(day=None)
        months = ref.year * 12 + ref.month - 1 - int(many * (12 if unit == "年" else 1))
        return Moment(months // 12, None if unit == "年" else months % 12 + 1)

    def in_hours(self, hours: int) -> Moment | None:
        """24小时清空: that long after the report."""
        return None if self.ref is None else _to_minute(self.ref + timedelta(hours=hours))

    def today(self, moment: Moment, *, ahead: bool = False) -> Moment:
        """An hour without a day: the day the story is at, else the day of the report.

        An hour hours later than the report belongs to the day before, unless it is told as still
        to come (`ahead`: 请在22点前领取).
        """
        if self.last is not None:
            day = self.last
            return moment._replace(year=day.year, month=day.month, day=day.day)
        if self.ref is None:
            return moment
        day = _of(self.ref)
        if moment.hour is not None:
            clock = timedelta(hours=moment.hour, minutes=moment.minute or 0)
            start = self.ref.replace(hour=0, minute=0, second=0, microsecond=0)
            if start + clock > self.ref + _CLOCK_AHEAD and not ahead:
                day = _of(self.ref - timedelta(days=1))
        return moment._replace(year=day.year, month=day.month, day=day.day)

    def norm(self, moment: Moment) -> str | None:
        """ISO prefix as precise as the words, XXXX for an unknown year; "" parts left out."""
        if moment.month is None and moment.hour is None and not moment.part:
            return None if moment.year is None else f"{moment.year:04d}"
        text = ""
        if moment.month is not None:
            text = "XXXX" if moment.year is None else f"{moment.year:04d}"
            text += f"-{moment.month:02d}"
        if moment.day is not None:
            text += f"-{moment.day:02d}"
        if moment.hour is None or (moment.month and not moment.day):
            return text + (f"T{moment.part}" if moment.part else "")
        clock = [n for n in (moment.hour, moment.minute, moment.second) if n is not None]
        return text + "T" + ":".join(f"{n:02d}" for n in clock)

    def _dated(self, parts: Parts, *, ahead: bool, due: bool) -> Moment | None:  # noqa: PLR0911 one return for each way to say a day
        if parts.get("iso_year"):
            year, month, day = (
                int(parts.get(f"iso_{name}") or 0) for name in ("year", "month", "day")
            )
            return Moment(year if year > 100 else 2000 + year, month, day)  # noqa: PLR2004 26.3.5
        if flat := parts.get("flat"):
            return Moment(int(flat[:4]), int(flat[4:6]), int(flat[6:]))
        if parts.get("month") or parts.get("short_month") or parts.get("dot_month"):
            return self._month_and_day(parts, due=due)
        if parts.get("part_of_year") is not None or parts.get("festival") or parts.get("moon"):
            return self._season(parts)
        if parts.get("festival_said"):
            return self._festival(parts)
        if parts.get("day_word"):
            return self._day_word(parts.get("day_word") or "", due=due)
        return self._around_report(parts, ahead=ahead)

    def _season(self, parts: Parts) -> Moment | None:
        """去年底 is that year; a festival of the sun's calendar is its day."""
        if parts.get("festival"):
            return self._festival(parts)
        if parts.get("moon"):
            return self._moon_day(parts)
        year = self._year({"year_word": parts.get("part_of_year")}, 1, 1)
        return None if year is None else Moment(year)

    def _festival(self, parts: Parts) -> Moment | None:
        word = (parts.get("festival") or parts.get("festival_said") or "").removeprefix("大")
        word = word.removeprefix("年三十") or "三十"
        said = parts.get("festival_year") or ""
        year = year_said(said[:4]) if said[4:] == "年" else None
        if year is None and said:
            year = self._year({"year_word": said}, 1, 1)
            if year is None:
                return None
        evening = "EV" if word.endswith("夜") else ""
        if day := of_sun(word):
            return Moment(self._likely_year(*day) if year is None else year, *day, part=evening)
        last = year or (self.ref.year if self.ref else None)
        if last is None:
            return None
        found = of_moon(word, last)
        if found is not None and year is None and self.ref and found > self.ref.date():
            found = of_moon(word, last - 1)
        return Moment(last) if found is None else _of(found, evening)

    def _moon_day(self, parts: Parts) -> Moment | None:  # noqa: PLR0911 a day of the moon or none
        """正月初九, 腊月二十三, 大年初三: the last such day before the report."""
        if self.ref is None:
            return None
        month_word = parts.get("moon_month") or parts.get("old_month") or parts.get("last_month")
        month = _MOON_MONTHS.get(month_word or "正") or small_number(month_word or "")
        day_word = parts.get("moon_day") or parts.get("old_day") or parts.get("last_day")
        day_word = (day_word or parts.get("new_day") or "").removeprefix("初").replace("廿", "二十")
        day = small_number(day_word)
        if month is None or day is None:
            return None
        if parts.get("new_day") == "三十":
            return self._festival({"festival": "除夕"})
        for year in (self.ref.year, self.ref.year - 1):
            found = of_moon_day(month, day, year)
            if found is not None and found <= self.ref.date():
                return _of(found)
        return None

    def _month_and_day(self, parts: Parts, *, due: bool) -> Moment | None:
        said = parts.get("month") or parts.get("short_month") or parts.get("dot_month")
        month = small_number("一" if said == "元" else said or "")
        said = parts.get("day") or parts.get("short_day") or parts.get("dot_day")
        day = None if said is None else small_number(said)
        if month is None or not _exists(Moment(month=month, day=day)):
            return None
        year = self._year(parts, month, day or 1)
        if due and year is not None and not any(map(parts.get, ("year", "year_word"))):
            year = self._year_due(year, month, day or 1)
        return Moment(year, month, day)

    def _year_due(self, year: int, month: int, day: int) -> int:
        """The year after when what is due would have been so long ago: in December 1月5日前缴清."""
        if self.ref is None:
            return year
        if self.year is not None:
            ahead = _days(self.ref.year, month, day) - self.ref.toordinal()
            return self.ref.year if 0 <= ahead <= _SOON_DUE else year
        long_ago = self.ref.toordinal() - _days(year, month, day) > _LONG_DUE
        return year + (long_ago or year < self.ref.year)

    def _year(self, parts: Parts, month: int, day: int) -> int | None:
        if year := parts.get("year"):
            digits = "".join(str(DIGIT_OF.get(char, char)) for char in year)
            return int(digits) + (2000 if len(digits) == 2 else 0)  # noqa: PLR2004 25年3月
        word = parts.get("year_word")
        if word in ("同年", "当年"):
            return self.year
        if word is not None:
            now = self.ref.year if self.ref else self.latest_year if word == "今年" else None
            shift = {"去年": -1, "前年": -2, "明年": 1}.get(word, 0)
            return None if now is None else now + shift
        return self._likely_year(month, day)

    def _likely_year(self, month: int, day: int) -> int | None:
        """A story goes forward: the year it is at, or the next if the day has passed by then."""
        year = self.year
        if year is None:
            if self.ref is None:
                return None
            ahead = _days(self.ref.year, month, day) - self.ref.toordinal()
            return self.ref.year - 1 if ahead > _FUTURE_DAYS else self.ref.year
        last = self.last or Moment(year, self.month)
        if self.ref is None or last.month is None or last.year != year:
            now = year + (last.year == year + 1 and not self.by_word)
            return now if self.ref and _days(now, month, day) <= self.ref.toordinal() else year
        back = _days(year, last.month, last.day or 1) - _days(year, month, day)
        passed = _days(year + 1, month, day) <= self.ref.toordinal()
        return year + 1 if back > _BACKWARD_DAYS and passed else year

    def _day_word(self, word: str, *, due: bool) -> Moment | None:
        if len(word) == 3 and word[-1] in "上里":  # noqa: PLR2004 昨晚上, 昨夜里
            word = word[:2]
        part = "EV" if word in EVENING | NIGHT else "MO" if word in MORNING else ""
        if word in STORY_SHIFT:
            shift = STORY_SHIFT[word]
            base = self.last or (_of(self.ref) if self.ref and (due or not shift) else None)
        else:
            base, shift = (_of(self.ref) if self.ref else None), DAY_SHIFT[word]
        if base is None:
            return Moment(part=part)
        return shifted(base, shift)._replace(part=part)

    def _around_report(self, parts: Parts, *, ahead: bool) -> Moment | None:
        if said := parts.get("lone_day") or parts.get("bare_day"):
            return self._lone_day(small_number(said), ahead=ahead)
        weekday, word = parts.get("weekday"), parts.get("month_word")
        if self.ref is None or not (weekday or word is not None):
            return None
        if weekday:
            on = WEEKDAYS[weekday]
            return _weekday(self.ref, parts.get("week"), on, ahead=ahead)
        shift = {"上": -1, "下": 1}.get((word or "")[:1], 0)
        months = self.ref.year * 12 + self.ref.month - 1 + shift
        day = parts.get("month_day")
        return Moment(months // 12, months % 12 + 1, small_number(day) if day else None)

    def _lone_day(self, day: int | None, *, ahead: bool) -> Moment | None:  # noqa: PLR0911 the story's month, this, the next or the last
        """Of the month the story is at, else the last such day before the report (or the next)."""
        if day is not None and self.last is not None and self.last.month is not None:
            return self.last._replace(day=day)
        if day is None or self.ref is None:
            return None
        ref = self.ref
        if ahead and day < ref.day:
            after = ref.replace(day=1) + timedelta(days=31)
            return Moment(after.year, after.month, day)
        if ahead or day <= ref.day:
            return Moment(ref.year, ref.month, day)
        before = ref.replace(day=1) - timedelta(days=1)
        return Moment(before.year, before.month, day)


def _weekday(ref: datetime, week: str | None, weekday: int, *, ahead: bool) -> Moment:
    day = ref - timedelta(days=ref.weekday() - weekday)
    if week is None and ahead:
        return _of(day + timedelta(days=7) if day.date() < ref.date() else day)
    if week is None:
        return _of(day - timedelta(days=7) if day.date() > ref.date() else day)
    return _of(day + timedelta(weeks=WEEK_SHIFT[week]))


def weekday_of(ref: datetime, week: str, weekday: int) -> date:
    """The day of that week (上, 上上, 这, 本, 下); weekday 0 is Monday."""
    return (ref + timedelta(days=weekday - ref.weekday(), weeks=WEEK_SHIFT[week])).date()


def shifted(moment: Moment, days: int) -> Moment:
    """The day so many days later; a day without a year moves within a leap year's calendar."""
    if moment.month is None or moment.day is None:
        return moment
    leap = 2000
    day = date(moment.year or leap, moment.month, moment.day) + timedelta(days=days)
    year = None if moment.year is None else day.year
    return Moment(year, day.month, day.day)


def later(moment: Moment, minutes: int) -> Moment:
    """The time of a day so many minutes later, as precise as it is."""
    of_day = (moment.hour or 0) * 60 + (moment.minute or 0) + minutes
    day = shifted(moment, of_day // 1440)
    minute = None if moment.minute is None and minutes % 60 == 0 else of_day % 60
    return day._replace(hour=of_day // 60 % 24, minute=minute, second=moment.second)


def _of(day: date, part: str = "") -> Moment:
    return Moment(day.year, day.month, day.day, part=part)


def _to_minute(at: datetime) -> Moment:
    return _of(at)._replace(hour=at.hour, minute=at.minute)


def _count(text: str) -> float:
    """三, 3, and 三.5 for 三个半."""
    whole, half, _ = text.partition(".5")
    read = number(whole)
    return (0 if read is None else int(read.value)) + (0.5 if half else 0)


def _exists(moment: Moment) -> bool:
    if moment.month is None:
        return moment.day is None
    try:
        date(moment.year or 2000, moment.month, moment.day or 1)
    except ValueError:
        return False
    return True


def _days(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal()
    except ValueError:  # 29 February of a common year
        return date(year, month, 28).toordinal()
