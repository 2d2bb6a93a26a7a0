"""Traffic through a measured platform: people call 110, call-takers register, officers approve.

Everything is tried again as its person would: a call sheet until the platform has it, a report
until it has a number. What was acknowledged to whom is kept, so that nothing can be lost quietly.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from random import Random
from threading import Event, Thread
from typing import TypeVarTuple

import httpx
import psycopg
import structlog
from django.db import Error as DatabaseError
from django.db import connections

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.cases.policy.likeness import traits_of
from zhisun.domains.cases.policy.report import KeptApart, NewIncident, NewTransfer, NewVictim
from zhisun.domains.cases.selectors.likeness import duplicates
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType, PayeeKind
from zhisun.domains.stop_payment.selectors.board import BoardFilter, board, counts
from zhisun.domains.stop_payment.services.approve import approve
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.kernel.errors import GatewayUnavailable, StateConflict, ZhisunError
from zhisun.simulator.calls import Call, Caller
from zhisun.simulator.city import City
from zhisun.simulator.loopback import Neighbours
from zhisun.simulator.plans import Move
from zhisun.simulator.roster import house
from zhisun.site.measuring.ground import Ground

CALL_TAKER, OFFICERS = "limin", ("wangqiang", "zhaoqian")
CALLERS = 3
GANG_SPEED = 100.0
"""A gang's three to ten minutes are two to six seconds here."""
PAUSE, PATIENCE_S = 0.1, 60.0
MOST_DRAFTS = 120
"""With so many drafts before the officers no new call comes in: the load stays bearable."""

log = structlog.get_logger()

Ts = TypeVarTuple("Ts")


