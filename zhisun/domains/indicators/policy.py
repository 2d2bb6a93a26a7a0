"""Normal forms of indicators, what they must never hit, how they age, what they are worth."""

import ipaddress
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from zhisun.domains.indicators.terms import (
    CREDIBLE,
    FIRST_RIGHT,
    FIRST_WRONG,
    LEAST_CONFIDENCE,
    LONGEST_VALUE,
    POOR_BELOW,
    PRIOR_WEIGHT,
    SHORTEST_LIFE,
    SHORTEST_MOBILE_PREFIX,
    SHORTEST_PREFIX,
    WIDEST_V4,
    WIDEST_V6,
    IndicatorKind,
    Life,
)
from zhisun.engines.identity.cards import issuer_of, luhn_valid
from zhisun.engines.identity.hotlines import (
    Hotline,
    behind_area_code,
    hotline,
    hotline_under,
)
from zhisun.engines.identity.known_sites import behind_front, covered_site, known_app
from zhisun.engines.screening.intake import FORMS
from zhisun.engines.screening.normal import V6_LABEL, address_or_none, site
from zhisun.engines.screening.terms import IndicatorKind as EngineKind
from zhisun.kernel.errors import InputError

Safe = tuple[str, str]
MOBILE = 2
_V6_DIGITS = re.compile("[0-9a-f]{32}")
IPV4 = 4


def number_of(key: int) -> str:
    """The number people read of an indicator (线索编号): I12."""
    return f"I{key}"


def form_of(kind: IndicatorKind, value: str) -> str:
    """The normal form of a value, the engine's own. Raises InputError with `field` value."""
    if "\x00" in value or len(value) > LONGEST_VALUE:
        raise InputError("indicator_too_long", field="value", most=LONGEST_VALUE)
    form = FORMS[EngineKind[kind.name]](value)
    if len(form) > LONGEST_VALUE:
        raise InputError("indicator_too_long", field="value", most=LONGEST_VALUE)
    return form


def too_broad(kind: IndicatorKind, form: str) -> bool:
    """Whether a value is so wide that it would hit everybody (过宽), whatever the lists say.

    Prefixes and networks beyond the widths of `terms`, and addresses of no public network.
    """
    if kind == IndicatorKind.PHONE_PREFIX:
        mobile = form[:1] == "1" and form[1:MOBILE] in "3456789"
        return len(form) < (SHORTEST_MOBILE_PREFIX if mobile else SHORTEST_PREFIX)
    if kind == IndicatorKind.IP:
        found = ipaddress.ip_network(form)
        widest = WIDEST_V4 if found.version == IPV4 else WIDEST_V6
        return found.prefixlen < widest or _at_home(found)
    return False


def misread_card(kind: IndicatorKind, form: str) -> str:
    """The bank whose card this would be but for its check digit, "" if it is none.

    Only a known BIN with its length: accounts that are no cards carry no check digit
    (domain.md §12.1).
    """
    if kind != IndicatorKind.ACCOUNT or not (form.isascii() and form.isdigit()):
        return ""
    issuer = issuer_of(form)
    misread = issuer is not None and issuer.length_fits and not luhn_valid(form)
    return issuer.bank if misread and issuer is not None else ""


