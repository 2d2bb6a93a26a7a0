"""A bank sees by itself that its customer pays a mule (100405), and later that it was wrong (0000).

The bank is a process of its own, killed between what it was told and what it sends, and it sends
everything twice; the platform is asked at its own front, over a socket.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.builders.city import CCB, a_city, officer
from tests.builders.warnings import the
from tests.simulator.processes import until
from zhisun.domains.dissuasion.models import BankReport
from zhisun.domains.dissuasion.selectors import suspicions
from zhisun.domains.dissuasion.selectors.board import alarms, queue
from zhisun.domains.dissuasion.terms import Bell, SignalSource
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.gateways.port import SuspicionKind
from zhisun.kernel.errors import GatewayUnavailable
from zhisun.simulator.branch import suspicion_facts, suspicious_row
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.loopback import Neighbours
from zhisun.simulator.plans import Move
from zhisun.site.wiring import reactions

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)
OWN, MULE = "6217001234567890139", "6228480402564890018"


@contextmanager
def the_bank(home: Path, platform: str) -> Iterator[subprocess.Popen[bytes]]:
    """The bank's process, gone at the end if it was not killed before."""
    credentials = home / "credentials.json"
    credentials.write_text(json.dumps({CCB: {"secret": f"secret of {CCB}".encode().hex()}}))
    (home / f"{CCB}.port").unlink(missing_ok=True)
    words = ["--platform", platform, "--home", str(home), "--credentials", str(credentials)]
    words += ["--only", CCB, "--losing", "0", "--doubling", "1", "--poll-every", "0.3"]
    command = [sys.executable, "-m", "zhisun.simulator.institutions", *words]
    process = subprocess.Popen(command)
    try:
        until((home / f"{CCB}.port").exists)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def told(home: Path, feature: str, number: int) -> str:
    """Tell the bank what to report of one payment of its customer; the report's number."""
    at = timezone.now()
    move = Move(
        move_id="M1",
        at=at - timedelta(minutes=4),
        payer_institution=CCB,
        payer=OWN,
        amount_fen=3_000_000,
        payee=MULE,
        payee_name="张伟",
    )
    rows = [suspicious_row(feature, OWN, "周敏", move)]
    facts = suspicion_facts(SuspicionKind.EVENTS, rows, at, number)
    neighbours = Neighbours(home)
    said: list[object] = []

    def heard() -> bool:
        try:
            said.append(neighbours.ask(CCB, "suspicions", facts))
        except GatewayUnavailable:
            return False
        return True

    until(heard)
    neighbours.close()
    return str(said[0])


def arrived(home: Path, application_id: str) -> bool:
    """Whether the bank has its receipts: nothing of that report waits to be sent any more."""
    ledger = Ledger(home / f"{CCB}.sqlite3")
    query = "SELECT state FROM letters WHERE application_id = ?"
    states = [row[0] for row in ledger.db.execute(query, (application_id,))]
    ledger.close()
    return states == ["sent"]


def settled() -> None:
    while deliver(reactions(), at=timezone.now()):
        pass


def test_a_bank_that_dies_between_says_it_once_and_takes_it_back(
    tmp_path: Path, live_server: "LiveServer"
) -> None:
    a_city()
    with the_bank(tmp_path, "http://127.0.0.1:9") as bank:  # the platform cannot be reached yet
        first = told(tmp_path, "3004", 1)
        os.kill(bank.pid, signal.SIGKILL)
    assert not BankReport.objects.exists()
    with the_bank(tmp_path, live_server.url) as bank:
        until(lambda: arrived(tmp_path, first))
        settled()
        [report] = suspicions.reports(officer("gaofei"))
        assert (report.application_id, report.rows, report.unread) == (first, 1, ())
        [line] = queue(officer("gaofei"))
        now = the(line.dispatch_no)
        assert (now.person.name, now.line.urgent) == ("周敏", True)
        assert [(each.source, each.counterpart) for each in now.signals] == [
            (SignalSource.BANK, MULE)
        ]
        assert [each.account_no for each in now.accounts] == [OWN]
        os.kill(bank.pid, signal.SIGKILL)
    with the_bank(tmp_path, live_server.url):
        second = told(tmp_path, "0000", 2)
        until(lambda: arrived(tmp_path, second))
        settled()
    assert BankReport.objects.count() == 2
    [row] = suspicions.rows_of(report.key)
    assert (row.stands, row.indicator_state) == (False, IndicatorState.WITHDRAWN)
    rung = {(alarm.bell, alarm.dispatch_no) for alarm in alarms(officer("gaofei"))}
    assert (Bell.TAKEN_BACK, line.dispatch_no) in rung
    assert the(line.dispatch_no).line.state == now.line.state
