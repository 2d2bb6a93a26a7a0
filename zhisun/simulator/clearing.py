"""Money between institutions: it leaves one ledger and enters another exactly once.

The payer's ledger keeps each credit in `credits_out` until the peer has taken it; the peer takes
a serial once. A kill between the two repeats the message, never the money. A credit whose
account the peer does not know goes back to the payer (退汇).
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from zhisun.kernel.moments import instant
from zhisun.simulator.ledger import Ledger, Other, at_ms
from zhisun.simulator.plans import MoveKind

TAKEN, UNKNOWN = "taken", "unknown"
TRANSFER, RETURNED = "转账", "退汇"
AT_ONCE = 200


class Peers(Protocol):
    """The other institutions, over their loopback doors."""

    def credit(self, institution: str, credit: dict[str, Any]) -> str:
        """Hand a credit over: TAKEN or UNKNOWN. Raises GatewayUnavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Clearing:
    """One institution's part in the clearing."""

    code: str
    ledger: Ledger

    def carry_out(self, at: datetime) -> int:
        """Carry out the planned moves that are due; how many changed their state."""
        changed = 0
        for move in self.ledger.due_moves(at)[:AT_ONCE]:
            with self.ledger.changing():
                changed += self._carry_out(move, at)
        return changed

    def deliver(self, peers: Peers) -> int:
        """Hand waiting credits to their institutions. Raises GatewayUnavailable; repeat then."""
        query = "SELECT * FROM credits_out WHERE state = 'waiting' ORDER BY serial LIMIT ?"
        waiting = self.ledger.db.execute(query, (AT_ONCE,)).fetchall()
        for credit in waiting:
            outcome = peers.credit(credit["peer"], json.loads(credit["body"]))
            with self.ledger.changing():
                self._close(credit, outcome)
        return len(waiting)

    def take(self, credit: dict[str, Any]) -> str:
        """Take a credit of another institution, once: TAKEN, or UNKNOWN without an account."""
        if self.ledger.account(credit["payee"]) is None:
            return UNKNOWN
        payer = Other(credit["payer_name"], credit["payer"], credit["payer_institution"])
        with self.ledger.changing():
            self.ledger.credit(
                credit["payee"],
                credit["amount_fen"],
                credit["serial"],
                instant(credit["moved_at"]),
                TRANSFER,
                payer,
                credit["remark"],
            )
        return TAKEN

    def _carry_out(self, move: sqlite3.Row, at: datetime) -> bool:
        payee = Other(move["payee_name"], move["payee"], move["payee_institution"])
        if move["kind"] != MoveKind.TRANSFER:
            payee = Other(name=move["payee_name"])
        state = self.ledger.debit(move, at, payee)
        if state == "waiting":
            return False
        self.ledger.settle_move(move["move_id"], state)
        if state == "done" and move["kind"] == MoveKind.TRANSFER:
            self._pass_on(move)
        return True

    def _pass_on(self, move: sqlite3.Row) -> None:
        """To an account of our own at once, to another institution by a waiting credit."""
        payer = self.ledger.account(move["payer"])
        payer_name = payer["name"] if payer else ""
        moved_at = at_ms(move["at_ms"])
        ours = move["payee_institution"] == self.code
        if ours and self.ledger.account(move["payee"]):
            other = Other(payer_name, move["payer"], self.code)
            self.ledger.credit(
                move["payee"],
                move["amount_fen"],
                move["move_id"],
                moved_at,
                TRANSFER,
                other,
                move["remark"],
            )
            return
        body = {
            "serial": move["move_id"],
            "payee": move["payee"],
            "amount_fen": move["amount_fen"],
            "moved_at": moved_at.isoformat(),
            "payer": move["payer"],
            "payer_name": payer_name,
            "payer_institution": self.code,
            "remark": move["remark"],
        }
        self.ledger.db.execute(
            "INSERT INTO credits_out VALUES (?, ?, ?, ?, ?, 'waiting')",
            (
                move["move_id"],
                move["payee_institution"],
                move["payer"],
                move["amount_fen"],
                json.dumps(body, ensure_ascii=False),
            ),
        )

    def _close(self, credit: sqlite3.Row, outcome: str) -> None:
        state = "taken" if outcome == TAKEN else "returned"
        query = "UPDATE credits_out SET state = ? WHERE serial = ? AND state = 'waiting'"
        changed = self.ledger.db.execute(query, (state, credit["serial"])).rowcount
        if changed and state == "returned":
            moved_at = instant(json.loads(credit["body"])["moved_at"])
            self.ledger.credit(
                credit["payer"],
                credit["amount_fen"],
                f"R{credit['serial']}",
                moved_at,
                RETURNED,
                Other(institution=credit["peer"]),
            )