def names_above(host: str) -> list[str]:
    """A host and all its parents: a.b.c, b.c, c."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def pages_above(form: str) -> list[str]:
    """A web address and all that cover it: x/a?c, x/a, x."""
    ends = [place for place, mark in enumerate(form) if mark in "/?"]
    return [form[:end] for end in (*ends, len(form))]


def address_of_site(form: str) -> str:
    """The IP address that a web address in normal form names its host by, "" for a name."""
    host = site(form)
    if host.startswith(V6_LABEL):
        digits = host.removeprefix(V6_LABEL)
        return str(ipaddress.IPv6Address(int(digits, 16))) if _V6_DIGITS.fullmatch(digits) else ""
    return address_or_none(host)


class SafeList:
    """The white list, made ready for many questions: each is a look or two, not a walk."""

    def __init__(self, safe: Iterable[Safe]) -> None:
        self._same: set[Safe] = set(safe)
        self._above: dict[str, str] = {}
        phones: list[str] = []
        pages: list[str] = []
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for kind, value in sorted(self._same):
            if kind == IndicatorKind.DOMAIN:
                for above in names_above(value):
                    self._above.setdefault(above, value)
            elif kind == IndicatorKind.PHONE:
                phones.append(value)
            elif kind == IndicatorKind.URL:
                pages.append(value)
                self._reached_as(value)
            elif kind == IndicatorKind.IP:
                self._networks.append(ipaddress.ip_network(value))
        self._phones, self._pages = sorted(phones), sorted(pages)

    def _reached_as(self, page: str) -> None:
        """Whoever opens a page asks for its host too."""
        for above in names_above(site(page)):
            self._above.setdefault(above, page)
        if address := address_of_site(page):
            self._networks.append(ipaddress.ip_network(address))

    def harmed(self, kind: IndicatorKind, form: str) -> str:
        """What this indicator would hit that must never be hit, "" if nothing.

        A domain, a prefix or a network harms all it covers. Besides the list: the hotlines, and
        the sites and applications everybody uses.
        """
        return _known(kind, form) or self._listed(kind, form)

    def _listed(self, kind: IndicatorKind, form: str) -> str:
        # a web address without a path is the whole site; a page of a big site may be a lure
        if kind in {IndicatorKind.DOMAIN, IndicatorKind.URL}:
            bare = behind_front(form)
            if (IndicatorKind.DOMAIN, form) in self._same:
                return form
            if (IndicatorKind.DOMAIN, bare) in self._same:
                return bare
        if (kind, form) in self._same:
            return form
        covered = {
            IndicatorKind.DOMAIN: lambda name: self._above.get(name, ""),
            IndicatorKind.URL: self._page_below,
            IndicatorKind.PHONE_PREFIX: self._phone_under,
            IndicatorKind.IP: self._overlapping,
        }
        return covered[kind](form) if kind in covered else ""

    def _phone_under(self, form: str) -> str:
        place = bisect_left(self._phones, form)
        first = self._phones[place] if place < len(self._phones) else ""
        return first if first.startswith(form) else ""

    def _page_below(self, form: str) -> str:
        """A listed page that a web address covers: x/a covers x/a/b and x/a?c."""
        place = bisect_left(self._pages, form)
        while place < len(self._pages) and self._pages[place].startswith(form):
            rest = self._pages[place][len(form) :]
            if form.endswith("/") or rest[:1] in ("/", "?", "#"):
                return self._pages[place]
            place += 1
        return ""

    def _overlapping(self, form: str) -> str:
        if not self._networks:
            return ""
        asked = ipaddress.ip_network(form)
        return next((str(each) for each in self._networks if each.overlaps(asked)), "")


def harmed(kind: IndicatorKind, form: str, safe: Iterable[Safe]) -> str:
    """What on the white list (白名单) this indicator would hit, "" if nothing.

    safe: (kind, normal form). For one question; SafeList for many.
    """
    return SafeList(safe).harmed(kind, form)


def _known(kind: IndicatorKind, form: str) -> str:
    called: Hotline | None = None
    if kind == IndicatorKind.PHONE:
        called = hotline(form) or behind_area_code(form)
    elif kind == IndicatorKind.PHONE_PREFIX:
        called = hotline_under(form)
    if called is not None:
        return f"{called.owner} {called.number}"
    if kind in {IndicatorKind.DOMAIN, IndicatorKind.URL}:
        return covered_site(form) if "/" not in form and "?" not in form else ""
    return known_app(form) if kind == IndicatorKind.APP else ""


def _at_home(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    """Addresses that every house has its own of: 10.…, 192.168.…, this machine itself."""
    if network.version == IPV4:
        return any(network.overlaps(each) for each in _homes())
    return network.is_loopback or network.is_link_local or network.is_multicast


@cache
def _homes() -> tuple[ipaddress.IPv4Network, ...]:
    written = "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16"
    return tuple(ipaddress.IPv4Network(each) for each in written.split())


def lapse(life: Life, *, confidence: int, seen_at: datetime) -> datetime:
    """When an indicator last seen then expires by age (到期).

    Its confidence halves with every half-life; it is over when it is worth LEAST_CONFIDENCE, at
    the end of its lifetime, whichever is sooner, and never before SHORTEST_LIFE. Ours.
    """
    worth = max(confidence, 1) / LEAST_CONFIDENCE
    aged = life.half_life * math.log2(worth) if worth > 1 else timedelta()
    return seen_at + max(SHORTEST_LIFE, min(aged, life.lifetime))


def worth_now(life: Life, *, confidence: int, seen_at: datetime, at: datetime) -> int:
    """The confidence that is left of an indicator by its age, in percent. Ours."""
    age = max(at - seen_at, timedelta())
    return round(confidence * math.exp2(-(age / life.half_life)))


@dataclass(frozen=True, slots=True)
class Precision:
    """How often an indicator or a source was right: 0 to 1, with where it surely lies."""

    right: int
    wrong: int
    mean: float
    low: float
    high: float

    @property
    def poor(self) -> bool:
        """Whether it is surely below POOR_BELOW."""
        return self.high < POOR_BELOW


def source_precision(right: int, wrong: int) -> Precision:
    """Precision of a source after these outcomes (来源准确率): Beta, prior of `terms`."""
    return _precision(right, wrong, FIRST_RIGHT, FIRST_WRONG)


def indicator_precision(right: int, wrong: int, others: tuple[int, int]) -> Precision:
    """Precision of an indicator (线索准确率).

    others: right and wrong of the other indicators of its source; their mean is the prior, worth
    PRIOR_WEIGHT outcomes.
    """
    mean = source_precision(*others).mean
    return _precision(right, wrong, mean * PRIOR_WEIGHT, (1 - mean) * PRIOR_WEIGHT)


def _precision(right: int, wrong: int, alpha: float, beta: float) -> Precision:
    a, b = right + alpha, wrong + beta
    low, high = beta_quantile(a, b, 1 - CREDIBLE), beta_quantile(a, b, CREDIBLE)
    return Precision(right, wrong, a / (a + b), low, high)


STEPS = 50


def beta_quantile(a: float, b: float, share: float) -> float:
    """The x below which `share` of Beta(a, b) lies, to 2⁻⁵⁰. a, b > 0."""
    low, high = 0.0, 1.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        if beta_below(a, b, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_below(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: the share of Beta(a, b) below x.

    Lentz's continued fraction, DLMF 8.17.22.
    """
    if not 0 < x < 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(b, a, 1 - x)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front / (a * _fraction(_terms(a, b, x)))


def _terms(a: float, b: float, x: float) -> Sequence[float]:
    """Coefficients of the continued fraction: more than it takes for any a, b < 10⁶."""
    found = []
    for m in range(math.ceil(4 * math.sqrt(max(a, b))) + 60):
        found.append(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
        n = m + 1
        found.append(n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)))
    return found


def _fraction(terms: Sequence[float]) -> float:
    """1 + t₁/(1 + t₂/(1 + …)), from its end."""
    value = 1.0
    for term in reversed(terms):
        value = 1 + term / value
    return value
