"""From an officer's approval to the bytes at the institution, under a steady rate of approvals."""

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate, groupby
from multiprocessing import get_context
from operator import attrgetter
from random import Random
from threading import Event

import httpx
import psycopg
from django.db import connections

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.cases.policy.report import NewIncident, NewTransfer, NewVictim
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.stop_payment.policy.packets import packets as packed
from zhisun.domains.stop_payment.services.approve import approve, approve_together
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.errors import GatewayUnavailable
from zhisun.simulator.city import City
from zhisun.simulator.loopback import Neighbours
from zhisun.simulator.numbers import card, person
from zhisun.simulator.plans import Opening
from zhisun.simulator.roster import house
from zhisun.site import connection
from zhisun.site.measuring.ground import Ground
from zhisun.site.measuring.reckoning import Books

CALL_TAKER, OFFICERS = "limin", ("wangqiang", "zhaoqian", "chenjing")
SEATS, WARMING_S = len(OFFICERS), 1.0
ACCOUNTS_A_CASE = 5
ORDERS_AN_ACCOUNT = 2
"""A stop and a query of the statement."""
AMOUNT_FEN = 2_800_000
PATIENCE_S = 600.0
LOOK_S = 0.2

DRAFTS = """
select order_no, application_id, institution_code, incident_no, kind from stop_payment_order
where state = 'drafted' order by id
"""
BUSY = "select count(*) from outbox_event where done_at is null"
UNRECEIPTED = """
select (select count(*) from stop_payment_order where state in ('approved', 'sent'))
     + (select count(*) from outbox_event where done_at is null)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """One order to approve."""

    order_no: str
    application_id: str
    institution: str
    incident_no: str
    kind: OrderKind


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval: when it should have begun, when it did, when it was done; s since 1970."""

    draft: Draft
    due: float
    began: float
    done: float


Packet = Sequence[Draft]


def approve_all(packets: Sequence[Packet], rate: float) -> list[Approval]:
    """Let three officers approve everything at a common rate of orders; the approvals.

    Each in a process of his own, as officers are served by processes: threads of one would wait
    for each other's turn in the interpreter more than for the platform.
    """
    connections.close_all()  # a connection must not be shared by two processes
    start = time.time() + WARMING_S
    places = accumulate((len(packet) for packet in packets), initial=0)
    due = [(packet, start + place / rate) for packet, place in zip(packets, places, strict=False)]
    shares = [(name, due[seat::SEATS]) for seat, name in enumerate(OFFICERS)]
    with ProcessPoolExecutor(SEATS, mp_context=get_context("fork")) as officers:
        return [approval for share in officers.map(_approve, shares) for approval in share]


def one_by_one(drafts: Sequence[Draft]) -> list[Packet]:
    """Every draft approved alone, as an officer does who opens each."""
    return [[draft] for draft in drafts]


def case_by_case(drafts: Sequence[Draft]) -> list[Packet]:
    """The drafts of a case as one key approves them all."""
    known = {draft.order_no: draft for draft in drafts}
    return [
        [known[order_no] for order_no in packet]
        for _, case in groupby(drafts, key=attrgetter("incident_no"))
        for packet in packed((draft.order_no, draft.kind) for draft in case)
    ]


def _approve(share: tuple[str, Sequence[tuple[Packet, float]]]) -> list[Approval]:
    """One officer's share; a packet that is late is approved as soon as its turn comes."""
    name, packets = share
    by = actor_of(name)
    approvals = []
    for packet, due in packets:
        time.sleep(max(due - time.time(), 0))
        began = time.time()
        if len(packet) == 1:
            approve(packet[0].order_no, by=by, at=datetime.now(UTC))
        else:
            approve_together([draft.order_no for draft in packet], by=by, at=datetime.now(UTC))
        done = time.time()
        approvals += [Approval(draft, due, began, done) for draft in packet]
    return approvals


def prepare(ground: Ground, orders: int) -> list[Draft]:
    """Accounts, reports and at least so many drafts, evenly over the institutions.

    Comes back when the worker has nothing left to do.
    """
    chance = Random()  # noqa: S311 it invents people, no secrets
    home = ground.institutions
    city = City(httpx.Client(), Neighbours(home), home, Event())
    houses = [house(code) for code in ground.codes]
    by, at = actor_of(CALL_TAKER), datetime.now(UTC)
    for case in range(-(-orders // (ACCOUNTS_A_CASE * ORDERS_AN_ACCOUNT))):
        mules = [
            Opening(
                institution=place.code,
                account_no=card(place, chance),
                name=person(chance).name,
                opened_at=at - timedelta(days=90),
                balance_fen=AMOUNT_FEN,
            )
            for place in (houses[(case + each) % len(houses)] for each in range(ACCOUNTS_A_CASE))
        ]
        city.arrange(mules, ())
        report = _report(mules, person(chance).name, f"199{case:08d}", at)
        register(report, by=by, at=datetime.now(UTC))
    return _drafts(orders)[:orders]


def arrivals(books: Books, approvals: Sequence[Approval]) -> dict[str, float]:
    """When each order's bytes arrived at its institution, seconds since 1970.

    Raises GatewayUnavailable when they have not all arrived after a while.
    """
    wanted = {approval.draft.application_id for approval in approvals}
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        there = dict(books.all("SELECT application_id, received_ms FROM orders"))
        if wanted <= there.keys():
            return {one: there[one] / 1000 for one in wanted}
        time.sleep(LOOK_S)
    raise GatewayUnavailable("part_did_not_start", part="institutions")


def await_receipts() -> None:
    """Wait until all that was approved is acknowledged and its news has been told.

    Raises GatewayUnavailable when that takes too long.
    """
    deadline = time.monotonic() + PATIENCE_S
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        while time.monotonic() < deadline:
            if database.execute(UNRECEIPTED).fetchone() == (0,):
                return
            time.sleep(LOOK_S)
    raise GatewayUnavailable("part_did_not_start", part="institutions")


def _drafts(orders: int) -> list[Draft]:
    deadline = time.monotonic() + PATIENCE_S
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        while time.monotonic() < deadline:
            drafts = [
                Draft(no, key, code, incident_no, OrderKind(kind))
                for no, key, code, incident_no, kind in database.execute(DRAFTS)
            ]
            if len(drafts) >= orders and database.execute(BUSY).fetchone() == (0,):
                return drafts
            time.sleep(LOOK_S)
    raise GatewayUnavailable("part_did_not_start", part="worker")


def _report(mules: Sequence[Opening], victim: str, phone: str, at: datetime) -> NewIncident:
    return NewIncident(
        area="370811",
        fraud_type=FraudType.KF,
        victim=NewVictim(name=victim, phone=phone),
        transfers=tuple(
            NewTransfer(
                amount_fen=AMOUNT_FEN,
                moved_at=at - timedelta(minutes=3),
                to_institution_code=mule.institution,
                to_bank_name=house(mule.institution).name,
                to_name=mule.name,
                to_account=mule.account_no,
            )
            for mule in mules
        ),
    )
