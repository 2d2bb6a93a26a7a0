"""Writing down a call of three (登记三方通话)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.models import Contact, JointCall
from zhisun.domains.dissuasion.policy.joint_calls import ANSWERS, JointResult, Party
from zhisun.domains.dissuasion.services.contact import NewContact, contacted
from zhisun.domains.dissuasion.services.moves import find_last
from zhisun.domains.dissuasion.terms import LONGEST_TEXT, ContactResult, Step
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

LONGEST_CALL = timedelta(hours=6)
LONGEST_REF = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJointCall:
    """One call as somebody writes it down. key: the same key is the same call.

    answer: the call-back code of §5.3. recording_ref: words only; the recording stays where it is.
    """

    key: str
    parties: Collection[Party]
    began_at: datetime
    ended_at: datetime
    result: JointResult
    answer: ContactResult
    recording_ref: str = ""
    note: str = ""


@transaction.atomic(durable=True)
def joint_call(dispatch_no: str, new: NewJointCall, *, by: Actor, at: datetime) -> bool:
    """Write a call of three down, and the attempt that it is; whether it was news (登记三方通话).

    Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch, named = find_last(dispatch_no, Duty.HANDLE, by=by)
    _check(new, opened_at=dispatch.opened_at, at=at)
    attempt = NewContact(
        key=new.key,
        step=Step.THREE_WAY,
        result=new.answer,
        note=new.note,
        tried_at=new.began_at,
    )
    if not contacted(dispatch, attempt, by=by, at=at, named=named):
        return False
    JointCall.objects.create(
        contact=Contact.objects.get(dispatch=dispatch, key=new.key),
        parties=[party.value for party in Party if party in new.parties],
        began_at=new.began_at,
        ended_at=new.ended_at,
        result=new.result,
        recording_ref=new.recording_ref.strip(),
        note=new.note.strip()[:LONGEST_TEXT],
    )
    return True


def _check(new: NewJointCall, *, opened_at: datetime, at: datetime) -> None:
    if not new.parties:
        raise InputError("joint_call_of_whom", field="parties")
    lasted = new.ended_at - new.began_at
    if not timedelta() <= lasted <= LONGEST_CALL or new.ended_at > at + timedelta(minutes=5):
        raise InputError("joint_call_times", field="ended_at")
    if new.began_at < opened_at - LONGEST_CALL:
        raise InputError("joint_call_times", field="began_at")
    if new.answer not in ANSWERS[new.result]:
        answer, result = str(new.answer.label), str(new.result.label)
        raise InputError("answer_not_of_call", field="answer", answer=answer, result=result)
    if "\x00" in new.recording_ref or len(new.recording_ref.strip()) > LONGEST_REF:
        raise InputError("text_unreadable", field="recording_ref")
