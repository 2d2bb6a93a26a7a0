"""Web addresses, e-mail and wallets of digital currency (网址、邮箱、钱包地址)."""

import re
from collections.abc import Iterator

from zhisun.engines.identity.urls import DOT, TLDS, address_valid, refanged
from zhisun.engines.identity.wallets import chain_of, checksum_valid
from zhisun.engines.reading.elements import Found, Page

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?+"
_SCHEME = r"h[tx]{1,2}ps?\s?:\s?/\s?/\s?"
_PATH = r"(?::\d{2,5})?(?:[/?#][!-~]*+)?"
_NUMBERS = r"\d{1,3}(?:\.\d{1,3}){3}(?![\d.])"
_URL = re.compile(
    rf"(?P<scheme>{_SCHEME})?(?<![a-z0-9@._\-])(?P<host>{_NUMBERS}|{_LABEL}(?:{DOT}{_LABEL}){{1,6}}+)"
    rf"(?!_[a-z0-9])(?P<path>{_PATH})",
    re.IGNORECASE | re.ASCII,
)
_DOTTED = re.compile(rf"[a-z0-9]{DOT}[a-z0-9]", re.IGNORECASE | re.ASCII)
"""No address is without."""
_LAST_LABEL = re.compile(rf"{DOT}(?P<tld>[a-z0-9-]{{2,24}})$", re.IGNORECASE | re.ASCII)
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+\-])[a-z0-9._%+\-]{{1,64}}+@{_LABEL}(?:\.{_LABEL}){{1,4}}+",
    re.IGNORECASE | re.ASCII,
)
_WALLET = re.compile(
    r"(?<![0-9A-Za-z])(?:0x[0-9a-fA-F]{40}|[T13b][0-9A-Za-z]{25,72}+)(?![0-9A-Za-z])"
)
_TRAILING = ".,;:!?'\"*"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PLAIN_DOT = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE | re.ASCII)


def links(page: Page) -> Iterator[Found]:
    """E-mail first: its host would read as an address of its own."""
    if "@" in page.text:
        yield from _emails(page)
    yield from _wallets(page)
    if _DOTTED.search(page.text) is None:
        return
    for match in _URL.finditer(page.text):
        found = _url(match)
        if found is not None:
            yield found


def _emails(page: Page) -> Iterator[Found]:
    for match in _EMAIL.finditer(page.text):
        if match[0].rpartition(".")[2].lower() in TLDS:
            yield Found("email", match.start(), match.end(), match[0], 0.98)


def _wallets(page: Page) -> Iterator[Found]:
    for match in _WALLET.finditer(page.text):
        chain = chain_of(match[0])
        mixed = chain != "bitcoin" or not match[0].isdecimal()
        if chain and mixed:
            valid = checksum_valid(match[0])
            extra = {"chain": chain} | ({} if valid is None else {"checksum_valid": valid})
            yield Found("crypto", match.start(), match.end(), match[0], 0.98, extra)


def _url(match: re.Match[str]) -> Found | None:
    host, path = match["host"], match["path"]
    if not path and not address_valid(host):
        host = _ended_at_tld(host)
    if not (address_valid(host) or _is_domain(host)):
        return None
    start = match.start("scheme") if match["scheme"] else match.start("host")
    end = match.start("host") + len(host) + len(_trimmed(path))
    text = match.string[start:end]
    disguised = _PLAIN_DOT.fullmatch(host) is None
    return Found("url", start, end, refanged(text), 0.9 if disguised else 0.97)


def _is_domain(host: str) -> bool:
    last = _LAST_LABEL.search(host)
    if last is None:
        return False
    known = last["tld"].lower() in TLDS or last["tld"].lower().startswith("xn--")
    return known and any(char.isalpha() and char.isascii() for char in host)


def _ended_at_tld(host: str) -> str:
    """The host without labels after its last known ending: a sentence may go on after a dot."""
    while (last := _LAST_LABEL.search(host)) is not None and not _is_domain(host):
        host = host[: last.start()]
    return host


def _trimmed(path: str) -> str:
    """A path without the punctuation of the sentence it stands in."""
    while path and (path[-1] in _TRAILING or _unpaired(path)):
        path = path[:-1]
    return path


def _unpaired(path: str) -> bool:
    opening = _PAIRS.get(path[-1])
    return opening is not None and path.count(path[-1]) > path.count(opening)
