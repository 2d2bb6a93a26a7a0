"""What stands in a row with what was found is of its kind (并列): 探探、陌陌、伊对等社交软件."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.app_words import WELL_KNOWN, common
from zhisun.engines.reading.elements import Found

_PROGRAM = r"[一-龥A-Za-z0-9]{2,8}"
_PROGRAMS = re.compile(
    rf"、(?P<name>{_PROGRAM})(?=(?:、{_PROGRAM}){{0,6}}等"
    r"(?:\d|多|几|[两二三四五六七八九十])?(?:[个款家]|类)?"
    r"(?:知名|热门|主流|涉诈|虚假|网络|手机|社交|交友|聊天|婚恋|相亲|直播|短视频|购物|二手|投资|理财"
    r"|借贷|贷款|网贷|会议|通讯|游戏|兼职){0,3}(?:软件|平台(?![币费])|APP|App|app|应用|小程序))"
)
_TOWN = r"[一-龥]{1,3}(?:镇|乡|街道)"
_TOWNS = re.compile(
    rf"(?:(?<=[、，。：:；为是在有于])|^)(?P<name>{_TOWN})(?=[、和及]{_TOWN})"
    rf"|(?<=[镇乡道][、和及])(?P<last>{_TOWN})(?!(?!等)[一-龥]{{0,3}}[镇乡道])"
)
_ANY_TOWN = re.compile(
    r"(?:[各该本全某小古老重城乡村集]|[两三四五六七八九十几多]个?(?=[镇乡街])).?[镇乡道]"
)
_LIKELY = 0.7


def enumerated(text: str, found: list[Found]) -> Iterator[Found]:
    """Programs and towns of a row in which one was found, where nothing is told already."""
    if "、" not in text:
        return
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    programs = [one for one in found if one.type == "app"]
    if programs:
        yield from _programs(text, taken, {one.end for one in programs})
    places = [one for one in found if one.type == "address"]
    if places:
        yield from _towns(text, taken, places)


def _programs(text: str, taken: bytearray, told: set[int]) -> Iterator[Found]:
    for match in _PROGRAMS.finditer(text):
        start, end = match.span("name")
        if match.start() not in told:
            continue
        told.add(end)
        name = match["name"]
        if name not in WELL_KNOWN and not common(name) and taken.find(1, start, end) < 0:
            yield Found("app", start, end, name, _LIKELY)


def _towns(text: str, taken: bytearray, places: list[Found]) -> Iterator[Found]:
    """Towns beside a place that was found, or beside such a one."""
    rows = [match.span(match.lastgroup or "name") for match in _TOWNS.finditer(text)]
    starts, ends = {one.start for one in places}, {one.end for one in places}
    beside = set[tuple[int, int]]()
    for start, end in rows:
        if start - 1 in ends:
            ends.add(end)
            beside.add((start, end))
    for start, end in reversed(rows):
        if end + 1 in starts:
            starts.add(start)
            beside.add((start, end))
    for start, end in sorted(beside):
        if taken.find(1, start, end) < 0 and _ANY_TOWN.match(text, start, end) is None:
            yield Found("address", start, end, text[start:end], _LIKELY)
