"""Events the kernels did not understand: brought into normal form in Python, then held again.

A tenth of a percent of ordinary traffic: names beyond ASCII, IPv6, numbers with blanks, web
addresses with odd paths. What has no normal form is a reject.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field

from zhisun.engines.screening import normal
from zhisun.engines.screening.numbers import LONGEST_PHONE, MOST_DIGITS
from zhisun.engines.screening.standing import Wide
from zhisun.engines.screening.terms import EventKind
from zhisun.kernel.errors import InputError

V4_BYTES, V6_BITS = 4, 128


@dataclass(slots=True)
class Second:
    """Rows for a second reading, by the kernel that reads them: (row, text)."""

    hosts: list[tuple[int, str]] = field(default_factory=list)
    pages: list[tuple[int, str]] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    prefixes: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    hits: list[tuple[int, int]] = field(default_factory=list)  # of IPv6: row and indicator
    refused: list[tuple[int, str]] = field(default_factory=list)  # row and reason


Reading = Callable[[Second, int, str, Wide], None]


def read(kind: EventKind, rows: list[tuple[int, str]], wide: Wide) -> Second:
    """Sort odd rows (number, value) out for the second reading."""
    second = Second()
    for row, value in rows:
        try:
            _READINGS[kind](second, row, value, wide)
        except InputError as error:
            second.refused.append((row, error.code))
    return second


def _host(second: Second, row: int, value: str, wide: Wide) -> None:
    address = normal.address_or_none(value.strip().strip("[]"))
    if ":" in address:
        second.hits += [(row, indicator) for indicator in _networks(address, wide)]
    else:
        second.hosts.append((row, address or normal.host(value)))


def _page(second: Second, row: int, value: str, wide: Wide) -> None:
    form = normal.page(value)
    site = normal.site(form)
    second.pages.append((row, form))
    if site.startswith(normal.V6_LABEL):
        address = str(ipaddress.IPv6Address(int(site.removeprefix(normal.V6_LABEL), 16)))
        second.hits += [(row, indicator) for indicator in _networks(address, wide)]
    else:
        second.hosts.append((row, site))


def _networks(address: str, wide: Wide) -> list[int]:
    number = int(ipaddress.IPv6Address(address))
    found: list[int] = []
    for bits in sorted({bits for bits, _network in wide}, reverse=True):
        network = number >> (V6_BITS - bits) << (V6_BITS - bits)
        found += wide.get((bits, network), [])
    return found


def _phone(second: Second, row: int, value: str, _wide: Wide) -> None:
    number, plus = normal.dialled(value)
    if len(number) <= LONGEST_PHONE:
        second.numbers.append((row, f"+{number}" if plus else number))
    else:
        second.texts.append((row, normal.phone(value)))
        second.prefixes.append((row, number[:LONGEST_PHONE]))


def _account(second: Second, row: int, value: str, _wide: Wide) -> None:
    form = normal.account(value)
    digits = form.isascii() and form.isdigit() and len(form) <= MOST_DIGITS
    (second.numbers if digits else second.texts).append((row, form))


def _app(second: Second, row: int, value: str, _wide: Wide) -> None:
    second.texts.append((row, normal.words(value)))


def _im(second: Second, row: int, value: str, _wide: Wide) -> None:
    second.texts.append((row, normal.handle(value)))


_READINGS: dict[EventKind, Reading] = {
    EventKind.DNS: _host,
    EventKind.URL: _page,
    EventKind.CALL: _phone,
    EventKind.SMS: _phone,
    EventKind.TRANSFER: _account,
    EventKind.APP: _app,
    EventKind.IM: _im,
}
