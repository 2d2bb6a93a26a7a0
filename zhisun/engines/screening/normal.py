"""One normal form of every kind of value, for indicators and events alike.

What is in normal form already never comes here: the kernels see that themselves. Version 2; a
change of any form is a new version, and bases of another version are refused.
"""

import ipaddress
import re
import unicodedata
from urllib.parse import quote

from zhisun.engines.screening.layout import LONGEST_HOST, LONGEST_URL
from zhisun.engines.screening.numbers import LONGEST_PHONE, phone_parts
from zhisun.kernel.errors import InputError

VERSION = 2
LONGEST_LABEL = 63
LONGEST_TEXT = 500
DEFAULT_PORTS = {"http": {80}, "https": {443}, "ws": {80}, "wss": {443}, "ftp": {21}, "": {80, 443}}
V6_LABEL = "ipv6-"
WRAPPED_BITS = 96
"""Bits before the IPv4 address in `::ffff:0:0/96`."""
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_DEFANGED = re.compile(r"\s*[\[({]\s*(?:\.|dot|点)\s*[\])}]\s*", re.IGNORECASE)
_DISGUISED_SCHEME = re.compile(r"hxxp(?=s?\s*(?:\[:\]|:))", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_LABEL_DOTS = re.compile("[.。．｡]")
_HOST = re.compile(r"[a-z0-9_.-]+")
_PORT = re.compile(r"(.*?)(?::(\d{0,5}))?", re.DOTALL)
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AS_WRITTEN = "!\"$&'()*+,/:;<=>@[]^`{|}~-._"
_GAPS = re.compile(r"[\s\-‐-―·•_]+")
_PHONE_GAPS = re.compile(r"[\s\-‐-―·•_.()/]+")
_SPACES = re.compile(r"\s+")
_DIGITS = re.compile(r"[0-9]+")


def _refused(code: str) -> InputError:
    return InputError(code, field="value")


def host(text: str) -> str:
    """A host name: lower case, punycode, no dot at its ends. Raises InputError `not_a_host`."""
    name = _ascii(_DEFANGED.sub(".", unicodedata.normalize("NFKC", text).strip()))
    name = name.lower().strip(".")
    if not _HOST.fullmatch(name) or len(name) > LONGEST_HOST:
        raise _refused("not_a_host")
    return name


def domain(text: str) -> str:
    """A domain as an indicator: proper labels, the last no number; `*.` is understood."""
    name = host(text.strip().removeprefix("*."))
    labels = name.split(".")
    proper = all(0 < len(label) <= LONGEST_LABEL for label in labels)
    if not proper or labels[-1].isdecimal():  # else `1` would be a parent of 10.0.0.1
        raise _refused("not_a_domain")
    return name


def _ascii(name: str) -> str:
    if name.isascii():
        return name
    try:
        return ".".join(
            label if label.isascii() else label.encode("idna").decode()
            for label in _LABEL_DOTS.split(name)
        )
    except UnicodeError as error:
        raise _refused("not_a_host") from error


def page(text: str) -> str:
    """A web address: host, unusual port, path without a last slash, query. Raises InputError.

    RFC 3986 §6.2.2: escapes of plain characters undone, others in capitals; `.` and `..` segments
    removed. An IPv6 host becomes a label of its own, so that no colon is left in it.
    """
    cleaned = "".join(char for char in text.strip() if char.isprintable())
    cleaned = _DISGUISED_SCHEME.sub("http", cleaned).replace("[:]", ":").replace("\\", "/")
    written = _SCHEME.match(cleaned)
    scheme = written[1].lower() if written else ""
    rest = cleaned[written.end() :] if written else cleaned
    rest = rest.partition("#")[0]
    where, path, query = _split(rest)
    name, port = _host_and_port(where.rpartition("@")[2])
    site = name if port is None or port in DEFAULT_PORTS.get(scheme, ()) else f"{name}:{port}"
    form = site + _path(path) + (f"?{_escaped(query)}" if query else "")
    if len(form) > LONGEST_URL:
        raise _refused("url_too_long")
    return form


def site(form: str) -> str:
    """The host of a web address in normal form."""
    return re.split("[:/?]", form, maxsplit=1)[0]


def _split(rest: str) -> tuple[str, str, str]:
    before, _mark, query = rest.partition("?")
    where, slash, path = _DEFANGED.sub(".", before).partition("/")
    return where, slash + path, query


def _host_and_port(where: str) -> tuple[str, int | None]:
    if where.startswith("["):
        inside, _bracket, after = where[1:].partition("]")
        address = address_or_none(inside)
        if not address or (after and not after.startswith(":")):
            raise _refused("not_a_url")
        return _as_host(address), int(after[1:]) if after[1:].isdecimal() else None
    parts = _PORT.fullmatch(where)
    try:
        name = host(parts[1] if parts else where)
    except InputError as error:
        raise _refused("not_a_url") from error
    return name, int(parts[2]) if parts and parts[2] else None


def _as_host(address: str) -> str:
    found = ipaddress.ip_address(address)
    return f"{V6_LABEL}{int(found):032x}" if found.version == 6 else address  # noqa: PLR2004 IPv6


def _path(path: str) -> str:
    kept: list[str] = []
    for segment in _escaped(path).split("/")[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    return "".join(f"/{segment}" for segment in kept).rstrip("/")


def _escaped(text: str) -> str:
    """Escapes of unreserved characters undone, all others in capitals, what is no ASCII escaped."""

    def plain(found: re.Match[str]) -> str:
        char = chr(int(found[1], 16))
        return char if char in _UNRESERVED else found[0].upper()

    return quote(_ESCAPED.sub(plain, text), safe=_AS_WRITTEN + "%?")


def phone(text: str) -> str:
    """A telephone number (numbers.phone_form). Raises InputError `not_a_phone`."""
    number, plus = dialled(text)
    if len(number) > LONGEST_TEXT:
        raise _refused("value_too_long")
    if len(number) > LONGEST_PHONE:
        return number
    value, count = phone_parts(int(number), len(number), plus)
    return f"{value:0{count}d}"


def prefix(text: str) -> str:
    """A telephone prefix as the numbers below it begin. Raises InputError."""
    number, plus = dialled(text)
    if plus or number.startswith("00"):
        abroad = number if plus else number[2:]
        if abroad.startswith("86"):
            return _mainland(abroad[2:])
        number = f"00{abroad}"
    if len(number) > LONGEST_PHONE:
        raise _refused("not_a_phone_prefix")
    return number


def _mainland(local: str) -> str:
    """A prefix that was written after +86: mobile and 400/800 as they are, others with 0."""
    if not local:
        raise _refused("not_a_phone_prefix")
    return local if re.match(r"1[3-9]|[48]00", local) else f"0{local}"


def dialled(text: str) -> tuple[str, bool]:
    """The digits as dialled, and whether a + came before. Raises InputError `not_a_phone`."""
    cleaned = _PHONE_GAPS.sub("", unicodedata.normalize("NFKC", text))
    number = cleaned.removeprefix("+")
    if not _DIGITS.fullmatch(number):
        raise _refused("not_a_phone")
    return number, cleaned != number


def account(text: str) -> str:
    """An account: digits and letters without gaps, small; a login name keeps its dashes."""
    folded = unicodedata.normalize("NFKC", text)
    cleaned = (_SPACES if "@" in folded else _GAPS).sub("", folded)
    return _text(cleaned)


def words(text: str) -> str:
    """A name of an application or the like: folded, small, single blanks."""
    return _text(_SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip())


def handle(text: str) -> str:
    """An id of a messenger: folded, small, no blanks."""
    return _text(_SPACES.sub("", unicodedata.normalize("NFKC", text)))


def _text(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.casefold())
    if not folded or "\x00" in folded:
        raise _refused("value_empty")
    if len(folded) > LONGEST_TEXT:
        raise _refused("value_too_long")
    return folded


def network(text: str) -> str:
    """An address, or a network with its bits (CIDR). Raises InputError `not_an_ip`."""
    cleaned = _DEFANGED.sub(".", unicodedata.normalize("NFKC", text).strip()).strip("[]")
    alone = address_or_none(cleaned)
    if alone:
        return alone
    try:
        found = ipaddress.ip_network(cleaned)
    except ValueError as error:
        raise _refused("not_an_ip") from error
    found = _unwrapped(found)
    whole = found.prefixlen == found.max_prefixlen
    return str(found.network_address) if whole else str(found)


def _unwrapped(found: Network) -> Network:
    """A network that only wraps IPv4 as that of IPv4: events are unwrapped as well."""
    bits = found.prefixlen - WRAPPED_BITS
    inner = getattr(found.network_address, "ipv4_mapped", None)
    return found if inner is None or bits < 0 else ipaddress.IPv4Network((inner, bits))


def address_or_none(text: str) -> str:
    """An IPv4 or IPv6 address in its usual form; one that only wraps IPv4 unwrapped; else ""."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return ""
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    if inner is None and "%" in text:
        return ""
    return str(inner or found)
