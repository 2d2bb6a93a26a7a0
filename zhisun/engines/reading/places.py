"""Addresses (地址): the division gazetteer, then village, road, number as far as written."""

import re
from collections.abc import Iterator
from functools import cache

from zhisun.engines.identity.divisions import (
    CITY,
    COUNTY,
    PROVINCE,
    counties_within,
    names,
    short_names,
)
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.words import pairs

_WORD = (
    r"(?:(?![的在称与和到去从被将把了我他她你是有向及于人某]|一(?=小区|村|居民|处|家|名"
    r"|出租|酒店|宾馆|旅馆|网吧|公园|广场|大厦)|报警|餐馆|老板|\s)"
    r"[\u4e00-\u9fffA-Za-z0-9])"
)
_TOWN = (
    rf"{_WORD}{{1,6}}?"
    r"(?:街道办?|镇|乡|苏木|开发区|高新区|经开区|工业园|新区)(?![长政上])"
)
_NUMBERED = r"(?=\d|[一二三四五六七八九十]{1,2}[期栋幢号座])"
_ESTATE = (
    rf"(?:社区|小区|花园|家园|公寓|苑|庄园|新城|新村|公馆|家属院|宿舍|村|大院"
    rf"|{'|'.join(f'{one}{_NUMBERED}' for one in '城府湾里园邸郡寓')})"
    r"(?:[东西南北中一二三四五\d]区|[一二三四五六\d]期)?"
)
_VENUE = (
    r"(?:大厦|广场|商场|学校|校区|大学城|机场|火车站|高铁站|客运站|汽车站|地铁站|公园|酒店|宾馆"
    r"|旅馆|网吧|写字楼|大楼"
    r"|产业园|科技园|园区|码头|口岸|菜市场|批发市场|夜市|步行街|体育馆|图书馆|万达|银座|家属楼"
    r"|校门口)"
)
_VILLAGE = (
    rf"(?:{_WORD}{{1,8}}?{_ESTATE}(?![民里长])"
    rf"|(?:(?!开){_WORD}){{0,8}}?{_VENUE})(?:[东西南北中]区|[东西南北]门)?"
)
_NAMED = rf"(?:(?:人民|和平|和谐|向阳|将军|有色|大学){_WORD}{{0,4}}?|{_WORD}{{1,7}}?)"
"""A road's name: some begin with a character that otherwise ends a place (人民路, 和平街)."""
_ROAD = (
    rf"{_NAMED}(?:路|大街|大道|街|巷|弄|胡同)"
    rf"(?:[与和]{_NAMED}(?:路|街|大道))?(?:路?口|交叉口|交汇处)?(?:[东西南北]段)?"
)
_NUMBER = (
    r"(?:[\dA-Za-z甲乙丙丁一二三四五六七八九十\-]{1,6}"
    r"(?:号楼|号院|号|[栋幢](?!民房|楼房|居民楼|出租|别墅|写字楼)|座|单元|室|层|楼|区|组"
    r"|户|排)){1,5}(?:\d{3,4}室?)?"
)
_REST = re.compile(rf"(?:{_TOWN})?(?:{_VILLAGE})?(?:{_ROAD})?(?:{_VILLAGE})?(?:{_NUMBER})?")
_PLACE = rf"(?P<place>(?:{_TOWN})?(?:{_VILLAGE})?(?:{_ROAD})?(?:{_VILLAGE})?(?:{_NUMBER})?)"
_UNANCHORED = re.compile(
    rf"(?:住在?|位于|地址|家在|现住址|住址|户籍地|籍贯|送到|寄到|居住[于在]?|租住?在|辖区"
    rf"|约在)(?:是|为|在|[:： ])*{_PLACE}"
)
_AT_ROAD = re.compile(
    rf"(?:在|到|去|往|从|经过|位于|，|。|住)(?P<place>(?:(?![一这那条哪几多每某])(?!马路|公路"
    rf"|路边){_WORD}){{2,4}}?(?P<last>路|街|大街|大道|胡同)"
    rf"(?:{_WORD}{{1,6}}?{_VENUE}|{_WORD}{{1,6}}?{_ESTATE})?(?:[东西南北]段)?(?:路?口"
    rf"|交叉口)?(?:{_NUMBER})?)(?![由线上道径费程])"
)
_AT_VENUE = re.compile(
    rf"(?:在|到|去|往|从|来到|跑到|约在|位于)(?P<place>(?:(?![一这那条哪几多每某附当线网购手])(?!{_VENUE}){_WORD}){{2,6}}?"
    r"(?:大厦|广场|校区|大学城|机场|火车站|高铁站|客运站|汽车站|地铁站|公园|酒店|宾馆|科技园"
    r"|产业园|步行街|体育馆|菜市口|商业街)"
    rf"(?:{_NUMBER})?)(?![人])"
)
_HAS_ROAD = re.compile("[路街道胡]")
_BUILT = re.compile(
    rf"{_ESTATE}(?:\d{{1,3}}(?:号楼|号院|[栋幢座排])(?:{_NUMBER})?\d{{0,4}}"
    rf"|[A-Z\d一二三四五六七八九十]{{1,3}}(?:单元|号楼|[栋幢座])(?:{_NUMBER})?\d{{0,4}})室?"
)
_BUILT_CUT = re.compile(
    r".*(?:辖区|家住|租住|合租|住[在址]?|地址|位于|户籍|现在"
    r"|[的在称与和到去从被将把了我他她你是有向给往及于，。:])"
)
_BUILT_REACH = 14
_COUNTY_CUE = re.compile(r"(?:在|到|去|来自|老家|回|从|是|于|人在|家在|住)$")
_COUNTY_AT = re.compile("[在到去家回从是于自住]")
_COUNTY_NEXT = re.compile(
    r"[，。、；的人]|$|做|打|开|上|务|老|那|这|见|找|工|读|种|卖|租|一家|警方|某|被|县城|城区"
    r"|当地|买|出差|旅|养|住"
)
_HAN = re.compile("[\u4e00-\u9fffA-Za-z]")
_HAS_PLACE = re.compile(r"[\u4e00-\u9fff]{2}")
_BLOCKED_AFTER = re.compile(r"银行|移动|联通|电信|大学|晚报|日报|人寿|航空|证券|小异|币")
_OF_A_PROGRAM = re.compile(
    r"[“‘「《](?=[^“”‘’「」《》\n，。、]{2,12}[”’」》]的?(?:手机|虚假|网络|投资|理财|聊天|交友|贷款|赌博|博彩|购物){0,2}"
    r"(?:APP|App|app|软件|平台|网站|小程序|应用))"
)
"""“澳门新葡京”的网站, “罗马交易所”的APP: the place is a part of a program's name."""
_LONGEST = 12
_SHORT_REACH = 8


