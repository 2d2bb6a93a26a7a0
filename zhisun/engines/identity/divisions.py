"""Administrative divisions (行政区划) by code and by name."""

import re
from dataclasses import dataclass
from functools import cache

from zhisun.engines.identity.division_table import DIVISIONS
from zhisun.engines.identity.former_division_table import FORMER

PROVINCE, CITY, COUNTY = 2, 4, 6
_STILL_SAID = 2008
NAMELESS = frozenset(
    {"市辖区", "县", "城区", "郊区", "省直辖县级行政区划", "自治区直辖县级行政区划"}
)
"""Rows of the code table that name no place a person would say."""

_SUFFIXES = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "新区",
    "省",
    "市",
    "盟",
    "州",
    "区",
    "县",
    "旗",
)


_PEOPLES = re.compile(
    r"(?<=..)(?:(?:汉|藏|羌|彝|苗|侗|壮|傣|白|回|土|满|黎|畲|瑶|水|佤|怒|京|拉祜|布朗|景颇"
    r"|哈尼|傈僳|纳西|普米|独龙|土家|布依|仡佬|仫佬|毛南|朝鲜"
    r"|达斡尔|鄂温克|鄂伦春|锡伯|塔吉克|东乡|保安|撒拉|裕固|各)族|蒙古族?|柯尔克孜|哈萨克族?)+$"
)
"""The peoples in the name of an autonomous place: 西双版纳傣族自治州 is called 西双版纳."""


@dataclass(frozen=True, slots=True)
class FormerDivision:
    """A county code no longer in use, with the years of the lists that hold it (1980 to 2019)."""

    code: str
    name: str
    first_year: int
    last_year: int


def former_division(code: str) -> FormerDivision | None:
    """The county that had this six-digit code, None when none had or one has it now."""
    return _former().get(code)


def division_name(code: str) -> str:
    """The name of a 2-, 4- or 6-digit code, "" when the table does not hold it."""
    return by_code().get(code, "")


def division_known(code: str) -> bool:
    """Whether a six-digit code can be a place, now or formerly.

    Identity numbers carry the code of the year they were given, and the lists have gaps: a county
    nobody finds is no reason to doubt the number, an unknown province is.
    """
    return code in by_code() or code[:PROVINCE] in by_code() or code[:2] == "83"


@cache
def by_code() -> dict[str, str]:
    """Code → name, for provinces (2), cities (4) and counties (6)."""
    table = {}
    for word in DIVISIONS.split():
        length = next(i for i, char in enumerate(word) if not char.isascii())
        table[word[:length]] = word[length:]
    return table


@cache
def _former() -> dict[str, FormerDivision]:
    table = {}
    for word in FORMER.split():
        name, first, last = word[COUNTY:-9], word[-9:-5], word[-4:]
        table[word[:COUNTY]] = FormerDivision(word[:COUNTY], name, int(first), int(last))
    return table


@cache
def names() -> dict[str, int]:
    """Every full name → digits of its code; a name of several places keeps the highest rank.

    Counties abolished since 2008 are in it: people go on saying their names. So is 都安县 for the
    county of a people.
    """
    table: dict[str, int] = {}
    for code, name in by_code().items():
        if name not in NAMELESS:
            table[name] = min(len(code), table.get(name, COUNTY))
        if name.endswith("自治县") and len(said := short_name(name)) > 1:
            table.setdefault(f"{said}县", COUNTY)
    for former in _former().values():
        if former.last_year >= _STILL_SAID and former.name not in NAMELESS:
            table.setdefault(former.name, COUNTY)
    return table


@cache
def short_names() -> dict[str, int]:
    """Names without their suffix (济宁, 曲阜) → digits of the code, of provinces and cities.

    County-level cities are in it; districts and counties are not: 长安, 城关 mean too much.
    """
    table: dict[str, int] = {}
    for name, rank in names().items():
        if rank == COUNTY and not name.endswith("市"):
            continue
        short = short_name(name)
        if len(short) > 1:
            table[short] = min(rank, table.get(short, COUNTY))
    return table


@cache
def counties_within() -> frozenset[tuple[str, str]]:
    """(province or city, county without its suffix): 弋阳 is a place after 江西."""
    found = set()
    for code, name in by_code().items():
        short = short_name(name)
        if len(code) == COUNTY and name not in NAMELESS and len(short) > 1:
            for length in (PROVINCE, CITY):
                parent = by_code().get(code[:length], "")
                found |= {(parent, short), (short_name(parent), short)}
    return frozenset(found)


def short_name(name: str) -> str:
    """A division's name as it is said: 济宁 of 济宁市, 西双版纳 of 西双版纳傣族自治州."""
    short = next((name.removesuffix(end) for end in _SUFFIXES if name.endswith(end)), name)
    return _PEOPLES.sub("", short) if "自治" in name else short
