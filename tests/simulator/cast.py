"""Invented accounts and orders for one bank of the sample city."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from zhisun.gateways.envelope import police_application_id, trans_serial
from zhisun.gateways.port import (
    AccountKind,
    AnswerMessage,
    Attachment,
    Officer,
    OrderKind,
    OrderMessage,
)
from zhisun.simulator.behaviour import Teller
from zhisun.simulator.ledger import Ledger
from zhisun.simulator.plans import Move, Opening
from zhisun.simulator.roster import HOUSES, House

AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
ICBC, ABC = HOUSES[0], HOUSES[1]
FIRM = HOUSES[6]
MULE = "6222020000000000018"
MULE_NAME = "马小川"
CASE_NO = "T3708002026112100001"
PAPER = Attachment(filename="通知书.pdf", content=b"%PDF-1.7")
CODES = {
    OrderKind.STOP: "0101",
    OrderKind.STOP_RELEASE: "0103",
    OrderKind.STOP_EXTEND: "0105",
    OrderKind.FREEZE: "0201",
    OrderKind.FREEZE_RELEASE: "0203",
    OrderKind.FREEZE_EXTEND: "0205",
    OrderKind.QUERY_DETAIL: "0301",
    OrderKind.QUERY_HOLDER: "0303",
    OrderKind.QUERY_MOVEMENTS: "0305",
    OrderKind.QUERY_MOVEMENTS_RELEASE: "0307",
    OrderKind.QUERY_ALL_ACCOUNTS: "0309",
}


def an_order(kind: OrderKind = OrderKind.STOP, **said: Any) -> OrderMessage:
    """A stop of 28,000 yuan on the mule's account, or another order with what is said."""
    case_no = said.get("case_no", CASE_NO)
    usual: dict[str, Any] = {
        "application_id": police_application_id(CODES[kind], case_no, secrets.randbelow),
        "case_no": case_no,
        "institution_code": ICBC.code,
        "institution_name": ICBC.name,
        "account_no": MULE,
        "account_name": MULE_NAME,
        "account_kind": AccountKind.PERSONAL,
        "applied_at": AT,
        "org_code": "370800000000",
        "org_name": "济宁市公安局",
        "handler": Officer(name="王强"),
        "assistant": Officer(name="赵倩"),
        "amount_fen": 2_800_000,
        "transferred_at": AT,
        "starts_at": AT,
        "expires_at": AT + timedelta(hours=48),
        "reason": "电信网络诈骗",
        "inquiry_mode": "03",
        "period_start": AT - timedelta(days=1),
        "period_end": AT + timedelta(days=1),
        "attachments": (PAPER,),
    }
    return OrderMessage(kind=kind, **usual | said)


def a_message(order: OrderMessage) -> bytes:
    """The order as the platform sends it."""
    return ICBC.wire.encode_order(order, trans_serial("100000000005", AT, secrets.randbelow))


def an_opening(account_no: str = MULE, **said: Any) -> Opening:
    usual: dict[str, Any] = {
        "institution": ICBC.code,
        "name": MULE_NAME,
        "opened_at": AT - timedelta(days=30),
        "id_number": "370829199001010007",
        "phone": "19900000001",
        "balance_fen": 2_800_000,
    }
    return Opening(account_no=account_no, **usual | said)


def a_move(move_id: str, amount_fen: int, **said: Any) -> Move:
    usual: dict[str, Any] = {
        "at": AT,
        "payer_institution": ICBC.code,
        "payer": MULE,
        "payee_institution": ABC.code,
        "payee": "6228480000000000019",
        "payee_name": "牛大力",
    }
    return Move(move_id=move_id, amount_fen=amount_fen, **usual | said)


class Bank:
    """One institution's books and window, without its process."""

    def __init__(self, home: Path, house: House = ICBC) -> None:
        self.ledger = Ledger(home / f"{house.code}.sqlite3")
        self.teller = Teller(house, self.ledger)

    def answers(self, order: OrderMessage, at: datetime = AT) -> AnswerMessage:
        with self.ledger.changing():
            return self.teller.answer(order, at)
