"""Amounts of money (金额): which numbers are money, and how much."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.money_words import (
    ASKED,
    DATED,
    ENDS,
    EXCHANGED,
    EXTENSION,
    FROM,
    NOT_MONEY,
    PRICED,
    RANGE_AFTER,
    RANGE_BEFORE,
    RANGE_OF_SUMS,
    cue_after,
    cue_before,
    not_asked,
    numbered,
    scored_before,
    sold_before,
    weak_cue_before,
)
from zhisun.engines.reading.numerals import BODY, CHINESE, UNITS, WAN, number, plain, small_number
from zhisun.engines.reading.talk_sums import in_k, listed_in_talk, said_in_talk

_YUAN = r"蚊(?![子香帐])|元|块钱|块大洋|块(?!链)|圆|RMB|rmb|大洋|软妹币"
_FOREIGN = {
    "美元": "USD",
    "美金": "USD",
    "美刀": "USD",
    "港币": "HKD",
    "港纸": "HKD",
    "新台币": "TWD",
    "台币": "TWD",
    "港元": "HKD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "韩元": "KRW",
    "泰铢": "THB",
    "澳元": "AUD",
    "加元": "CAD",
    "USDT": "USDT",
    "泰达币": "USDT",
    "U": "USDT",
    "BTC": "BTC",
    "比特币": "BTC",
    "ETH": "ETH",
}
_BEFORE = {
    "USDT": "USDT", "USD": "USD", "HKD": "HKD", "RMB": "", "¥": "", "$": "USD",
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "AU$": "AUD", "CA$": "CAD", "S$": "SGD",
    "A$": "AUD", "C$": "CAD", "新台币": "TWD", "台币": "TWD",
    **{word: code for word, code in _FOREIGN.items() if word[-1] not in "币TCHU" or word == "港币"},
}  # fmt: skip
"""What stands before a sum: 港币12万, HK$8500. Coins are bought: 比特币5000元 are yuan."""
_BEFORE_WORDS = "|".join(map(re.escape, sorted(_BEFORE, key=len, reverse=True)))
_FOREIGN_WORDS = "|".join(sorted(_FOREIGN, key=len, reverse=True))

_FOLLOWS = rf"{CHINESE}{UNITS}余多几来好块元圆毛角美港欧英日韩泰澳加软大\s"
"""What can follow the first character of a sum in Chinese figures."""
_BEGINS = rf"\-¥$UHRNASC港美欧英日韩泰澳加新台比\d{CHINESE}万千百十拾佰几"
"""What a sum can begin with: asked first, since little of a text is such a character."""
_FIRST = (
    rf"[-¥$UHR]|[NASC][TUA]?\$|[港美欧英日韩泰澳加新台比][币元金刀镑铢台特达]|\d|[万千百]把[块元]|[十拾百佰几][{_FOLLOWS}]"
    rf"|[{CHINESE}](?:[{_FOLLOWS}]|个?[达UBEWw]|个半?[美Ww])"
)
_COUNTS_ON = "个.年月号次张只条台套箱盒瓶件天周起直再定共碗杯斤桶份笔位床把顿根双人晚包碟块折"
_COUNTS_ON += "样种般会下些点边旁"
"""After a figure that stands behind 块 or 毛 these say that it counts something: 九块九3天."""
_SOME_TENS = rf"(?:(?<!数)|(?<=[总钱余人款额费件笔了]数)|(?=.[{CHINESE}]))[十拾百佰]"
"""Not the end of 数百元, which is told as a whole; 总数十五万 and 数了数十五块 are sums."""
_AMOUNT = re.compile(
    rf"(?=[{_BEGINS}])(?={_FIRST})(?P<before>(?:(?<![A-Za-z])(?:{_BEFORE_WORDS})|\$)\s?|(?:(?<=[\s:(，,。出入额币])|(?<![\s\S]))-)?"
    rf"(?:(?:(?<![\d.,a-zA-Z_])|(?<=RMB)|(?<=US[DT])|(?<=SDT)|(?<=HKD))(?=\d)|(?<![{CHINESE}{UNITS}])(?=[{CHINESE}几]|{_SOME_TENS}|[万千]把))"
    rf"(?:(?P<about>[万千百]把(?=[块元]))|(?P<body>{BODY}))"
    rf"(?P<slang>个?(?:达不溜|达布溜|搭不溜)|个半?[wW](?![a-zA-Z])|个(?=[，。,；]|$)(?<=\d\.\d个))?"
    rf"(?P<more> ?[余多](?=\s?[元块])|余(?![额款])|多|来(?=[块元]))?"
    rf"\s?(?:(?P<unit>{_YUAN})|(?P<dime>[毛角](?:钱|(?=[\d{CHINESE}]分|[^{CHINESE}\w]|$))))?"
    rf"(?P<change>(?<=[元块])[\d{CHINESE}][毛角](?:[\d{CHINESE}](?:分|(?<!一)(?![\d{CHINESE}{UNITS}{_COUNTS_ON}度克公袋kK,、])))?"
    rf"|(?<=块)(?:[\d{CHINESE}](?![\d{CHINESE}{UNITS}{_COUNTS_ON}]|单(?!价)|手(?!续)|分钱)"
    rf"|半(?![个年月天小]))"
    rf"|(?<=[毛角])[\d{CHINESE}]分)?"
    rf"(?P<open>余(?![额款])|多|(?:钱)?左右|上下|出头)?(?:整|正(?![卡在准好要当是式常被想遭打]))?"
    rf"(?:\s?(?:个)?(?P<foreign>{_FOREIGN_WORDS})(?![a-zA-Z]))?",
)

_LISTED = re.compile(
    r"(?<![\d.,\-~/:号第])(?P<body>\d{2,7}(?:\.\d{1,2})?)(?:、|和|及|以及|，|,| )$"
)
_LISTED_AFTER = re.compile(
    r"(?:、|和|及|\+)(?P<body>[1-9]\d{0,2}(?:,\d{3})+(?!\d)|[1-9]\d{1,5}(?:\.\d{1,2})?)(?=[，。；、,;和及]"
    r"|$)(?!、\d{1,6}[个人条张])"
)
_PRICE_BEFORE = re.compile(
    r"(?<=[一-龥])(?<![号月日年第码位岁赞分压重高宽长数量率度达到级次名约])"
    r"(?P<body>[1-9]\d{1,4})[，、,；;](?=[一-龥]{1,4}$)"
)
"""硬中310，软中460元: prices of a list, whose last ones say 元."""
_PRICE_AFTER = re.compile(
    r"[，、,；;](?=[一-龥]{2,8}(?<![人案件名次家处宗])(?P<body>[1-9]\d{2,4})起[，。；、,;\s])[一-龥]+"
)
_LIST_REACH, _SMALLEST_LISTED = 13, 50
_CONTINUES = re.compile(
    r"[0-9A-Za-z_:]|/(?![斤条盒件个只瓶箱次晚天月年位人单份套吨张])"
    r"|(?<=[48]00)[ -]\d{3,4}[ -]\d{3,4}(?!\d)"
)
_FIGURES = frozenset(CHINESE)
_LARGE = re.compile(r"[万亿wW]")
_ABOUT = re.compile("[余多几]")
_LARGE_UNTIL = re.compile(r"(?:[万wW][-~至到]|\d{4}[至到])$")
_ONE_TO_NINE = "[一二两三四五六七八九]"
_SPOKEN_SUM = re.compile(
    rf"{_ONE_TO_NINE}(?:千(?:{_ONE_TO_NINE}(?:百(?:零?{_ONE_TO_NINE}十?|{_ONE_TO_NINE}十"
    rf"{_ONE_TO_NINE})?)?|零{_ONE_TO_NINE}十?{_ONE_TO_NINE}?)|百{_ONE_TO_NINE})"
)
"""四百五, 三千六, 四千八百八, 一千三百九十九: nothing else is counted so."""
_WRITTEN_SUM = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{3,7}\.\d\d")
"""36,500 and 2980.00 are written so when they are money."""
_COUNTED = re.compile(
    r"年(?![底前初])|周(?!转)|号(?!码)|[月日点%岁天]|(?<!万)时|秒(?!到[账帐卡，,。！!\s]|到$|提现)|(?<=\d{9})"
)
"""A bare number before one of these, or as long as a telephone number, is no money."""
_PASSING = re.compile(
    r"[1-9]\d{1,6}(?:\.\d{1,2})?|[1-9]\d{0,2}(?:,\d{3})+|[1-9](?:\.\d)?[百千]|[^\d]*[百千][^\d]*"
)
_CHAIN = re.compile(
    r"[、，,；;\s]{0,2}(?:(?:然?后来?|接着|跟着)?(?:他|她|我|对方)?(?:又|再|还|先)?[\u4e00-\u9fff]{0,5})"
)
"""What may stand between a sum and one said in passing after it: 手术8000 见面礼6666, 又5000."""
_CHAIN_REACH, _ASKED_REACH, _DATED_REACH, _PRICED_REACH = 9, 24, 6, 5
_ALONE = re.compile(r"[，,；;](?=[1-9]\d{1,2}(?:00|88|80|66|99)(?:[，,。；;\n]|$))")
"""A round number that is a clause of its own: 说车祸，5000；"""
_CODED = re.compile(
    r"(?:芝麻分|年满|年龄|码|口令|(?:编|房|班|工|单|证|票|尾|案)号|房间)[:：是为\s]{0,2}$"
)
"""验证码483921验证: a code, whatever follows."""
_IN_COLUMNS = re.compile(r"\d{11}[;,；，]$")
"""A sum in a column behind a card or a telephone."""
_COLUMN_REACH, _LINE_REACH = 12, 24
_OF_YEAR = re.compile(r"20[12]\d个")
_TENS = re.compile(rf"{_ONE_TO_NINE}十{_ONE_TO_NINE}?")
_TENS_END = re.compile(r"[，,。！!？?；;]|$|[对是]?[吧吗]|行")
"""上门费五十，: told as a sum only where the clause ends."""
_SMALLEST_BARE = 10
_LONGEST_BARE, _THOUSANDS = 8, 4
_NOTHING = re.compile(r"(?<=元)(?:[，,。；;）)\s]|$)")
"""费用0元，: told as a sum; 0元购 is an advertisement."""
_SMALL_CHANGE = re.compile(r"\d\.\d\d?")


def amounts(page: Page) -> Iterator[Found]:
    """Amounts with a currency word, with 万 or more, or bare beside words of paying."""
    last = -_CHAIN_REACH - 1
    text = page.text
    for match in _matches(page):
        start, end = match.span()
        if start < last:
            continue
        if match["body"] is not None and end - start == len(match["body"]):
            if _COUNTED.match(text, end):
                continue
        else:
            end -= text[end - 1].isspace()
        found = _amount(text, match, start, end) or _in_passing(text, match, end, last)
        if found is not None:
            yield found
            yield from _listed_before(text, found, last)
            for last_one in _listed_after(text, found):
                found = last_one
                yield found
            last = found.end
    yield from listed_in_talk(text)


def _matches(page: Page) -> Iterator[re.Match[str]]:
    """Every number that nothing has taken: of 九点二十1000 with its clock taken, 1000.

    What is taken ends it, too: 五万 before 十一月三号.
    """
    text, taken, at = page.text, page.taken, 0
    while (match := _AMOUNT.search(text, at)) is not None:
        start, at = match.span()
        if not taken[start]:
            cut = taken.find(1, start, at)
            yield (cut > 0 and _AMOUNT.match(text, start, cut)) or match
        elif (free := taken.find(0, start, at)) > 0:
            at = free
        at = max(at, start + 1)


def _amount(text: str, match: re.Match[str], start: int, end: int) -> Found | None:
    if match["about"]:
        extra = {"approx": True}
        value = {"万": "10000", "千": "1000", "百": "100"}[match["about"][0]]
        return Found("amount", start, end, value, 0.8, extra)
    confidence = _confidence(text, match, start, end)
    return _valued(match, start, end, confidence) if confidence else None


def _valued(match: re.Match[str], start: int, end: int, confidence: float) -> Found | None:
    read = number(match["body"])
    if read is None or (read.value == 0 and not _NOTHING.match(match.string, match.end())):
        return None
    value = _in_yuan(read.value, match)
    approx = read.approx or bool(match["more"] or match["open"])
    extra: dict[str, object] = {"approx": True} if approx else {}
    currency = _currency(match)
    if currency:
        extra["currency"] = currency
    return Found("amount", start, end, currency + plain(value), confidence, extra)


def _in_passing(text: str, match: re.Match[str], end: int, last: int) -> Found | None:
    """A bare number where a clause ends: soon after a sum, after 又, 卖… or 多少. 又2,999."""
    start, body = match.start(), match["body"]
    if body is None or not _PASSING.fullmatch(body) or not ENDS.match(text, end):
        return None
    if NOT_MONEY.match(text, end) or RANGE_AFTER.match(text, end):
        return None
    read = number(body)
    least = _SMALLEST_BARE if text[start - 1] in "减抵返门涨宜得" else _SMALLEST_LISTED
    if read is None or read.value < least or not _follows(text, start, end, last):
        return None
    return _valued(match, start, end, 0.7)


def _follows(text: str, start: int, end: int, last: int) -> bool:  # noqa: PLR0911 one for each way
    if scored_before(text, start) or not_asked(text, start):
        return False
    if sold_before(text, start):
        return True
    if EXCHANGED.match(text, end) or (
        _ALONE.match(text, start - 1)
        and (
            _IN_COLUMNS.search(text, max(0, start - _COLUMN_REACH), start)
            or not numbered(text, start - 1)
        )
    ):
        return True
    if DATED.search(text, max(0, start - _DATED_REACH), start):
        return True
    if said_in_talk(text, start, end, text[start:end]):
        return True
    if numbered(text, start):
        return False
    if 0 <= start - last <= _CHAIN_REACH and _CHAIN.fullmatch(text, last, start):
        return True
    asked = ASKED.search(text, max(0, start - _ASKED_REACH), start)
    return asked is not None or weak_cue_before(text, start)


def _listed_before(text: str, found: Found, last: int) -> Iterator[Found]:
    """5000、3000和2万元: what stands in a list before an amount is money too, back to `last`."""
    at = found.start
    pattern = _PRICE_BEFORE if text[found.end - 1] == "元" and _is_priced(text, at) else _LISTED
    while (listed := pattern.search(text, max(0, at - _LIST_REACH), at)) is not None:
        read = number(listed["body"])
        if read is None or read.value < _SMALLEST_LISTED or listed.start("body") < last:
            return
        if pattern is _PRICE_BEFORE and numbered(text, listed.start("body")):
            return
        at = listed.start("body")
        yield Found("amount", at, listed.end("body"), plain(read.value), 0.78)


def _listed_after(text: str, found: Found) -> Iterator[Found]:
    """刷了1799和2399, 返了15、30、88: bare numbers in a list after one beside a word of paying."""
    at = found.end
    priced = text[at - 2 : at - 1].isdecimal() and _is_priced(text, found.start)
    pattern = _PRICE_AFTER if priced and _PRICE_AFTER.match(text, at) else _LISTED_AFTER
    while (listed := pattern.match(text, at)) is not None:
        start, at = listed.span("body")
        yield Found("amount", start, at, plain(Decimal(listed["body"].replace(",", ""))), 0.76)


def _is_priced(text: str, at: int) -> bool:
    """Whether a sum at `at` stands right behind what it is the price of."""
    left = text[at - 1 : at]
    return "\u4e00" <= left <= "\u9fff" and left not in "和及与或跟" and not cue_before(text, at)


def _in_yuan(value: Decimal, match: re.Match[str]) -> Decimal:
    """Yuan, with what follows 块 or 元: 九块九, 3元5角, 三块半; 毛 alone is a tenth."""
    if match["dime"]:
        value /= 10
    if match["slang"]:
        value = (value + Decimal("0.5") * ("半" in match["slang"])) * WAN
    change = match["change"]
    if not change:
        return value
    if change == "半":
        return value + Decimal("0.5")
    figures = re.findall(rf"[\d{CHINESE}]", change)
    first = Decimal("0.01") if match["dime"] else Decimal("0.1")
    for figure, worth in zip(figures, (first, Decimal("0.01")), strict=False):
        value += (small_number(figure) or 0) * worth
    return value


def _currency(match: re.Match[str]) -> str:
    if match["foreign"]:
        return _FOREIGN[match["foreign"]]
    return _BEFORE.get((match["before"] or "").strip(), "")


def _confidence(  # noqa: PLR0911 one for each way
    text: str, match: re.Match[str], start: int, end: int
) -> float:
    """How sure the number is money; 0 when it is not."""
    if match["slang"]:
        return 0.9 if match["slang"] != "个" or cue_before(text, start) else 0
    if scored_before(text, start) and not match["unit"]:
        return 0
    if match["unit"] or match["dime"] or match["foreign"]:
        return 0.97 if _is_said_as_money(text, match, start) else 0
    if (match["before"] or "").strip() in _BEFORE:
        return 0.95
    from_there = (
        (_LARGE.search(match["body"]) or PRICED.search(text, max(0, start - _PRICED_REACH), start))
        and not _ABOUT.search(match[0])
        and FROM.match(text, end)
    )
    if (
        (not from_there and NOT_MONEY.match(text, end))
        or (RANGE_AFTER.match(text, end) and not _is_large_range(text, match, end))
        or (
            RANGE_BEFORE.search(text, max(0, start - 2), start)
            and not _LARGE_UNTIL.search(text, max(0, start - 5), start)
        )
    ):
        return 0
    return _confidence_bare(text, match, start, end)


def _is_large_range(text: str, match: re.Match[str], end: int) -> bool:
    """5万至50万 and 5000到20万, not 5-50万."""
    large = _LARGE.search(match["body"]) or len(match["body"]) >= _THOUSANDS
    until = RANGE_OF_SUMS.match(text, end) if large else None
    return until is not None and not NOT_MONEY.match(text, until.end())


def _is_said_as_money(text: str, match: re.Match[str], start: int) -> bool:
    """Not 一块 for together, nor 二毛 in a name, nor 三元区."""
    doubtful = match[0] in ("一块", "两块") or (
        match["dime"] and not match["unit"] and len(match[0].strip()) == 2  # noqa: PLR2004 二毛
        and not match[0][0].isdecimal()
    )  # fmt: skip
    doubtful = doubtful or (match[0] == "三元" and text.startswith(("区", "里", "桥"), match.end()))
    return not doubtful or cue_before(text, start)


def _confidence_bare(text: str, match: re.Match[str], start: int, end: int) -> float:  # noqa: PLR0911 one for each way
    body = match["body"]
    if _CONTINUES.match(text, end) or in_k(text, start, end, body):
        return 0
    cue = cue_before(text, start) or (
        cue_after(text, end) and not _CODED.search(text, max(0, start - 6), start)
    )
    if _TENS.fullmatch(body) or _OF_YEAR.match(text, start):
        return 0.7 if cue and _TENS_END.match(text, end) else 0
    if _SPOKEN_SUM.fullmatch(body):
        if text[end : end + 1] in _FIGURES and not cue_after(text, end):
            return 0
        return 0.8 if cue else 0.72
    if _LARGE.search(body):
        return 0.9 if cue else 0.75
    if EXTENSION.search(text, max(0, start - _LINE_REACH), start):
        return 0
    if cue:
        return _confidence_small(body)
    return 0.7 if _WRITTEN_SUM.fullmatch(body) and not numbered(text, start) else 0


def _confidence_small(body: str) -> float:
    """A bare number without 万 beside a word of paying: 转了6000, 送三千."""
    read = number(body)
    spoken = not body[0].isdecimal()
    has_unit = any(char in "百千佰仟kK" for char in body)
    if len(body) == 1 and not body.isdecimal():
        return 0
    zeros = body[0] == "0" and not body.startswith("0.")
    if zeros or read is None or (spoken and not has_unit) or len(body) > _LONGEST_BARE + 3:
        return 0
    if "." not in body and len(body.replace(",", "")) > _LONGEST_BARE:
        return 0
    return 0.8 if read.value >= _SMALLEST_BARE or _SMALL_CHANGE.fullmatch(body) else 0
