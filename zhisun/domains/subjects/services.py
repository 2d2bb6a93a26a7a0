"""Noting what reports name, and who saw it in full."""

from collections.abc import Mapping
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


def note_all(
    named: Mapping[tuple[SubjectKind, str], Mapping[str, str]], *, at: datetime, by: Actor
) -> dict[tuple[SubjectKind, str], int]:
    """The keys of many subjects at once, by kind and value as given (登记多个要素). Joins.

    named: what is told of each, `institution_code` and `name`. As `note`, but no gap of a known
    subject is filled: old files fill none of today's. Raises InputError. Two queries.
    """
    _demand_transaction()
    forms = {(kind, value): normalised(kind, value) for kind, value in named}
    new = {
        (kind, forms[kind, value]): Subject(
            kind=kind,
            value=forms[kind, value],
            display=value.replace("\x00", "").strip()[:LONGEST_VALUE],
            first_seen_at=at,
            first_seen_by=by.name,
            **told,
        )
        for (kind, value), told in named.items()
    }
    Subject.objects.bulk_create([new[key] for key in sorted(new)], ignore_conflicts=True)
    known = Subject.objects.filter(value__in={value for _kind, value in new})
    keys = {(each.kind, each.value): each.pk for each in known.only("kind", "value")}
    return {key: keys[key[0], form] for key, form in forms.items()}


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
