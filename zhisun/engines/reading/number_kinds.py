"""The ways to take a number (数字串的读法), each with its check and a confidence.

Confidences are ours: a check that holds and a cue word each raise one, a cue for something else
lowers it. Only their order matters to the choice.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhisun.engines.identity.cards import Card, card
from zhisun.engines.identity.hotlines import imitated
from zhisun.engines.identity.phones import Phone, phone
from zhisun.engines.identity.resident_ids import ResidentId, resident_id
from zhisun.engines.reading.elements import NO_FACTS, Extra
from zhisun.engines.reading.runs import Window

_CARD_LENGTHS = range(13, 20)
_UNIONPAY_LENGTHS = range(16, 20)
_ACCOUNT_LENGTHS = range(9, 26)
_UNSAID_LENGTHS = range(9, 20)
"""No number of another length is told without a word for it: 0065… is the shortest, a card the
longest."""
_QQ_LENGTHS = range(5, 12)
_ADDED_LENGTHS, _SERVED_LENGTHS = range(8, 11), range(9, 11)
_WECHAT_LENGTHS = range(5, 14)
_LOCAL_LENGTHS = range(7, 9)
_SENDER = re.compile(r"106\d{5,17}")
"""The senders of messages in bulk (短信码号): eight to twenty digits."""
_SENDER_UNSAID = re.compile(r"106[2589]\d{7,12}")
"""The classes a sender's licence gives, at least eleven digits: told without a word for it."""
_ABROAD = re.compile(
    r"852[2-9]\d{7}|853[68]\d{7}|886[2-9]\d{7,8}|855[1-9]\d{7,8}|856[2-9]\d{7,9}|60[1-9]\d{7,9}"
    r"|65[3689]\d{7}|66[2-9]\d{7,8}|84[2-9]\d{8}|63[2-9]\d{8,9}|62[2-9]\d{8,10}|95[1-9]\d{7,9}"
    r"|81[1-9]\d{8,9}|82[1-9]\d{7,9}"
)
"""Countries calls come from, written without + or 00 after a word for a telephone."""
_OLD_ID = _FIRM_ACCOUNT = 15
"""A number of 15 digits and more beside a firm's name is its account."""
_CHAT = frozenset({"qq", "wechat"})
_ACCOUNT = frozenset({"card", "pay"})


class Reading(NamedTuple):
    """One way to take a number."""

    type: str
    norm: str
    confidence: float
    extra: Extra = NO_FACTS


def ways_to_take(window: Window, cue: str, *, plus: bool) -> Iterator[Reading]:
    """Every kind the digits can be. cue: what the words before say; plus: written with a +."""
    if not cue and not plus and len(window.digits) not in _UNSAID_LENGTHS:
        return
    served, cue = cue == "served", "phone" if cue == "served" else cue
    yield from _id(window.digits, cue)
    if not window.digits.isdecimal():
        return
    yield from _phone(window, cue, plus=plus)
    if not plus:
        firm = cue == "firm" and len(window.digits) >= _FIRM_ACCOUNT
        yield from _card(window.digits, "card" if firm else cue)
        yield from _chat(window.digits, "served" if served else cue)


def _id(digits: str, cue: str) -> Iterator[Reading]:
    known = resident_id(digits)
    if known is not None:
        confidence = _id_confidence(known, said=cue == "idcard")
        if cue in _CHAT or cue == "card":
            confidence -= 0.3
        yield Reading("idcard", known.number, confidence, {"check_valid": known.check_valid})


def _id_confidence(known: ResidentId, *, said: bool) -> float:
    if len(known.number) == _OLD_ID:
        return 0.95 if said else 0.55 if known.plausible else 0
    if known.check_valid and known.plausible:
        return 0.99
    if known.plausible:
        return 0.92 if said else 0.8
    return 0.85 if said else 0.45 if known.check_valid else 0


