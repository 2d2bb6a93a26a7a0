"""People's own accounts and their protective holds, with only the fact under test written out."""

from datetime import datetime, timedelta
from typing import Any

from tests.builders.city import AT, CCB, officer
from tests.builders.warnings import a_signal
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, ask_account_hold
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.dissuasion.terms import SignalKind
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.selectors.own_holds import OwnHoldRow, own_hold
from zhisun.domains.stop_payment.services.deliver import acknowledge, collect
from zhisun.domains.stop_payment.services.own_holds.answer import record_own_answer
from zhisun.domains.stop_payment.services.own_holds.approve import approve_own_hold
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.engines.identity.cards import luhn_digit
from zhisun.gateways.port import AnswerMessage
from zhisun.gateways.port import OrderKind as WireKind
from zhisun.kernel.actors import job

BANK, ANYBODY = job("institution"), job("test")
BODY = "621700123456789012"
CARD = BODY + luhn_digit(BODY)
ANOTHER = "621700123456789013" + luhn_digit("621700123456789013")
HALF_HOUR = timedelta(minutes=30)


def in_danger(*, at: datetime = AT) -> str:
    """The dispatch of 周敏, who is paying a swindler now."""
    signal = a_signal(kind=SignalKind.TRADE, amount_fen=5_000_000, severity=5, seen_at=at)
    return receive(signal, by=ANYBODY, at=at).dispatch_no


def asked(dispatch_no: str, *, by: str = "gaofei", at: datetime = AT, **changes: Any) -> str:
    """The number of a drafted hold of her account."""
    facts = {"institution_code": CCB, "account_no": CARD, "account_name": "周敏"} | changes
    minutes = timedelta(minutes=int(facts.pop("minutes", "30")))
    account, evidence = OwnAccount(**facts), "两次拨打占线"
    return ask_account_hold(dispatch_no, account, evidence, lasts=minutes, by=officer(by), at=at)


def approved(hold_no: str, *, by: str = "chenjing", at: datetime = AT) -> str:
    """It, approved by the duty officer."""
    approve_own_hold(hold_no, by=officer(by), at=at)
    return hold_no


def fetched(hold_no: str, *, at: datetime = AT) -> str:
    """It, fetched and acknowledged by its bank."""
    code = the_hold(hold_no).institution_code
    parcels = collect(code, by=BANK, at=at)
    keys = [parcel.key for parcel in parcels]
    acknowledge(code, keys, fence=parcels[0].fence, by=BANK, at=at)
    return hold_no


def answered(hold_no: str, result: str = "1200", *, at: datetime = AT, **facts: Any) -> str:
    """It, answered: what there was is held."""
    row = OwnHold.objects.get(hold_no=hold_no)
    answer = AnswerMessage(
        kind=WireKind(row.kind),
        application_id=row.application_id,
        result=result,
        institution_code=row.institution_code,
        account_no=row.account_no,
        balance_fen=4_000_000 if row.kind == OrderKind.STOP else None,
        **facts,
    )
    record_own_answer(answer, b"<xml/>", by=BANK, at=at)
    return hold_no


def held(dispatch_no: str, *, at: datetime = AT) -> str:
    """A hold that stands."""
    return answered(fetched(approved(asked(dispatch_no, at=at), at=at), at=at), at=at)


def release_of(hold_no: str) -> str:
    """The number of the latest release of a hold."""
    rows = OwnHold.objects.filter(original__hold_no=hold_no)
    return rows.order_by("-pk")[0].hold_no


def the_hold(hold_no: str) -> OwnHoldRow:
    """It, as it stands."""
    return own_hold(hold_no, by=ANYBODY)
