"""Taking in movements of money: from reports and from answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import connection

from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.money_trails.models import AddedTransfer, Transfer
from zhisun.domains.money_trails.policy import Row, Statement, settled
from zhisun.domains.money_trails.terms import VICTIM, TransferSource
from zhisun.domains.stop_payment.selectors.answers import AnswerRow
from zhisun.engines.identity.cards import issuer_of
from zhisun.engines.statements.unnamed import unnamed

TRAIL_LOCK = 7_262_003
"""Advisory lock class of a case's trail; the second key is the incident."""

NAMES = tuple(each.name for each in fields(Row))
LONGEST: dict[str, int] = {
    column.name: column.max_length
    for column in Transfer._meta.concrete_fields  # noqa: SLF001 Django's documented model API
    if column.name in NAMES and column.max_length
}
"""Characters a column holds: a bank's remark may be longer than what a trail needs of it."""


@dataclass(frozen=True, slots=True)
class Banks:
    """Which institution an account belongs to, read once for a whole statement."""

    codes: frozenset[str]
    of_cards: dict[str, str]

    def of(self, account_no: str, told: str = "") -> str:
        """The connected institution that was told, else the card's; "" when none is known.

        What a statement tells may be the number of a branch (domain.md §2.5).
        """
        if told in self.codes:
            return told
        issuer = issuer_of(account_no)
        return self.of_cards.get(issuer.bank_code, "") if issuer else ""


def banks() -> Banks:
    """The connected institutions. One query."""
    rows = institutions()
    return Banks(
        codes=frozenset(row.code for row in rows),
        of_cards={row.bank_code: row.code for row in rows if row.bank_code},
    )


def lock_trail(incident_key: int) -> None:
    """One writer of a case's trail at a time. Joins the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [TRAIL_LOCK, incident_key])


def reported(incident: IncidentFacts, known: Banks) -> list[Row]:
    """The reported transfers of an incident in yuan as rows, the claim on each."""
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
            or known.of(settled(transfer.to_account)),
            amount_fen=transfer.amount_fen,
            moved_at=transfer.moved_at or incident.first_transfer_at or incident.called_at,
            serial=transfer.serial,
            claim_no=f"{incident.incident_no}-{transfer.sequence}",
            claimed_fen=transfer.amount_fen,
        )
        for transfer in incident.transfers
        if transfer.to_account and transfer.currency == "CNY"
    ]


def added(incident: IncidentFacts, known: Banks) -> list[Row]:
    """The movements officers took from papers and that stand, as rows. One query."""
    standing = AddedTransfer.objects.filter(incident_id=incident.key, withdrawn_at=None)
    return [
        Row(
            source=TransferSource.BY_HAND,
            source_no=f"{incident.incident_no}-{each.pk}",
            payer_account=each.payer_account,
            payer_name=each.payer_name,
            payer_institution_code=known.of(each.payer_account, each.payer_institution_code),
            payee_account=each.payee_account,
            payee_name=each.payee_name,
            payee_institution_code=known.of(each.payee_account, each.payee_institution_code),
            amount_fen=each.amount_fen,
            moved_at=each.moved_at,
            serial=each.serial,
            exit_kind="cash" if each.cash else "",
            remark=each.remark,
        )
        for each in standing.order_by("pk")
    ]


def told(answer: AnswerRow, known: Banks) -> list[Statement]:
    """The movements of one answer, seen from the account it is about; nothing is no movement."""
    return [
        _told(answer, place, movement, known)
        for place, movement in enumerate(answer.facts["movements"])
        if movement["amount_fen"]
    ]


def take_in(incident_key: int, rows: Iterable[Row]) -> bool:
    """Make a case's transfers these rows; whether that changed any.

    Joins; the caller holds `lock_trail`. A row that stands already keeps its key, so that taking
    in the same rows again does nothing.
    """
    wanted = Counter(fitting(row) for row in rows)
    gone: list[int] = []
    for transfer in Transfer.objects.filter(incident_id=incident_key).order_by("pk"):
        row = row_of(transfer)
        if wanted[row]:
            wanted[row] -= 1
        else:
            gone.append(transfer.pk)
    Transfer.objects.filter(pk__in=gone).delete()
    new = [
        Transfer(incident_id=incident_key, **{name: getattr(row, name) for name in NAMES})
        for row in wanted.elements()
    ]
    Transfer.objects.bulk_create(new)
    return bool(gone or new)


def fitting(row: Row) -> Row:
    """The row as its columns hold it."""
    cut = {name: getattr(row, name)[:length] for name, length in LONGEST.items()}
    return replace(row, **cut)


@dataclass(frozen=True, slots=True)
class _Side:
    account: str
    name: str
    institution_code: str


def _told(answer: AnswerRow, place: int, movement: dict[str, Any], known: Banks) -> Statement:
    mine = settled(movement["account_no"] or answer.account_no)
    # A row in red (红字冲正) is printed with a minus: the money goes the other way.
    incoming = movement["incoming"] != (movement["amount_fen"] < 0)
    other, exit_kind = _counterparty(mine, movement, incoming=incoming)
    me = _Side(mine, answer.account_name, answer.institution_code)
    them = _Side(
        other,
        movement["counterparty_name"] or movement["merchant_name"],
        known.of(other, movement["counterparty_institution"]),
    )
    payer, payee = (them, me) if incoming else (me, them)
    row = Row(
        source=TransferSource.ANSWER,
        source_no=answer.order_no,
        place=place,
        payer_account=payer.account,
        payer_name=payer.name,
        payer_institution_code=payer.institution_code,
        payee_account=payee.account,
        payee_name=payee.name,
        payee_institution_code=payee.institution_code,
        amount_fen=abs(movement["amount_fen"]),
        moved_at=datetime.fromisoformat(movement["moved_at"]),
        serial=movement["serial"],
        payer_balance_fen=None if incoming else movement["balance_fen"],
        payee_balance_fen=movement["balance_fen"] if incoming else None,
        succeeded=movement["succeeded"],
        exit_kind=exit_kind,
        remark=movement["remark"],
    )
    return Statement(row, incoming)


def _counterparty(mine: str, movement: dict[str, Any], *, incoming: bool) -> tuple[str, str]:
    """The other account of a movement, and what kind of exit it is ("" for none)."""
    other = settled(movement["counterparty_account"])
    cash: bool = movement["cash"]
    if movement["merchant_code"] and not incoming:
        return other or f"商户：{movement['merchant_code']}", "merchant"
    if cash or not other:
        return unnamed(mine, cash=cash, incoming=incoming), "cash" if cash and not incoming else ""
    return other, ""


def row_of(transfer: Transfer) -> Row:
    """A standing transfer as a row."""
    told = {name: getattr(transfer, name) for name in NAMES}
    return Row(**(told | {"source": TransferSource(transfer.source)}))
