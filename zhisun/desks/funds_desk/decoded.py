"""An answer in words: the fields of `gateways.port.AnswerMessage`, not the bytes they came in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhisun.desks.funds_desk.looks import result_tone, result_words
from zhisun.domains.stop_payment.selectors.dossier import ReceivedAnswer
from zhisun.kernel.moments import instant
from zhisun.kernel.money import Fen
from zhisun.shell.filters import (
    full_time,
    listed,
    masked_account,
    masked_id,
    masked_name,
    masked_numbers,
    masked_phone,
    money,
)

MOST_ROWS = 100
LONGEST_RAW = 20_000
"""Characters of the original that a page shows; papers inside it are Base64 and endless."""


@dataclass(frozen=True, slots=True)
class MovementLine:
    """One row of a statement."""

    moved_at: datetime
    incoming: bool
    amount_fen: Fen
    balance_fen: Fen | None
    counterparty: str
    cash: bool
    counterparty_account: str
    remark: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """One answer as the page shows it. `hidden_movements`: rows not listed."""

    result: str
    words: str
    tone: str
    received_at: datetime
    applied: bool
    contradicts: bool
    facts: tuple[tuple[str, str], ...]
    movements: tuple[MovementLine, ...]
    hidden_movements: int
    raw: str


def decoded(answer: ReceivedAnswer, *, numbers: bool, names: bool) -> Decoded:
    """One answer in words. numbers, names: whether the reader sees them whole."""
    row = answer.row
    told = row.facts
    movements = told["movements"]
    return Decoded(
        result=row.result,
        words=result_words(row.result),
        tone=result_tone(row.result),
        received_at=row.received_at,
        applied=row.applied,
        contradicts=row.contradicts,
        facts=tuple(
            (name, value) for name, value in _facts(told, numbers=numbers, names=names) if value
        ),
        movements=tuple(_movement(each) for each in movements[:MOST_ROWS]),
        hidden_movements=max(0, len(movements) - MOST_ROWS),
        raw=answer.raw.decode(errors="replace")[:LONGEST_RAW],
    )


def _facts(told: Mapping[str, Any], *, numbers: bool, names: bool) -> list[tuple[str, str]]:
    return [
        (_("账户余额"), _money(told["balance_fen"])),
        (_("可用余额"), _money(told["available_fen"])),
        (_("申请金额"), _money(told["applied_fen"])),
        (_("冻结金额"), _money(told["frozen_fen"])),
        (_("生效时间"), _time(told["starts_at"])),
        (_("到期时间"), _time(told["expires_at"])),
        (_("失败原因"), _text(told["failure_cause"], numbers=numbers)),
        (_("在先冻结"), _former(told["former_freezes"])),
        *_holder(told["holder"], numbers=numbers, names=names),
        (_("名下账户"), _accounts(told["accounts"], numbers=numbers)),
        (_("经办人"), " ".join(filter(None, (told["operator_name"], told["operator_phone"])))),
        (_("备注"), _text(told["remark"], numbers=numbers)),
    ]


def _holder(
    holder: Mapping[str, str] | None, *, numbers: bool, names: bool
) -> list[tuple[str, str]]:
    if not holder:
        return []
    name, number, phone = holder["name"], holder["credential_number"], holder["phone"]
    return [
        (_("持卡主体"), name if names else masked_name(name)),
        (_("证件号"), number if numbers else masked_id(number)),
        (_("联系电话"), phone if numbers else masked_phone(phone)),
        (_("地址"), holder["address"] if numbers else _hidden(holder["address"])),
    ]


def _hidden(text: str) -> str:
    return "****" if text else ""


def _text(text: str, *, numbers: bool) -> str:
    return text if numbers else masked_numbers(text)


def _former(freezes: list[Mapping[str, Any]]) -> str:
    return listed(f"{each['department']} {_money(each['amount_fen'])}" for each in freezes)


def _accounts(accounts: list[Mapping[str, Any]], *, numbers: bool) -> str:
    shown = _same if numbers else masked_account
    return listed(
        f"{shown(each['account_no'])} {_money(each['balance_fen'])}".strip() for each in accounts
    )


def _same(text: str) -> str:
    return text


def _movement(told: Mapping[str, Any]) -> MovementLine:
    return MovementLine(
        moved_at=instant(told["moved_at"]),
        incoming=told["incoming"],
        amount_fen=told["amount_fen"],
        balance_fen=told["balance_fen"],
        cash=bool(told["cash"]),
        counterparty=_("现金") if told["cash"] else _other_side(told),
        counterparty_account=told["counterparty_account"],
        remark=told["remark"],
    )


def _other_side(told: Mapping[str, Any]) -> str:
    return str(told["counterparty_name"] or told["merchant_name"])


def _money(fen: Fen | None) -> str:
    return "" if fen is None else money(fen)


def _time(text: str | None) -> str:
    return full_time(instant(text)) if text else ""
