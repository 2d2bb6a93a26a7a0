"""How an institution answers queries: statement, holder, all accounts, and the dynamic watch."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.gateways.port import (
    AnswerMessage,
    HeldAccount,
    Holder,
    Movement,
    OrderKind,
    OrderMessage,
)
from zhisun.kernel.moments import CHINA, compact
from zhisun.kernel.money import yuan
from zhisun.simulator.holds import STOP, Holds
from zhisun.simulator.ledger import Ledger, at_ms, ms

DONE = "0000"
BASICS, ROWS, BOTH, QUICK = "01", "02", "03", "04"  # InquiryMode, domain.md §2.9
MEASURES = "02"  # InquiryMode of 100309: with coercive measures
RESIDENT_ID = "01"
NORMAL = "00"

Said = Callable[..., AnswerMessage]


@dataclass(frozen=True, slots=True)
class Inquiries:
    """What a ledger tells. `said` makes an answer in the institution's name."""

    ledger: Ledger
    said: Said

    def detail(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """A statement. The quick mode knows yesterday and today only, as banks do (§2.6)."""
        account = self._account(order)
        start, end = order.period_start or at - timedelta(days=90), order.period_end or at
        if order.inquiry_mode == QUICK:
            today = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
            start, end = today - timedelta(days=1), at + timedelta(minutes=1)
        rows = []
        if order.inquiry_mode != BASICS:
            rows = self.ledger.movements(account["account_no"], start, end)
        known = self._told(account, at)
        if order.inquiry_mode == ROWS:
            known = HeldAccount(account_no=account["account_no"])
        return self.said(order, DONE, accounts=(known,), movements=tuple(_row(row) for row in rows))

    def holder(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """Who holds the account."""
        del at  # a holder is told as known now
        account = self._account(order)
        holder = Holder(
            name=account["name"],
            credential_type=RESIDENT_ID if account["id_number"] else "",
            credential_number=account["id_number"],
            phone=account["phone"],
            address=account["address"],
        )
        return self.said(order, DONE, holder=holder)

    def all_accounts(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """Every account of one person; a number and a name that do not agree are refused."""
        accounts = self.ledger.accounts_of(order.credential_number)
        if not any(account["name"] == order.account_name for account in accounts):
            return self.said(order, "0100", failure_cause="证件与姓名不符或无账户")
        told = tuple(self._told(account, at) for account in accounts)
        measures = self._measures(accounts, at) if order.inquiry_mode == MEASURES else {}
        return self.said(order, DONE, accounts=told, extra=measures)

    def watch(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """Tell every new movement from now until the end or the release."""
        query = "SELECT coalesce(max(id), 0) FROM movements WHERE account_no = ?"
        seen = self.ledger.db.execute(query, (order.account_no,)).fetchone()[0]
        ends = order.expires_at or at
        self.ledger.db.execute(
            "INSERT INTO watches VALUES (?, ?, ?, ?, ?, 'active')",
            (order.application_id, order.account_no, order.case_no, seen, ms(ends)),
        )
        return self.said(order, DONE)

    def unwatch(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """End a watch; an unknown one is said to be unknown."""
        del at  # a release works at once, whatever the hour
        query = "UPDATE watches SET state = 'released' WHERE application_id = ?"
        known = self.ledger.db.execute(query, (order.original_application_id,)).rowcount
        return self.said(order, DONE if known else "0400")

    def pushes(self, institution: str, at: datetime) -> Iterator[AnswerMessage]:
        """What is new on watched accounts, each row told once; joins the caller's transaction."""
        query = "SELECT * FROM watches WHERE state = 'active' AND ends_ms > ?"
        for watch in self.ledger.db.execute(query, (ms(at),)).fetchall():
            query = "SELECT * FROM movements WHERE account_no = ? AND id > ? ORDER BY id LIMIT 100"
            found = self.ledger.db.execute(query, (watch["account_no"], watch["seen_id"]))
            rows = found.fetchall()
            if not rows:
                continue
            query = "UPDATE watches SET seen_id = ? WHERE application_id = ?"
            self.ledger.db.execute(query, (rows[-1]["id"], watch["application_id"]))
            yield AnswerMessage(
                kind=OrderKind.QUERY_MOVEMENTS,
                application_id=watch["application_id"],
                result=DONE,
                institution_code=institution,
                account_no=watch["account_no"],
                movements=tuple(_row(row) for row in rows),
            )

    def _measures(self, accounts: list[sqlite3.Row], at: datetime) -> dict[str, str]:
        """Holds on all accounts, by the element names of 100310 (domain.md §2.5, §2.9)."""
        holds = Holds(self.ledger)
        standing = [
            hold for account in accounts for hold in holds.standing(account["account_no"], at)
        ]
        return {
            f"Measures#{number}/{element}": text
            for number, hold in enumerate(standing, start=1)
            for element, text in _measure(hold).items()
        }

    def _account(self, order: OrderMessage) -> sqlite3.Row:
        account = self.ledger.account(order.account_no)
        assert account is not None  # noqa: S101 the teller refuses unknown accounts first
        return account

    def _told(self, account: sqlite3.Row, at: datetime) -> HeldAccount:
        held = self.ledger.held_fen(account["account_no"], at)
        return HeldAccount(
            account_no=account["account_no"],
            account_name=account["name"],
            account_status=NORMAL,
            balance_fen=account["balance_fen"],
            available_fen=max(0, account["balance_fen"] - held),
            opened_at=at_ms(account["opened_ms"]),
        )


def _measure(hold: sqlite3.Row) -> dict[str, str]:
    limit = "" if hold["whole"] else yuan(hold["limit_fen"])
    return {
        "FreezeSerial": hold["application_id"],
        "AccountNumber": hold["account_no"],
        "FreezeStartTime": compact(at_ms(hold["starts_ms"])),
        "FreezeEndTime": compact(at_ms(hold["ends_ms"])),
        "FreezeDeptName": hold["department"],
        "Currency": "CNY",
        "FreezeBalance": limit,
        "FreezeType": "0001" if hold["kind"] == STOP else "0002",  # 公安止付, 公安冻结
    }


def _row(row: sqlite3.Row) -> Movement:
    return Movement(
        account_no=row["account_no"],
        serial=row["serial"],
        incoming=bool(row["incoming"]),
        amount_fen=row["amount_fen"],
        balance_fen=row["balance_fen"],
        moved_at=at_ms(row["moved_ms"]),
        counterparty_name=row["peer_name"],
        counterparty_account=row["peer_account"],
        counterparty_institution=row["peer_institution"],
        succeeded=bool(row["succeeded"]),
        kind=row["kind"],
        remark=row["remark"],
        cash=row["kind"] == "取现",
        merchant_name=row["peer_name"] if row["kind"] == "消费" else "",
    )
