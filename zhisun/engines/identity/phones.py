"""Telephone numbers (电话号码): mobile segments, land lines, service and foreign numbers.

Sources: 电信网编号计划 (2017) for the classes; the segments as phonenumbers 9.0.43 and the
carriers publish them (domain.md §12.2). Numbers can be carried from one operator to another, so
the operator is a hint.
"""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Segment:
    """What a mobile prefix says. kind: MNO, MVNO (虚拟运营商/转售) or IOT (物联网、卫星)."""

    prefix: str
    kind: str
    operator: str


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number in normal form.

    number: mainland mobile without country or access code; land line with area code and its 0;
    foreign with country code, a leading 00 kept as dialled, a leading + dropped.
    kind: mobile, landline, service (400/800), foreign.
    """

    number: str
    kind: str
    segment: Segment | None = None


SEGMENTS = """
MNO 中国电信 133 149 153 173 177 180 181 189 190 191 193 199
MNO 中国移动 134 135 136 137 138 139 147 150 151 152 157 158 159 172 178 182 183 184 187 188
MNO 中国移动 195 197 198
MNO 中国联通 130 131 132 145 155 156 166 175 176 185 186 196
MNO 中国广电 192 161
MVNO 中国电信 1700 1701 1702 162
MVNO 中国移动 1703 1705 1706 165
MVNO 中国联通 1704 1707 1708 1709 171 167
IOT 物联网 140 141 144 146 148
IOT 卫星 1349 164 174
"""
"""kind, operator, prefixes; a longer prefix wins."""

_AREA_3 = "10 20 21 22 23 24 25 27 28 29"
_AREA_4 = """
310-319 335 349-359 370-379 391-396 398
411-419 421 427 429 431-440 451-459 464 467-470 471-479 482 483
510-519 523 527 530-539 543 546 550-559 561-566 570-580 591-599 631-635
660 662 663 668 691 692 701 710-719 722 724 728 730-739 743-746 750-760 762 763 766 768 769
770-779 790-799 812 813 816-818 825-827 830-839 851-859 870-879 883 886-888 891-903 906 908 909
911-919 930-939 941 943 951-955 970-977 979 990-999
"""
"""Area codes without their leading 0 (长途区号), as assigned in the numbering plan."""

_MOBILE = re.compile(r"1[3-9]\d{9}")
_ACCESS = re.compile(r"(?:\+?0{0,2}86|17951|17911|12593|0)(?=1[3-9]\d{9}$)")
_DOMESTIC_PREFIX = re.compile(r"(?:\+|00)860?(?=[1-9]\d{8,10}$)")
"""A trunk 0 is dialled after the country code now and then: +86 021 …"""
_FOREIGN = re.compile(r"(\+|00)([1-9]\d{6,14})")
_SERVICE = re.compile(r"[48]00\d{7}")


def phone(number: str) -> Phone | None:
    """The telephone number in digits (and a leading +), None when the plan has no such number."""
    mobile = _ACCESS.sub("", number, count=1)
    if _MOBILE.fullmatch(mobile):
        return Phone(mobile, "mobile", segment_of(mobile))
    if _SERVICE.fullmatch(number):
        return Phone(number, "service")
    landline = _DOMESTIC_PREFIX.sub("0", number, count=1)
    if area_code(landline):
        return Phone(landline, "landline")
    return _foreign(number)


def _foreign(number: str) -> Phone | None:
    foreign = _FOREIGN.fullmatch(number)
    known = foreign is not None and not foreign[2].startswith("86")
    return Phone(number.removeprefix("+"), "foreign") if known else None


def segment_of(mobile: str) -> Segment | None:
    """The segment of a mainland mobile number, longest prefix first."""
    table = _segments()
    return table.get(mobile[:4]) or table.get(mobile[:3])


def area_code(landline: str) -> str:
    """The area code (with its 0) of a land line written with it, "" when it is not one."""
    for length, locals_allowed in ((3, (8,)), (4, (7, 8))):
        area, local = landline[:length], landline[length:]
        if area in _areas() and len(local) in locals_allowed and local.isdigit():
            return area
    return ""


@cache
def _segments() -> dict[str, Segment]:
    rows = (line.split(" ") for line in SEGMENTS.strip().split("\n"))
    return {
        prefix: Segment(prefix, kind, operator)
        for kind, operator, *prefixes in rows
        for prefix in prefixes
    }


@cache
def _areas() -> frozenset[str]:
    areas = {f"0{code}" for code in _AREA_3.split()}
    for span in _AREA_4.split():
        first, _, last = span.partition("-")
        areas |= {f"0{code}" for code in range(int(first), int(last or first) + 1)}
    return frozenset(areas)
