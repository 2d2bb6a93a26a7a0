"""Who else was told or joined, and who must be told still."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.dissuasion.models import Dispatch, Informing, JointCall
from zhisun.domains.dissuasion.policy.informing import (
    SETTLED,
    Informed,
    InformResult,
    Told,
    owed,
)
from zhisun.domains.dissuasion.policy.joint_calls import JointResult, Party, worth_joining
from zhisun.domains.dissuasion.terms import OPEN, ContactResult, Outcome, SignalKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class InformingLine:
    """One telling."""

    whom: Informed
    relation: str
    result: InformResult
    told: tuple[Told, ...]
    reason: str
    note: str
    told_at: datetime
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCallLine:
    """One call of three."""

    parties: tuple[Party, ...]
    began_at: datetime
    ended_at: datetime
    result: JointResult
    answer: ContactResult
    recording_ref: str
    note: str
    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """What stands around one dispatch. owed: who must be told still, in this round."""

    minor: bool | None
    student: bool | None
    student_sure: bool
    owed: tuple[Informed, ...]
    informings: tuple[InformingLine, ...]
    joint_calls: tuple[JointCallLine, ...]
    worth_joining: tuple[Party, ...]


def others(dispatch_no: str, *, by: Actor) -> Others:
    """One dispatch within the actor's area. Raises NotFound. Five queries, of a minor six."""
    rows = Dispatch.objects.select_related("person")
    row = rows.filter(dispatch_no=dispatch_no, area__startswith=by.area).first()
    if row is None:
        raise NotFound("dispatch_unknown", dispatch_no=dispatch_no)
    tellings = list(row.informings.order_by("told_at", "pk"))
    calls = JointCall.objects.filter(contact__dispatch=row).select_related("contact")
    kinds = {SignalKind(kind) for kind in row.signals.values_list("kind", flat=True)}
    tried = row.contacts.filter(round=row.reopened)
    refused = tried.filter(result=ContactResult.UNCOOPERATIVE).exists()
    worth = worth_joining(kinds, family=bool(row.person.family_phone), refused=refused)
    return Others(
        minor=row.minor,
        student=row.student,
        student_sure=row.student_sure,
        owed=tuple(still_owed(row)),
        informings=tuple(map(_informing, tellings)),
        joint_calls=tuple(map(_joint_call, calls.order_by("began_at", "pk"))),
        worth_joining=tuple(worth),
    )


def still_owed(row: Dispatch) -> list[Informed]:
    """Who must be told still in this round. One query of a minor, none of others.

    What a look-back found to be a loss is closed at once, also while somebody is owed: then it
    stays owed.
    """
    if not row.minor or (row.state not in OPEN and row.outcome != Outcome.DEFRAUDED):
        return []
    told = Informing.objects.filter(dispatch_id=row.pk, round=row.reopened)
    settled = told.filter(result__in=sorted(SETTLED)).values_list("whom", flat=True)
    return owed({Informed(each) for each in settled}, minor=row.minor, student=row.student)


def _informing(row: Informing) -> InformingLine:
    return InformingLine(
        whom=Informed(row.whom),
        relation=row.relation,
        result=InformResult(row.result),
        told=tuple(Told(each) for each in row.told),
        reason=row.reason,
        note=row.note,
        told_at=row.told_at,
        officer=row.officer,
    )


def _joint_call(row: JointCall) -> JointCallLine:
    return JointCallLine(
        parties=tuple(Party(each) for each in row.parties),
        began_at=row.began_at,
        ended_at=row.ended_at,
        result=JointResult(row.result),
        answer=ContactResult(row.contact.result),
        recording_ref=row.recording_ref,
        note=row.note,
        officer=row.contact.officer,
    )
