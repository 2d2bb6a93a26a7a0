"""Finding the header of a table and what each of its columns holds (表头识别)."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from zhisun.engines.statements.header_table import HEADINGS, OWN_ACCOUNT, OWN_NAME
from zhisun.engines.statements.terms import Column, Layout

SEARCHED = 60
"""Records at the top of a table in which its header may stand. Ours."""
ENOUGH = 3
"""Headings that must be known before a record is taken for a header. Ours."""

_PATTERNS = tuple((column, re.compile(pattern)) for column, pattern in HEADINGS)
_UNITS = re.compile(r"[(（\[【]?(?:单位[:：]?)?(?:人民币)?(?:元|cny|rmb)[)）\]】]?$")
_NOISE = re.compile(r"[\s()（）\[\]【】:：*\"'`_\-]+")
_NUMBER = r"([0-9A-Za-z@.*_\- ]{6,40})"
_ACCOUNT = re.compile(OWN_ACCOUNT + _NUMBER)
_NAME = re.compile(OWN_NAME + r"([^\s:：,，;；]{2,40})")
_SHEET = re.compile(r"(?<![0-9])([0-9]{12,24})(?![0-9])")


def folded(heading: str) -> str:
    """A heading as the table knows it: half-width, lower case, without spaces and units."""
    plain = unicodedata.normalize("NFKC", heading).casefold()
    return _NOISE.sub("", _UNITS.sub("", _NOISE.sub("", plain)) or plain)


@cache
def meaning(heading: str) -> tuple[int, Column]:
    """Rank in the table (less is surer) and column of a folded heading; IGNORED when unknown."""
    for rank, (column, pattern) in enumerate(_PATTERNS):
        if pattern.fullmatch(heading):
            return rank, column
    return len(_PATTERNS), Column.IGNORED


def known(record: Sequence[str]) -> int:
    """How many different columns a record names."""
    return len({meaning(folded(cell))[1] for cell in record if cell} - {Column.IGNORED})


def find(head: Sequence[Sequence[str]], learnt: Mapping[str, Column] | None = None) -> Layout:
    """The layout that the first records of a table propose. Without a header: no headings.

    learnt: folded headings that an officer corrected for this institution before.
    """
    learnt = learnt or {}
    scores = [
        known(record) + sum(folded(cell) in learnt for cell in record) for record in head[:SEARCHED]
    ]
    if not scores or max(scores) < ENOUGH:
        return Layout((), ())
    first = scores.index(max(scores))
    above = head[first - 1] if first else ()
    headings, start, depth = tuple(head[first]), first, 1
    below = head[first + 1] if first + 1 < len(head) else ()
    if _splits(head[first], below):
        headings, depth = _merged(head[first], below), 2
    elif _splits(above, head[first]):
        headings, start, depth = _merged(above, head[first]), first - 1, 2
    layout = Layout(headings, _columns(headings, learnt), header=start, depth=depth)
    return _whose(layout, head[:start])


def _splits(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether `lower` divides the headings of `upper`: only together they name the most."""
    if not upper or not lower or any(re.search(r"\d{4}", cell) for cell in (*upper, *lower)):
        return False
    gaps = any(under and not cell for cell, under in _pairs(upper, lower))
    return gaps and known(_merged(upper, lower)) > max(known(upper), known(lower), ENOUGH - 1)


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(upper), len(lower))
    filled = [list(row) + [""] * (width - len(row)) for row in (upper, lower)]
    return list(zip(filled[0], filled[1], strict=True))


def _merged(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Headings of a header of two records: a merged cell above counts for those under it."""
    headings: list[str] = []
    last = ""
    for cell, under in _pairs(upper, lower):
        last = cell or (last if under else "")
        both = f"{last}{under}"
        alone = meaning(folded(both))[1] is Column.IGNORED
        alone = alone and meaning(folded(under))[1] is not Column.IGNORED
        headings.append(under if alone else both)
    return tuple(headings)


def _columns(headings: Sequence[str], learnt: Mapping[str, Column]) -> tuple[Column, ...]:
    """Each column once, at the heading that says it surest; then what only all together tell."""
    best: dict[Column, tuple[int, int]] = {}
    for place, heading in enumerate(headings):
        word = folded(heading)
        rank, column = (-1, learnt[word]) if word in learnt else meaning(word)
        if column is not Column.IGNORED:
            best[column] = min(best.get(column, (rank, place)), (rank, place))
    columns = [Column.IGNORED] * len(headings)
    for column, (_rank, place) in best.items():
        columns[place] = column
    return _sensible(columns)


def _sensible(columns: list[Column]) -> tuple[Column, ...]:
    """收入 alone beside an amount is no pair of columns; a payer without a payee is the other."""
    has = set(columns)
    swap: dict[Column, Column] = {}
    if Column.COUNTERPARTY in has:
        swap |= dict.fromkeys((Column.PAYER, Column.PAYEE), Column.IGNORED)
    elif (Column.PAYER in has) != (Column.PAYEE in has):
        swap |= dict.fromkeys((Column.PAYER, Column.PAYEE), Column.COUNTERPARTY)
    if (Column.OUT in has) != (Column.IN in has) and Column.AMOUNT in has:
        swap |= dict.fromkeys((Column.OUT, Column.IN), Column.IGNORED)
    return tuple(swap.get(column, column) for column in columns)


def _whose(layout: Layout, preamble: Sequence[Sequence[str]]) -> Layout:
    account, name = own_account(preamble)
    return replace(layout, account=account, account_name=name)


def own_account(records: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Account and holder that lines such as 账号：6222… 户名：张三 tell; "" when none does."""
    text = "\n".join("  ".join(cell for cell in record if cell) for record in records)
    account, name = _ACCOUNT.search(text), _NAME.search(text)
    return (
        account.group(1).split("  ")[0].replace(" ", "") if account else "",
        name.group(1) if name else "",
    )


def account_in_title(title: str) -> str:
    """The account number in the name of a sheet or file, "" when there is none."""
    found = _SHEET.search(title)
    return found.group(1) if found else ""
