"""The reckoning after the traffic: what was promised against what is in everybody's books.

The platform's tables are read by plain SQL and the institutions' ledgers by SQLite, so that no
code under test vouches for itself.
"""

import contextlib
import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from zhisun.domains.audit import services as audit
from zhisun.domains.money_trails.services.trace import retrace
from zhisun.kernel.actors import job
from zhisun.simulator.ledger import Ledger, Totals
from zhisun.site import connection
from zhisun.site.measuring.traffic import Traffic

Database = psycopg.Connection[tuple[Any, ...]]

BY = job("reckon")
LONGEST_REST_S, LOOK_S = 600.0, 0.5
HELD_CODES = ("0000", "1200")

LEFT_DRAFT = "select order_no from stop_payment_order where state = 'drafted'"
APPROVED = """
select application_id, institution_code, kind, account_no, state, result, held_fen,
       answered_at is not null
from stop_payment_order where approved_at is not null
"""
TWICE = {
    "指令编号": "select order_no from stop_payment_order group by 1 having count(*) > 1",
    "业务申请编号": "select application_id from stop_payment_order group by 1 having count(*) > 1",
    "同案同账号同类同次": """
        select min(order_no) from stop_payment_order
        group by incident_id, institution_code, account_no, kind, "window"
        having count(*) > 1""",
    "一份反馈生效两次": """
        select order_id::text from stop_payment_answer where applied
        group by 1 having count(*) > 1""",
    "一案两次登记": "select sheet_no from cases_callsheet group by 1 having count(*) > 1",
    "一纸两号或断号": """
        select area || kind from documents_document join documents_numbering using (area, kind)
        group by area, kind, last having count(*) <> last""",
}
HELD_ABOVE_INFLOW = """
select incident_id, account_no, sum(entry.amount_fen), coalesce(max(holding.inflow_fen), 0)
from money_trails_ledgerentry as entry
left join money_trails_holding as holding using (incident_id, account_no)
where entry.amount in ('held', 'frozen')
group by 1, 2 having sum(entry.amount_fen) > coalesce(max(holding.inflow_fen), 0)
"""
UNSEALED = """
select count(*) from audit_entry as entry
where not exists (select from audit_seal as seal where seal.entry_id = entry.id)
"""
OPEN_NEWS = "select count(*) from outbox_event where done_at is null"
OPEN_MAIL = """
select count(*) from outbox_parcel
where acknowledged_at is null and withdrawn_at is null and destination = any(%s)
"""
"""Of the institutions that are there: a channel that nobody serves here, as that of the warning
messages, keeps its mail."""
ON_THE_WAY = """
select count(*) from stop_payment_order where state in ('approved', 'sent', 'acknowledged')
"""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the reckoning: `faults` must be empty; `seen` says how much was looked at."""

    name: str
    seen: int
    faults: Sequence[str]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Order:
    """One approved order, as the platform's table has it."""

    application_id: str
    institution: str
    kind: str
    account_no: str
    state: str
    result: str
    held_fen: int
    answered: bool


class Books:
    """The ledgers of the institutions, read only."""

    def __init__(self, home: Path, codes: Sequence[str]) -> None:
        self.paths = {code: home / f"{code}.sqlite3" for code in codes}

    def rows(self, code: str, query: str) -> list[tuple[Any, ...]]:
        """What one institution's book says."""
        with contextlib.closing(sqlite3.connect(self.paths[code], timeout=30)) as book:
            return book.execute(query).fetchall()

    def all(self, query: str) -> list[tuple[Any, ...]]:
        """What all books say."""
        return [row for code in self.paths for row in self.rows(code, query)]

    def totals(self) -> list[Totals]:
        """The money of each institution."""
        found = []
        for path in self.paths.values():
            with contextlib.closing(Ledger(path)) as ledger:
                found.append(ledger.totals())
        return found

    def open_mail(self, database: Database) -> int:
        """How many messages the platform has for these institutions that they have not got."""
        return _number(database, OPEN_MAIL, [list(self.paths)])

    def at_rest(self) -> bool:
        """Whether no order, answer or transfer is under way."""
        waiting = (
            "SELECT (SELECT count(*) FROM orders WHERE state = 'new')"
            " + (SELECT count(*) FROM letters WHERE state = 'waiting')"
            " + (SELECT count(*) FROM moves WHERE state = 'waiting')"
            " + (SELECT count(*) FROM credits_out WHERE state = 'waiting')"
        )
        return not sum(count for (count,) in self.all(waiting))


def settled(books: Books) -> bool:
    """Whether every order is answered, all news delivered, every act sealed, all money arrived."""
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        open_ends = (ON_THE_WAY, OPEN_NEWS, UNSEALED)
        under_way = sum(_number(database, query) for query in open_ends)
        return not (under_way + books.open_mail(database)) and books.at_rest()


