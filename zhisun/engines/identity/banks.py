"""Names of banks (银行名称) and the codes the BIN table gives them."""

from functools import cache

from zhisun.engines.identity.bank_table import ALIASES, NAMES

CNAPS = {
    "102100099996": "ICBC",
    "103100000026": "ABC",
    "104100000004": "BOC",
    "105100000017": "CCB",
    "301290000007": "COMM",
    "308584000013": "CMB",
    "403100000004": "PSBC",
    "402451000010": "SDRCU",
}
"""Twelve-digit payment-system codes of the institutions orders go to first (domain.md §12.4)."""


def bank_name(code: str) -> str:
    """The name put in papers, "" for a code nobody knows."""
    return _names().get(code, "")


def bank_code(name: str) -> str:
    """The code of a full or everyday name (工行, 农业银行 …), "" when unknown.

    A branch after the bank's name (中国银行股份有限公司济宁分行) does not matter.
    """
    known = known_names()
    text = name.strip().replace(" ", "").removesuffix("卡")
    if text in known:
        return known[text]
    for length in range(min(len(text), LONGEST_NAME), 3, -1):
        if text[:length].endswith(("银行", "信用社", "联合社")) and text[:length] in known:
            return known[text[:length]]
    return ""


def cnaps_of(code: str) -> str:
    """The payment-system code orders are addressed to, "" when this table does not hold it."""
    return {bank: cnaps for cnaps, bank in CNAPS.items()}.get(code, "")


@cache
def known_names() -> dict[str, str]:
    """Every full and everyday name → code."""
    table = {name: code for code, name in _rows(NAMES)}
    for code, names in _alias_rows():
        table |= dict.fromkeys(names, code)
    return table


@cache
def _names() -> dict[str, str]:
    return dict(_rows(NAMES)) | {code: names[0] for code, names in _alias_rows()}


def _rows(table: str) -> list[tuple[str, str]]:
    pairs = (row.split("=", 1) for row in table.split())
    return [(code, name) for code, name in pairs]


def _alias_rows() -> list[tuple[str, list[str]]]:
    return [(code, names.split(",")) for code, names in _rows(ALIASES)]


LONGEST_NAME = max(len(name) for name in known_names())
