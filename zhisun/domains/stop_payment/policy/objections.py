"""Why an order would be refused, known before it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.stop_payment.terms import (
    FILING_SOURCE,
    FREEZES,
    HOLDS,
    NAMES_NEEDED,
    RENEWAL_SOURCE,
    STOP_SOURCE,
    STOPS,
    STOPS_ALLOWED,
    OrderKind,
)
from zhisun.engines.identity.cards import issuer_of, luhn_valid
from zhisun.gateways.port import AccountKind
from zhisun.kernel.errors import InputError, RuleViolation, ZhisunError
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of an order before it leaves. Amounts in fen.

    most_fen: the largest amount that may be asked: the claim for a reported account, the traced
    inflow for a later one. stops_used: stops and extensions of this account in this case that
    left or will leave. original_until: end of the hold this order acts on, if it acts on one.
    bank_code: the institution's code as a card issuer (ICBC …), "" when it issues none.
    """

    kind: OrderKind
    account_no: str
    account_name: str
    account_kind: str
    bank_code: str
    amount_fen: Fen
    most_fen: Fen
    transferred_at: datetime
    filed_at: datetime | None
    stops_used: int = 0
    original_until: datetime | None = None
    full_freeze: bool = False
    credential_number: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an order would be refused. A waivable one may be overruled with a reason."""

    error: ZhisunError
    waivable: bool = False


def objections(asked: Asked, *, at: datetime) -> list[Objection]:
    """Everything an institution or the law would object to, before it is sent.

    Source: domain.md §2.10 (0200, 0300, 0301, 0500, 0801, 1304, 1800, 1900), §3.1, §12A.1.
    """
    rules: tuple[Callable[[Asked, datetime], Objection | None], ...] = (
        _account_objection,
        _name_objection,
        _credential_objection,
        _amount_objection,
        _time_objection,
        _stops_objection,
        _overtaken_objection,
    )
    found = (rule(asked, at) for rule in rules)
    return [objection for objection in found if objection is not None]


def _account_objection(asked: Asked, _at: datetime) -> Objection | None:
    if not asked.account_no.strip():
        return Objection(InputError("account_missing", field="account_no"))
    if asked.account_kind != AccountKind.PERSONAL:
        return None  # corporate accounts and payment ids carry no check digit (domain.md §12.1)
    if not luhn_valid(asked.account_no):
        return Objection(InputError("card_check_digit_wrong", field="account_no"), waivable=True)
    return _issuer_objection(asked)


def _issuer_objection(asked: Asked) -> Objection | None:
    issuer = issuer_of(asked.account_no)
    if issuer is None or not asked.bank_code or issuer.bank_code == asked.bank_code:
        return None
    error = InputError("card_of_another_bank", field="institution", bank=issuer.bank)
    return Objection(error, waivable=True)


def _name_objection(asked: Asked, _at: datetime) -> Objection | None:
    if asked.account_kind == AccountKind.TRADE:
        return None  # a single trade is found by its serial (domain.md §2.11)
    if asked.kind in NAMES_NEEDED and not asked.account_name.strip():
        return Objection(InputError("account_name_missing", field="account_name"))
    return None


def _credential_objection(asked: Asked, _at: datetime) -> Objection | None:
    if asked.kind is OrderKind.QUERY_ALL_ACCOUNTS and not asked.credential_number.strip():
        return Objection(InputError("credential_needed", field="credential_number"))
    return None


def _amount_objection(asked: Asked, _at: datetime) -> Objection | None:
    if asked.kind not in HOLDS or asked.full_freeze:
        return None
    if asked.amount_fen <= 0:
        return Objection(InputError("amount_not_positive", field="amount"))
    if asked.amount_fen > asked.most_fen:
        error = InputError("amount_above_claim", field="amount", most_fen=asked.most_fen)
        return Objection(error)
    return None


def _time_objection(asked: Asked, at: datetime) -> Objection | None:
    if asked.transferred_at > at:
        return Objection(InputError("transfer_in_future", field="transferred_at"))
    return None


def _stops_objection(asked: Asked, _at: datetime) -> Objection | None:
    if asked.kind in STOPS and asked.stops_used >= STOPS_ALLOWED:
        error = RuleViolation("third_stop", source=STOP_SOURCE, allowed=STOPS_ALLOWED)
        return Objection(error)
    return None


def _overtaken_objection(asked: Asked, at: datetime) -> Objection | None:
    error = overtaken(asked.kind, asked.filed_at, asked.original_until, at=at)
    return Objection(error) if error else None


def overtaken(
    kind: OrderKind, filed_at: datetime | None, original_until: datetime | None, *, at: datetime
) -> RuleViolation | None:
    """What the law says against an order at this moment, whenever it was drafted."""
    if kind in FREEZES and filed_at is None:
        return RuleViolation("freeze_before_filing", source=FILING_SOURCE)
    if original_until is not None and original_until <= at:
        source = RENEWAL_SOURCE if kind in FREEZES else STOP_SOURCE
        return RuleViolation("hold_ended", source=source)
    return None
