"""Times (时间): dates, clocks and relative words, resolved against the time of the report."""

import re
from collections.abc import Callable, Iterator

from zhisun.engines.reading.calendar import Calendar, Moment, later, weekday_of
from zhisun.engines.reading.clocks import with_clock
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.numerals import year_said
from zhisun.engines.reading.time_words import AHEAD, DUE_DAY, TIME, WEEK

_SOON = "一大早一早清早大早上擦黑傍黑天刚亮大清早"
_AGAIN = re.compile(r" ?[(（]?")
"""What stands between 10月19日 and its 星期一."""
_JOIN = re.compile(
    r"T|(?:[那当][天日])?"
    r"(?: ?(?:[(（](?:周|星期|礼拜)[一二三四五六日天][)）]|(?:周|星期|礼拜)[一二三四五六日天]))?"
    r"[\s,，的]{0,2}(?:快到?|大概|大约|约|差不多|将?近|接近)?"
)
_HABIT = re.compile(r"(?:每天|每日|天天|每个?|平时|一般|整个?|近日|哪天|几|第|有|[+*/=%×¥])$")
_RANGE_LEFT = re.compile(r"[时点分][至到\-—~]$")
_NUMBER_OF_PLACE = re.compile(
    r"(?:[门住坐站停铺房](?:就|都|也)?[在到是]|(?:座位|车位|床位|球衣|背号|编号|柜子|宿舍)(?:[在是为]|[:：])?)$"
)
_PLACE_OR_SHIRT = re.compile(
    r"在?(?:替补|前锋|后卫|中场|首发|板凳|门将)|(?:左边|右边|旁边|隔壁|对面|楼上|楼下)"
)
"""门在6号，左边; 10号在替补席: a house or a shirt, no day."""
_CLAUSE_LEFT = re.compile(r"[，。；;,\n]$")
_DEED = re.compile(r"[收付转汇打存被再又在从到回接发报出入]")
"""…，20时收关税: an hour that begins a clause something is done in."""
_DECIMAL_LEFT = re.compile(
    r"(?:价格?|均价|单价|圆周率|利率|汇率|系数|尺寸|版本|绩点|评分|得分|视力|涨幅|跌幅)[是为约到:：]?$"
)
_DECIMAL_RIGHT = re.compile(
    r"[\d一二三四五六七八九]{1,2}\s?(?:公里|千米|[米斤折亿倍%％度寸升吨]|公斤|平方|平米|厘米|毫米|个百分点|个点)"
)
"""价格3点8, 3点5公里: said for a decimal, no clock."""
_SENTENCE = 60
_SENTENCE_LEFT = re.compile(r"[^。！？!?\n]*\Z")
_SENTENCE_RIGHT = re.compile(r"[^。！？!?\n]*")
_DONE = re.compile(
    r"[了过被遭]|[收接]到|骗|已|当时|报警|取走|称|[转打汇交]给|来电|说[是我]|的[，,]|对方|[让叫拉]我|要求|拉进|联系我"
    r"|[打接]电话|陌生|退款|到账|催"
)
"""What tells of things done, and of those who did them."""
_THAT_DAY = re.compile(r"那[天会几]|当[天日晚]|的时候|期间")
_VERY_DAY = ("那天", "那日", "当天", "当日")
_PLANNED = re.compile(
    r"[见去回约聚飞讲休]|打算|准备|直播|开(?:播|课|盘|会|抢|始)|吃饭|老地方|打球|球场|还[你您]|统计|送[货到]|考试|放假"
    r"|报名|集合|起飞|上班|上课|请(?:您|你|各|带|准|到|勿)|有空|行情|拉盘|涨停|布局|沙龙|现场领|发货(?!了)"
)
"""What tells of things planned: without a word of it the day is past, as in a report."""
_REPORTED = re.compile(r"报[警案称]|接[警报]|来所|反映|称")
"""昨天晚上7点报警，称凌晨3点: the hour of a report is not the evening a night goes on from."""
_JANUARY = frozenset({"1", "01", "一", "元"})
_AND = re.compile(r"[、和及与,，]")
_UNTIL = re.compile(r"\s?(?:[-~至到]|--)\s?")
_LATE, _DAY = 18, 1440
_LAPSES = re.compile(
    r"(?P<sure>[将会内])?(?:自动|被|已)?(?:失效|过期|到期|作废|停[用机]|冻结|注销|清[零空]|关闭)"
)
_TO_YOU = re.compile("您|尊敬|用户|会员|【")
"""Who is told beforehand what lapses; of others' accounts it is told afterwards."""
_DUE = re.compile(
    r"(?:之前|前(?![后来往])"
    r"|(?<=晚[\d一二三四五六七八九十]点)开(?:播|抢|售|奖|拍)(?![了过时的后]))"
)
"""请在22点前领取, 晚8点开播: still to come."""
_ASKED_BY = re.compile(
    r"之?前(?:[加转交联办充付汇补给还]|打(?!卡)|不?到(?!账了|的|了|[校家所达这那])|不(?:打|转|交|付|做)|要(?:到|回|交|转|付)|完成|必须|领取|激活|提[现交])(?![^，。]{0,6}了)"
    r"|[一-龥]{0,3}(?:关门|下班|收市|闭市)前(?=[^，。]{0,3}(?:要|必须|完|转|办))"
    r"|[钟整]?(?:有[一-龥]{0,3}(?<!没有)[单任](?![位据价反])|下[大小单注](?![了的]))"
    r"(?![^。！!\n]{0,16}了)"
)
"""四点前加我, 十二点前不到账群发, 八点有福利单: asked of somebody, or told him beforehand."""
_ZONE = re.compile(
    r"(?=[.Z+-])(?:\.\d{1,9})?(?P<zone>Z(?![A-Za-z])"
    r"|(?:\+|(?<=:\d\d:\d\d)-)(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)(?![\d:]))?"
)
"""A zone behind universal time only after seconds: 10:00-11:00 is a stretch of time."""
_CHINA = 480
"""Minutes that Chinese time is ahead of universal time."""
_NEEDS_SUPPORT = re.compile(r"[一两二三几]点$")


