"""What a call-taker says an element of the narrative is (要素确认), and what follows from it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.engines.identity.cards import card
from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.roles import PAYEE, PAYER
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import yuan

MOST = 500
_LONGEST = 500


class Role(TextChoices):
    """What an element is for the report."""

    TO_ACCOUNT = "to_account", _("收款账号")
    FROM_ACCOUNT = "from_account", _("本人账号")
    TO_NAME = "to_name", _("收款户名")
    VICTIM_NAME = "victim_name", _("事主姓名")
    AMOUNT = "amount", _("转账金额")
    TIME = "time", _("转账时间")
    VICTIM_PHONE = "victim_phone", _("事主电话")
    CHANNEL = "channel", _("联系渠道")
    VICTIM_ID = "victim_id", _("事主证件")
    MENTIONED = "mentioned", _("提到")
    IGNORED = "ignored", _("不采用")


TYPE_OF: dict[Role, frozenset[str]] = {
    Role.TO_ACCOUNT: frozenset({"card", "phone", "email", "wechat"}),
    Role.FROM_ACCOUNT: frozenset({"card"}),
    Role.TO_NAME: frozenset({"person", "org"}),
    Role.VICTIM_NAME: frozenset({"person"}),
    Role.AMOUNT: frozenset({"amount"}),
    Role.TIME: frozenset({"time"}),
    Role.VICTIM_PHONE: frozenset({"phone"}),
    Role.VICTIM_ID: frozenset({"idcard"}),
    Role.CHANNEL: frozenset({"phone", "url", "qq", "wechat", "telegram", "email", "app"}),
}
"""The kinds of element that can play a role as they are; another kind becomes the first named."""

_FIRST = {
    Role.TO_ACCOUNT: "card",
    Role.FROM_ACCOUNT: "card",
    Role.TO_NAME: "person",
    Role.VICTIM_NAME: "person",
    Role.AMOUNT: "amount",
    Role.TIME: "time",
    Role.VICTIM_PHONE: "phone",
    Role.VICTIM_ID: "idcard",
    Role.CHANNEL: "phone",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The `nth` place (from 0) where the narrative says `text` has this role.

    By text and not by offset: it holds while words before it are typed.
    """

    text: str
    nth: int
    role: Role


def decisions_from(text: str) -> tuple[Decision, ...]:
    """Decisions as the page sent them; what is no decision is left out."""
    try:
        told = json.loads(text or "[]")
    except ValueError:
        return ()
    if not isinstance(told, list):
        return ()
    return tuple(decision for each in told[:MOST] if (decision := _decision(each)))


def _decision(told: object) -> Decision | None:
    if not isinstance(told, dict):
        return None
    text, nth, role = told.get("text"), told.get("nth"), str(told.get("role"))
    if not isinstance(text, str) or not isinstance(nth, int) or role not in Role.values:
        return None
    fits = 0 < len(text) <= _LONGEST and 0 <= nth <= _LONGEST
    return Decision(text, nth, Role(role)) if fits else None


def nth_of(narrative: str, start: int, text: str) -> int:
    """Which occurrence of `text` begins at `start`."""
    return sum(1 for at in _places(narrative, text) if at < start)


def place_of(narrative: str, decision: Decision) -> int | None:
    """Where the narrative says what was decided on; None when it says so no longer."""
    for number, at in enumerate(_places(narrative, decision.text)):
        if number == decision.nth:
            return at
    return None


def decided(
    elements: Sequence[Element], decisions: Iterable[Decision], narrative: str
) -> tuple[Element, ...]:
    """The elements with every decision carried out: retyped, taken out or put in."""
    standing = list(elements)
    for decision in decisions:
        start = place_of(narrative, decision)
        if start is None:
            continue
        end = start + len(decision.text)
        there = [each for each in standing if each.start < end and start < each.end]
        exact = next((each for each in there if (each.start, each.end) == (start, end)), None)
        made = _as(decision.role, exact or Element("", decision.text, start, end, None, 1.0))
        standing = [each for each in standing if each not in there]
        standing += [made] if made else []
    return tuple(sorted(standing, key=lambda each: each.start))


def _as(role: Role, element: Element) -> Element | None:
    if role == Role.IGNORED:
        return None
    if role == Role.MENTIONED:
        extra = {"role": ""} if element.type == "card" else {**element.extra}
        return element._replace(extra=extra) if element.type else None
    kinds = TYPE_OF[role]
    kind = element.type if element.type in kinds else _FIRST[role]
    norm = element.norm if kind == element.type else _norm(kind, element.text)
    extra = dict(element.extra)
    if role in {Role.TO_ACCOUNT, Role.FROM_ACCOUNT}:
        extra |= _card_facts(norm or "") if kind == "card" else {}
        extra["role"] = PAYEE if role == Role.TO_ACCOUNT else PAYER
    return element._replace(type=kind, norm=norm, extra=extra, confidence=1.0)


def _norm(kind: str, text: str) -> str | None:
    if kind == "amount":
        try:
            return yuan(amount_of(text))
        except InputError:
            return None
    if kind in {"card", "phone", "idcard"}:
        return "".join(char for char in text if char.isalnum() or char in "*@._")
    return text.strip() if kind != "time" else None


def _card_facts(number: str) -> dict[str, object]:
    known = card(number)
    facts: dict[str, object] = {"luhn_valid": known.luhn_valid}
    if known.issuer:
        facts |= {"bank": known.issuer.bank, "bank_code": known.issuer.bank_code}
    return facts


def _places(narrative: str, text: str) -> Iterator[int]:
    at = narrative.find(text)
    while at >= 0:
        yield at
        at = narrative.find(text, at + 1)
