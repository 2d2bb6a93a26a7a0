"""The first orders of a report: what can stop the money, and what can be asked meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import IncidentFacts, ReportedTransferRow
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institution_of_bank
from zhisun.domains.outbox.services import publish
from zhisun.domains.stop_payment.services.draft import NewOrder, drafted
from zhisun.domains.stop_payment.terms import OrderKind, Origin
from zhisun.engines.identity.cards import issuer_of
from zhisun.gateways.port import AccountKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, RuleViolation


def first_orders(incident: IncidentFacts) -> Iterator[NewOrder]:
    """One stop and one quick detail query for each payee account that was reported.

    Without a name, a time or an amount a stop would be refused (0301, 0500): the holder is
    asked for instead. Transfers to one account are one order over their sum.
    """
    for transfers in _by_payee(incident):
        seed = _seed(incident, transfers)
        if not seed.institution_code:
            continue  # the desk shows which account has no institution yet
        stoppable = seed.account_name and seed.amount_fen > 0 and transfers[0].moved_at is not None
        yield replace(seed, kind=OrderKind.STOP if stoppable else OrderKind.QUERY_HOLDER)
        yield replace(
            seed,
            kind=OrderKind.QUERY_DETAIL,
        )


@transaction.atomic(durable=True)
def draft_or_explain(incident_no: str, new: NewOrder, *, by: Actor, at: datetime) -> str | None:
    """Draft one first order; its number, or None when it would be refused.

    An order that may not leave is written into the incident's record with its reason, so that
    the desk can show what stands in the way.
    """
    incident = incident_facts(incident_no, by=by)
    try:
        with transaction.atomic():
            return drafted(new, by=by, at=at).order_no
    except (InputError, RuleViolation) as objection:
        facts = {"kind": str(new.kind), "account_no": new.account_no, "code": objection.code}
        record(by, "stop_payment.not_drafted", incident_no, at=at, area=incident.area, after=facts)
        publish("stop_payment.not_drafted", incident_no, area=incident.area, at=at)
        return None


def _by_payee(incident: IncidentFacts) -> list[list[ReportedTransferRow]]:
    found: dict[tuple[str, str], list[ReportedTransferRow]] = {}
    for transfer in incident.transfers:
        if transfer.to_account and not transfer.stopped_already:
            key = (_institution_code(transfer), transfer.to_account)
            found.setdefault(key, []).append(transfer)
    return list(found.values())


def _institution_code(transfer: ReportedTransferRow) -> str:
    if transfer.to_institution_code:
        return transfer.to_institution_code
    issuer = issuer_of(transfer.to_account)
    institution = institution_of_bank(issuer.bank_code) if issuer else None
    return institution.code if institution else ""


def _kind(transfer: ReportedTransferRow) -> AccountKind:
    """What the payee's account is; a payment firm has no bank cards, whatever was ticked."""
    told = AccountKind(transfer.to_kind)
    pays = _institution_code(transfer).startswith("Z")
    return AccountKind.PAYMENT if pays and told is AccountKind.PERSONAL else told


def _seed(incident: IncidentFacts, transfers: list[ReportedTransferRow]) -> NewOrder:
    first = transfers[0]
    moments = [transfer.moved_at for transfer in transfers if transfer.moved_at is not None]
    total = sum(transfer.amount_fen for transfer in transfers)
    return NewOrder(
        incident_no=incident.incident_no,
        kind=OrderKind.STOP,
        institution_code=_institution_code(first),
        account_no=first.to_account,
        account_kind=_kind(first),
        account_name=first.to_name,
        amount_fen=total,
        most_fen=total,
        transferred_at=min(moments, default=incident.first_transfer_at or incident.called_at),
        reason=f"{incident.fraud_type.label}，{incident.incident_no}",
        origin=Origin.REPORT,
        window=1,
        payer_institution_code=first.from_institution_code,
        payer_institution_name=first.from_bank_name,
        payer_name=first.from_name or incident.victim_name,
        payer_account=first.from_account,
        trade_serial=first.serial,
    )