class Groups:
    """The groups of a match: a dict of all seventy costs more than the few that are asked for."""

    __slots__ = ("get",)

    def __init__(self, match: re.Match[str]) -> None:
        self.get: Callable[[str], str | None] = match.group


def times(page: Page) -> Iterator[Found]:
    """Times in the order of the text; what earlier ones say fills what later ones leave out."""
    calendar = Calendar(page.ref, page.text)
    for date, clock in _told(page.text):
        yield from _found(page.text, calendar, date, clock)
    if "周" in page.text or "星期" in page.text or "礼拜" in page.text:
        yield from _weeks(page)


def _told(text: str) -> Iterator[tuple[re.Match[str] | None, re.Match[str] | None]]:
    """Each date with the clock that belongs to it; a clock or a date alone has None beside it."""
    waiting: re.Match[str] | None = None
    zoned = 0
    for match in TIME.finditer(text):
        if match.start() < zoned:
            continue
        if waiting is not None:
            date, waiting = waiting, None
            gap = text[date.end() : match.start()]
            if _is_clock(match) and _JOIN.fullmatch(gap):
                zoned = _zone_end(text, match.end()) if gap == "T" else 0
                yield date, match
                continue
            if _says_again(date, match) and _AGAIN.fullmatch(gap):
                waiting = date
                continue
            yield date, None
        if _is_date(match):
            waiting = match
        else:
            yield None, match
    if waiting is not None:
        yield waiting, None


def _zone_end(text: str, at: int) -> int:
    """Where the zone behind a clock ends: the 08:00 of +08:00 is no clock."""
    zone = _ZONE.match(text, at)
    return at if zone is None else zone.end()


def _says_again(date: re.Match[str], again: re.Match[str]) -> bool:
    """10月19日（星期一）, 8月19号七夕, 五一那天下午三点: one day."""
    if date["festival"] or date["moon"]:
        return again["day_word"] in _VERY_DAY and date.end() == again.start()
    return bool(date["day"] and (again["weekday"] or again["festival"]))


def _weeks(page: Page) -> Iterator[Found]:
    """上周, 上上个星期: a week has no day, so no value; 上周末 has its Saturday."""
    for match in WEEK.finditer(page.text):
        day = weekday_of(page.ref, match["week"], 5) if match["end"] and page.ref else None
        norm = None if day is None else f"{day:%Y-%m-%d}"
        yield Found("time", *match.span(), norm, 0.6)


def _is_clock(match: re.Match[str]) -> bool:
    return match["hour"] is not None or match["lone_period"] is not None


