"""Bank-card numbers (银行卡号): check digit and issuing bank."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from zhisun.engines.identity.banks import bank_name
from zhisun.engines.identity.bin_table import BINS

SHORTEST = 13
LONGEST = 19
PASSBOOK_BIN = 5
"""BINs up to this length are passbook numbers: they hit arbitrary digits unless all else fits."""

_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued a card, by its BIN.

    kind: DC debit, CC credit, SCC semi-credit, PC prepaid.
    length_fits: the table knows this BIN with exactly this many digits. A soft sign: the table
    sometimes has one length where the bank issues two.
    """

    bank_code: str
    bank: str
    kind: str
    prefix: str
    length_fits: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A card or account number as read. A wrong check digit is shown, never a reason to drop it."""

    number: str
    luhn_valid: bool
    issuer: Issuer | None


def luhn_valid(number: str) -> bool:
    """Whether the last digit is the Luhn check digit of the rest (ISO/IEC 7812-1 annex B)."""
    if not (number.isascii() and number.isdigit()):
        return False
    return _luhn_sum(number) % 10 == 0


def luhn_digit(body: str) -> str:
    """The check digit that makes `body` a Luhn number. `body` holds ASCII digits only."""
    return str(-_luhn_sum(body + "0") % 10)


def issuer_of(number: str) -> Issuer | None:
    """The issuer by longest BIN; rows whose length fits win over rows whose length does not.

    Passbook-like BINs (3–5 digits) count only when Luhn and length both hold.
    """
    for prefix_length in _bin_lengths():
        rows = _bins().get(number[:prefix_length])
        if rows is None or len(number) < prefix_length:
            continue
        fitting = [row for row in rows if row[2] == len(number)]
        passbook = prefix_length <= PASSBOOK_BIN
        if passbook and not (fitting and luhn_valid(number)):
            continue
        code, kind, _length = (fitting or rows)[0]
        return Issuer(code, bank_name(code), kind, number[:prefix_length], bool(fitting))
    return None


def card(number: str) -> Card:
    """What a run of digits is when taken as a card. `number` holds ASCII digits only."""
    return Card(number, luhn_valid(number), issuer_of(number))


def _luhn_sum(number: str) -> int:
    """The bytes of the figures are summed, which are 48 more than the figures each."""
    figures = number.encode()
    return sum(figures[::-2]) + sum(figures[-2::-2].translate(_DOUBLED)) - 48 * len(figures)


@cache
def _bins() -> dict[str, list[tuple[str, str, int]]]:
    table: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for line in BINS.split("\n"):
        if line:
            code, kind, length, *prefixes = line.split(" ")
            for prefix in prefixes:
                table[prefix].append((code, kind, int(length)))
    return dict(table)


@cache
def _bin_lengths() -> tuple[int, ...]:
    return tuple(sorted({len(prefix) for prefix in _bins()}, reverse=True))
