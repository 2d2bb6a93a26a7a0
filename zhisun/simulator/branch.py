"""A victim at the counter of a bank: the bank reports the case itself (案件举报 100401)."""

import secrets
from datetime import datetime
from typing import Any

from zhisun.gateways.codes import CASE_REPORTS
from zhisun.gateways.envelope import institution_application_id, trans_serial
from zhisun.gateways.port import CaseReport, Party, ReportedTransfer
from zhisun.gateways.reports import encode_report
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