def _is_date(match: re.Match[str]) -> bool:
    return not (
        _is_clock(match)
        or (match["ago"] and match["ago_unit"] != "天")
        or match["ago_half"]
        or match["within"]
        or match["lone_year"]
        or match["spoken_year"]
    )


def _found(
    text: str, calendar: Calendar, date: re.Match[str] | None, clock: re.Match[str] | None
) -> Iterator[Found]:
    said = [match for match in (date, clock) if match is not None]
    moment = _moment(text, calendar, date, clock)
    end = said[-1].end()
    if moment is not None and clock is not None and date is not None and text[date.end()] == "T":
        moment, end = _in_zone(text, moment, end)
    if moment is not None and clock is not None:
        calendar.stretch = (end, moment)
    norm = None if moment is None else calendar.norm(moment)
    if norm is not None:
        sure = 0.95 if date is not None or (clock is not None and clock["hour"]) else 0.7
        yield Found("time", said[0].start(), end, norm, sure)


def _in_zone(text: str, moment: Moment, end: int) -> tuple[Moment, int]:
    """Chinese time and end of 2026-03-05T02:00:00.5Z (ISO 8601); without a zone it is Chinese."""
    zone = _ZONE.match(text, end)
    if zone is None:
        return moment, end
    if zone["zone"] is not None:
        hours, minutes = int(zone["hours"] or 0), int(zone["minutes"] or 0)
        ahead = (hours * 60 + minutes) * (-1 if zone["zone"][0] == "-" else 1)
        moment = later(moment, _CHINA - ahead)
    return moment, zone.end()


def _moment(
    text: str, calendar: Calendar, date: re.Match[str] | None, clock: re.Match[str] | None
) -> Moment | None:
    if date is None:
        return None if clock is None else _without_date(text, calendar, clock)
    moment = _dated(text, calendar, date)
    if moment is None:
        return None
    if clock is None:
        return moment if date["ago"] or _date_stands_alone(text, date) else None
    asked = _ASKED_BY.match(text, clock.end()) is not None
    return with_clock(calendar, moment, Groups(clock), asked=asked)


def _dated(text: str, calendar: Calendar, date: re.Match[str]) -> Moment | None:
    if date["ago"]:
        return None if date["ago_more"] else calendar.ago(date["ago"], date["ago_unit"])
    ahead = AHEAD.match(text, date.end()) is not None or _to_come(text, date)
    due = date["dot_due"] is not None or DUE_DAY.match(text, date.end()) is not None
    due = due or _lapses(text, date)
    january = date["month"] in _JANUARY and date["year"] is None and calendar.at_years_end
    planned = january and _is_planned(text, date)
    moment = calendar.date(
        Groups(date), ahead=ahead, due=due, gone=_gone(text, date), planned=planned
    )
    doubtful = date["dot_loose"] is not None
    return None if doubtful and moment is not None and not calendar.lately(moment) else moment


def _lapses(text: str, date: re.Match[str]) -> bool:
    """将于次日失效: the day after the message."""
    next_day = date["day_word"] in ("次日", "次曰", "翌日")
    lapses = _LAPSES.match(text, date.end()) if next_day else None
    if lapses is None:
        return False
    return lapses["sure"] is not None or bool(
        _TO_YOU.search(text, max(0, date.start() - _SENTENCE), date.start())
    )


def _gone(text: str, date: re.Match[str]) -> bool:
    """圣诞节那天他转了2万 told in November: what was done on that day is past."""
    if not date["festival"] or not _THAT_DAY.match(text, date.end()):
        return False
    told = _SENTENCE_RIGHT.match(text, date.end(), date.end() + _SENTENCE)
    return told is not None and _DONE.search(told[0]) is not None


def _to_come(text: str, date: re.Match[str]) -> bool:
    """周六去打球: a day of the week in a sentence of plans that tells nothing done is to come."""
    return bool(date["weekday"]) and not date["week"] and _is_planned(text, date)


def _is_planned(text: str, date: re.Match[str]) -> bool:
    left = _SENTENCE_LEFT.search(text, max(0, date.start() - _SENTENCE), date.start())
    right = _SENTENCE_RIGHT.match(text, date.end(), date.end() + _SENTENCE)
    told = (left[0] if left else "") + "," + (right[0] if right else "")
    return _PLANNED.search(told) is not None and _DONE.search(told) is None


