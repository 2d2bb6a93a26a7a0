"""Festivals (节日) people date by: those of the sun's calendar and those of the moon's.

Days of the moon's calendar, as GB/T 33661-2017 counts them; compared with the packages lunardate
and jionlp.
"""

from datetime import date, timedelta

_FIRST_DAYS = """
2015 0219 0320 0419 0518 0616 0716 0814 0913 1013 1112 1211 0110
2016 0208 0309 0407 0507 0605 0704 0803 0901 1001 1031 1129 1229
2017 0128 0226 0328 0426 0526 0624 0822 0920 1020 1118 1218 0117
2018 0216 0317 0416 0515 0614 0713 0811 0910 1009 1108 1207 0106
2019 0205 0307 0405 0505 0603 0703 0801 0830 0929 1028 1126 1226
2020 0125 0223 0324 0423 0621 0721 0819 0917 1017 1115 1215 0113
2021 0212 0313 0412 0512 0610 0710 0808 0907 1006 1105 1204 0103
2022 0201 0303 0401 0501 0530 0629 0729 0827 0926 1025 1124 1223
2023 0122 0220 0420 0519 0618 0718 0816 0915 1015 1113 1213 0111
2024 0210 0310 0409 0508 0606 0706 0804 0903 1003 1101 1201 1231
2025 0129 0228 0329 0428 0527 0625 0823 0922 1021 1120 1220 0119
2026 0217 0319 0417 0517 0615 0714 0813 0911 1010 1109 1209 0108
2027 0206 0308 0407 0506 0605 0704 0802 0901 0930 1029 1128 1228
2028 0126 0225 0326 0425 0524 0722 0820 0919 1018 1116 1216 0115
2029 0213 0315 0414 0513 0612 0711 0810 0908 1008 1106 1205 0104
2030 0203 0304 0403 0502 0601 0701 0730 0829 0927 1027 1125 1225
"""
"""Year of the moon's calendar, then the first days of its twelve months (leap months left out)."""
_MONTHS = {
    int(line[:4]): tuple((int(day[:2]), int(day[2:])) for day in line[5:].split())
    for line in _FIRST_DAYS.strip().splitlines()
}
_LAST = 12
_OF_SUN = {
    "元旦": (1, 1), "国庆": (10, 1), "五一": (5, 1), "劳动": (5, 1), "儿童": (6, 1), "六一": (6, 1),
    "教师": (9, 10), "圣诞": (12, 25), "平安": (12, 24), "情人": (2, 14), "三八": (3, 8),
    "妇女": (3, 8), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12), "618": (6, 18), "跨年": (12, 31), "光棍": (11, 11),
}  # fmt: skip
_OF_MOON = {
    "春节": (1, 1, 0), "过年": (1, 1, 0), "除夕": (1, 1, -1), "三十": (1, 1, -1),
    "元宵": (1, 15, 0), "端午": (5, 5, 0), "七夕": (7, 7, 0), "中秋": (8, 15, 0),
    "重阳": (9, 9, 0), "小年": (12, 23, 0), "腊八": (12, 8, 0),
}  # fmt: skip
_QINGMING = (4, 4, 5, 5)
"""清明 falls on 4 April or the day after, by the year's place in the leap cycle (2000 to 2043)."""


def of_sun(word: str) -> tuple[int, int] | None:
    """Month and day of a festival of the sun's calendar (国庆节 → 10, 1)."""
    return _OF_SUN.get(word) or _OF_SUN.get(word[:2])


def of_moon(word: str, year: int) -> date | None:
    """The day of a festival of the moon's calendar (or 清明), None outside of the tables.

    小年 and 腊八 of a year are those before its spring festival.
    """
    if word[:2] == "清明":
        return date(year, 4, _QINGMING[year % 4])
    month, day, shift = _OF_MOON.get(word[:2], (0, 0, 0))
    first = of_moon_day(month, day, year - (month == _LAST))
    return None if first is None else first + timedelta(days=shift)


def of_moon_day(month: int, day: int, year: int) -> date | None:
    """腊月二十三 of the moon's `year`; None outside of the tables.

    The last month of a year of the moon may lie in the next year of the sun.
    """
    if year not in _MONTHS or not 0 < month <= _LAST or not 0 < day <= 30:  # noqa: PLR2004 days of a month
        return None
    first = date(year, *_MONTHS[year][month - 1])
    if month > 1 and first < date(year, *_MONTHS[year][0]):
        first = first.replace(year=year + 1)
    return first + timedelta(days=day - 1)


def of_first_month(day: int, year: int) -> date | None:
    """正月初八: so many days into the moon's year; None outside of the tables."""
    return of_moon_day(1, day, year)
