"""What the city asks of institutions: accounts to open and money to move, as plain rows."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from zhisun.kernel.moments import instant


class MoveKind(StrEnum):
    """How money leaves an account."""

    TRANSFER = "transfer"  # 转账
    CASH = "cash"  # 取现
    PURCHASE = "purchase"  # 消费


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An account to be opened, once, with what lies in it."""

    institution: str
    account_no: str
    name: str
    opened_at: datetime
    id_number: str = ""
    phone: str = ""
    address: str = ""
    kind: str = "personal"
    balance_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Money to be moved at an instant, if balance and holds allow. `move_id` makes it once."""

    move_id: str
    at: datetime
    payer_institution: str
    payer: str
    amount_fen: int
    kind: MoveKind = MoveKind.TRANSFER
    payee_institution: str = ""
    payee: str = ""
    payee_name: str = ""
    remark: str = ""

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Self:
        """The move of one JSON object."""
        return cls(**row | {"at": instant(row["at"]), "kind": MoveKind(row["kind"])})


def opening_from_json(row: dict[str, Any]) -> Opening:
    """The opening of one JSON object."""
    return Opening(**row | {"opened_at": instant(row["opened_at"])})


def to_json(rows: Iterable[Opening | Move]) -> list[dict[str, Any]]:
    """Rows as JSON objects, instants in ISO 8601."""
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(row).items()
        }
        for row in rows
    ]
