"""Warnings and dispatches, with only the fact under test written out."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from tests.builders.city import AT, officer
from tests.builders.takedowns import CARRIER
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.services import register_institution
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.selectors.dossier import Dossier, dossier
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.messages import record_receipt
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.route import assign, sign
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import (
    ContactResult,
    Outcome,
    SignalKind,
    SignalSource,
    Step,
)
from zhisun.domains.takedown.services.deliver import collect
from zhisun.gateways.messages.port import TextMessage, TextReceipt
from zhisun.gateways.messages.wire import decode_message
from zhisun.kernel.actors import job

ANYBODY = job("test")
STATION = "370811010000"
PLACE = "370811010"
PHONE = "13700001234"
NUMBERS = count(1)


def a_signal(**changes: object) -> NewSignal:
    """周敏 opened a swindler's page two minutes ago; every one has a number of its own."""
    signal = NewSignal(
        source=SignalSource.PROVINCE,
        ref=f"S{next(NUMBERS)}",
        kind=SignalKind.LINK,
        seen_at=AT - timedelta(minutes=2),
        person=Named(phone=PHONE, name="周敏", address="观音阁街道示例小区"),
        area=PLACE,
        counterpart="shua.example",
        fraud_type=FraudType.SD,
    )
    return replace(signal, **changes)  # type: ignore[arg-type]  # a test names what it changes


def warned(*, at: datetime = AT, **changes: object) -> str:
    """The number of the dispatch that a signal belongs to."""
    return receive(a_signal(**changes), by=ANYBODY, at=at).dispatch_no


def at_the_station(*, at: datetime = AT, **changes: object) -> str:
    """A dispatch that 观音阁派出所 has."""
    number = warned(at=at, **changes)
    assign(number, STATION, by=officer("gaofei"), at=at)
    return number


def signed(*, at: datetime = AT, **changes: object) -> str:
    """A dispatch that 马海 has signed for."""
    number = at_the_station(at=at, **changes)
    sign(number, by=officer("mahai"), at=at)
    return number


def tried(
    number: str,
    step: Step = Step.CALL,
    result: ContactResult = ContactResult.COOPERATES,
    *,
    at: datetime = AT,
    key: str = "",
    by: str = "mahai",
) -> bool:
    """One attempt to reach the person."""
    attempt = NewContact(key=key or f"k{next(NUMBERS)}", step=step, result=result)
    return contact(number, attempt, by=officer(by), at=at)


def dissuaded(*, at: datetime = AT, **changes: object) -> str:
    """A dispatch with the outcome 已劝阻, after a visit."""
    number = signed(at=at, **changes)
    tried(number, Step.VISIT, ContactResult.MET, at=at)
    conclude(number, Outcome.DISSUADED, by=officer("mahai"), at=at)
    return number


def a_channel() -> None:
    """A carrier that takes messages."""
    register_institution(
        CARRIER,
        "示例运营商",
        short_name="示例运营商",
        lane=Lane.TELECOM,
        secret=CARRIER.encode().hex(),
        by=ANYBODY,
        at=AT,
    )


def the_message(*, at: datetime = AT) -> TextMessage:
    """The one message that waits for the carrier."""
    [parcel] = collect(CARRIER, by=ANYBODY, at=at)
    return decode_message(parcel.body)


def receipted(message: TextMessage, result: str = "0000", *, at: datetime = AT) -> bool:
    """What the carrier says became of it; whether it was news."""
    said = TextReceipt(
        application_id=message.application_id, result=result, institution_code=CARRIER
    )
    return record_receipt(said, by=institution_actor(CARRIER), at=at)


def the(number: str) -> Dossier:
    """The dispatch as it stands."""
    return dossier(number, by=ANYBODY)
