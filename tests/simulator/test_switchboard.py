"""A carrier and a platform, alone and as processes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.gateways.orders import CASE_NO
from tests.gateways.test_takedown_wire import DOWN, an_order
from tests.simulator.processes import running, until
from zhisun.gateways import front
from zhisun.gateways.messages.port import TextMessage
from zhisun.gateways.messages.wire import decode_receipt, encode_message
from zhisun.gateways.port import Attachment
from zhisun.gateways.takedown.port import Measure, TakedownMessage, TakedownReply, TargetKind
from zhisun.gateways.takedown.wire import decode_reply, encode_order
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.letters import Habits
from zhisun.simulator.roster import CARRIERS, house
from zhisun.simulator.switchboard import MessageCentre, Switchboard, TakedownLetters

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
CARRIER, PLATFORM = CARRIERS
PAPER = Attachment(filename="paper.pdf", content=b"%PDF")
SURE = Habits(refusing=0.0, relapsing=0.0)


def order(number: int = 1, **changes: Any) -> TakedownMessage:
    first = replace(an_order(), application_id=f"0901{number:012d}{CASE_NO}", attachments=(PAPER,))
    return replace(first, **changes)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "carrier.sqlite3")
    yield ledger
    ledger.close()


def say(ledger: Ledger, message: TakedownMessage, at: datetime = AT) -> TakedownReply:
    with ledger.changing():
        return Switchboard(CARRIER, ledger, SURE).answer(message, at)


def test_it_is_done_once_and_given_back_once(ledger: Ledger) -> None:
    assert say(ledger, order()).result == "0000"
    assert say(ledger, order(2)).result == "0900"
    back = order(3, measure=Measure.RELEASE, original_application_id=order().application_id)
    assert say(ledger, back).result == "0000"
    assert say(ledger, replace(back, application_id=order(4).application_id)).result == "0900"
    assert say(ledger, order(5)).result == "0000"


def test_what_has_an_end_ends_there(ledger: Ledger) -> None:
    assert say(ledger, order(ends_at=AT + timedelta(minutes=30))).result == "0000"
    assert say(ledger, order(2), AT + timedelta(minutes=29)).result == "0900"
    assert say(ledger, order(3), AT + timedelta(minutes=30)).result == "0000"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"institution_code": PLATFORM.code}, "0700"),
        ({"target_kind": TargetKind.IM_GROUP}, "1000"),
        ({"attachments": ()}, "0600"),
        ({"measure": Measure.RELEASE, "original_application_id": "0901" + "9" * 32}, "0400"),
    ],
)
def test_what_it_cannot_do_it_refuses_with_a_code(
    ledger: Ledger, changes: dict[str, Any], result: str
) -> None:
    assert say(ledger, order(**changes)).result == result


def test_what_it_does_not_know_it_does_not_know_the_next_time_either(ledger: Ledger) -> None:
    unsure = Switchboard(CARRIER, ledger, Habits(refusing=0.5, relapsing=0.0))
    said = {}
    for number in range(40):
        message = order(number, target=f"1701234{number:04d}")
        again = order(100 + number, target=f"1701234{number:04d}")
        said[number] = unsure.answer(message, AT).result
        assert (unsure.answer(again, AT).result == "0300") == (said[number] == "0300")
    assert set(said.values()) == {"0000", "0300"}


def test_what_comes_back_is_told_once_and_a_persons_phone_never_does(ledger: Ledger) -> None:
    habits = Habits(refusing=0.0, relapsing=1.0, relapse_after=10.0)
    letters = TakedownLetters(Teller(CARRIER, ledger), habits)
    own = order(2, measure=Measure.HOLD_OWN_PHONE, target="13900001111")
    letters.receive((encode_order(order(), DOWN), encode_order(own, DOWN)), AT)
    assert letters.work(AT) == 2
    letters.push(AT + timedelta(seconds=4))
    letters.push(AT + timedelta(seconds=16))
    letters.push(AT + timedelta(seconds=60))
    told = [decode_reply(letter["body"]) for letter in letters.due(AT + timedelta(days=1))]
    assert sorted((reply.result, reply.application_id) for reply in told) == [
        ("0000", order().application_id),
        ("0000", own.application_id),
        ("2100", order().application_id),
    ]


def test_an_unreadable_order_is_answered_too(ledger: Ledger) -> None:
    letters = TakedownLetters(Teller(CARRIER, ledger), SURE)
    torn = encode_order(order(), DOWN).replace(b"<Target>17012345678</Target>", b"")
    letters.receive((torn,), AT)
    letters.work(AT)
    (letter,) = letters.due(AT + timedelta(days=1))
    assert letter["verb"] == front.ANSWER
    assert decode_reply(letter["body"]).result == "0501"


def test_carriers_are_no_banks() -> None:
    assert {house(each.code).takes_down for each in CARRIERS} == {True}
    assert not house("102100099996").takes_down


def test_carrier_and_platform_answer_as_processes(tmp_path: Path) -> None:
    with running(tmp_path, (CARRIER.code, PLATFORM.code)) as city:
        first = order(target="17012340000")
        second = order(
            2,
            institution_code=PLATFORM.code,
            target_kind=TargetKind.IM_GROUP,
            measure=Measure.SEAL_GROUP,
            target="group-77",
        )
        for message in (first, second):
            body = encode_order(message, DOWN)
            city.platform.post(message.institution_code, message.application_id, body)
        ids = [message.application_id for message in (first, second)]
        until(lambda: all(city.platform.answers[each] for each in ids))
        told = [decode_reply(city.platform.answers[each][0]) for each in ids]
        assert [reply.institution_code for reply in told] == [CARRIER.code, PLATFORM.code]
        assert {reply.result for reply in told} <= {"0000", "0300"}
        text = a_text()
        city.platform.post(CARRIER.code, text.application_id, encode_message(text, DOWN))
        until(lambda: bool(city.platform.answers[text.application_id]))
        receipt = decode_receipt(city.platform.answers[text.application_id][0])
        assert (receipt.institution_code, receipt.result in {"0000", "0300"}) == (
            CARRIER.code,
            True,
        )


def a_text(place: int = 1, **changes: Any) -> TextMessage:
    message = TextMessage(
        application_id=f"0903{place:012d}{CASE_NO}",
        institution_code=CARRIER.code,
        number="13900001111",
        text="【反诈中心】您可能正在遭遇诈骗。",
        applied_at=AT,
    )
    return replace(message, **changes)


def test_a_message_arrives_or_does_not_and_always_alike(ledger: Ledger) -> None:
    centre = MessageCentre(Switchboard(CARRIER, ledger, Habits(undelivered=0.5)))
    said = [centre.deliver(a_text(n, number=f"1390000{n:04d}"), AT).result for n in range(40)]
    assert set(said) == {"0000", "0300"}
    again = [centre.deliver(a_text(n, number=f"1390000{n:04d}"), AT).result for n in range(40)]
    assert said == again


def test_a_suspended_phone_gets_no_message_until_it_rings_again(ledger: Ledger) -> None:
    centre = MessageCentre(Switchboard(CARRIER, ledger, Habits(undelivered=0.0)))
    own = order(measure=Measure.HOLD_OWN_PHONE, target="13900001111")
    say(ledger, replace(own, ends_at=AT + timedelta(minutes=30)))
    assert centre.deliver(a_text(), AT).result == "0301"
    assert centre.deliver(a_text(), AT + timedelta(minutes=31)).result == "0000"


def test_what_is_no_message_or_anothers_is_answered_too(ledger: Ledger) -> None:
    letters = TakedownLetters(Teller(CARRIER, ledger), SURE)
    torn = encode_message(a_text(), DOWN).replace(b"<PhoneNumber>13900001111</PhoneNumber>", b"")
    others = encode_message(a_text(2, institution_code=PLATFORM.code), DOWN)
    letters.receive((torn, others), AT)
    letters.work(AT)
    told = [decode_receipt(letter["body"]) for letter in letters.due(AT + timedelta(days=1))]
    assert sorted(receipt.result for receipt in told) == ["0501", "0700"]
