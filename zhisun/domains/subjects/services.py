"""Noting what reports name."""

from datetime import datetime

from django.db import connection, transaction

from zhisun.domains.subjects.models import Subject
from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import LONGEST_VALUE, SubjectKind
from zhisun.kernel.actors import Actor


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


def _fill_gaps(subject: Subject, told: dict[str, str]) -> None:
    news = {field: text for field, text in told.items() if text and not getattr(subject, field)}
    if news:
        Subject.objects.filter(pk=subject.pk).update(**news)


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("subjects.note needs the caller's transaction")
