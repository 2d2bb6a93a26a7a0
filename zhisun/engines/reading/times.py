"""Times (时间): dates, clocks and relative words, resolved against the time of the report."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.calendar import Calendar, Moment, weekday_of
from zhisun.engines.reading.clocks import with_clock
from zhisun.engines.reading.elements import Found, Page, left_of

_N = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_PERIOD = (
    r"凌晨|清晨|早晨|早上|上午|中午|午间|下午|午后|傍晚|晚上|晚间|夜里|夜间|夜晚|深夜"
    r"|[前后大上下]?半夜|午夜"
    r"|晌午头?|后晌|大?清早|一大?早|大早上|大晚上|擦黑|傍黑|天刚亮"
)
_BEFORE_CLOCK = rf"(?=\s?(?:{_PERIOD}|{_N}[时点:]))"
_SOON = "一大早一早清早大早上擦黑傍黑天刚亮大清早"
_YEAR = r"(?:19|20)\d\d|[二一][〇零九][〇零一二三四五六七八九]{2}|2\d(?=年\d{1,2}月)"

_HALF_AGO = r"(?P<ago_half>半)个?(?P<ago_half_unit>小时|钟头|天|年|月)(?:之|以)?前"
_AGO = (
    rf"(?P<ago>\d{{1,3}}|{_N})[多余]?个?[多余]?"
    r"(?P<ago_unit>分钟|小时|钟头|天|周|星期|礼拜|月|年)多?(?:之|以)?前"
)
_MONTH_ALONE = (
    r"份|年?[初底末]|[上中下]旬|中(?![小奖断])|(?<=[，。,;；:：\s在从于自截到至]\d月)(?=[，"
    r",、至到起间])|的(?:某|一)天"
    r"|(?:(?<=[，。,;；:：\s在从于自截到至][\d一二三四五六七八九十]月)"
    r"|(?<=[在从于自]十[一二]月))(?=[，,、至到起间我他她又就才先])"
    r"|(?<=[在从于自]1[012]月)(?=[，,、至到起间我他她又就才先])"
    r"|(?<=^\d月)(?=[，,、至到起间])|(?<=\d月[至到]\d月)(?!\s?\d)|(?<=\d月、\d月)(?=[，,])"
)
# 2025年3月4日, 去年12月25日, 3月2号, 2020年7、8月份
_MONTH_AND_DAY = (
    rf"(?:(?<!\d)(?P<year>{_YEAR})年\s?|(?P<year_word>去年|今年|前年|同年|当年|明年)的?)?"
    rf"(?<!\d)(?P<month>{_N})(?:[、\-至到]{_N})?月"
    rf"(?:(?P<only_month>{_MONTH_ALONE})|\s?(?P<day>{_N})(?:[日号](?![线码楼院店])"
    rf"|{_BEFORE_CLOCK}|(?=[至到\-~]{_N}[日号])"
    r"|(?<=月二十[一二三四五六七八九])(?![日号个多几余万千百元块])"
    r"|(?<=月十[一二三四五六七八九])(?![日号个多几余万千百元块])))?"
)
_ISO = (
    r"(?<![\d.])(?P<iso_year>(?:19|20)\d\d)[-/.](?P<iso_month>\d{1,2})[-/.]"
    r"(?P<iso_day>\d{1,2})(?![\d.])"
)
_SHORT = r"(?<![\d.\-/])(?P<short_month>[01]?\d)[-/.](?P<short_day>[0-3]?\d)(?=\s\d{1,2}:\d\d)"
_DAY_WORD = (
    r"(?P<day_word>大前天|前一天|前一日|翌日|昨儿个?|今儿个?|前儿个?|明儿个?|前天|昨天"
    r"|昨日|今天|今日|当天|当日|同日|次日|第二天|明天|明日|后天"
    r"|头天|隔天|那天|那日|第三天|今早|今晨|今晚|昨晚|昨夜|前晚|当晚|明早|明晚)"
)
_WEEKDAY = (
    r"(?P<week>上上|上|这|本|下)?个?(?:周|星期|礼拜)"
    r"(?P<weekday>[一二三四五六日天1-6])(?![年岁期]|[*·.\-_ ]\d[*·.\-_ ]|\d(?!\d?[时点:]))"
)
_MONTH_WORD = (
    rf"(?P<month_word>上个?月|本月|这个月|下个?月"
    rf"|(?<![\d一二三四五六七八九十个本上下这年每])(?=月[初底末]))"
    rf"(?:(?P<month_day>{_N})[日号]|月?[初底末中](?![小奖断国])|[上中下]旬)?"
)
_LONE_DAY = (
    rf"(?<!\d)(?P<lone_day>{_N})[日号](?:{_BEFORE_CLOCK}"
    r"|(?:(?<=[至到我从在于为、，,。\-~].[日号])|(?<=[至到我从在于为、，,。\-~]..[日号])"
    r"|(?<=^\d\d[日号])|(?<=^\d[日号]))"
    r"(?=[，,。、我他她对转收接又就那当早晚上下中凌期前之充付走发打汇给存取至到]))"
)
_FESTIVAL = (
    r"(?:(?P<festival_year>去年|今年"
    r"|前年)的?)?(?<![\d零〇幺一二三四五六七八九十两])(?P<festival>元旦节?|国庆节?|五一(?!路)"
    r"|劳动节|六一|三八(?:妇女)?节|妇女节"
    r"|儿童节|教师节|圣诞节?|平安夜|情人节|双十[一二]|双1[12]|(?<!\d)618|春节|过年|除夕|元宵节?"
    r"|端午节?|七夕节?|中秋节?)"
    r"(?:期间|假期|前后|(?=当天|那[天会几]|[上中下]午|晚上|晚|放假|后|前|的时候)"
    r"|(?<=[节夕年])(?=回|我|他|她|，))"
    r"|(?P<first_month>正月|大年)(?P<first_day>初?[一二三四五六七八九十]{1,3})"
)
_YEAR_PART = (
    r"(?P<part_of_year>去年|今年|前年|明年"
    r"|(?<![今去前明每全半\d〇零一二三四五六七八九当同十几多])(?=年[初底]))年?(?:[初底末](?!次)"
    r"|上半年|下半年|夏天|春天|秋天|冬天)"
)
# 下午2点半, 19时许, 15:10:05, 两点零三分
_CLOCK = (
    rf"(?:(?P<period>{_PERIOD}|[早晚](?!一点))\s?)?(?<![\d.:])(?P<hour>{_N})(?:"
    r":(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    r"|(?P<spoken>[时点])(?!间|候|段|代|刻|尚|装|评|赞|击|卡|券|名|播|进|数|开(?!始)|心|儿"
    r"|子|建|意)"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minutes>零?{_N})分(?:(?P<seconds>零?{_N})秒)?"
    r"|(?P<bare_minutes>[0-5]\d|[零0][一二三四五六七八九\d]|[二三四五]?十[一二三四五六七八九]?)"
    r"(?![\d万元块千百十个.wW])|钟|整)?)"
    r"(?P<vague>许|左右|多左右|多钟?|前后|来钟|出头|过(?=[，,后]))?"
)
_LONE_PERIOD = (
    rf"(?P<lone_period>{_PERIOD}|(?:(?<=[日号])|(?<=[周期拜][一二三四五六日天])"
    rf"|(?<=[.]\d\d)|(?<=[.]\d))[早晚](?![\d一二三四五六七八九十会间点饭]))"
)
_LONE_YEAR = (
    r"(?:(?<!\d)(?P<lone_year>(?:19|20)\d\d)年(?![度版级])"
    r"|(?<![\d零〇一二三四五六七八九十百几])(?P<spoken_year>[二一][〇零九][〇零一二三四五六七八"
    r"九]{2}"
    r"|一[〇零一二三四五六七八九]|二[〇零]|零[一二三四五六七八九]"
    r"|(?<!\d)[09]\d)年(?![多前后内来期的级以]|左右))(?:年?[初底末](?!次)|[上下]半年|年中"
    r"|[春夏秋冬][天季])?"
)
_PATTERNS: tuple[str, ...] = (
    _HALF_AGO,
    _AGO,
    _FESTIVAL,
    _YEAR_PART,
    _MONTH_AND_DAY,
    _ISO,
    _SHORT,
    _DAY_WORD,
    _WEEKDAY,
    _MONTH_WORD,
)
_PATTERNS += (_LONE_DAY, _CLOCK, _LONE_PERIOD, _LONE_YEAR)
_WEEK = re.compile(
    r"(?P<week>上上|上|这|本|下)个?(?:周|星期"
    r"|礼拜)(?P<end>末)?(?![一二三四五六日天1-6边年岁期末转])"
)
_FIRST = (
    r"[6春年月头隔那擦傍晌大过除端七正三六妇\d零〇一二两三四五六七八九十半去今前同当明大昨次第后"
    r"翌上这本下个周星礼元国劳儿教圣平"
    r"情双凌清早"
    r"中午傍晚夜深]"
)
_TIME = re.compile(rf"(?={_FIRST})(?:{'|'.join(_PATTERNS)})")
"""Most characters begin no time: one look at them spares a try of every pattern."""
_AGAIN = re.compile(r"[(（]?")
"""What stands between 10月19日 and its 星期一."""
_JOIN = re.compile(r"[\s,，的]{0,2}")
_HABIT = re.compile(r"(?:每天|每日|天天|每个?|平时|一般|整个?|近日|哪天|几|第|有|[+*/=%×¥])$")
_RANGE_LEFT = re.compile(r"[时点分][至到\-—~]$")
_NEEDS_SUPPORT = re.compile(r"[一两二三几]点$")


def times(page: Page) -> Iterator[Found]:
    """Times in the order of the text; what earlier ones say fills what later ones leave out."""
    calendar = Calendar(page.ref, page.text)
    waiting: re.Match[str] | None = None
    for match in _TIME.finditer(page.text):
        if waiting is not None:
            gap = page.text[waiting.end() : match.start()]
            if _is_clock(match) and _JOIN.fullmatch(gap):
                yield from _found(page.text, calendar, waiting, match)
                waiting = None
                continue
            if match["weekday"] and waiting["day"] and _AGAIN.fullmatch(gap):
                continue
            yield from _found(page.text, calendar, waiting, None)
            waiting = None
        if _is_date(match):
            waiting = match
        else:
            yield from _found(page.text, calendar, None, match)
    if waiting is not None:
        yield from _found(page.text, calendar, waiting, None)
    yield from _weeks(page)


def _weeks(page: Page) -> Iterator[Found]:
    """上周, 上上个星期: a week has no day, so no value; 上周末 has its Saturday."""
    for match in _WEEK.finditer(page.text):
        day = weekday_of(page.ref, match["week"], 5) if match["end"] and page.ref else None
        norm = None if day is None else f"{day:%Y-%m-%d}"
        yield Found("time", *match.span(), norm, 0.6)


def _is_clock(match: re.Match[str]) -> bool:
    return match["hour"] is not None or match["lone_period"] is not None


def _is_date(match: re.Match[str]) -> bool:
    return not (
        _is_clock(match)
        or match["ago"]
        or match["ago_half"]
        or match["lone_year"]
        or match["spoken_year"]
    )


def _found(
    text: str, calendar: Calendar, date: re.Match[str] | None, clock: re.Match[str] | None
) -> Iterator[Found]:
    said = [match for match in (date, clock) if match is not None]
    moment = _moment(text, calendar, date, clock)
    norm = None if moment is None else calendar.norm(moment)
    if norm is not None:
        sure = 0.95 if date is not None or (clock is not None and clock["hour"]) else 0.7
        yield Found("time", said[0].start(), said[-1].end(), norm, sure)


def _moment(
    text: str, calendar: Calendar, date: re.Match[str] | None, clock: re.Match[str] | None
) -> Moment | None:
    if date is None:
        return None if clock is None else _without_date(text, calendar, clock)
    moment = calendar.date(date.groupdict())
    if moment is None:
        return None
    if clock is None:
        return moment if _date_stands_alone(text, date) else None
    return with_clock(calendar, moment, clock.groupdict())


def _without_date(  # noqa: PLR0911 one for each way to say a time
    text: str, calendar: Calendar, clock: re.Match[str]
) -> Moment | None:
    if clock["lone_year"]:
        return Moment(year=int(clock["lone_year"]))
    if said := clock["spoken_year"]:
        return Moment(year=calendar.spoken_year(said))
    if count := clock["ago"] or clock["ago_half"]:
        return calendar.ago(count, clock["ago_unit"] or clock["ago_half_unit"])
    if not _clock_stands_alone(text, clock):
        return None
    return with_clock(calendar, Moment(), clock.groupdict())


def _clock_stands_alone(text: str, clock: re.Match[str]) -> bool:
    """Whether an hour without a date is one: 一点, 两点 are counts, 每天下午 a habit."""
    left = left_of(text, clock.start(), 4)
    if _HABIT.search(left) or (clock["lone_period"] or "x") in _SOON:
        return False
    if clock["lone_period"] or clock["period"] or clock["minute"]:
        return True
    if clock["spoken"] == "时" and not (clock["vague"] or clock["minutes"] or clock["half"]):
        return _RANGE_LEFT.search(left) is not None
    return not _NEEDS_SUPPORT.fullmatch(clock[0]) and not (clock["spoken"] == "点" and "." in left)


def _date_stands_alone(text: str, date: re.Match[str]) -> bool:
    """3月 and 当天 say too little alone; 每周三 is a habit."""
    if _HABIT.search(left_of(text, date.start(), 4)):
        return False
    if date["month"]:
        said = date["day"] or date["year"] or date["year_word"]
        return bool(said) or date["only_month"] is not None
    return date["day_word"] not in (
        "当天",
        "当日",
        "同日",
        "第二天",
        "次日",
        "那天",
        "那日",
        "头天",
        "隔天",
        "第三天",
    )