def _phone(window: Window, cue: str, *, plus: bool) -> Iterator[Reading]:
    known = phone(("+" if plus else "") + window.digits)
    sender = _SENDER if cue == "phone" else _SENDER_UNSAID if not cue else None
    if known is None and sender is not None and sender.fullmatch(window.digits):
        yield Reading("phone", window.digits, 0.9 if cue else 0.6, {"kind": "service"})
        return
    if known is None and cue == "phone" and _ABROAD.fullmatch(window.digits):
        yield Reading("phone", window.digits, 0.9, {"kind": "foreign"})
        return
    spoofed = imitated(window.digits) if known is None and (plus or cue == "phone") else None
    if spoofed is not None:
        yield Reading("phone", window.digits, 0.9, {"kind": "spoofed", "imitates": spoofed.number})
        return
    if known is None:
        local = len(window.digits) in _LOCAL_LENGTHS and window.digits[0] in "2345678"
        if local and cue == "phone" and not plus:
            yield Reading("phone", window.digits, 0.75, {"kind": "local"})
        return
    extra: dict[str, object] = {"kind": known.kind}
    if known.segment is not None:
        extra |= {"segment": known.segment.kind, "operator": known.segment.operator}
    yield Reading("phone", known.number, _phone_confidence(known, window, cue, plus=plus), extra)


def _phone_confidence(known: Phone, window: Window, cue: str, *, plus: bool) -> float:
    if cue in _CHAT:
        return 0.42
    if cue == "other":
        return 0.3
    certain = {"mobile": 0.97, "service": 0.95, "landline": 0.85, "foreign": 0.65}[known.kind]
    if plus or cue == "phone":
        certain = max(certain, 0.95)
    if window.groups > 1:
        certain = max(certain, 0.9)
    return certain - (0.14 if cue in ("card", "idcard") else 0)


def _card(digits: str, cue: str) -> Iterator[Reading]:
    if len(digits) not in _ACCOUNT_LENGTHS:
        return
    if len(digits) not in _CARD_LENGTHS and cue not in _ACCOUNT:
        return
    known = card(digits)
    confidence = _card_confidence(known, said=cue in _ACCOUNT)
    if cue == "other" or cue in _CHAT:
        confidence *= 0.4
    if cue == "idcard":
        confidence -= 0.3
    extra: dict[str, object] = {"luhn_valid": known.luhn_valid}
    if known.issuer is not None:
        extra |= {"bank": known.issuer.bank, "bank_code": known.issuer.bank_code}
        extra["card_kind"] = known.issuer.kind
    yield Reading("card", digits, confidence, extra)


def _card_confidence(known: Card, *, said: bool) -> float:
    length = len(known.number)
    fits = known.issuer is not None and known.issuer.length_fits
    if length not in _CARD_LENGTHS:
        return 0.8 if said else 0
    if known.luhn_valid:
        return 0.98 if fits else 0.95 if said or known.issuer is not None else _luhn_alone(known)
    if said:
        return 0.9
    unionpay = known.number.startswith("62") and length in _UNIONPAY_LENGTHS
    return 0.82 if fits else 0.75 if unionpay else 0


def _luhn_alone(known: Card) -> float:
    """One number in ten passes Luhn: without a cue or a BIN only the card schemes' shape counts."""
    likely = len(known.number) in _UNIONPAY_LENGTHS and known.number[0] in "34569"
    return 0.85 if likely else 0


def _chat(digits: str, cue: str) -> Iterator[Reading]:
    if cue == "qq" and len(digits) in _QQ_LENGTHS and digits[0] != "0":
        yield Reading("qq", digits, 0.96)
    if cue == "added" and len(digits) in _ADDED_LENGTHS and digits[0] != "0":
        yield Reading("qq", digits, 0.7)
    if cue == "served" and len(digits) in _SERVED_LENGTHS and digits[0] not in "04":
        yield Reading("qq", digits, 0.6)
    if cue == "wechat" and len(digits) in _WECHAT_LENGTHS:
        yield Reading("wechat", digits, 0.95)
