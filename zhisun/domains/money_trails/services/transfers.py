"""Taking in movements of money: from reports, from answers, by hand."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import connection

from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.directory.selectors import institution_of_bank
from zhisun.domains.money_trails.models import Transfer
from zhisun.domains.money_trails.policy import Row, match, merged, settled, unnamed
from zhisun.domains.money_trails.terms import TransferSource
from zhisun.domains.stop_payment.selectors.answers import AnswerRow
from zhisun.engines.identity.cards import issuer_of

TRAIL_LOCK = 7_262_003
"""Advisory lock class of a case's trail; the second key is the incident."""

VICTIM = "事主账户"
"""The payer of a reported transfer whose own account the victim did not say."""

NAMES = [each.name for each in fields(Row)]


def lock_trail(incident_key: int) -> None:
    """One writer of a case's trail at a time. Joins the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [TRAIL_LOCK, incident_key])


def reported(incident: IncidentFacts) -> list[Row]:
    """The reported transfers of an incident as rows, the claim on each."""
    return [
        Row(
            source=TransferSource.REPORT,
            source_no=f"{incident.incident_no}-{transfer.sequence}",
            payer_account=settled(transfer.from_account) or VICTIM,
            payer_name=transfer.from_name or incident.victim_name,
            payer_institution_code=transfer.from_institution_code,
            payee_account=settled(transfer.to_account),
            payee_name=transfer.to_name,
            payee_institution_code=transfer.to_institution_code
            or _institution(transfer.to_account),
            amount_fen=transfer.amount_fen,
            moved_at=transfer.moved_at or incident.first_transfer_at or incident.called_at,
            serial=transfer.serial,
            claim_no=f"{incident.incident_no}-{transfer.sequence}",
            claimed_fen=transfer.amount_fen,
        )
        for transfer in incident.transfers
        if transfer.to_account
    ]


def told(answer: AnswerRow) -> list[Row]:
    """The movements of one answer as rows, seen from the account it is about."""
    return [
        _told(answer, place, movement) for place, movement in enumerate(answer.facts["movements"])
    ]


def take_in(incident_key: int, rows: Iterable[Row]) -> int:
    """Add rows to a case's transfers, merging what is there already; how many were news.

    Joins; the caller holds `lock_trail`. Safe to repeat: a row taken in before matches itself.
    """
    stored = list(Transfer.objects.filter(incident_id=incident_key).order_by("pk"))
    known = [_row(transfer) for transfer in stored]
    news = 0
    for row in rows:
        found = match(row, known)
        if found is None:
            transfer = Transfer.objects.create(
                incident_id=incident_key, **{name: getattr(row, name) for name in NAMES}
            )
            stored.append(transfer)
            known.append(_row(transfer))
            news += 1
        elif changes := merged(known[found], row):
            Transfer.objects.filter(pk=stored[found].pk).update(**changes)
            stored[found].refresh_from_db()
            known[found] = _row(stored[found])
            news += 1
    return news


@dataclass(frozen=True, slots=True)
class _Side:
    account: str
    name: str
    institution_code: str


def _told(answer: AnswerRow, place: int, movement: dict[str, Any]) -> Row:
    mine = settled(movement["account_no"] or answer.account_no)
    other, exit_kind = _counterparty(mine, movement)
    incoming: bool = movement["incoming"]
    me = _Side(mine, answer.account_name, answer.institution_code)
    them = _Side(
        other,
        movement["counterparty_name"] or movement["merchant_name"],
        movement["counterparty_institution"] or _institution(other),
    )
    payer, payee = (them, me) if incoming else (me, them)
    return Row(
        source=TransferSource.ANSWER,
        source_no=answer.order_no,
        place=place,
        payer_account=payer.account,
        payer_name=payer.name,
        payer_institution_code=payer.institution_code,
        payee_account=payee.account,
        payee_name=payee.name,
        payee_institution_code=payee.institution_code,
        amount_fen=movement["amount_fen"],
        moved_at=datetime.fromisoformat(movement["moved_at"]),
        serial=movement["serial"],
        payer_balance_fen=None if incoming else movement["balance_fen"],
        payee_balance_fen=movement["balance_fen"] if incoming else None,
        succeeded=movement["succeeded"],
        exit_kind=exit_kind,
        remark=movement["remark"],
    )


def _counterparty(mine: str, movement: dict[str, Any]) -> tuple[str, str]:
    """The other account of a movement, and what kind of exit it is ("" for none)."""
    other = settled(movement["counterparty_account"])
    incoming, cash = movement["incoming"], movement["cash"]
    if movement["merchant_code"] and not incoming:
        return other or f"商户：{movement['merchant_code']}", "merchant"
    if cash or not other:
        return unnamed(mine, cash=cash, incoming=incoming), "" if incoming else "cash"
    return other, ""


def _institution(account_no: str) -> str:
    issuer = issuer_of(settled(account_no))
    institution = institution_of_bank(issuer.bank_code) if issuer else None
    return institution.code if institution else ""


def _row(transfer: Transfer) -> Row:
    told = {name: getattr(transfer, name) for name in NAMES}
    return Row(**(told | {"source": TransferSource(transfer.source)}))
