"""Times as people say them, each with what it means, worked out by the calendar of the library."""

from datetime import datetime, timedelta
from random import Random

PERIODS = (
    ("凌晨", range(1, 6), 0),
    ("早上", range(6, 10), 0),
    ("上午", range(8, 12), 0),
    ("下午", range(13, 19), 12),
    ("傍晚", range(17, 20), 12),
    ("晚上", range(18, 24), 12),
)
FIGURES = "零一二三四五六七八九"
Said = tuple[str, str]


def spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("" if tens == 1 else FIGURES[tens]) + "十"
    if not head:
        return "两" if number == 2 else FIGURES[number]
    return head + (FIGURES[ones] if ones else "")


def _clock(rnd: Random) -> tuple[str, str]:
    """Words and norm of a clock after a day."""
    word, hours, shift = rnd.choice(PERIODS)
    hour, minute = rnd.choice(hours), rnd.randrange(1, 60)
    said = str(hour - shift) if rnd.random() < 0.6 else spoken(hour - shift)
    return rnd.choice(
        [
            (f"{word}{said}点", f"T{hour:02d}"),
            (f"{word}{said}点多", f"T{hour:02d}"),
            (f"{word}{said}点左右", f"T{hour:02d}"),
            (f"{word}{said}点半", f"T{hour:02d}:30"),
            (f"{word}{said}点半左右", f"T{hour:02d}:30"),
            (f"{word}{said}点{minute}分", f"T{hour:02d}:{minute:02d}"),
            (f"{hour}时许", f"T{hour:02d}"),
            (f"{hour}时{minute:02d}分", f"T{hour:02d}:{minute:02d}"),
            (f"{hour}时{minute:02d}分许", f"T{hour:02d}:{minute:02d}"),
            (f"{hour:02d}:{minute:02d}", f"T{hour:02d}:{minute:02d}"),
            (
                f"{word}",
                {"早上": "TMO", "上午": "TMO", "凌晨": "TMO", "下午": "TAF"}.get(word, "TEV"),
            ),
            ("", ""),
        ]
    )


def said_time(rnd: Random, ref: datetime) -> Said:
    """A time before the report."""
    day = ref - timedelta(days=rnd.choice([0, 1, 2, 3, 4, 5, 9, 17]))
    days = (ref.date() - day.date()).days
    words = [
        f"{day.month}月{day.day}日",
        f"{day.month}月{day.day}号",
        f"{day:%Y年}{day.month}月{day.day}日",
    ]
    words += [f"{day:%Y-%m-%d} " if rnd.random() < 0.5 else f"{day.month}月{day.day}日"]
    names = {0: ["今天", "今日"], 1: ["昨天", "昨日"], 2: ["前天"], 3: ["大前天"]}
    words += names.get(days, []) * 2
    if days > 0 and day.isocalendar()[1] == ref.isocalendar()[1]:
        words += [f"这周{'一二三四五六日'[day.weekday()]}"]
    if day.isocalendar()[1] == ref.isocalendar()[1] - 1:
        words += [
            f"上周{'一二三四五六日'[day.weekday()]}",
            f"上个星期{'一二三四五六天'[day.weekday()]}",
        ]
    said, (clock, norm) = rnd.choice(words), _clock(rnd)
    if not days and norm[1:3].isdecimal() and int(norm[1:3]) > ref.hour:
        clock, norm = "", ""
    return (said + clock).strip() if clock else said.strip(), f"{day:%Y-%m-%d}{norm}"


def ago(rnd: Random, ref: datetime) -> Said:
    """三天前, 20分钟前."""
    count = rnd.choice([2, 3, 5, 10, 20, 40])
    written = str(count) if rnd.random() < 0.5 else spoken(count)
    unit, span, form = rnd.choice(
        [
            ("分钟", timedelta(minutes=1), "%Y-%m-%dT%H:%M"),
            ("天", timedelta(days=1), "%Y-%m-%d"),
            ("个小时", timedelta(hours=1), "%Y-%m-%dT%H:%M"),
        ]
    )
    return f"{written}{unit}前", (ref - span * count).strftime(form)


