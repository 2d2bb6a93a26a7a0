"""Noting what reports name, and who saw it in full."""

from datetime import datetime

from django.db import connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.subjects.models import Subject
from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import LONGEST_VALUE, REVEAL_BASIS, SubjectKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError


def note(
    kind: SubjectKind,
    value: str,
    *,
    at: datetime,
    by: Actor,
    raw: str = "",
    institution_code: str = "",
    name: str = "",
) -> int:
    """The key of this subject, made if it is new (登记要素). Joins the caller's transaction.

    Harmless to repeat. What is known already is kept: a later report fills gaps, it corrects
    nothing. Callers that note several do it in the order of (kind, value), or two of them could
    wait for each other. Raises InputError. Two queries, three when a gap is filled.
    """
    _demand_transaction()
    form = normalised(kind, value)
    seen = Subject(
        kind=kind,
        value=form,
        display=(raw or value).replace("\x00", "").strip()[:LONGEST_VALUE],
        institution_code=institution_code,
        name=name,
        first_seen_at=at,
        first_seen_by=by.name,
    )
    Subject.objects.bulk_create([seen], ignore_conflicts=True)
    subject = Subject.objects.get(kind=kind, value=form)
    _fill_gaps(subject, {"institution_code": institution_code, "name": name})
    return subject.pk


@transaction.atomic(durable=True)
def reveal(what: str, subject: str, *, area: str, reason: str, by: Actor, at: datetime) -> None:
    """Write down that an officer saw a number or name in full, and why (查看完整个人信息).

    what: which fact was shown, as the page calls it, never its value. subject: the number people
    read of the order or incident it was shown with. Called before it is shown. Raises NotFound,
    NotPermitted, InputError without a reason.
    """
    require(by, Duty.REVEAL, area)
    if not reason.strip():
        raise InputError("reason_needed", field="reason")
    record(
        by,
        "subjects.reveal",
        subject,
        at=at,
        area=area,
        after={"what": what},
        reason=reason.strip(),
        legal_basis=REVEAL_BASIS,
    )


def _fill_gaps(subject: Subject, told: dict[str, str]) -> None:
    news = {field: text for field, text in told.items() if text and not getattr(subject, field)}
    if news:
        Subject.objects.filter(pk=subject.pk).update(**news)


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("subjects.note needs the caller's transaction")
