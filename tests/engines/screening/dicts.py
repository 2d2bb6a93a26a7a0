"""The slow truth: every event against every suffix, prefix and boundary in plain Python dicts."""

import ipaddress
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from zhisun.engines.screening import normal
from zhisun.kernel.errors import InputError

FORMS = {
    "domain": normal.domain,
    "url": normal.page,
    "phone": normal.phone,
    "phone_prefix": normal.prefix,
    "account": normal.account,
    "app": normal.words,
    "im": normal.handle,
    "ip": normal.network,
}
Indicator = dict[str, str | datetime | None]
Key = tuple[str, str]


class Dicts:
    """Indicators by kind and normal form."""

    def __init__(self, indicators: list[Indicator]) -> None:
        self.by_form: defaultdict[Key, list[int]] = defaultdict(list)
        self.indicators = indicators
        for row, indicator in enumerate(indicators):
            kind = str(indicator["kind"])
            try:
                form = FORMS[kind](str(indicator["value"]))
            except InputError:
                continue
            self.by_form[kind, form].append(row)

    def hits(self, kind: str, value: str, at: datetime) -> list[int]:
        """Numbers of the indicators that hit, most specific first."""
        try:
            keys = list(_keys(kind, value))
        except InputError:
            return []
        found: list[int] = []
        for key in keys:
            found += [row for row in self.by_form.get(key, []) if self._valid(row, at)]
        return found

    def _valid(self, row: int, at: datetime) -> bool:
        since, until = self.indicators[row].get("valid_from"), self.indicators[row].get("valid_to")
        return (not isinstance(since, datetime) or since <= at) and (
            not isinstance(until, datetime) or at < until
        )


def _keys(kind: str, value: str) -> Iterator[Key]:
    if kind == "dns":
        yield from _host_keys(
            normal.address_or_none(value.strip().strip("[]")) or normal.host(value)
        )
    elif kind == "url":
        page = normal.page(value)
        yield from _page_keys(page)
        site = normal.site(page)
        if site.startswith(normal.V6_LABEL):
            site = str(ipaddress.IPv6Address(int(site.removeprefix(normal.V6_LABEL), 16)))
        yield from _host_keys(site)
    elif kind in ("call", "sms"):
        yield from _phone_keys(value)
    elif kind == "transfer":
        yield "account", normal.account(value)
    elif kind == "app":
        yield "app", normal.words(value)
    else:
        yield "im", normal.handle(value)


def _host_keys(host: str) -> Iterator[Key]:
    address = normal.address_or_none(host)
    if address:
        network = ipaddress.ip_network(address)
        yield "ip", str(network.network_address)
        for bits in range(network.prefixlen - 1, -1, -1):
            yield "ip", str(network.supernet(new_prefix=bits))
    else:
        labels = host.split(".")
        for start in range(len(labels)):
            yield "domain", ".".join(labels[start:])


def _page_keys(page: str) -> Iterator[Key]:
    path, mark, _query = page.partition("?")
    if mark:
        yield "url", page
    yield "url", path
    for end in range(len(path) - 1, 0, -1):
        if path[end] == "/":
            yield "url", path[:end]


def _phone_keys(value: str) -> Iterator[Key]:
    number = normal.phone(value)
    yield "phone", number
    spelled = {number}
    dialled, plus = normal.dialled(value)
    bare = dialled if plus else dialled[2:]
    if (plus or dialled.startswith("00")) and bare[:1] not in ("", "0") and bare[:2] != "86":
        spelled.add(f"00{bare}")
    if len(dialled) > 17:
        spelled = {dialled[:17]}
    seen = set()
    for text in sorted(spelled, key=len):
        for end in range(len(text), 0, -1):
            seen.add(text[:end])
    for head in sorted(seen, key=lambda text: (-len(text), text)):
        yield "phone_prefix", head
