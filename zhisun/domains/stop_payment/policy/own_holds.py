"""Decisions about protective holds: plain values in, plain values out."""

from datetime import datetime, timedelta

from zhisun.domains.directory.terms import WITHOUT_MONEY, Lane
from zhisun.domains.stop_payment.terms import (
    OWN_HOLD_LASTS,
    OWN_HOLD_LONGEST,
    OWN_HOLD_SHORTEST,
    OWN_HOLD_SOURCE,
    OWN_OVER,
    STOP_SOURCE,
    STOPS_ALLOWED,
    OrderKind,
    OrderState,
)
from zhisun.engines.identity.cards import issuer_of, luhn_valid
from zhisun.gateways.codes import Meaning, answer_code
from zhisun.gateways.port import AccountKind
from zhisun.kernel.errors import InputError, RuleViolation

MINUTE = timedelta(minutes=1)
CASE_LENGTH = 20


def account_kind_on(lane: Lane) -> AccountKind:
    """What a person's own account is on a lane. Raises InputError where nobody is connected.

    By hand nobody could promise that it is given back in time.
    """
    if lane in WITHOUT_MONEY:
        raise InputError("institution_holds_no_money", field="institution")
    if lane is Lane.PAPER:
        raise InputError("own_hold_needs_line", field="institution")
    return AccountKind.PAYMENT if lane is Lane.PAYMENT else AccountKind.PERSONAL


def check_account(account_no: str, kind: AccountKind, bank_code: str) -> None:
    """Pass an account number that can be one of this institution. Raises InputError.

    bank_code: the institution's code as a card issuer, "" when it issues none.
    """
    if not account_no:
        raise InputError("own_account_missing", field="account_no")
    if kind is not AccountKind.PERSONAL:
        return  # a payment account carries no check digit (domain.md §12.1)
    if not luhn_valid(account_no):
        raise InputError("own_account_check_digit", field="account_no")
    issuer = issuer_of(account_no)
    if issuer is not None and bank_code and issuer.bank_code != bank_code:
        raise InputError("own_account_of_another_bank", field="institution", bank=issuer.bank)


def check_holder(account_name: str, person_name: str) -> None:
    """Pass when the account is the person's, as far as names tell. Raises InputError.

    The institution compares the name as well (domain.md §2.10: 0301).
    """
    if not _plain(account_name):
        raise InputError("own_account_name_missing", field="account_name")
    if not _plain(person_name):
        raise InputError("own_account_nobody", field="account_name")
    if _plain(account_name) != _plain(person_name):
        raise InputError("own_account_of_another", field="account_name", name=person_name)


def term_of(lasts: timedelta | None) -> timedelta:
    """How long it shall stand. Raises RuleViolation outside the shortest and the longest."""
    lasts = OWN_HOLD_LASTS if lasts is None else lasts
    if not OWN_HOLD_SHORTEST <= lasts <= OWN_HOLD_LONGEST:
        least, most = OWN_HOLD_SHORTEST // MINUTE, OWN_HOLD_LONGEST // MINUTE
        raise RuleViolation(
            "own_hold_term", source=OWN_HOLD_SOURCE, field="minutes", least=least, most=most
        )
    return lasts


def check_number(number: int) -> None:
    """Pass the first stops of an account in a dispatch. Raises RuleViolation. Source: 86号."""
    if number > STOPS_ALLOWED:
        raise RuleViolation(
            "third_own_hold", source=STOP_SOURCE, field="account_no", allowed=STOPS_ALLOWED
        )


def case_no_of(source_no: str) -> str:
    """The CaseNumber of what has no case: the number of the dispatch, filled up to twenty."""
    return source_no.ljust(CASE_LENGTH, "0")


def state_after(kind: OrderKind, result: str) -> OrderState:
    """The new state of an order that was answered.

    "Already stopped" (1301 …) is somebody else's hold: nothing of ours stands. A release of what
    has ended by itself is carried out. Source: domain.md §2.10, §12A.1.
    """
    done = answer_code(result).meaning in {Meaning.DONE, Meaning.PARTIAL}
    if kind is OrderKind.STOP:
        return OrderState.ACTIVE if done else OrderState.REFUSED
    return OrderState.ANSWERED if done or result in OWN_OVER else OrderState.REFUSED


def end_of(approved_at: datetime, lasts: timedelta | None) -> datetime:
    """When it ends, whatever the institution answers."""
    return approved_at + term_of(lasts)


def _plain(name: str) -> str:
    return "".join(name.split())
