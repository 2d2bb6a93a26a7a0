"""What the form takes from the narrative (自动填写): transfers, victim, channels, and who is what.

The engine says what stands in the text; here it is decided which field it goes to.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhisun.desks.intake_desk.forms.decisions import Decision, Role, decided, place_of
from zhisun.desks.intake_desk.forms.moments import shown
from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.victims import Victim, victim_in
from zhisun.domains.cases.terms import ChannelKind, Method, PayeeKind
from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.roles import PAYEE
from zhisun.engines.reading.transfers import SaidTransfer, transfers
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import Fen, fen, yuan

Row = Mapping[str, str]

CHANNEL_OF = {
    "phone": ChannelKind.PHONE,
    "qq": ChannelKind.QQ,
    "wechat": ChannelKind.WECHAT,
    "telegram": ChannelKind.IM,
    "email": ChannelKind.EMAIL,
    "url": ChannelKind.URL,
    "app": ChannelKind.APP,
}
METHOD_OF = {
    "手机银行": Method.MOBILE_BANK,
    "网银": Method.WEB_BANK,
    "ATM": Method.ATM,
    "柜面": Method.COUNTER,
    "扫码": Method.SCAN,
    "第三方支付": Method.PAYMENT,
    "现金": Method.CASH,
}
_NEAR = 14
_HOUR = len("2026-11-21T14")
_SERIAL = re.compile(
    r"(?:流水号|交易单号|交易号|转账单号|凭证号|订单号)(?:是|为|[:： ])*"
    r"(?P<serial>[0-9A-Za-z]{10,64})"
)


@dataclass(frozen=True, slots=True)
class SaidRow:
    """One transfer as the narrative tells it: where its amount stands, and the fields it fills."""

    start: int
    end: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a narrative fills: rows of transfers and channels, single fields by name.

    elements: those that count after all decisions. roles: what a person decided, by the place
    an element begins at.
    """

    transfers: tuple[SaidRow, ...] = ()
    channels: tuple[Row, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[Element, ...] = ()
    elements: tuple[Element, ...] = ()
    roles: Mapping[int, Role] = field(default_factory=dict)
    victim: Victim = field(default_factory=Victim)

    @staticmethod
    def shown_time(element: Element) -> str:
        """The time an element says as the form writes it, "" when it says no hour."""
        return _time(element)


def proposed(
    narrative: str,
    decisions: Sequence[Decision] = (),
    *,
    ref: datetime,
    institutions: Institutions,
) -> Proposal:
    """What the narrative, taken down at `ref`, says as far as nobody decided otherwise."""
    raw = tuple(_with_connected(read(narrative, ref_time=ref), narrative, institutions))
    elements = decided(raw, decisions, narrative)
    roles = {
        start: decision.role
        for decision in decisions
        if (start := place_of(narrative, decision)) is not None
    }
    victim = victim_in(elements, roles, narrative)
    rows = _rows(elements, roles, victim, narrative, institutions)
    return Proposal(
        transfers=tuple(rows),
        channels=tuple(_channels(elements, roles, victim)),
        fields=victim.fields(),
        raw=raw,
        elements=elements,
        roles=roles,
        victim=victim,
    )


def _rows(
    elements: Sequence[Element],
    roles: Mapping[int, Role],
    victim: Victim,
    narrative: str,
    institutions: Institutions,
) -> list[SaidRow]:
    others = [
        each
        for each in elements
        if each is not victim.name and roles.get(each.start) != Role.MENTIONED
    ]
    said = transfers(others, narrative)
    rows = [SaidRow(each.start, each.end, _transfer(each, others, institutions)) for each in said]
    rows += [
        SaidRow(each.start, each.end, {"amount": _plain(amount_fen)})
        for each in elements
        if roles.get(each.start) == Role.AMOUNT
        and each.start not in {row.start for row in rows}
        and (amount_fen := _fen(each)) is not None
    ]
    rows.sort(key=lambda row: row.start)
    for each in elements:
        _put_where_decided(each, roles.get(each.start), rows)
    _put_serials(rows, narrative)
    _mark_corporate(rows, {each.norm for each in elements if each.type == "org"})
    return rows


def _put_serials(rows: Sequence[SaidRow], narrative: str) -> None:
    """Give each serial number to the transfer told last before it."""
    for match in _SERIAL.finditer(narrative):
        told = [row for row in rows if row.start < match.start()]
        for row in told[-1:]:
            row.values.setdefault("serial", match["serial"])


def _mark_corporate(rows: Sequence[SaidRow], firms: Collection[str | None]) -> None:
    """A payee that is a firm has no personal card; a payment firm's account stays one."""
    for row in rows:
        paying = row.values.get("to_kind") == PayeeKind.PAYMENT
        if row.values.get("to_name") in firms and not paying:
            row.values["to_kind"] = PayeeKind.CORPORATE.value


def _transfer(
    said: SaidTransfer, elements: Sequence[Element], institutions: Institutions
) -> dict[str, str]:
    account = said.payee_account or ""
    bank = _connected(account, elements) or said.payee_bank or said.pay
    paying = said.pay or institutions.kind(bank or "") == PayeeKind.PAYMENT
    told = {
        "amount": _plain(said.amount_fen),
        "moved_at": shown(said.at),
        "to_account": account,
        "to_name": said.payee_name or "",
        "to_bank_name": bank or "",
        "to_kind": (PayeeKind.PAYMENT if paying else PayeeKind.PERSONAL).value if bank else "",
        "from_account": said.payer_account or "",
        "from_bank_name": said.payer_bank or "",
        "method": METHOD_OF[said.method].value if said.method else "",
    }
    return {name: value for name, value in told.items() if value}


def _connected(account: str, elements: Sequence[Element]) -> str:
    """The payment firm an account was said to be at, "" for a bank's."""
    return next(
        (
            str(each.extra["connected"])
            for each in elements
            if account and each.norm == account and "connected" in each.extra
        ),
        "",
    )


def _with_connected(
    elements: Sequence[Element], narrative: str, institutions: Institutions
) -> list[Element]:
    """The elements, with the accounts named beside a payment firm that is connected here.

    No table of banks knows such a firm or the length of its accounts.
    """
    found = list(_at_connected(narrative, institutions))
    rest = [
        each
        for each in elements
        if not any(each.start < other.end and other.start < each.end for other in found)
    ]
    return sorted([*rest, *found], key=lambda each: each.start)


def _at_connected(narrative: str, institutions: Institutions) -> Iterator[Element]:
    firms = {
        name: row.name
        for row in institutions.rows
        if not row.bank_code
        for name in (row.name, row.short_name)
        if name
    }
    names = "|".join(sorted(map(re.escape, firms), key=len, reverse=True))
    number = r"(?<!\d)(?P<number>\d{8,30})(?!\d)"
    before = rf"(?P<firm>{names})\D{{0,{_NEAR}}}{number}"
    after = rf"{number}[^\d。；！？]{{0,{_NEAR}}}(?:是|在|，)(?P<firm>{names})"
    taken: set[int] = set()
    for shape in (before, after) if firms else ():
        for match in re.finditer(shape, narrative):
            start, end = match.span("number")
            if start not in taken:
                taken.add(start)
                extra = {"role": PAYEE, "connected": firms[match["firm"]]}
                yield Element("card", match["number"], start, end, match["number"], 1.0, extra)


def _put_where_decided(element: Element, role: Role | None, rows: Sequence[SaidRow]) -> None:
    """Give what a person named to the transfer nearest to it that does not say it already."""
    name = {Role.TO_NAME: "to_name", Role.TIME: "moved_at", Role.TO_ACCOUNT: "to_account"}.get(
        role or Role.MENTIONED
    )
    value = _value(element, name) if name else ""
    if not name or not value or any(row.values.get(name) == value for row in rows):
        return
    nearest = min(rows, key=lambda row: abs(row.start - element.start), default=None)
    if nearest is not None:
        nearest.values[name] = value


def _value(element: Element, name: str) -> str:
    return _time(element) if name == "moved_at" else element.norm or element.text


def _time(element: Element) -> str:
    if element.type != "time" or len(element.norm or "") < _HOUR:
        return ""
    try:
        return shown(instant(element.norm or ""))
    except InputError:
        return ""


def _channels(
    elements: Sequence[Element], roles: Mapping[int, Role], victim: Victim
) -> Iterator[Row]:
    seen: set[tuple[str, str]] = set()
    for each in elements:
        kind = CHANNEL_OF.get(each.type)
        role = roles.get(each.start)
        own = each is victim.phone or role in {Role.MENTIONED, Role.VICTIM_PHONE}
        if kind is None or own or "role" in each.extra or role == Role.TO_ACCOUNT:
            continue
        value = each.norm or each.text
        if (kind.value, value) not in seen:
            seen.add((kind.value, value))
            yield {"kind": kind.value, "value": value}


def _plain(amount_fen: Fen) -> str:
    return yuan(amount_fen).removesuffix(".00")


def _fen(element: Element) -> Fen | None:
    try:
        return fen(element.norm or "")
    except InputError:
        return None
