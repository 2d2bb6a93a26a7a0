"""Adding a movement that came on paper (补录流水), and taking back one added wrongly."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.cases.policy.report import number
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import AddedTransfer
from zhisun.domains.money_trails.policy import settled
from zhisun.domains.money_trails.services.transfers import banks, lock_trail
from zhisun.domains.outbox.services import publish
from zhisun.engines.statements.unnamed import unnamed
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound
from zhisun.kernel.money import LARGEST_FEN, Fen

LONGEST: dict[str, int] = {
    column.name: column.max_length
    for column in AddedTransfer._meta.concrete_fields  # noqa: SLF001 Django's documented model API
    if column.max_length
}
"""Characters of each text, as its column holds them."""


_ACCOUNT = re.compile(r"[0-9A-Za-z@.*+_:-]{4,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """One movement as a paper states it.

    amount_fen: above zero. cash: taken out as cash; then there is no payee. paper: which paper
    it is from (来源材料), so that somebody can look again. Institution codes are those of connected
    institutions, or "" for "as the card says".
    """

    payer_account: str
    amount_fen: Fen
    moved_at: datetime
    paper: str
    payee_account: str = ""
    payer_name: str = ""
    payee_name: str = ""
    payer_institution_code: str = ""
    payee_institution_code: str = ""
    serial: str = ""
    cash: bool = False
    remark: str = ""


@transaction.atomic(durable=True)
def add_transfer(incident_no: str, new: NewTransfer, *, by: Actor, at: datetime) -> int:
    """Add one movement from a paper to a case's trail (补录流水); its key.

    The trail shows it as added by hand (`TransferSource.BY_HAND`) until a bank's own statement
    tells the same movement. Publishes `money_trails.transfer_added`, which follows the money anew.
    Raises NotFound, NotPermitted (Duty.ADD_TRANSFER); InputError with `field` the name of one of
    `NewTransfer`'s fields, also when the same movement was added before.
    """
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.ADD_TRANSFER, incident.area)
    return added(incident, new, by=by, at=at).pk


def added(incident: IncidentFacts, new: NewTransfer, *, by: Actor, at: datetime) -> AddedTransfer:
    """`add_transfer` for the verbs of this domain that add on the way. Joins their transaction."""
    new = _tidied(new)
    for problem in _problems(new, at=at):
        raise problem
    lock_trail(incident.key)
    facts = asdict(new)
    same = ("payer_account", "payee_account", "amount_fen", "moved_at", "serial")
    standing = AddedTransfer.objects.filter(
        incident_id=incident.key, withdrawn_at=None, **{name: facts[name] for name in same}
    )
    if standing.exists():
        raise InputError("transfer_added_before", field="serial")
    row = AddedTransfer.objects.create(
        incident_id=incident.key, added_by=by.name, added_at=at, **facts
    )
    _tell(incident, "transfer_added", by=by, at=at, after=_audited(row), reason=new.paper)
    return row


@transaction.atomic(durable=True)
def withdraw_transfer(key: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Take back a movement that was added wrongly (撤销补录). Harmless to repeat.

    key: as `add_transfer` returned it. The row stays with who withdrew it and why. Publishes
    `money_trails.transfer_withdrawn`. Raises NotFound, NotPermitted, InputError.
    """
    row = AddedTransfer.objects.select_related("incident").filter(pk=key).first()
    if row is None:
        raise NotFound("added_transfer_unknown")
    incident = incident_facts(row.incident.incident_no, by=by)
    require(by, Duty.ADD_TRANSFER, incident.area)
    reason = reason.strip()
    if not reason:
        raise InputError("reason_missing", field="reason")
    for problem in _text("reason", reason, LONGEST["withdrawn_why"]):
        raise problem
    standing = AddedTransfer.objects.filter(pk=key, withdrawn_at=None)
    if standing.update(withdrawn_by=by.name, withdrawn_at=at, withdrawn_why=reason):
        after = _audited(row)
        _tell(incident, "transfer_withdrawn", by=by, at=at, after=after, reason=reason)


def _tidied(new: NewTransfer) -> NewTransfer:
    """The movement as it is kept: no blanks around texts, accounts as the trail knows them."""
    texts: dict[str, Any] = {
        each.name: value.strip()
        for each in fields(new)
        if isinstance(value := getattr(new, each.name), str)
    }
    new = replace(new, **texts)
    payer, payee = settled(number(new.payer_account)), settled(number(new.payee_account))
    if new.cash and payer and not payee:
        payee = unnamed(payer, cash=True, incoming=False)
    return replace(new, payer_account=payer, payee_account=payee)


def _problems(new: NewTransfer, *, at: datetime) -> Iterator[InputError]:
    yield from _accounts(new)
    if new.amount_fen <= 0:
        yield InputError("amount_not_positive", field="amount_fen")
    if new.amount_fen > LARGEST_FEN:
        yield InputError("amount_too_large", field="amount_fen")
    if new.moved_at > at:
        yield InputError("transfer_in_future", field="moved_at")
    if not new.paper:
        yield InputError("source_paper_missing", field="paper")
    for each in fields(new):
        value = getattr(new, each.name)
        if isinstance(value, str):
            yield from _text(each.name, value, LONGEST[each.name])
    yield from _institutions(new)


def _accounts(new: NewTransfer) -> Iterator[InputError]:
    for name in ("payer_account", "payee_account"):
        account = getattr(new, name)
        if not account:
            yield InputError("transfer_account_missing", field=name)
        elif not _ACCOUNT.fullmatch(account) and not (new.cash and name == "payee_account"):
            yield InputError("account_misspelt", field=name, account=account[:40])
    if new.payer_account == new.payee_account:
        yield InputError("transfer_to_itself", field="payee_account")
    if new.cash and new.payee_account != unnamed(new.payer_account, cash=True, incoming=False):
        yield InputError("cash_has_no_payee", field="payee_account")


def _text(name: str, value: str, most: int) -> Iterator[InputError]:
    if len(value) > most:
        yield InputError("text_too_long", field=name, most=most)
    if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
        yield InputError("text_unreadable", field=name)


def _institutions(new: NewTransfer) -> Iterator[InputError]:
    connected = banks().codes
    for name in ("payer_institution_code", "payee_institution_code"):
        code = getattr(new, name)
        if code and code not in connected:
            yield InputError("institution_not_connected", field=name, institution=code[:12])


def _audited(row: AddedTransfer) -> Facts:
    return {
        "key": row.pk,
        "payer_account": row.payer_account,
        "payee_account": row.payee_account,
        "amount_fen": row.amount_fen,
        "moved_at": row.moved_at.isoformat(),
        "serial": row.serial,
    }


def _tell(
    incident: IncidentFacts, what: str, *, by: Actor, at: datetime, after: Facts, reason: str
) -> None:
    verb = f"money_trails.{what}"
    record(by, verb, incident.incident_no, at=at, area=incident.area, after=after, reason=reason)
    publish(verb, incident.incident_no, area=incident.area, at=at)
