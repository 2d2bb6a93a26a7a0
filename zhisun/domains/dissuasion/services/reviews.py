"""Why somebody was defrauded all the same (倒查), and what reports say of our warnings."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors.incidents import IncidentRow
from zhisun.domains.cases.selectors.incidents import incident as incident_row
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import Dispatch, JoinedTruth, PersonKey, Review
from zhisun.domains.dissuasion.services.persons import Named, keys_of
from zhisun.domains.dissuasion.terms import (
    REACHED_LATE,
    DispatchState,
    Outcome,
    ReviewKind,
    Truth,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

DISSUADED = frozenset({Outcome.SAFE, Outcome.DISSUADED})
REVIEW_OF = {
    Truth.AFTER_DISSUASION: ReviewKind.AFTER_DISSUASION,
    Truth.TOO_LATE: ReviewKind.DEFRAUDED,
    Truth.MISSED: ReviewKind.MISSED,
}


@transaction.atomic(durable=True)
def join_truth(incident_no: str, *, by: Actor, at: datetime) -> Truth | None:
    """Join a registered report with our warnings of its victim; what it says, None if nothing.

    劝阻后被骗: somebody had been told to be safe or dissuaded before the first transfer.
    预警未及劝阻: a signal was there before it, an outcome was not. 未预警发案: neither. An attempt
    without loss and what is no telecom fraud say nothing. Asked again it says what holds now.
    Raises NotFound.
    """
    report = incident_row(incident_no, by=by)
    area = report.facts.area
    require(by, Duty.REVIEW_WARNINGS, area)
    if report.attempted or report.facts.fraud_type is FraudType.FEI:
        return None
    lost_at = report.facts.first_transfer_at or report.facts.called_at
    warned = _warned(report, lost_at)
    truth = _truth(warned, lost_at)
    key = warned.pk if warned else None
    standing = JoinedTruth.objects.filter(incident_no=incident_no).first()
    if standing and (standing.truth, standing.dispatch_id) == (truth, key):
        JoinedTruth.objects.filter(pk=standing.pk).update(lost_at=lost_at)
        return truth
    facts = {"area": area, "truth": truth, "dispatch_id": key, "joined_at": at, "lost_at": lost_at}
    JoinedTruth.objects.update_or_create(incident_no=incident_no, defaults=facts)
    told = {"truth": truth.value, "dispatch": warned.dispatch_no if warned else ""}
    record(by, "dissuasion.join_truth", incident_no, at=at, area=area, after=told)
    publish("dissuasion.truth_joined", incident_no, area=area, at=at)
    open_review(REVIEW_OF[truth], incident_no, area, dispatch=key, by=by, at=at)
    return truth


def open_review(
    kind: ReviewKind, subject: str, area: str, *, dispatch: int | None, by: Actor, at: datetime
) -> None:
    """Open a review, once for each subject (开始倒查). Joins the caller's transaction."""
    _review, news = Review.objects.get_or_create(
        kind=kind,
        subject=subject,
        defaults={"area": area, "dispatch_id": dispatch, "opened_at": at},
    )
    if news:
        record(by, "dissuasion.open_review", subject, at=at, area=area, after={"kind": kind})
        publish("dissuasion.review_opened", subject, area=area, at=at)


@transaction.atomic(durable=True)
def close_review(key: int, finding: str, *, by: Actor, at: datetime) -> None:
    """Write down what a review found (倒查结论), once.

    Raises NotFound, NotPermitted, InputError, StateConflict.
    """
    review = Review.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if review is None:
        raise NotFound("review_unknown")
    require(by, Duty.REVIEW_WARNINGS, review.area)
    if not finding.strip() or "\x00" in finding:
        raise InputError("reason_needed", field="finding")
    if review.closed_at is not None:
        raise StateConflict("review_closed", subject=review.subject)
    Review.objects.filter(pk=key).update(finding=finding.strip(), closed_at=at, closed_by=by.name)
    told = {"kind": review.kind}
    record(
        by,
        "dissuasion.close_review",
        review.subject,
        at=at,
        area=review.area,
        after=told,
        reason=finding.strip(),
    )
    publish("dissuasion.review_closed", review.subject, area=review.area, at=at)


def _warned(report: IncidentRow, lost_at: datetime) -> Dispatch | None:
    """The latest dispatch of the victim that a signal of before the loss belongs to."""
    victim = report.victim
    named = [
        Named(id_number=victim.id_number, phone=phone)
        for phone in (victim.phone, victim.other_phone)
        if phone or victim.id_number
    ]
    values = {value for each in named for _kind, value in keys_of(each)}
    persons = PersonKey.objects.filter(value__in=values).values("person_id")
    rows = Dispatch.objects.filter(
        person_id__in=persons,
        signals__received_at__lt=lost_at,
        opened_at__gt=lost_at - 2 * REACHED_LATE,
    ).exclude(state=DispatchState.JOINED)
    return rows.order_by("-opened_at").first()


def _truth(warned: Dispatch | None, lost_at: datetime) -> Truth:
    if warned is None:
        return Truth.MISSED
    ended = warned.concluded_at
    if ended is None or ended > lost_at or warned.outcome not in DISSUADED:
        return Truth.TOO_LATE
    return Truth.AFTER_DISSUASION if lost_at - ended <= REACHED_LATE else Truth.MISSED
