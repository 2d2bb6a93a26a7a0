"""Correcting a refused order (更正): a person decides; nothing is resent with a guess."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.draft import COPIED, NewOrder, drafted
from zhisun.domains.stop_payment.services.moves import find
from zhisun.domains.stop_payment.terms import (
    NAME_MISMATCH,
    NO_SUCH_ACCOUNT,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

WRONG_AT = {NO_SUCH_ACCOUNT: "account_no", NAME_MISMATCH: "account_name"}
"""The field that a refusal speaks of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was wrong, as it should have been, and how we know (`reason`)."""

    institution_code: str
    account_no: str
    account_name: str
    reason: str
    waiver: str = ""


@transaction.atomic(durable=True)
def correct(order_no: str, correction: Correction, *, by: Actor, at: datetime) -> str:
    """Draft the corrected order; its number. Source: domain.md §12A.1 invariant 5 (0301).

    What was refused for the same account for the same reason is corrected with it. Raises
    StateConflict when the order was not refused or has been corrected already; InputError for an
    account or a name that was refused and is asked for again unchanged.
    """
    refused = find(order_no)
    if refused.state != OrderState.REFUSED or hasattr(refused, "corrected_by"):
        raise StateConflict("nothing_to_correct", order_no=order_no)
    if not correction.reason.strip():
        raise InputError("reason_missing", field="reason")
    _demand_change(refused, correction)
    corrected = drafted(_corrected(refused, correction), by=by, at=at)
    alike = Order.objects.filter(
        incident_id=refused.incident_id,
        institution_code=refused.institution_code,
        account_no=refused.account_no,
        state=OrderState.REFUSED,
        result=refused.result,
        corrected_by=None,
    )
    for sibling in alike.exclude(pk=refused.pk).order_by("pk"):
        drafted(_corrected(sibling, correction), by=by, at=at)
    return corrected.order_no


def _demand_change(refused: Order, correction: Correction) -> None:
    """What an institution said is wrong must not be asked again as it was."""
    field = WRONG_AT.get(refused.result)
    asked = (correction.institution_code, correction.account_no, correction.account_name)
    before = (refused.institution_code, refused.account_no, refused.account_name)
    if field and [_plain(word) for word in asked] == [_plain(word) for word in before]:
        raise InputError("correction_changes_nothing", field=field, result=refused.result)


def _plain(word: str) -> str:
    """A name or number as institutions compare it: without blanks of any width."""
    return "".join(word.split())


def _corrected(refused: Order, correction: Correction) -> NewOrder:
    kept = {name: getattr(refused, name) for name in COPIED}
    changed = {
        "kind": OrderKind(refused.kind),
        "origin": Origin.CORRECTION,
        "account_no": correction.account_no.strip(),
        "reason": correction.reason,
    }
    return NewOrder(
        **(kept | changed),
        incident_no=refused.incident_no,
        institution_code=correction.institution_code,
        account_name=correction.account_name,
        most_fen=refused.amount_fen,
        handler=refused.handler,
        original_no=refused.original.order_no if refused.original else "",
        corrects_no=refused.order_no,
        waiver=correction.waiver,
    )
