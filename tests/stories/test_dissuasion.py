"""From a line in the traffic to a door: 钱进 is told before he pays.

A DNS event is screened by the watch, hits the base and becomes a dispatch; the message goes to
the channel, the call is not answered, the station drives there, he is dissuaded, and two
look-backs say that he stayed so.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.builders.city import AT, KEEPER, a_city, officer
from tests.builders.warnings import STATION, the
from zhisun.domains.dissuasion.jobs import run_clocks
from zhisun.domains.dissuasion.selectors.board import alarms, queue
from zhisun.domains.dissuasion.services.conclude import look_back
from zhisun.domains.dissuasion.services.contact import NewContact, contact
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
from zhisun.domains.outbox.services import lease
from zhisun.kernel.actors import job
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cli.failures import text_of
from zhisun.site.watch_sources import Folder
from zhisun.site.watching import watch
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "13700004321"
PROVINCE = job("province")


@pytest.fixture
def traffic(tmp_path: Path) -> Path:
    """A folder the operator drops events into, and a base that knows the swindler's site."""
    a_city()
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
    with transaction.atomic():
        [message] = lease("sms", limit=9, at=at)
    assert message.body.decode().splitlines()[0] == LINE

    told = NewSignal(
        source=SignalSource.PROVINCE,
        ref="ZJ-1",
        kind=SignalKind.CALL,
        seen_at=at - timedelta(minutes=40),
        seconds=1500,
        severity=5,
        person=Named(phone=LINE, name="钱进", address="观音阁街道示例小区"),
        area="370811010",
        under_way=True,
    )
    number = receive(told, by=PROVINCE, at=at).dispatch_no
    pass_on(at)
    now = the(number)
    assert number == line.dispatch_no
    assert (now.line.urgent, now.unit_code) == (True, STATION)
    assert Reason.VERY_LONG_CALL in {point.reason for point in now.points}
    assert now.next_steps == (Step.CALL, Step.FAMILY, Step.VISIT)

    call = NewContact(key="1", step=Step.CALL, result=ContactResult.NO_ANSWER)
    contact(number, call, by=officer("gaofei"), at=at + timedelta(minutes=2))
    run_clocks(at=at + timedelta(minutes=6))
    assert Bell.SIGN in {alarm.bell for alarm in alarms(officer("chenjing"))}

    door = NewContact(
        key="2",
        step=Step.VISIT,
        result=ContactResult.MET,
        checks=list(Check),
        note="正要转账，已劝停",
    )
    there = at + timedelta(minutes=25)
    report(number, door, Outcome.DISSUADED, by=officer("mahai"), at=there)
    assert the(number).line.state is DispatchState.CONCLUDED
    for hours in (24, 72):
        later = there + timedelta(hours=hours)
        look_back(number, Finding.SAFE, by=officer("gaofei"), at=later)
    assert (the(number).line.state, the(number).line.outcome) == (
        DispatchState.CLOSED,
        Outcome.DISSUADED,
    )