@dataclass(slots=True)
class Traffic:
    """People at work on one platform.

    sheets, incidents, approved: numbers whose push or verb has returned to its caller. at_counter:
    victims who told their bank instead. refused: orders that no officer can approve, with the code.
    """

    ground: Ground
    token: str
    seed: int
    every_s: float
    calling: Event = field(default_factory=Event)
    approving: Event = field(default_factory=Event)
    sheets: list[str] = field(default_factory=list)
    at_counter: list[str] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    approved: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _callers: list[Thread] = field(default_factory=list)
    _officers: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        """Let the calls come and the officers work, each in a thread of its own."""
        self.calling.set()
        self.approving.set()
        self._callers = [Thread(target=self._call, daemon=True) for _ in range(CALLERS)]
        self._officers = [
            Thread(target=self._officer, args=(name,), daemon=True) for name in OFFICERS
        ]
        for thread in (*self._callers, *self._officers):
            thread.start()

    def await_orders(self, orders: int) -> None:
        """Come back when so many orders are approved, or when that takes too long."""
        deadline = time.monotonic() + PATIENCE_S
        while len(self.approved) < orders and time.monotonic() < deadline:
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Let everybody finish what is in their hands."""
        self.calling.clear()
        for thread in self._callers:
            thread.join()
        self.approving.clear()
        for thread in self._officers:
            thread.join()

    @property
    def calls(self) -> int:
        """How many people called 110 or went to their bank's counter."""
        return len(self.sheets) + len(self.at_counter)

    @property
    def done(self) -> int:
        """How much has come back to the people of this traffic so far."""
        return self.calls + len(self.incidents) + len(self.approved)

    def drafts_left(self) -> int:
        """How many orders still wait for an officer."""
        return counts(actor_of(CALL_TAKER), at=datetime.now(UTC)).drafted

    def _call(self) -> None:
        """People call one after the other, and a call-taker writes down what each says."""
        houses = [house(code) for code in self.ground.codes]
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(
            base_url=self.ground.doors.address, headers=headers, timeout=10
        ) as platform:
            home = self.ground.institutions
            city = City(platform, Neighbours(home), home, Event())
            while self.calling.is_set():
                number = next(self._numbers)
                chance = Random(f"{self.seed}:{number}")  # noqa: S311 a person is invented, no secret
                call = Caller(chance, houses, GANG_SPEED).invent(number, datetime.now(UTC))
                self._insist(city.ring, call)
                if call.at_counter:
                    self.at_counter.append(call.sheet["sheet_no"])
                else:
                    self.sheets.append(call.sheet["sheet_no"])
                    self._insist(self._register, call)
                time.sleep(self.every_s)
                self._insist(self._await_officers)
        connections.close_all()

    def _register(self, call: Call) -> None:
        report = report_of(call)
        try:
            number = register(_apart(report), by=actor_of(CALL_TAKER), at=datetime.now(UTC))
        except StateConflict:
            return  # the try before this one went through; its answer was lost in the crash
        self.incidents.append(number)

    def _await_officers(self) -> None:
        while self.calling.is_set() and len(self._drafts(CALL_TAKER, MOST_DRAFTS)) >= MOST_DRAFTS:
            time.sleep(PAUSE)

    def _officer(self, name: str) -> None:
        while self.approving.is_set():
            self._insist(self._approve_some, name)
        connections.close_all()

    def _approve_some(self, name: str) -> None:
        by = actor_of(name)
        drafts = [no for no in self._drafts(name, MOST_DRAFTS) if no not in self.refused]
        mine = drafts[OFFICERS.index(name) :: len(OFFICERS)]
        for order_no in mine:
            if not self.approving.is_set():
                return
            try:
                approve(order_no, by=by, at=datetime.now(UTC))
            except StateConflict:
                continue  # approved already, by a try whose answer was lost
            except ZhisunError as refusal:
                self.refused[order_no] = refusal.code
            else:
                self.approved.append(order_no)
        if not mine:
            time.sleep(PAUSE)

    def _drafts(self, name: str, limit: int) -> list[str]:
        shown = BoardFilter(states=frozenset({OrderState.DRAFTED}))
        return [row.order_no for row in board(actor_of(name), shown=shown, limit=limit)]

    def _insist(self, act: Callable[[*Ts], None], *given: *Ts) -> None:
        """Do it, and after every fault of the database or of a neighbour once more."""
        while True:
            try:
                act(*given)
            except (DatabaseError, psycopg.Error, GatewayUnavailable) as fault:
                log.debug("traffic_tries_again", why=str(fault))
                connections.close_all()
                time.sleep(PAUSE)
            else:
                return


def _apart(report: NewIncident) -> NewIncident:
    """The report kept apart from all it looks like: invented people share few telephones."""
    like = duplicates(traits_of(report), by=actor_of(CALL_TAKER))
    reason = "invented callers are different people"
    kept_apart = tuple(KeptApart(incident_no=each.incident_no, reason=reason) for each in like)
    return replace(report, kept_apart=kept_apart)


def report_of(call: Call) -> NewIncident:
    """What the call-taker writes down: the victim, and the transfers out of the victim's account.

    A victim who was given a wrong name tells the wrong one.
    """
    own, *_mules = call.openings
    told_name = "冯不实" if call.truth["wrong_name"] else ""
    return NewIncident(
        area=call.sheet["area"],
        sheet_no=call.sheet["sheet_no"],
        fraud_type=FraudType.KF,
        victim=NewVictim(name=own.name, phone=own.phone),
        narrative=call.sheet["narrative"],
        transfers=tuple(
            NewTransfer(
                amount_fen=move.amount_fen,
                moved_at=move.at,
                from_institution_code=own.institution,
                from_bank_name=house(own.institution).name,
                from_name=own.name,
                from_account=own.account_no,
                to_institution_code=move.payee_institution,
                to_bank_name=house(move.payee_institution).name,
                to_name=told_name or move.payee_name,
                to_account=move.payee,
                to_kind=_kind(move),
            )
            for move in call.moves
            if move.payer == own.account_no
        ),
    )


def _kind(move: Move) -> PayeeKind:
    return PayeeKind.PAYMENT if house(move.payee_institution).pays else PayeeKind.PERSONAL
