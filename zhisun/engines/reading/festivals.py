"""Festivals (节日) people date by: those of the sun's calendar and those of the moon's.

Days of the moon's calendar, as GB/T 33661-2017 counts them; compared with the package lunardate.
"""

from datetime import date, timedelta

_SPRING = {
    2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25),
    2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17),
    2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
_DRAGON_BOAT = {
    2018: (6, 18), 2019: (6, 7), 2020: (6, 25), 2021: (6, 14), 2022: (6, 3), 2023: (6, 22),
    2024: (6, 10), 2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16),
    2030: (6, 5),
}  # fmt: skip
_SEVENTH = {
    2018: (8, 17), 2019: (8, 7), 2020: (8, 25), 2021: (8, 14), 2022: (8, 4), 2023: (8, 22),
    2024: (8, 10), 2025: (8, 29), 2026: (8, 19), 2027: (8, 8), 2028: (8, 26), 2029: (8, 16),
    2030: (8, 5),
}  # fmt: skip
_MID_AUTUMN = {
    2018: (9, 24), 2019: (9, 13), 2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29),
    2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22),
    2030: (9, 12),
}  # fmt: skip
_OF_SUN = {
    "元旦": (1, 1), "国庆": (10, 1), "五一": (5, 1), "劳动": (5, 1), "儿童": (6, 1), "六一": (6, 1),
    "教师": (9, 10), "圣诞": (12, 25), "平安": (12, 24), "情人": (2, 14), "三八": (3, 8),
    "妇女": (3, 8), "十一": (10, 1), "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12),
    "双12": (12, 12), "618": (6, 18),
}  # fmt: skip
_OF_MOON = {
    "春节": (_SPRING, 0), "过年": (_SPRING, 0), "除夕": (_SPRING, -1), "元宵": (_SPRING, 14),
    "端午": (_DRAGON_BOAT, 0), "七夕": (_SEVENTH, 0), "中秋": (_MID_AUTUMN, 0),
}  # fmt: skip


def of_sun(word: str) -> tuple[int, int] | None:
    """Month and day of a festival of the sun's calendar (国庆节 → 10, 1)."""
    return _OF_SUN.get(word) or _OF_SUN.get(word[:2])


def of_moon(word: str, year: int) -> date | None:
    """The day of a festival of the moon's calendar, None outside of the tables."""
    table, shift = _OF_MOON.get(word[:2], ({}, 0))
    if year not in table:
        return None
    return date(year, *table[year]) + timedelta(days=shift)


def of_first_month(day: int, year: int) -> date | None:
    """正月初八: so many days into the moon's year; None outside of the tables."""
    if year not in _SPRING or not 0 < day <= 29:  # noqa: PLR2004 days of the shorter months
        return None
    return date(year, *_SPRING[year]) + timedelta(days=day - 1)