def news_time(rnd: Random) -> Said:
    """A day in the news: no year unless it is said."""
    month, day, year = rnd.randrange(1, 13), rnd.randrange(1, 29), rnd.randrange(2018, 2025)
    clock, norm = _clock(rnd)
    return rnd.choice(
        [
            (f"{month}月{day}日{clock}", f"XXXX-{month:02d}-{day:02d}{norm}"),
            (f"{year}年{month}月{day}日{clock}", f"{year}-{month:02d}-{day:02d}{norm}"),
            (f"{month}月{day}日", f"XXXX-{month:02d}-{day:02d}"),
            (f"{year}年{month}月", f"{year}-{month:02d}"),
            (f"{month}月初", f"XXXX-{month:02d}"),
            (f"{year}年{month}月下旬", f"{year}-{month:02d}"),
            (f"{year}年底", f"{year}"),
        ]
    )


def dotted_day(rnd: Random, ref: datetime) -> Said:
    """3.15, 2/14: of the last two months."""
    day = ref - timedelta(days=rnd.randrange(3, 60))
    return f"{day.month}{rnd.choice('./')}{day.day}", f"{day:%Y-%m-%d}"


def clock_today(rnd: Random, ref: datetime) -> Said:
    """A clock alone belongs to the day the story is at, whichever that is."""
    hour, minute = rnd.randrange(ref.hour), rnd.randrange(60)
    return rnd.choice([f"{hour:02d}:{minute:02d}", f"{hour}点{minute:02d}分"]), "*"


def yesterday(rnd: Random, ref: datetime) -> Said:
    """昨下午, 昨晚上9点, 前晚8点半."""
    days, word, hour, part = rnd.choice(
        [
            (1, "昨下午", rnd.randrange(13, 18), "AF"),
            (1, "昨晚上", rnd.randrange(19, 24), "EV"),
            (2, "前晚", rnd.randrange(19, 24), "EV"),
            (1, "昨夜里", rnd.randrange(20, 24), "EV"),
            (0, "今早上", 8, "MO"),
        ]
    )
    day = f"{ref - timedelta(days=days):%Y-%m-%d}"
    said = hour if hour <= 12 else hour - 12
    return rnd.choice(
        [
            (word, f"{day}T{part}"),
            (f"{word}{said}点", f"{day}T{hour:02d}"),
            (f"{word}{spoken(said)}点半", f"{day}T{hour:02d}:30"),
        ]
    )


FESTIVALS = (
    ("国庆节", 10, 1), ("元旦", 1, 1), ("圣诞节", 12, 25), ("情人节", 2, 14), ("双十一", 11, 11),
)  # fmt: skip


def festival(rnd: Random, ref: datetime) -> Said:
    """Of last year, said so: which one is meant then is not in doubt."""
    word, month, day = rnd.choice(FESTIVALS)
    return f"去年{word}", f"{ref.year - 1}-{month:02d}-{day:02d}"


MOON_DAYS = (("正月初五", 2025, 2, 2), ("腊月二十三", 2025, 1, 22), ("大年初三", 2025, 1, 31))
"""Days of the moon's year that begins on 29 January 2025, and of the month before it."""


def moon_day(rnd: Random, _: datetime) -> Said:
    word, year, month, day = rnd.choice(MOON_DAYS)
    return word, f"{year}-{month:02d}-{day:02d}"


def ahead(rnd: Random, ref: datetime) -> Said:
    """明天, 明晚8点, 后天."""
    day = f"{ref + timedelta(days=1):%Y-%m-%d}"
    after = f"{ref + timedelta(days=2):%Y-%m-%d}"
    return rnd.choice(
        [("明天", day), ("明晚8点", f"{day}T20"), ("后天", after), ("明早", f"{day}TMO")]
    )


def stamp(rnd: Random, ref: datetime) -> Said:
    """03-05 14:20, 3月5日14:20: of a bank's message."""
    at = ref - timedelta(minutes=rnd.randrange(5, 5000))
    form = rnd.choice(["%m-%d %H:%M", "%m月%d日%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"])
    return f"{at:{form}}", f"{at:%Y-%m-%dT%H:%M}"
