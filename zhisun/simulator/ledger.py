"""One institution's own books in one SQLite file: accounts, movements, holds, planned moves.

Every change is one transaction, so a kill at any instant leaves the books balanced. Money that
leaves for another institution lies in `credits_out` until the peer has it (clearing.py).
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from zhisun.simulator.plans import Move, MoveKind, Opening

PATIENCE = timedelta(minutes=2)
"""How long a planned move waits for money that is still on its way."""
OPENING = "存入"

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
    account_no TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
    id_number TEXT NOT NULL, phone TEXT NOT NULL, address TEXT NOT NULL,
    opened_ms INTEGER NOT NULL, balance_fen INTEGER NOT NULL CHECK (balance_fen >= 0)
) STRICT;
CREATE INDEX IF NOT EXISTS accounts_holder ON accounts (id_number);
CREATE TABLE IF NOT EXISTS movements (
    id INTEGER PRIMARY KEY, account_no TEXT NOT NULL REFERENCES accounts, serial TEXT NOT NULL,
    incoming INTEGER NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    balance_fen INTEGER NOT NULL, moved_ms INTEGER NOT NULL, peer_name TEXT NOT NULL,
    peer_account TEXT NOT NULL, peer_institution TEXT NOT NULL, kind TEXT NOT NULL,
    remark TEXT NOT NULL, succeeded INTEGER NOT NULL, UNIQUE (account_no, serial)
) STRICT;
CREATE TABLE IF NOT EXISTS holds (
    application_id TEXT PRIMARY KEY, account_no TEXT NOT NULL REFERENCES accounts,
    case_no TEXT NOT NULL, kind TEXT NOT NULL, limit_fen INTEGER NOT NULL,
    whole INTEGER NOT NULL, department TEXT NOT NULL, starts_ms INTEGER NOT NULL,
    ends_ms INTEGER NOT NULL, times INTEGER NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS holds_account ON holds (account_no);
CREATE TABLE IF NOT EXISTS moves (
    move_id TEXT PRIMARY KEY, at_ms INTEGER NOT NULL, recorded_ms INTEGER NOT NULL,
    payer TEXT NOT NULL, amount_fen INTEGER NOT NULL, kind TEXT NOT NULL,
    payee_institution TEXT NOT NULL, payee TEXT NOT NULL, payee_name TEXT NOT NULL,
    remark TEXT NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS moves_due ON moves (at_ms) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS credits_out (
    serial TEXT PRIMARY KEY, peer TEXT NOT NULL, payer TEXT NOT NULL,
    amount_fen INTEGER NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS credits_waiting ON credits_out (serial) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS orders (
    application_id TEXT PRIMARY KEY, body BLOB NOT NULL, received_ms INTEGER NOT NULL,
    state TEXT NOT NULL, times INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS orders_new ON orders (received_ms) WHERE state = 'new';
CREATE TABLE IF NOT EXISTS letters (
    id INTEGER PRIMARY KEY, application_id TEXT NOT NULL, verb TEXT NOT NULL,
    body BLOB NOT NULL, due_ms INTEGER NOT NULL, losses INTEGER NOT NULL,
    copies INTEGER NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS letters_due ON letters (due_ms) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS watches (
    application_id TEXT PRIMARY KEY, account_no TEXT NOT NULL, case_no TEXT NOT NULL,
    seen_id INTEGER NOT NULL, ends_ms INTEGER NOT NULL, state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS takedowns (
    application_id TEXT PRIMARY KEY, target_kind TEXT NOT NULL, target TEXT NOT NULL,
    measure TEXT NOT NULL, since_ms INTEGER NOT NULL, ends_ms INTEGER, relapse_ms INTEGER,
    state TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS takedowns_target ON takedowns (target_kind, target);
"""


@dataclass(frozen=True, slots=True)
class Other:
    """The other side of a movement."""

    name: str = ""
    account_no: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """One institution's money: what came in, what went out, what lies there."""

    issued_fen: int
    received_fen: int
    sent_fen: int
    cashed_fen: int
    balances_fen: int

    @property
    def balanced(self) -> bool:
        """Whether every fen that came is still there or went somewhere."""
        came = self.issued_fen + self.received_fen
        return came == self.balances_fen + self.sent_fen + self.cashed_fen


