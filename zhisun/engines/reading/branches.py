"""Where a branch, a cash machine or a shop is, from its name in a statement (网点所在地).

A statement's remark is a few characters without a sentence around them: 任城太白路支行, 深圳南山.
So here only names of the table of divisions count, and what could mean two places means none.
"""

import re
from functools import cache

from zhisun.engines.identity.divisions import COUNTY, NAMELESS, PROVINCE, by_code, short_name

LONGEST = 12
SHORTEST = 2
PAIR = 2
_NO_PLACE_AFTER = re.compile(r"[东西南北中]?(?:路|街|大道|巷)|银行|农商|证券|人寿|移动|联通|电信")
"""南京路 stands in any city, and 北京银行 is a bank's name."""


def branch_division(text: str) -> str:
    """The finest division that a remark names for sure: 2, 4 or 6 digits, "" for none.

    A province's name is the province (海南 is no prefecture of 青海).
    A name that two provinces have (朝阳) counts only inside a division named before it. Two
    divisions that do not lie in each other (从济南转到南宁) are told apart by nobody: "".
    """
    found, at = "", 0
    while at < len(text) - 1:
        code, length = _named(text, at, found)
        if code and not code.startswith(found):
            return ""
        found, at = code or found, at + max(length, 1)
    return found


def division_path(code: str) -> str:
    """The names of a division and of those around it: 山东省济宁市任城区; "" for no code."""
    names = [by_code().get(code[:size], "") for size in range(2, len(code) + 1, 2)]
    return "".join(name for name in dict.fromkeys(names) if name not in NAMELESS)


def _named(text: str, at: int, within: str) -> tuple[str, int]:
    """The division named at a place of the text, "" for an unsure one, and its name's length."""
    for length in range(min(LONGEST, len(text) - at), SHORTEST - 1, -1):
        codes = _codes().get(text[at : at + length])
        if codes is None or _NO_PLACE_AFTER.match(text, at + length):
            continue
        return _meant(codes, within), length
    return "", 0


def _meant(codes: tuple[str, ...], within: str) -> str:
    inside = [code for code in codes if code.startswith(within)] if within else []
    if inside:
        return min(inside, key=len) if len(inside) == 1 or _nested(inside) else ""
    widest = min(codes, key=len)
    if len(widest) > PROVINCE and not _nested(list(codes)):
        return ""
    return "" if within and len(widest) == COUNTY else widest


def _nested(codes: list[str]) -> bool:
    """Whether each lies in the next larger: 吉林 is a province and a city of it."""
    widest = min(codes, key=len)
    return len(codes) <= PAIR and all(code.startswith(widest) for code in codes)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    """Names with and without their suffix → the codes of all divisions called so."""
    found: dict[str, set[str]] = {}
    for code, name in by_code().items():
        if name not in NAMELESS:
            for called in {name, short_name(name)}:
                if len(called) >= SHORTEST:
                    found.setdefault(called, set()).add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}
