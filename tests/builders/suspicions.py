"""What banks report as suspicious, with only the fact under test written out."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.builders.city import ABC, AT
from zhisun.gateways.envelope import institution_application_id
from zhisun.gateways.port import Movement, Suspicion, SuspicionKind, SuspicionReport
from zhisun.gateways.suspicions import TX_CODES

OWN, PAYEE = "6228480402564890018", "6217001234567890122"
PAID_AT = AT - timedelta(minutes=5)


def a_movement(**changes: Any) -> Movement:
    """周敏 paid 28,000 yuan to 张伟 five minutes ago."""
    movement = Movement(
        account_no=OWN,
        serial="S1",
        incoming=False,
        amount_fen=2_800_000,
        balance_fen=None,
        moved_at=PAID_AT,
        counterparty_name="张伟",
        counterparty_account=PAYEE,
    )
    return replace(movement, **changes)


def an_event(feature: str = "3004", row: int = 1, name: str = "周敏", **changes: Any) -> Suspicion:
    """A movement and why it is suspicious; of the withdrawal of one too."""
    movement = a_movement(**changes)
    return Suspicion(
        row=row,
        feature=feature,
        account_no=movement.account_no,
        account_name=name,
        movement=movement,
    )


def an_account(feature: str = "2001", account_no: str = PAYEE, row: int = 1) -> Suspicion:
    """An account and its code."""
    return Suspicion(row=row, feature=feature, account_no=account_no, account_name="张伟")


def suspected(
    *rows: Suspicion,
    kind: SuspicionKind = SuspicionKind.EVENTS,
    code: str = ABC,
    at: datetime = AT,
) -> SuspicionReport:
    """A report of these rows, written at `at`."""
    return SuspicionReport(
        kind=kind,
        application_id=institution_application_id(TX_CODES[kind], at, secrets.randbelow),
        institution_code=code,
        rows=rows,
    )
