"""The first orders of a report: what can stop the money, and what can be asked meanwhile."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from zhisun.domains.audit.selectors import history
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import IncidentFacts, ReportedTransferRow
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.selectors import institution_of_bank
from zhisun.domains.outbox.services import publish
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.draft import NewOrder, drafted
from zhisun.domains.stop_payment.services.grow import grown
from zhisun.domains.stop_payment.services.moves import move
from zhisun.domains.stop_payment.terms import (
    NEVER_LEFT,
    OVERTAKEN,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.engines.identity.cards import issuer_of
from zhisun.gateways.port import AccountKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, RuleViolation

NOT_DRAFTED = "stop_payment.not_drafted"


def first_orders(incident: IncidentFacts, holders: Mapping[str, str]) -> Iterator[NewOrder]:
    """One stop and one quick detail query for each payee account that was reported.

    Without a name, a time or an amount a stop would be refused (0301, 0500): the holder is
    asked for instead. Transfers to one account are one order over their sum. holders: names that
    institutions have told since, by account.
    """
    for transfers in _by_payee(incident):
        seed = _seed(incident, transfers, holders)
        if not seed.institution_code:
            continue  # the desk shows which account has no institution yet
        timed = any(transfer.moved_at is not None for transfer in transfers)
        by_serial = seed.account_kind == AccountKind.TRADE
        named = bool(seed.account_name) or by_serial
        if named and timed and seed.amount_fen > 0:
            yield seed
        elif not by_serial:
            yield replace(seed, kind=OrderKind.QUERY_HOLDER)
        yield replace(seed, kind=OrderKind.QUERY_DETAIL)


@transaction.atomic(durable=True)
def draft_or_explain(incident_no: str, new: NewOrder, *, by: Actor, at: datetime) -> str | None:
    """Draft one first order; its number, or None when it would be refused or stands already.

    An order that may not leave is written into the incident's record with its reason, so that
    the desk can show what stands in the way.
    """
    incident = incident_facts(incident_no, by=by)
    try:
        with transaction.atomic():
            wanted: NewOrder | None = _as_it_stands(new)
            if new.kind is OrderKind.STOP and wanted is not None:
                wanted = grown(wanted, filed=incident.filed_at is not None, by=by, at=at)
            return drafted(wanted, by=by, at=at).order_no if wanted else None
    except (InputError, NotFound, RuleViolation) as objection:
        about = {"kind": str(new.kind), "account_no": new.account_no, "code": objection.code}
        facts = dict(objection.facts) | about
        if any(
            act.verb == NOT_DRAFTED and act.after == facts for act in history(incident_no, by=by)
        ):
            return None
        record(by, NOT_DRAFTED, incident_no, at=at, area=incident.area, after=facts)
        publish(NOT_DRAFTED, incident_no, area=incident.area, at=at)
        return None


@transaction.atomic(durable=True)
def drop_overtaken(
    incident_no: str, called_for: Collection[NewOrder], *, by: Actor, at: datetime
) -> None:
    """Decline waiting drafts that a report, as amended, does not call for any more (补正).

    A mistyped account must not lie on the board beside the right one. Joins no other verb: what
    an officer has approved meanwhile is his. Raises StateConflict when one moves at this moment.
    """
    wanted = {_content(new) for new in called_for}
    drafts = Order.objects.filter(
        incident_no=incident_no, origin=Origin.REPORT, state=OrderState.DRAFTED
    )
    for draft in drafts.order_by("pk"):
        if _content(draft) not in wanted:
            move(draft, OrderState.DECLINED, by=by, at=at, reason=OVERTAKEN)


def _content(order: NewOrder | Order) -> tuple[str, ...]:
    """What makes two orders of a report one: whom it asks for what, and the facts banks compare."""
    facts = (order.kind, order.institution_code, order.account_no, order.account_name.strip())
    return (*map(str, facts), str(order.amount_fen), order.transferred_at.isoformat())


def _as_it_stands(new: NewOrder) -> NewOrder:
    """The order in the window it belongs to: a new one only after drafts that never left.

    What has left is corrected or repeated by a person, never by an amended report.
    """
    if new.origin is not Origin.REPORT:
        return new
    earlier = Order.objects.filter(
        incident_no=new.incident_no,
        institution_code=new.institution_code,
        account_no=new.account_no,
        kind=new.kind,
    )
    last = earlier.order_by("window").last()
    if last is None:
        return new
    anew = last.state in NEVER_LEFT and _content(last) != _content(new)
    return replace(new, window=last.window + 1 if anew else last.window)


def _by_payee(incident: IncidentFacts) -> list[list[ReportedTransferRow]]:
    found: dict[tuple[str, str], list[ReportedTransferRow]] = {}
    for transfer in incident.transfers:
        if _object(transfer) and not transfer.stopped_already and transfer.currency == "CNY":
            key = (_institution_code(transfer), _object(transfer))
            found.setdefault(key, []).append(transfer)
    return list(found.values())


def _institution_code(transfer: ReportedTransferRow) -> str:
    if transfer.to_institution_code:
        return transfer.to_institution_code
    issuer = issuer_of(transfer.to_account)
    institution = institution_of_bank(issuer.bank_code) if issuer else None
    return institution.code if institution else ""


def _object(transfer: ReportedTransferRow) -> str:
    """What an order is about: the payee's account, of a single trade its serial."""
    return transfer.serial if _kind(transfer) is AccountKind.TRADE else transfer.to_account


def _kind(transfer: ReportedTransferRow) -> AccountKind:
    """What the payee's account is; a payment firm has no bank accounts, whatever was ticked."""
    told = AccountKind(transfer.to_kind)
    if not transfer.to_institution_code.startswith("Z"):
        return told
    ours = {AccountKind.PERSONAL: AccountKind.PAYMENT, AccountKind.CORPORATE: AccountKind.MERCHANT}
    return ours.get(told, told)


def _seed(
    incident: IncidentFacts, transfers: list[ReportedTransferRow], holders: Mapping[str, str]
) -> NewOrder:
    first, account_no = transfers[0], _object(transfers[0])
    named = [transfer.to_name for transfer in transfers if transfer.to_name]
    moments = [transfer.moved_at for transfer in transfers if transfer.moved_at is not None]
    total = sum(transfer.amount_fen for transfer in transfers)
    return NewOrder(
        incident_no=incident.incident_no,
        kind=OrderKind.STOP,
        institution_code=_institution_code(first),
        account_no=account_no,
        account_kind=_kind(first),
        account_name=(*named, holders.get(account_no, ""))[0],
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
