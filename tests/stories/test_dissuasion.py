"""From a line in the traffic to a door (小邢, seed 001): she is met before she pays.

A DNS event is screened by the watch, hits the base and becomes a dispatch; the message arrives,
two calls are not answered, her own phone is suspended while the station drives there, she is
dissuaded, her phone rings again, and two look-backs say that she stayed so. The carrier is the
simulated one, with the bytes of the wire between; her bank holds her account, asked at the
platform's own front over a socket (seed 004: 张女士, 400,000 yuan).
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.builders.city import AT, CCB, KEEPER, officer
from tests.builders.own_accounts import CARD
from tests.builders.takedowns import CARRIER, a_telecom_city, line_up
from tests.builders.warnings import STATION, the
from tests.stories.bank import Counter, a_bank
from tests.stories.carrier import MINUTE, Line, a_carrier
from zhisun.domains.audit.selectors import history
from zhisun.domains.dissuasion.jobs import run_clocks
from zhisun.domains.dissuasion.selectors.board import alarms, queue
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, ask_account_hold
from zhisun.domains.dissuasion.services.conclude import look_back
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.holds import ask_phone_hold
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.report import report
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import (
    Bell,
    Check,
    ContactResult,
    DispatchState,
    Finding,
    Outcome,
    Reason,
    SignalKind,
    SignalSource,
    Step,
)
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.domains.stop_payment.jobs import run_clocks as run_money_clocks
from zhisun.domains.stop_payment.services.own_holds.approve import approve_own_hold
from zhisun.domains.stop_payment.terms import OrderState, OwnGround
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.terms import TakedownState
from zhisun.kernel.actors import job
from zhisun.kernel.errors import NotPermitted
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.watch_sources import Folder
from zhisun.site.watching import watch
from zhisun.site.wiring import reactions

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "13700004321"
PROVINCE = job("province")


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    """A folder the operator drops events into, and a base that knows the swindler's site."""
    a_telecom_city()
    site = NewIndicator(
        kind="domain", value="gongan-anquan.example", fraud_type="GJF", severity=5, source="省厅"
    )
    add(site, by=KEEPER, at=AT)
    events = tmp_path / "events"
    events.mkdir()
    return events


def seen(folder: Path, event_id: str, host: str) -> None:
    """One line of traffic, screened."""
    event = {
        "event_id": event_id,
        "event_time": AT.isoformat(),
        "subject": LINE,
        "kind": "dns",
        "value": host,
    }
    (folder / f"{event_id}.jsonl").write_text(json.dumps(event) + "\n")
    watch(BaseInUse(folder.parent / "base.zix", b"key"), [Folder(folder, text_of)], once=True)


def pass_on(at: datetime) -> None:
    deliver(reactions(), at=at)
    deliver(reactions(), at=at)


def test_a_line_in_the_traffic_becomes_a_knock_at_the_door(traffic: Path) -> None:
    seen(traffic, "harmless", "www.library.example")
    seen(traffic, "e1", "www.gongan-anquan.example")
    at = datetime.now(AT.tzinfo) + timedelta(seconds=1)  # the watch reads the clock itself
    pass_on(at)
    [line] = queue(officer("gaofei"))
    assert (line.phone, line.state) == (LINE, DispatchState.GRADED)  # no place known yet
    number = line.dispatch_no
    with a_carrier(traffic, at, LINE) as carrier:
        carrier.run(MINUTE)
        arrived = the(number).message
        assert arrived is not None
        assert arrived.arrived
        place_becomes_known(number, carrier.at)
        nobody_answers(number, carrier.at)
        her_phone_goes_silent(number, carrier)
        an_officer_is_at_the_door(number, carrier)
        assert not carrier.is_silent()
        two_look_backs(number, carrier.at)
    [hold] = the(number).holds
    assert hold.state is TakedownState.RELEASED
    verbs = {act.verb for act in history(number, by=officer("chenjing"))}
    assert {"dissuasion.phone_hold_asked", "dissuasion.sms_arrived", "dissuasion.met"} <= verbs


def place_becomes_known(number: str, at: datetime) -> None:
    told = NewSignal(
        source=SignalSource.PROVINCE,
        ref="ZJ-1",
        kind=SignalKind.CALL,
        seen_at=at - timedelta(minutes=40),
        seconds=1500,
        severity=5,
        person=Named(phone=LINE, name="邢小雨", address="观音阁街道示例学校", unit="示例学校"),
        area="370811010",
        under_way=True,
    )
    assert receive(told, by=PROVINCE, at=at).dispatch_no == number
    pass_on(at)
    now = the(number)
    assert (now.line.urgent, now.unit_code) == (True, STATION)
    assert Reason.VERY_LONG_CALL in {point.reason for point in now.points}
    assert now.next_steps == (Step.CALL, Step.FAMILY, Step.VISIT)


def nobody_answers(number: str, at: datetime) -> None:
    for key in ("1", "2"):
        call = NewContact(key=key, step=Step.CALL, result=ContactResult.NO_ANSWER)
        contact(number, call, by=officer("gaofei"), at=at)
    run_clocks(at=at + timedelta(minutes=6))
    assert Bell.SIGN in {alarm.bell for alarm in alarms(officer("chenjing"))}


