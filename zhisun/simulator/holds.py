"""Stops and freezes on the accounts of one institution.

A hold is a limit: so much may not leave. It ends by itself at `ends`; nothing has to run then.
"""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.gateways.port import OrderMessage
from zhisun.simulator.ledger import Ledger, ms

STOP, FREEZE = "stop", "freeze"
STOP_LIFE = timedelta(hours=48)  # 银发〔2016〕86号 二(一)2, domain.md §3.1
MOST_STOPS = 2
EVERYTHING_FEN = 10**15


@dataclass(frozen=True, slots=True)
class Holds:
    """The holds of one ledger. Every change joins the caller's transaction."""

    ledger: Ledger

    def stops_used(self, case_no: str, account_no: str) -> int:
        """How often a case has stopped an account, extensions counted."""
        query = (
            "SELECT coalesce(sum(times), 0) FROM holds"
            " WHERE case_no = ? AND account_no = ? AND kind = 'stop'"
        )
        return int(self.ledger.db.execute(query, (case_no, account_no)).fetchone()[0])

    def standing(self, account_no: str, at: datetime) -> list[sqlite3.Row]:
        """Holds in force on an account, the first to stand first."""
        query = (
            "SELECT * FROM holds WHERE account_no = ? AND state = 'active' AND ends_ms > ?"
            " ORDER BY starts_ms, application_id"
        )
        return self.ledger.db.execute(query, (account_no, ms(at))).fetchall()

    def find(self, application_id: str, kind: str) -> sqlite3.Row | None:
        """The hold of one order."""
        query = "SELECT * FROM holds WHERE application_id = ? AND kind = ?"
        found: sqlite3.Row | None = self.ledger.db.execute(query, (application_id, kind)).fetchone()
        return found

    def place(self, order: OrderMessage, kind: str, at: datetime, ends: datetime) -> None:
        """Put a hold on the order's account."""
        limit = EVERYTHING_FEN if order.full_freeze else order.amount_fen
        self.ledger.db.execute(
            "INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'active')",
            (
                order.application_id,
                order.account_no,
                order.case_no,
                kind,
                limit,
                order.full_freeze,
                order.org_name,
                ms(at),
                ms(ends),
            ),
        )

    def prolong(self, application_id: str, ends: datetime) -> None:
        """Let a hold stand longer; counts as one more time."""
        query = "UPDATE holds SET ends_ms = ?, times = times + 1 WHERE application_id = ?"
        self.ledger.db.execute(query, (ms(ends), application_id))

    def end(self, application_id: str, state: str) -> None:
        """Take a hold away."""
        query = "UPDATE holds SET state = ? WHERE application_id = ?"
        self.ledger.db.execute(query, (state, application_id))