def places(page: Page) -> Iterator[Found]:  # noqa: C901 one loop for each way to say a place
    """Places found by a division's name; others only after words such as 住 and 地址."""
    text, index = page.text, _index()
    behind = 0
    for first in _first().finditer(text):
        at = first.start()
        if at < behind or text[at : at + 2] not in index:
            continue
        end, rank, full = _divisions(text, at)
        if end == at:
            continue
        rest = _REST.match(text, end)
        stop = rest.end() if rest is not None else end
        if _stands(text, at, end, stop, rank=rank, full=full):
            yield Found("address", at, stop, text[at:stop], 0.9 if full or stop > end else 0.6)
        behind = stop
    at_road = [*_AT_ROAD.finditer(text)] if _HAS_ROAD.search(text) else []
    for match in (*at_road, *_AT_VENUE.finditer(text)):
        if _names_road(match):
            yield Found("address", *match.span("place"), match["place"], 0.65)
    yield from _built(text)
    yield from _counties_alone(text)
    for match in _UNANCHORED.finditer(text):
        told = match["place"] and match["place"][:2] not in _NO_VENUES
        if told and _HAS_PLACE.search(match["place"]):
            yield Found("address", *match.span("place"), match["place"], 0.75)


def _names_road(match: re.Match[str]) -> bool:
    """解放路 is a road; 套路, 公路, 网络 are words."""
    if "last" not in match.re.groupindex:
        return match["place"][:2] not in _NO_VENUES
    at = match.start("last")
    before = match.string[at - 1 : at + 1]
    if before[0].isdecimal():
        return False
    if before[0] in _WALKED:
        return False
    return (before not in pairs() or before[0] in "十东西南北中") and match["place"][
        :2
    ] not in _NO_VENUES


