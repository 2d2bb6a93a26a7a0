"""Warning messages: handed over once, and what the carrier says became of them."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.takedowns import CARRIER, PLATFORM
from tests.builders.warnings import (
    ANYBODY,
    a_channel,
    a_signal,
    receipted,
    signed,
    the,
    the_message,
    warned,
)
from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.messages import record_receipt, send_sms
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.dissuasion.terms import (
    ContactResult,
    DispatchState,
    Outcome,
    SignalKind,
    Step,
)
from zhisun.domains.outbox.models import Parcel
from zhisun.gateways.messages.port import TextReceipt
from zhisun.kernel.errors import InputError, NotFound

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()
    a_channel()


def test_a_message_that_arrived_is_no_conversation() -> None:
    number = signed()
    assert send_sms(number, by=ANYBODY, at=AT)
    assert not send_sms(number, by=ANYBODY, at=AT)
    assert the(number).message is not None
    assert receipted(the_message(), at=LATER)
    now = the(number)
    assert now.message is not None
    assert (now.message.arrived, now.message.answered_at) == (True, LATER)
    assert [each.result for each in now.contacts] == [
        ContactResult.HANDED_OVER,
        ContactResult.DELIVERED,
    ]
    assert (now.line.state, dict(now.stamps)["contacted_at"]) == (DispatchState.SIGNED, None)
    assert now.next_steps == (Step.CALL,)


def test_a_message_that_did_not_arrive_moves_the_ladder_on() -> None:
    number = signed()
    send_sms(number, by=ANYBODY, at=AT)
    message = the_message()
    assert receipted(message, "0300", at=LATER)
    assert not receipted(message, "0000", at=LATER)  # the first receipt counts
    now = the(number)
    assert now.message is not None
    assert (now.message.arrived, now.message.cause) == (False, "空号")
    assert now.next_steps == (Step.CALL, Step.FAMILY)
    assert now.line.state is DispatchState.SIGNED  # a lost message is no attempt of an officer
    assert Parcel.objects.get().acknowledged_at == LATER


def test_of_a_person_in_grave_danger_a_lost_message_sends_somebody_at_once() -> None:
    number = signed(kind=SignalKind.TRADE, amount_fen=5_000_000, severity=5)
    send_sms(number, by=ANYBODY, at=AT)
    receipted(the_message(), "0301", at=LATER)
    assert Step.VISIT in the(number).next_steps


def test_without_telephone_or_carrier_nothing_is_said_to_be_sent() -> None:
    nobody = warned(person=Named(handle="pupil-7"))
    assert not send_sms(nobody, by=ANYBODY, at=AT)
    assert the(nobody).contacts == ()


def test_a_receipt_after_the_end_changes_only_the_message() -> None:
    number = signed()
    send_sms(number, by=ANYBODY, at=AT)
    conclude(number, Outcome.FALSE_ALARM, "测试号码", by=officer("mahai"), at=AT)
    assert receipted(the_message(), at=LATER)
    now = the(number)
    assert now.message is not None
    assert (now.message.arrived, len(now.contacts)) == (True, 1)


def test_another_carriers_receipt_is_nobodys() -> None:
    number = signed()
    send_sms(number, by=ANYBODY, at=AT)
    said = TextReceipt(
        application_id=the_message().application_id, result="0000", institution_code=PLATFORM
    )
    with pytest.raises(NotFound):
        record_receipt(said, by=institution_actor(PLATFORM), at=AT)
    unknown = TextReceipt(application_id="0903" + "1" * 32, result="0000", institution_code=CARRIER)
    with pytest.raises(NotFound):
        record_receipt(unknown, by=institution_actor(CARRIER), at=AT)


def test_a_second_round_has_a_message_of_its_own() -> None:
    number = signed()
    send_sms(number, by=ANYBODY, at=AT)
    visit = NewContact(key="v", step=Step.VISIT, result=ContactResult.MET)
    contact(number, visit, by=officer("mahai"), at=AT)
    conclude(number, Outcome.DISSUADED, by=officer("mahai"), at=AT)
    receive(a_signal(seen_at=LATER), by=ANYBODY, at=LATER)
    assert the(number).message is None
    assert send_sms(number, by=ANYBODY, at=LATER)


def test_an_officer_cannot_say_what_only_the_channel_knows() -> None:
    number = signed()
    for result in (ContactResult.HANDED_OVER, ContactResult.DELIVERED, ContactResult.UNDELIVERED):
        told = NewContact(key="k", step=Step.SMS, result=result)
        with pytest.raises(InputError):
            contact(number, told, by=officer("mahai"), at=AT)
