"""Telling guardian and school (告知监护人和学校)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.dissuasion.models import Dispatch, Informing
from zhisun.domains.dissuasion.policy.informing import (
    Informed,
    InformResult,
    Told,
    tells_too_much,
)
from zhisun.domains.dissuasion.services.moves import announce, change, find_last, round_of
from zhisun.domains.dissuasion.terms import LONGEST_TEXT
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

LONGEST_KEY, LONGEST_RELATION = 64, 20
CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInforming:
    """Whom somebody told, as he writes it down. key: the same key is the same telling.

    relation: 母亲, 辅导员; never a name. told_at: None for now. round: which one the page stood
    in, None if nobody knows.
    """

    key: str
    whom: Informed
    result: InformResult
    relation: str = ""
    told: Collection[Told] = ()
    reason: str = ""
    note: str = ""
    told_at: datetime | None = None
    round: int | None = None


@transaction.atomic(durable=True)
def inform(dispatch_no: str, new: NewInforming, *, by: Actor, at: datetime) -> bool:
    """Write down that guardian or school were told; whether it was news (登记告知).

    Of an adult, or of whom nobody knows that he is a minor, only with a reason. Numbers of
    telephones, accounts and papers are refused: nobody needs them there. Raises NotFound,
    NotPermitted, InputError.
    """
    dispatch, named = find_last(dispatch_no, Duty.HANDLE, by=by)
    if Informing.objects.filter(dispatch=dispatch, key=new.key).exists():
        return False
    _check(dispatch, new, at=at)
    told_at = min(max(new.told_at or at, dispatch.opened_at), at)
    Informing.objects.create(
        dispatch=dispatch,
        key=new.key,
        round=round_of(dispatch, told_at, shown=new.round, named=named),
        whom=new.whom,
        relation=new.relation.strip(),
        minor=dispatch.minor,
        result=new.result,
        told=[each.value for each in Told if each in new.told],
        reason=new.reason.strip()[:LONGEST_TEXT],
        note=new.note.strip()[:LONGEST_TEXT],
        told_at=told_at,
        recorded_at=at,
        officer=by.name,
    )
    change(dispatch)  # its bell need not ring for who is told
    after: Facts = {"whom": new.whom.value, "result": new.result.value}
    announce(dispatch, "informed", by=by, at=at, reason=new.reason.strip(), after=after)
    return True


def _check(dispatch: Dispatch, new: NewInforming, *, at: datetime) -> None:
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise InputError("contact_needs_key", field="key", most=LONGEST_KEY)
    written = (new.relation, new.reason, new.note)
    if any("\x00" in text for text in written) or len(new.relation.strip()) > LONGEST_RELATION:
        raise InputError("text_unreadable", field="relation")
    if any(tells_too_much(text) for text in written):
        raise InputError("told_too_much", field="note")
    if new.told_at is not None and new.told_at > at + CLOCK_SKEW:
        raise InputError("time_not_yet", field="told_at")
    _check_grounds(dispatch, new)


def _check_grounds(dispatch: Dispatch, new: NewInforming) -> None:
    if not dispatch.minor and not new.reason.strip():
        raise InputError("adult_needs_reason", field="reason")
    if new.result is InformResult.UNFIT and not new.reason.strip():
        raise InputError("reason_needed", field="reason")
    if new.result is InformResult.TOLD and not (new.told and new.relation.strip()):
        raise InputError("told_whom_and_what", field="relation")
