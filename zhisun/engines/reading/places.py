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

_WORD = (
    r"(?:(?![的在称与和到去从被将把了我他她你是有向及于人某]|一(?=小区|村|居民|处|家|名"
    r"|出租|酒店|宾馆)|报警|餐馆|老板|\s)"
    r"[\u4e00-\u9fffA-Za-z0-9])"
)
_TOWN = (
    rf"{_WORD}{{1,6}}?"
    r"(?:街道办?|镇|乡|苏木|开发区|高新区|经开区|工业园|新区)(?![长政上])"
)
_VILLAGE = (
    rf"{_WORD}{{1,8}}?"
    r"(?:社区|小区|村|花园|家园|公寓|大厦|广场|商场|苑|庄园|新城|学校|校区|大学城|机场"
    r"|火车站|高铁站|客运站|公园)(?:[东西南北中]区)?(?![民里长])"
)
_NAMED = rf"(?:(?:人民|和平|和谐|向阳|将军|有色|大学){_WORD}{{0,4}}?|{_WORD}{{1,7}}?)"
"""A road's name: some begin with a character that otherwise ends a place (人民路, 和平街)."""
_ROAD = (
    rf"{_NAMED}(?:路|大街|大道|街|巷|弄|胡同)"
    rf"(?:[与和]{_NAMED}(?:路|街|大道))?(?:路?口|交叉口|交汇处)?(?:[东西南北]段)?"
)
_NUMBER = (
    r"(?:[\dA-Za-z一二三四五六七八九十\-]{1,6}"
    r"(?:号楼|号院|号|[栋幢](?!民房|楼房|居民楼|出租|别墅|写字楼)|座|单元|室|层|楼|区|组"
    r"|户)){1,5}(?:\d{3,4}室?)?"
)
_REST = re.compile(rf"(?:{_TOWN})?(?:{_VILLAGE})?(?:{_ROAD})?(?:{_VILLAGE})?(?:{_NUMBER})?")
_UNANCHORED = re.compile(
    rf"(?:住在?|位于|地址|家在|现住址|住址|户籍地|送到|寄到|居住于?)(?:是|为|在|[:： ])*"
    rf"(?P<place>(?:{_TOWN})?(?:{_VILLAGE})?(?:{_ROAD})?(?:{_VILLAGE})?(?:{_NUMBER})?)"
)
_ROAD_ALONE = re.compile(
    rf"(?:在|到|去|往|经过)(?P<place>(?:(?![一这那条哪]){_WORD}){{1,4}}?[东西南北中](?:路|街|大街)"
    rf"(?:{_NUMBER})?)(?![由线上])"
)
_HAS_PLACE = re.compile(r"[\u4e00-\u9fff]{2}")
_BLOCKED_AFTER = re.compile(r"银行|移动|联通|电信|大学|晚报|日报|人寿|航空|证券|小异|币")
_LONGEST = 12
_SHORT_REACH = 8


def places(page: Page) -> Iterator[Found]:
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
    for match in _ROAD_ALONE.finditer(text):
        yield Found("address", *match.span("place"), match["place"], 0.6)
    for match in _UNANCHORED.finditer(text):
        if match["place"] and _HAS_PLACE.search(match["place"]):
            yield Found("address", *match.span("place"), match["place"], 0.75)


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
    if _BLOCKED_AFTER.match(text, stop):
        return False
    before = left_of(text, at, 1)
    return rank in (PROVINCE, CITY) and not (before.isalnum() and before.isascii())


@cache
def _first() -> re.Pattern[str]:
    """What a division's name can begin with."""
    return re.compile(f"[{''.join(sorted({pair[0] for pair in _index()}))}]")


@cache
def _index() -> dict[str, int]:
    """First two characters of a name → length of the longest name that begins so."""
    longest: dict[str, int] = {}
    for name in (*names(), *short_names()):
        longest[name[:2]] = max(len(name), longest.get(name[:2], 0))
    return longest