_WALKED = frozenset("跑走问带赶让看上下过回出进来山的")
_NO_VENUES = frozenset(
    [
        "网上",
        "线上",
        "手机",
        "附近",
        "当地",
        "购物",
        "自己",
        "我们",
        "他们",
        "学校",
        "单位",
        "公司",
        "农贸",
        "人才",
        "证券",
        "股票",
        "银行",
        "火车",
        "飞机",
    ]
)


def _built(text: str) -> Iterator[Found]:
    """幸福里小区3栋1802: an estate and a building, whatever stands before."""
    for match in _BUILT.finditer(text):
        low = max(0, match.start() - _BUILT_REACH)
        start = match.start()
        while start > low and _HAN.match(text, start - 1):
            start -= 1
        cut = _BUILT_CUT.match(text, start, match.start())
        start = start if cut is None else cut.end()
        if match.start() - start > 1 or match[0][1:2] in "区园苑区寓":
            yield Found("address", start, match.end(), text[start : match.end()], 0.72)


def _counties_alone(text: str) -> Iterator[Found]:
    """A county without its suffix where a place is meant: 在义乌做生意, 是勐海人."""
    known = county_short_names()
    for cue in _COUNTY_AT.finditer(text):
        at = cue.end()
        if text[at : at + 2] in known:
            name = text[at : at + 2]
            if text[at : at + 3] in known:
                name = text[at : at + 3]
            meant = _COUNTY_CUE.search(text, max(0, at - 3), at)
            if meant and _COUNTY_NEXT.match(text, at + len(name)):
                yield Found("address", at, at + len(name), name, 0.62)


def _divisions(text: str, start: int) -> tuple[int, int, bool]:
    """End of the chain of division names at `start`, rank of the first, whether any is in full."""
    before, at, first, last, any_full = start, start, 0, 0, False
    while True:
        end, rank, full = _division(text, at)
        if end == at or rank <= last:
            return _county_after(text, before, at), first, any_full
        if not full and rank == COUNTY and not last and not _town_follows(text, end):
            return at, first, any_full
        before, at, last = at, end, rank
        first = first or rank
        any_full = any_full or full


def _county_after(text: str, before: int, at: int) -> int:
    """End of a county without its suffix after the province or city it lies in: 江西弋阳."""
    for length in (3, 2):
        if (text[before:at], text[at : at + length]) in counties_within():
            return at + length
    return at


def _division(text: str, at: int) -> tuple[int, int, bool]:
    longest = _index().get(text[at : at + 2], 0)
    for length in range(min(longest, len(text) - at), 1, -1):
        name = text[at : at + length]
        if name in names() and not (
            name.endswith("市") and text[at + length : at + length + 1] == "民"
        ):
            return at + length, names()[name], True
        if name in short_names():
            return at + length, short_names()[name], False
    return at, 0, False


def _town_follows(text: str, end: int) -> bool:
    return re.match(_TOWN, text[end : end + _SHORT_REACH]) is not None


def _stands(text: str, at: int, end: int, stop: int, *, rank: int, full: bool) -> bool:
    if full or stop > end:
        return True
    if _BLOCKED_AFTER.match(text, stop) or _OF_A_PROGRAM.match(text, max(0, at - 1)):
        return False
    before = left_of(text, at, 1)
    return rank in (PROVINCE, CITY) and not (before.isalnum() and before.isascii())


@cache
def county_short_names() -> frozenset[str]:
    """Counties' names without suffix that are no words of everyday Chinese."""
    cities = {name for name, rank in short_names().items() if rank == COUNTY} - NOT_NAMES
    counties = {short for _, short in counties_within()}
    words = pairs() | NOT_NAMES
    return frozenset(name for name in counties if name[:2] not in words) | cities


@cache
def _first() -> re.Pattern[str]:
    """What a division's name can begin with, where its second character may follow."""
    begins, follows = ("".join(sorted({pair[at] for pair in _index()})) for at in (0, 1))
    return re.compile(f"[{begins}](?=[{follows}])")


@cache
def _index() -> dict[str, int]:
    """First two characters of a name → length of the longest name that begins so."""
    longest: dict[str, int] = {}
    for name in (*names(), *short_names()):
        longest[name[:2]] = max(len(name), longest.get(name[:2], 0))
    return longest
