"""What a bank reports by itself: a victim at its counter (案件举报 100401), and suspicions.

Suspicions (可疑名单上报 100403–100405) are told row by row: the city tells the victim's bank of a
payment to a mule now and then; tests tell any.
"""

import secrets
from datetime import datetime
from typing import Any

from zhisun.gateways.codes import CASE_REPORTS
from zhisun.gateways.envelope import institution_application_id, trans_serial
from zhisun.gateways.port import (
    CaseReport,
    Movement,
    Party,
    ReportedTransfer,
    Suspicion,
    SuspicionKind,
    SuspicionReport,
)
from zhisun.gateways.reports import encode_report
from zhisun.gateways.suspicions import TX_CODES
from zhisun.gateways.suspicions import encode as encode_suspicions
from zhisun.kernel.moments import instant
from zhisun.simulator.plans import Move, Opening, opening_from_json, to_json
from zhisun.simulator.roster import BY_CODE, House

BY_VICTIM = "01"  # ApplicationType of a report: 01 报案, domain.md §2.7


def counter_facts(
    own: Opening, paid: tuple[Move, ...], sheet: dict[str, Any], number: int
) -> dict[str, Any]:
    """What the victim tells at the counter, as one JSON object for the bank."""
    return {
        "number": number,
        "told_at": sheet["called_at"],
        "narrative": sheet["narrative"],
        "victim": to_json([own])[0],
        "moves": to_json(paid),
    }


def report_of(house: House, facts: dict[str, Any], at: datetime) -> tuple[str, bytes]:
    """The bank's report: its ApplicationID, the same for the same facts, and its bytes."""
    victim = opening_from_json(facts["victim"])
    told_at = instant(facts["told_at"])
    tx_code = next(code for code in CASE_REPORTS if code.startswith("A") == house.pays)
    application_id = institution_application_id(tx_code, told_at, lambda _: facts["number"])
    report = CaseReport(
        application_id=application_id,
        institution_code=house.code,
        report_kind=BY_VICTIM,
        victim_name=victim.name,
        victim_phone=victim.phone,
        victim_id_type="01",
        victim_id_number=victim.id_number,
        description=facts["narrative"],
        reported_by="梁山支行",
        operator_name="孟晓",
        operator_phone="0537-0000000",
        ended_at=told_at,
        transfers=tuple(_transfer(Move.from_json(row), victim) for row in facts["moves"]),
    )
    serial_no = trans_serial(house.code, at, secrets.randbelow)
    return application_id, encode_report(report, serial_no, tx_code=tx_code)


def suspicion_facts(
    kind: SuspicionKind, rows: list[dict[str, Any]], told_at: datetime, number: int
) -> dict[str, Any]:
    """What the bank is to report, as one JSON object; rows as `suspicious_row` makes them."""
    return {"kind": kind.value, "rows": rows, "told_at": told_at.isoformat(), "number": number}


def suspicious_row(
    feature: str, account_no: str, name: str, move: Move | None = None
) -> dict[str, Any]:
    """One account, or one payment from it, and its 事件特征码."""
    moved = to_json([move])[0] if move else None
    return {"feature": feature, "account_no": account_no, "account_name": name, "move": moved}


def suspicions_of(house: House, facts: dict[str, Any], at: datetime) -> tuple[str, bytes]:
    """The bank's report: its ApplicationID, the same for the same facts, and its bytes."""
    kind, told_at = SuspicionKind(facts["kind"]), instant(facts["told_at"])
    application_id = institution_application_id(TX_CODES[kind], told_at, lambda _: facts["number"])
    report = SuspicionReport(
        kind=kind,
        application_id=application_id,
        institution_code=house.code,
        bank_code=house.code,
        rows=tuple(_suspicion(place, row) for place, row in enumerate(facts["rows"], start=1)),
    )
    return application_id, encode_suspicions(
        report, trans_serial(house.code, at, secrets.randbelow)
    )


def _suspicion(place: int, row: dict[str, Any]) -> Suspicion:
    move = Move.from_json(row["move"]) if row["move"] else None
    return Suspicion(
        row=place,
        feature=row["feature"],
        account_no=row["account_no"],
        account_name=row["account_name"],
        movement=_movement(move, row["account_no"]) if move else None,
    )


def _movement(move: Move, account_no: str) -> Movement:
    return Movement(
        account_no=account_no,
        serial=move.move_id,
        incoming=False,
        amount_fen=move.amount_fen,
        balance_fen=None,
        moved_at=move.at,
        counterparty_name=move.payee_name,
        counterparty_account=move.payee,
        counterparty_institution=move.payee_institution,
        kind="转账",
    )


def _transfer(move: Move, victim: Opening) -> ReportedTransfer:
    return ReportedTransfer(
        serial=move.move_id,
        moved_at=move.at,
        amount_fen=move.amount_fen,
        kind="转账",
        payer=_party(move.payer_institution, victim.name, move.payer),
        payee=_party(move.payee_institution, move.payee_name, move.payee),
    )


def _party(institution: str, name: str, number: str) -> Party:
    return Party(
        institution_code=institution,
        institution_name=BY_CODE[institution].name,
        name=name,
        number=number,
    )