def ms(at: datetime) -> int:
    """Milliseconds since 1970, the ledger's own time."""
    return round(at.timestamp() * 1000)


def at_ms(value: int) -> datetime:
    """The instant of the ledger's own time."""
    return datetime.fromtimestamp(value / 1000, UTC)


class Ledger:
    """The books, through one connection. Each thread opens its own."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self.db.row_factory = sqlite3.Row
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")  # a killed process loses nothing by it
        self.db.execute("PRAGMA foreign_keys=ON")
        self.db.executescript(SCHEMA)

    def close(self) -> None:
        """Let the file go."""
        self.db.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all of it or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def account(self, account_no: str) -> sqlite3.Row | None:
        """One account, by its own number or by the main one of a composite (主账户_子账户)."""
        found: sqlite3.Row | None = self.db.execute(
            "SELECT * FROM accounts WHERE account_no = ?", (account_no.partition("_")[0],)
        ).fetchone()
        return found

    def accounts_of(self, id_number: str) -> list[sqlite3.Row]:
        """All accounts of one person."""
        query = "SELECT * FROM accounts WHERE id_number = ? ORDER BY account_no"
        return self.db.execute(query, (id_number,)).fetchall()

    def open_accounts(self, openings: Iterable[Opening]) -> None:
        """Open accounts; one that exists is left as it is."""
        with self.changing():
            for opening in openings:
                if self.account(opening.account_no):
                    continue
                self.db.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                    (
                        opening.account_no,
                        opening.name,
                        opening.kind,
                        opening.id_number,
                        opening.phone,
                        opening.address,
                        ms(opening.opened_at),
                    ),
                )
                if opening.balance_fen:
                    serial = f"OPEN{opening.account_no}"
                    self.credit(
                        opening.account_no, opening.balance_fen, serial, opening.opened_at, OPENING
                    )

    def credit(  # noqa: PLR0917 one movement is these facts
        self,
        account_no: str,
        amount_fen: int,
        serial: str,
        at: datetime,
        kind: str,
        other: Other | None = None,
        remark: str = "",
    ) -> bool:
        """Add money, inside the caller's transaction. False when this serial was there before."""
        query = "SELECT 1 FROM movements WHERE account_no = ? AND serial = ?"
        if self.db.execute(query, (account_no, serial)).fetchone():
            return False
        query = "UPDATE accounts SET balance_fen = balance_fen + ? WHERE account_no = ?"
        self.db.execute(query, (amount_fen, account_no))
        self._write(account_no, amount_fen, serial, at, kind, other, remark, incoming=True)
        return True

    def plan(self, moves: Iterable[Move], at: datetime) -> None:
        """Note moves to come; one that is noted already is left as it is."""
        with self.changing():
            self.db.executemany(
                "INSERT OR IGNORE INTO moves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')",
                [
                    (
                        move.move_id,
                        ms(move.at),
                        ms(at),
                        move.payer,
                        move.amount_fen,
                        move.kind,
                        move.payee_institution,
                        move.payee,
                        move.payee_name,
                        move.remark,
                    )
                    for move in moves
                ],
            )

    def due_moves(self, at: datetime) -> list[sqlite3.Row]:
        """Moves whose time has come, in their order."""
        query = "SELECT * FROM moves WHERE state = 'waiting' AND at_ms <= ? ORDER BY at_ms, move_id"
        return self.db.execute(query, (ms(at),)).fetchall()

    def debit(self, move: sqlite3.Row, at: datetime, other: Other) -> str:
        """Carry out one planned move, inside the caller's transaction: its new state.

        A held amount cannot leave: the attempt stands in the statement as failed. Money that is
        only late is waited for.
        """
        account = self.account(move["payer"])
        held = self.held_fen(move["payer"], at)
        amount = int(move["amount_fen"])
        if account and account["balance_fen"] - held >= amount:
            query = "UPDATE accounts SET balance_fen = balance_fen - ? WHERE account_no = ?"
            self.db.execute(query, (amount, move["payer"]))
            self._write_move(move, other, succeeded=True)
            return "done"
        came_ms = max(int(move["at_ms"]), int(move["recorded_ms"]))
        late = account and account["balance_fen"] < amount and not held
        if late and at - at_ms(came_ms) < PATIENCE:
            return "waiting"
        if account:
            self._write_move(move, other, succeeded=False)
        return "failed"

    def settle_move(self, move_id: str, state: str) -> None:
        """Write the state of a move, inside the caller's transaction."""
        self.db.execute("UPDATE moves SET state = ? WHERE move_id = ?", (state, move_id))

    def held_fen(self, account_no: str, at: datetime) -> int:
        """What the holds on an account take away from what may leave."""
        query = (
            "SELECT coalesce(sum(limit_fen), 0) FROM holds"
            " WHERE account_no = ? AND state = 'active' AND ends_ms > ?"
        )
        return int(self.db.execute(query, (account_no, ms(at))).fetchone()[0])

    def movements(
        self, account_no: str, start: datetime, end: datetime, most: int = 5000
    ) -> list[sqlite3.Row]:
        """The statement of a period, oldest first."""
        query = (
            "SELECT * FROM movements WHERE account_no = ? AND moved_ms BETWEEN ? AND ?"
            " ORDER BY id LIMIT ?"
        )
        return self.db.execute(query, (account_no, ms(start), ms(end), most)).fetchall()

    def totals(self) -> Totals:
        """The institution's money by where it came from and went to; failed attempts move none."""
        sums = self.db.execute(
            "SELECT coalesce(sum(amount_fen) FILTER (WHERE incoming AND kind = ?), 0),"
            " coalesce(sum(amount_fen) FILTER (WHERE incoming AND peer_institution != ''), 0),"
            " coalesce(sum(amount_fen) FILTER (WHERE NOT incoming AND peer_institution != ''), 0),"
            " coalesce(sum(amount_fen) FILTER (WHERE NOT incoming AND peer_institution = ''), 0)"
            " FROM movements WHERE succeeded",
            (OPENING,),
        ).fetchone()
        balances = self.db.execute("SELECT coalesce(sum(balance_fen), 0) FROM accounts").fetchone()
        return Totals(*sums, *balances)

    def _write_move(self, move: sqlite3.Row, other: Other, *, succeeded: bool) -> None:
        kinds = {MoveKind.TRANSFER: "转账", MoveKind.CASH: "取现", MoveKind.PURCHASE: "消费"}
        self._write(
            move["payer"],
            move["amount_fen"],
            move["move_id"],
            at_ms(move["at_ms"]),
            kinds[MoveKind(move["kind"])],
            other,
            move["remark"],
            succeeded=succeeded,
        )

    def _write(  # noqa: PLR0917 one movement is these facts
        self,
        account_no: str,
        amount_fen: int,
        serial: str,
        at: datetime,
        kind: str,
        other: Other | None,
        remark: str,
        *,
        incoming: bool = False,
        succeeded: bool = True,
    ) -> None:
        """A row never stands before the one above it: statements of banks are in order."""
        other = other or Other()
        self.db.execute(
            "INSERT INTO movements (account_no, serial, incoming, amount_fen, balance_fen,"
            " moved_ms, peer_name, peer_account, peer_institution, kind, remark, succeeded)"
            " SELECT account_no, ?, ?, ?, balance_fen, max(?, coalesce((SELECT max(moved_ms)"
            " FROM movements m WHERE m.account_no = a.account_no), 0)), ?, ?, ?, ?, ?, ?"
            " FROM accounts a WHERE account_no = ?",
            (
                serial,
                incoming,
                amount_fen,
                ms(at),
                other.name,
                other.account_no,
                other.institution,
                kind,
                remark,
                succeeded,
                account_no,
            ),
        )