def rest(books: Books) -> float | None:
    """Wait until everything is settled: the seconds it took, None when it takes too long."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < LONGEST_REST_S:
        with contextlib.suppress(psycopg.OperationalError):  # a kill may have hit the database
            if settled(books):
                return waited
        time.sleep(LOOK_S)
    return None


def reckon(traffic: Traffic, books: Books) -> list[Check]:
    """All checks, in the order in which people ask."""
    with psycopg.connect(connection.dsn(), autocommit=True) as database:
        orders = [Order(*row) for row in database.execute(APPROVED)]
        return [
            *_lost(traffic, orders, books, database),
            *_twice(orders, books, database),
            *_money(orders, books, database),
            *_records(books, database),
        ]


def _lost(
    traffic: Traffic, orders: list[Order], books: Books, database: Database
) -> Iterator[Check]:
    incidents = {row[0] for row in database.execute("select incident_no from cases_incident")}
    drafts = {row[0] for row in database.execute(LEFT_DRAFT)}
    sheets = "select sheet_no from cases_callsheet where incident_id is null"
    unregistered = {row[0] for row in database.execute(sheets)}
    there = {row[0] for row in books.all("SELECT application_id FROM orders WHERE state = 'done'")}
    open_calls = [sheet_no for sheet_no in traffic.sheets if sheet_no in unregistered]
    yield Check("110 推送的接警单都已登记", len(traffic.sheets), open_calls)
    known = {row[0] for row in database.execute("select sheet_no from cases_callsheet")}
    cases = (
        "SELECT application_id FROM letters WHERE verb = 'report' AND application_id LIKE '0401%'"
    )
    told = [row[0] for row in books.all(cases)]
    yield Check(
        "到柜面报案的机构都已举报",
        len(traffic.at_counter),
        [] if len(told) == len(traffic.at_counter) else [str(len(told))],
    )
    replied = {
        row[0] for row in books.all("SELECT application_id FROM orders WHERE state = 'reply'")
    }
    yield Check("机构举报都已接收并答复", len(told), _less(told, known & replied))
    yield Check("登记成功的警情都在", len(traffic.incidents), _less(traffic.incidents, incidents))
    acknowledged = [no for no in traffic.approved if no in drafts]
    yield Check("审批成功的指令都已生效", len(traffic.approved), acknowledged)
    missing = [order.application_id for order in orders if order.application_id not in there]
    yield Check("已审批的指令机构都收到并办理", len(orders), missing)
    silent = [order.application_id for order in orders if not order.answered]
    yield Check("已审批的指令都有反馈", len(orders), silent)


def _twice(orders: list[Order], books: Books, database: Database) -> Iterator[Check]:
    answered = "SELECT application_id FROM letters WHERE verb = 'answer' GROUP BY 1"
    executed = [row[0] for row in books.all(f"{answered} HAVING count(*) > 1")]
    yield Check("每条指令机构只办理一次", len(orders), executed)
    unknown = _less(
        [row[0] for row in books.all("SELECT application_id FROM orders WHERE state <> 'reply'")],
        {order.application_id for order in orders},
    )
    yield Check("机构没有收到未审批的指令", len(orders), unknown)
    holds = books.all(
        "SELECT case_no || ' ' || account_no, count(*), sum(times) FROM holds"
        " WHERE kind = 'stop' GROUP BY 1"
    )
    yield Check("每案每账号只止付一次", len(holds), [h[0] for h in holds if h[1:] != (1, 1)])
    for name, query in TWICE.items():
        yield Check(
            f"没有重复：{name}", len(orders), [str(row[0]) for row in database.execute(query)]
        )


def _money(orders: list[Order], books: Books, database: Database) -> Iterator[Check]:
    totals = books.totals()
    unbalanced = [str(total) for total in totals if not total.balanced]
    sent, received = sum(t.sent_fen for t in totals), sum(t.received_fen for t in totals)
    if sent != received:
        unbalanced.append(f"sent {sent} received {received}")
    yield Check("各机构账目守恒，到分", sent, unbalanced)
    yield Check("止付结果与机构台账一致", len(orders), list(_disagreeing(orders, books)))
    yield Check("控制住的钱还在账上", len(orders), list(_not_there(orders, books)))
    above = [str(row) for row in database.execute(HELD_ABOVE_INFLOW)]
    yield Check("控制金额不超过查明流入", len(orders), above)
    incidents = [row[0] for row in database.execute("select incident_no from cases_incident")]
    at = datetime.now(UTC)
    moved = [number for number in incidents if retrace(number, by=BY, at=at)]
    yield Check("重新追踪和记账没有变化", len(incidents), moved)


def _records(books: Books, database: Database) -> Iterator[Check]:
    seals = _number(database, "select count(*) from audit_seal")
    yield Check("审计链完整", seals, list(audit.verify()))
    for name, left in (
        ("审计已全部封存", _number(database, UNSEALED)),
        ("发件箱已空", _number(database, OPEN_NEWS)),
        ("信箱已空", books.open_mail(database)),
    ):
        yield Check(name, seals, [str(left)] if left else [])


def _disagreeing(orders: list[Order], books: Books) -> Iterator[str]:
    """Stops the platform counts as held and the institution does not hold, or the other way."""
    held = {row[0] for row in books.all("SELECT application_id FROM holds WHERE kind = 'stop'")}
    for order in orders:
        if order.kind != "stop" or not order.answered:
            continue
        if (order.result in HELD_CODES) != (order.application_id in held):
            yield f"{order.application_id} {order.result}"


def _not_there(orders: list[Order], books: Books) -> Iterator[str]:
    """Accounts with less money than all orders together say is held there."""
    claimed: dict[str, int] = defaultdict(int)
    for order in orders:
        claimed[order.account_no] += order.held_fen if order.state == "active" else 0
    balances = dict(books.all("SELECT account_no, balance_fen FROM accounts"))
    for account_no, held_fen in claimed.items():
        if held_fen and balances.get(account_no, 0) < held_fen:
            yield f"{account_no} {balances.get(account_no)} < {held_fen}"


def _less(wanted: Sequence[str], there: set[str]) -> list[str]:
    return [one for one in wanted if one not in there]


def _number(database: Database, query: str, values: Sequence[list[str]] = ()) -> int:
    row = database.execute(query, values or None).fetchone()
    return int(row[0]) if row else 0
