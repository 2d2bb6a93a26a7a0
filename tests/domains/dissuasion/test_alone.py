"""The lowest grade in great numbers: the message alone, closed by itself when it has arrived."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import PHONE, a_channel, receipted, the, the_message, warned
from zhisun.domains.dissuasion.jobs import run_clocks
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.policy.rules import DEFAULT
from zhisun.domains.dissuasion.reactions import send_out
from zhisun.domains.dissuasion.selectors.figures import Frame, messages_alone, shares
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.rules import set_rules
from zhisun.domains.dissuasion.terms import (
    RECEIPT_USUALLY,
    DispatchState,
    FigureName,
    Outcome,
    SignalKind,
)
from zhisun.kernel.errors import InputError

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()
    a_channel()


def configured(upto: int = 1) -> None:
    rules = replace(DEFAULT, message_alone_upto=upto)
    set_rules("370800", rules, "市局〔2026〕12号", by=officer("chenjing"), at=AT)


def test_it_arrives_and_closes_and_nobody_is_sent() -> None:
    configured()
    number = warned()
    send_out(number, AT)
    assert the(number).line.state is DispatchState.GRADED
    receipted(the_message(), at=LATER)
    now = the(number)
    assert (now.line.state, now.line.outcome) == (DispatchState.CLOSED, Outcome.MESSAGE_ONLY)
    assert (now.unit_code, now.look_backs) == ("", ())
    frame = Frame(since=AT, until=AT + timedelta(days=1), at=AT + timedelta(days=9))
    found = shares(officer("chenjing"), frame)
    assert messages_alone(officer("chenjing"), frame) == 1
    silent = {FigureName.SIGNED, FigureName.REACHED_IN_TIME, FigureName.NO_PAYMENT}
    assert {found[name].whole for name in silent | {FigureName.RIGHT}} == {0}


@pytest.mark.parametrize(
    ("upto", "changes"),
    [
        (0, {}),
        (1, {"kind": SignalKind.TRADE, "amount_fen": 5_000_000, "severity": 5}),
        (1, {"kind": SignalKind.APP}),
        (2, {"person": Named(phone=PHONE, id_number="370811201201010019", name="周小敏")}),
    ],
    ids=["off", "urgent", "graver", "minor"],
)
def test_others_are_sent_to_a_unit_at_once(upto: int, changes: dict[str, Any]) -> None:
    configured(upto)
    number = warned(**changes)
    send_out(number, AT)
    assert the(number).line.state is DispatchState.ASSIGNED


def test_who_was_warned_within_thirty_days_is_not_left_to_a_message_again() -> None:
    configured()
    send_out(warned(), AT)
    receipted(the_message(), at=LATER)
    again = warned(at=AT + timedelta(days=2), seen_at=AT + timedelta(days=2))
    send_out(again, AT + timedelta(days=2))
    assert the(again).line.state is DispatchState.ASSIGNED


@pytest.mark.parametrize("lost", [True, False])
def test_a_message_that_is_lost_or_never_answered_sends_somebody(*, lost: bool) -> None:
    configured()
    number = warned()
    send_out(number, AT)
    if lost:
        receipted(the_message(), "0300", at=LATER)
        send_out(number, LATER)
    else:
        run_clocks(at=AT + RECEIPT_USUALLY - timedelta(seconds=1))
        assert the(number).line.state is DispatchState.GRADED
        run_clocks(at=AT + RECEIPT_USUALLY)
    assert the(number).line.state is DispatchState.ASSIGNED


def test_a_graver_signal_before_the_receipt_sends_somebody() -> None:
    configured()
    number = warned()
    send_out(number, AT)
    assert warned(kind=SignalKind.CALL, seconds=900, severity=5) == number
    send_out(number, LATER)
    receipted(the_message(), at=LATER)
    assert the(number).line.state is DispatchState.ASSIGNED


def test_nobody_writes_it_down_by_hand() -> None:
    number = warned()
    Dispatch.objects.update(state=DispatchState.CONTACTING, unit_code="1", handler="gaofei")
    with pytest.raises(InputError, match="outcome_not_by_hand"):
        conclude(number, Outcome.MESSAGE_ONLY, by=officer("gaofei"), at=AT)