def her_phone_goes_silent(number: str, carrier: Line) -> None:
    asked = ask_phone_hold(
        number,
        CARRIER,
        "短信已送达未回，两次拨打占线，对方号码在预警底库",
        lasts=timedelta(minutes=30),
        by=officer("gaofei"),
        at=carrier.at,
    )
    line_up(at=carrier.at)
    with pytest.raises(NotPermitted):
        approve(asked, by=officer("gaofei"), at=carrier.at)
    approve(asked, by=officer("chenjing"), at=carrier.at)
    carrier.run(MINUTE)
    assert carrier.is_silent()
    [hold] = the(number).holds
    assert (hold.handler, hold.approved_by, hold.state) == (
        "gaofei",
        "chenjing",
        TakedownState.ACTIVE,
    )


def an_officer_is_at_the_door(number: str, carrier: Line) -> None:
    door = NewContact(
        key="3",
        step=Step.VISIT,
        result=ContactResult.MET,
        checks=list(Check),
        note="正要转账，已劝停",
    )
    carrier.run(10 * MINUTE)
    report(number, door, Outcome.DISSUADED, by=officer("mahai"), at=carrier.at)
    assert the(number).line.state is DispatchState.CONCLUDED
    pass_on(carrier.at)
    carrier.run(MINUTE)


def two_look_backs(number: str, at: datetime) -> None:
    for hours in (24, 72):
        later = at + timedelta(hours=hours)
        look_back(number, Finding.SAFE, by=officer("gaofei"), at=later)
    now = the(number).line
    assert (now.state, now.outcome) == (DispatchState.CLOSED, Outcome.DISSUADED)


def test_nobody_comes_and_her_phone_rings_again_by_itself(traffic: Path) -> None:
    seen(traffic, "e1", "www.gongan-anquan.example")
    at = datetime.now(AT.tzinfo) + timedelta(seconds=1)
    pass_on(at)
    number = queue(officer("gaofei"))[0].dispatch_no
    with a_carrier(traffic, at, LINE) as carrier:
        place_becomes_known(number, at)
        her_phone_goes_silent(number, carrier)
        carrier.run(32 * MINUTE)
        assert not carrier.is_silent()
    assert the(number).line.state is DispatchState.ASSIGNED
    assert the(number).holds[0].state is TakedownState.RELEASED


def she_is_paying(at: datetime) -> str:
    """张女士 was warned at the bank and does not pick up; the dispatch of her."""
    told = NewSignal(
        source=SignalSource.PROVINCE,
        ref="ZJ-2",
        kind=SignalKind.TRADE,
        seen_at=at,
        amount_fen=2_000_000,
        severity=5,
        person=Named(phone=LINE, name="张敏", address="观音阁街道示例小区"),
        area="370811010",
    )
    number = receive(told, by=PROVINCE, at=at).dispatch_no
    pass_on(at)
    return number


def her_account_is_held(number: str, bank: Counter, at: datetime) -> str:
    """Asked for by one, approved by another, carried out by the bank."""
    bank.opens(CARD, "张敏", 40_000_000)
    account = OwnAccount(institution_code=CCB, account_no=CARD, account_name="张敏")
    asked = ask_account_hold(number, account, "两次拨打占线", by=officer("gaofei"), at=at)
    bank.turn()
    assert not bank.holds(CARD)  # nothing leaves before somebody else has looked
    with pytest.raises(NotPermitted):
        approve_own_hold(asked, by=officer("gaofei"), at=at)
    approve_own_hold(asked, by=officer("chenjing"), at=at)
    bank.turn()
    assert bank.holds(CARD)
    [line] = the(number).account_holds
    assert (line.hold.state, line.hold.held_fen) == (OrderState.ACTIVE, 40_000_000)
    return asked


def test_her_account_is_held_until_she_is_dissuaded(
    traffic: Path, live_server: "LiveServer"
) -> None:
    at = datetime.now(UTC)
    with a_bank(traffic, live_server.url) as bank:
        number = she_is_paying(at)
        her_account_is_held(number, bank, at)
        pass_on(datetime.now(UTC))
        told = the(number).account_holds[0].told
        assert told is not None  # handed over; whether it arrives her carrier says
        assert told.number == LINE
        door = NewContact(key="d", step=Step.VISIT, result=ContactResult.MET, checks=list(Check))
        contact(number, door, by=officer("gaofei"), at=datetime.now(UTC))
        pass_on(datetime.now(UTC))
        bank.turn()
        assert bank.holds(CARD)  # somebody stands beside her, and she may still want to pay
        report(
            number,
            NewContact(key="e", step=Step.CALL, result=ContactResult.COOPERATES),
            Outcome.DISSUADED,
            by=officer("mahai"),
            at=datetime.now(UTC),
        )
        pass_on(datetime.now(UTC))
        bank.turn()
        assert not bank.holds(CARD)
    [line] = the(number).account_holds
    assert line.release is not None
    assert (line.hold.state, line.release.ground) == (OrderState.RELEASED, OwnGround.OWNER_SAFE)


def test_nobody_looks_and_her_account_is_free_again_by_itself(
    traffic: Path, live_server: "LiveServer"
) -> None:
    at = datetime.now(UTC)
    with a_bank(traffic, live_server.url) as bank:
        number = she_is_paying(at)
        her_account_is_held(number, bank, at)
        run_money_clocks(at=at + timedelta(minutes=29))
        bank.turn()
        assert bank.holds(CARD)
        run_money_clocks(at=at + timedelta(minutes=30))
        bank.turn()
        assert not bank.holds(CARD)
    [line] = the(number).account_holds
    assert line.release is not None
    assert (line.hold.state, line.release.ground) == (OrderState.RELEASED, OwnGround.DUE)
    assert the(number).line.state is DispatchState.ASSIGNED
