"""How an institution answers an order: what it checks first, and what it then does.

Codes: domain.md §2.10. Every deed joins the caller's transaction, with the answer it gives.
"""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from zhisun.gateways.port import AccountKind, AnswerMessage, FormerFreeze, OrderKind, OrderMessage
from zhisun.simulator.holds import FREEZE, MOST_STOPS, STOP, STOP_LIFE, Holds
from zhisun.simulator.inquiries import Inquiries
from zhisun.simulator.ledger import Ledger, at_ms
from zhisun.simulator.roster import House

K = OrderKind
DONE, PARTIAL = "0000", "1200"
PAPERS_NEEDED = frozenset({K.STOP, K.FREEZE})
HOLDING = frozenset({K.STOP, K.FREEZE})
NO_ACCOUNT_NAMED = frozenset({K.QUERY_ALL_ACCOUNTS})

Deed = Callable[[OrderMessage, datetime], AnswerMessage]


@dataclass(frozen=True, slots=True)
class Teller:
    """One institution's window for orders of the police."""

    house: House
    ledger: Ledger

    def answer(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """Carry out one order, or say why not."""
        order = self._on_account(order)
        code, cause = self._objection(order)
        if code:
            return self.said(order, code, failure_cause=cause)
        return self._deeds()[order.kind](order, at)

    def said(self, order: OrderMessage, result: str, **more: Any) -> AnswerMessage:
        """An answer to `order` in this institution's name."""
        return AnswerMessage(
            kind=order.kind,
            application_id=order.application_id,
            result=result,
            institution_code=self.house.code,
            **{"account_no": order.account_no, "operator_name": "查控岗"}
            | {"org_name": self.house.name, "operator_phone": "0537-0000000"}
            | more,
        )

    @property
    def holds(self) -> Holds:
        """The holds on this institution's accounts."""
        return Holds(self.ledger)

    def _deeds(self) -> Mapping[OrderKind, Deed]:
        inquiries = Inquiries(self.ledger, self.said)
        return {
            K.STOP: self._stop,
            K.STOP_RELEASE: self._release,
            K.STOP_EXTEND: self._extend,
            K.FREEZE: self._freeze,
            K.FREEZE_RELEASE: self._release,
            K.FREEZE_EXTEND: self._extend,
            K.QUERY_DETAIL: inquiries.detail,
            K.QUERY_HOLDER: inquiries.holder,
            K.QUERY_MOVEMENTS: inquiries.watch,
            K.QUERY_MOVEMENTS_RELEASE: inquiries.unwatch,
            K.QUERY_ALL_ACCOUNTS: inquiries.all_accounts,
        }

    def _on_account(self, order: OrderMessage) -> OrderMessage:
        """The main account of a composite number; the account a single trade came to."""
        if order.account_kind is not AccountKind.TRADE:
            return replace(order, account_no=order.account_no.partition("_")[0])
        query = "SELECT account_no, amount_fen FROM movements WHERE serial = ? AND incoming"
        trade = self.ledger.db.execute(query, (order.trade_serial,)).fetchone()
        if trade is None:
            return replace(order, account_no="")
        return replace(
            order,
            account_no=trade["account_no"],
            account_name="",
            amount_fen=order.amount_fen or trade["amount_fen"],
        )

    def _objection(self, order: OrderMessage) -> tuple[str, str]:
        """The first thing that is wrong with an order, as code and cause; empty when nothing is."""
        account = self.ledger.account(order.account_no)
        names_account = order.kind not in NO_ACCOUNT_NAMED
        holds = order.kind in HOLDING
        objections = (
            (order.institution_code != self.house.code, "0700", "非本机构代码"),
            (order.kind in self.house.lacks, "1000", "本机构未开通此业务"),
            (order.kind in PAPERS_NEEDED and not order.attachments, "0600", "未附法律文书"),
            (names_account and account is None, "0300", "账号不存在"),
            (names_account and self._other_name(order, account), "0301", "账号与户名不符"),
            (holds and order.amount_fen <= 0 and not order.full_freeze, "0200", "金额无效"),
        )
        return next(((code, cause) for wrong, code, cause in objections if wrong), ("", ""))

    def _other_name(self, order: OrderMessage, account: sqlite3.Row | None) -> bool:
        """Whoever holds money compares the name (§3.2); a query may leave it out.

        So may a payment firm's order. Who the holder is, is told whatever name was asked for:
        that is how a wrong one is found out.
        """
        named = _plain(order.account_name)
        may_be_silent = self.house.pays or order.kind not in HOLDING
        if account is None or order.kind is K.QUERY_HOLDER or (may_be_silent and not named):
            return False
        return named != _plain(account["name"])

    def _stop(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """A limit on what may leave, for at most 48 hours from this moment.

        The balance told is what earlier holds leave free, so that two cases never count the
        same money.
        """
        standing = self.holds.standing(order.account_no, at)
        free = self._free_fen(order.account_no, at)
        if self.holds.stops_used(order.case_no, order.account_no) >= MOST_STOPS:
            return self.said(order, "1304", failure_cause="超过允许的止付次数")
        ours = [hold for hold in standing if hold["case_no"] == order.case_no]
        if standing and (ours or not free):
            code = _stands_as((ours or standing)[0])
            return self.said(order, code, balance_fen=free, failure_cause="已有控制措施")
        asked = (order.expires_at or at) - (order.starts_at or at)
        ends = at + min(asked, STOP_LIFE) if asked > STOP_LIFE * 0 else at + STOP_LIFE
        self.holds.place(order, STOP, at, ends)
        result = DONE if free >= order.amount_fen else PARTIAL
        return self.said(order, result, balance_fen=free, starts_at=at, expires_at=ends)

    def _freeze(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        """A freeze takes the place of the same case's stop and queues behind earlier freezes."""
        standing = self.holds.standing(order.account_no, at)
        frozen = [hold for hold in standing if hold["kind"] == FREEZE]
        ours = [hold for hold in frozen if hold["case_no"] == order.case_no]
        if ours:
            return self.said(order, _stands_as(ours[0]), failure_cause="本案已冻结")
        for hold in standing:
            if hold["case_no"] == order.case_no:
                self.holds.end(hold["application_id"], "replaced")
        free = self._free_fen(order.account_no, at)
        held = free if order.full_freeze else min(order.amount_fen, free)
        ends = order.expires_at or at
        self.holds.place(order, FREEZE, at, ends)
        return self.said(
            order,
            DONE if order.full_freeze or held >= order.amount_fen else PARTIAL,
            applied_fen=order.amount_fen or None,
            frozen_fen=held,
            balance_fen=self._balance_fen(order.account_no),
            available_fen=self._free_fen(order.account_no, at),
            starts_at=at,
            expires_at=ends,
            former_freezes=tuple(_former(hold, free) for hold in frozen),
        )

    def _extend(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        kind = STOP if order.kind is K.STOP_EXTEND else FREEZE
        hold = self.holds.find(order.original_application_id, kind)
        code = self._cannot_change(hold, at, late="1800")
        if not code and hold and kind == STOP:
            used = self.holds.stops_used(hold["case_no"], hold["account_no"])
            code = "1304" if used >= MOST_STOPS else ""
        if code or hold is None:
            return self.said(order, code, failure_cause="不能延期")
        ends = order.expires_at or at_ms(hold["ends_ms"])
        ends = min(ends, at_ms(hold["ends_ms"]) + STOP_LIFE) if kind == STOP else ends
        self.holds.prolong(hold["application_id"], ends)
        more: dict[str, Any] = {}
        if kind == FREEZE:
            held = min(hold["limit_fen"], self._balance_fen(hold["account_no"]))
            more = {"applied_fen": order.amount_fen or None, "frozen_fen": held}
        balance = self._balance_fen(hold["account_no"])
        return self.said(order, DONE, balance_fen=balance, starts_at=at, expires_at=ends, **more)

    def _release(self, order: OrderMessage, at: datetime) -> AnswerMessage:
        kind = STOP if order.kind is K.STOP_RELEASE else FREEZE
        hold = self.holds.find(order.original_application_id, kind)
        code = self._cannot_change(hold, at, late="1900")
        if code or hold is None:
            return self.said(order, code, failure_cause="不能解除")
        self.holds.end(hold["application_id"], "released")
        if kind == STOP:
            return self.said(order, DONE, expires_at=at)
        balance = self._balance_fen(hold["account_no"])
        freed = min(hold["limit_fen"], balance)
        return self.said(order, DONE, frozen_fen=freed, balance_fen=balance, expires_at=at)

    def _cannot_change(self, hold: sqlite3.Row | None, at: datetime, *, late: str) -> str:
        """Why a hold cannot be prolonged or released: unknown, ended already, too late."""
        if hold is None:
            return "0400"
        if hold["state"] != "active":
            return "0900"
        return late if at_ms(hold["ends_ms"]) <= at else ""

    def _balance_fen(self, account_no: str) -> int:
        account = self.ledger.account(account_no)
        return int(account["balance_fen"]) if account else 0

    def _free_fen(self, account_no: str, at: datetime) -> int:
        return max(0, self._balance_fen(account_no) - self.ledger.held_fen(account_no, at))


def _stands_as(hold: sqlite3.Row) -> str:
    """Already stopped, already frozen with a limit, already fully frozen."""
    if hold["kind"] == STOP:
        return "1301"
    return "1303" if hold["whole"] else "1302"


def _former(hold: sqlite3.Row, free: int) -> FormerFreeze:
    """An earlier freeze as told to a later one; a whole one is told as what it took."""
    amount = free if hold["whole"] else hold["limit_fen"]
    return FormerFreeze(
        department=hold["department"], amount_fen=amount, expires_at=at_ms(hold["ends_ms"])
    )


def _plain(name: str) -> str:
    """Names are compared without blanks of any width."""
    return "".join(name.split())
