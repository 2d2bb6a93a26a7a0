"""Normal forms of indicators, and what an indicator must never hit."""

import ipaddress
from collections.abc import Iterable

from zhisun.domains.indicators.terms import LONGEST_VALUE, IndicatorKind
from zhisun.engines.identity.hotlines import hotline
from zhisun.engines.screening.intake import FORMS
from zhisun.engines.screening.terms import IndicatorKind as EngineKind
from zhisun.kernel.errors import InputError

Safe = tuple[str, str]


def form_of(kind: IndicatorKind, value: str) -> str:
    """The normal form of a value, the engine's own. Raises InputError with `field` value."""
    if "\x00" in value or len(value) > LONGEST_VALUE:
        raise InputError("indicator_too_long", field="value", most=LONGEST_VALUE)
    form = FORMS[EngineKind[kind.name]](value)
    if len(form) > LONGEST_VALUE:
        raise InputError("indicator_too_long", field="value", most=LONGEST_VALUE)
    return form


def harmed(kind: IndicatorKind, form: str, safe: Iterable[Safe]) -> str:
    """What on the white list (白名单) this indicator would hit, "" if nothing.

    safe: (kind, normal form). A domain, a prefix or a network harms all it covers.
    """
    if kind == IndicatorKind.PHONE and (known := hotline(form)):
        return f"{known.owner} {known.number}"
    for safe_kind, value in safe:
        if _covers(kind, form, safe_kind, value):
            return value
    return ""


def _covers(kind: IndicatorKind, form: str, safe_kind: str, value: str) -> bool:
    pair = (kind, safe_kind)
    if pair == (IndicatorKind.PHONE_PREFIX, IndicatorKind.PHONE):
        return value.startswith(form)
    if pair == (IndicatorKind.DOMAIN, IndicatorKind.DOMAIN):
        return f".{value}".endswith(f".{form}")
    if pair == (IndicatorKind.IP, IndicatorKind.IP):
        return _inside(value, form)
    # a web address without a path is the whole site; a page of a big site may be a lure
    site = pair == (IndicatorKind.URL, IndicatorKind.DOMAIN)
    return form == value and (site or kind == safe_kind)


def _inside(value: str, form: str) -> bool:
    inner, outer = ipaddress.ip_network(value), ipaddress.ip_network(form)
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer) or outer.subnet_of(inner)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer) or outer.subnet_of(inner)
    return False