def _without_date(  # noqa: PLR0911 one for each way to say a time
    text: str, calendar: Calendar, clock: re.Match[str]
) -> Moment | None:
    if clock["lone_year"]:
        return Moment(year=int(clock["lone_year"]))
    if said := clock["spoken_year"]:
        return Moment(year=year_said(said))
    if count := clock["ago"] or clock["ago_half"]:
        count += ".5" if clock["ago_more"] else ""
        return calendar.ago(count, clock["ago_unit"] or clock["ago_half_unit"])
    if clock["within"]:
        return calendar.in_hours(int(clock["within"]))
    begun, first = calendar.stretch
    ends = begun > 0 and _UNTIL.fullmatch(text, begun, clock.start()) is not None
    again = first is None and begun > 0 and (ends or _AND.fullmatch(text, begun, clock.start()))
    if again or not _clock_stands_alone(text, clock):
        if again or _HABIT.search(left_of(text, clock.start(), 4)):
            calendar.stretch = (clock.end(), None)
        return None
    if _REPORTED.search(text, begun, clock.start()):
        calendar.stretch = (begun, None)
    asked = _ASKED_BY.match(text, clock.end()) is not None
    ahead = asked or _DUE.match(text, clock.end()) is not None
    moment = with_clock(calendar, Moment(), Groups(clock), ahead=ahead, asked=asked)
    return moment if moment is None or first is None or not ends else _on_day_of(first, moment)


def _on_day_of(first: Moment, moment: Moment) -> Moment:
    """The end of 9:00-22:00 is on the day of its beginning, of 22:00-2:00 on the next."""
    if first.month is None or first.hour is None or moment.hour is None:
        return moment
    moment = moment._replace(year=first.year, month=first.month, day=first.day)
    before = (moment.hour, moment.minute or 0) < (first.hour, first.minute or 0)
    over_midnight = before and (first.hour >= _LATE or moment.hour == 0)
    return later(moment, _DAY) if over_midnight else moment


def _clock_stands_alone(text: str, clock: re.Match[str]) -> bool:
    """Whether an hour without a date is one: 一点, 两点 are counts, 每天下午 a habit."""
    left = left_of(text, clock.start(), 4)
    if _HABIT.search(left) or (clock["lone_period"] or "x") in _SOON:
        return False
    if clock["lone_period"] or clock["period"] or clock["minute"]:
        return True
    if clock["spoken"] == "时" and not (clock["vague"] or clock["minutes"] or clock["half"]):
        return _hour_alone(text, clock, left)
    counted = clock["spoken"] == "点" and ("." in left or _is_decimal(text, clock))
    asked = _ASKED_BY.match(text, clock.end()) is not None
    return not counted and (asked or not _NEEDS_SUPPORT.fullmatch(clock[0]))


def _hour_alone(text: str, clock: re.Match[str], left: str) -> bool:
    """17时前, 15时至17时, and an hour that begins a clause in which something is done."""
    if _DUE.match(text, clock.end()) or _RANGE_LEFT.search(left):
        return True
    begins = clock["hour"].isdecimal() and _CLAUSE_LEFT.search(left) is not None
    return begins and _DEED.match(text, clock.end()) is not None


def _is_decimal(text: str, clock: re.Match[str]) -> bool:
    point = clock.end("spoken")
    if _DECIMAL_RIGHT.match(text, point):
        return True
    return text[point : point + 1].isdecimal() and bool(
        _DECIMAL_LEFT.search(left_of(text, clock.start(), 5))
    )


def _date_stands_alone(text: str, date: re.Match[str]) -> bool:
    """3月 and 当天 say too little alone; 每周三 is a habit."""
    if _HABIT.search(left_of(text, date.start(), 4)):
        return False
    if date["lone_day"] and (
        _NUMBER_OF_PLACE.search(left_of(text, date.start(), 4))
        or _PLACE_OR_SHIRT.match(text, date.end())
    ):
        return False
    if date["month"]:
        said = date["day"] or date["year"] or date["year_word"]
        return bool(said) or date["only_month"] is not None
    return date["day_word"] not in (
        "当天",
        "当日",
        "同日",
        "第二天",
        "那天",
        "那日",
        "头天",
        "隔天",
        "第三天",
    )
