"""Takedowns as pages and the domains above read them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import (
    INDICATOR_OF,
    LEFT,
    Finding,
    Measure,
    Origin,
    TakedownState,
    TargetKind,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class TakedownRow:
    """One takedown. A stamp that has not happened is None; empty numbers name nothing."""

    takedown_no: str
    target_kind: TargetKind
    target: str
    form: str
    measure: Measure
    state: TakedownState
    origin: Origin
    ground: str
    original_no: str
    incident_no: str
    source_no: str
    area: str
    institution_code: str
    institution_name: str
    lane: str
    reason: str
    evidence: str
    requested_by: str
    handler: str
    approved_by: str
    document_no: str
    lasts: timedelta | None
    drafted_at: datetime
    approved_at: datetime | None
    sent_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    result: str
    failure_cause: str
    operator: str
    executed_at: datetime | None
    ends_at: datetime | None
    owed_at: datetime | None
    late_rings: int
    check_at: datetime | None
    clock_at: datetime | None
    bell: str
    locked_by: str
    locked_until: datetime | None

    def taken_by_another(self, name: str, *, at: datetime) -> bool:
        """Whether another officer is working on it at `at`."""
        return self.locked_until is not None and self.locked_until > at and self.locked_by != name

    @property
    def is_release(self) -> bool:
        """Whether it lifts another."""
        return self.measure is Measure.RELEASE

    def is_late(self, *, at: datetime) -> bool:
        """Whether this suspension should be over and no carrier has said that it is."""
        stands = self.state in LEFT | {TakedownState.ACTIVE}
        over = stands and self.ends_at is not None and self.ends_at <= at
        return self.holds_own_phone and (over or self.owed_at is not None)

    @property
    def holds_own_phone(self) -> bool:
        """Whether it suspends the phone of a person to be protected."""
        return self.measure is Measure.HOLD_OWN_PHONE


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One later look."""

    finding: Finding
    remark: str
    checked_by: str
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One takedown with what stands around it: releases and later ones, looks, answers."""

    row: TakedownRow
    later: tuple[TakedownRow, ...]
    checks: tuple[CheckRow, ...]
    replies: tuple[tuple[datetime, str, str], ...]


MOST_AGAINST = 50
_CODED = {"target_kind", "measure", "state", "origin", "original_no"}
PLAIN = tuple(name for name in TakedownRow.__dataclass_fields__ if name not in _CODED)


def takedown(takedown_no: str, *, by: Actor) -> TakedownRow:
    """One takedown within the actor's area. Raises NotFound. One query."""
    found = seen_by(by).filter(takedown_no=takedown_no).first()
    if found is None:
        raise NotFound("takedown_unknown", takedown_no=takedown_no)
    return row(found)


def dossier(takedown_no: str, *, by: Actor) -> Dossier:
    """Everything about one takedown, for the page that decides on it. Raises NotFound.

    Four queries.
    """
    found = seen_by(by).filter(takedown_no=takedown_no).first()
    if found is None:
        raise NotFound("takedown_unknown", takedown_no=takedown_no)
    later = found.later.select_related("original").order_by("pk")
    checks = found.checks.order_by("pk")
    replies = found.replies.order_by("pk").values_list("received_at", "result", "facts__remark")
    return Dossier(
        row=row(found),
        later=tuple(row(each) for each in later),
        checks=tuple(
            CheckRow(Finding(one.finding), one.remark, one.checked_by, one.checked_at)
            for one in checks
        ),
        replies=tuple((at, result, remark or "") for at, result, remark in replies),
    )


def takedowns_of(incident_no: str, *, by: Actor) -> list[TakedownRow]:
    """All takedowns of an incident by age. One query."""
    return [row(each) for each in seen_by(by).filter(incident_no=incident_no).order_by("pk")]


def own_phones_of(*source_nos: str, by: Actor) -> list[TakedownRow]:
    """Suspensions of a person's own phone that these sources asked for, by age. One query."""
    asked = seen_by(by).filter(source_no__in=source_nos, origin=Origin.DISSUASION)
    return [row(each) for each in asked.filter(measure=Measure.HOLD_OWN_PHONE).order_by("pk")]


def takedowns_against(kind: str, form: str, *, by: Actor) -> list[TakedownRow]:
    """Takedowns of the value of an indicator, newest first, within the actor's area. One query.

    kind, form: as the indicator base has them.
    """
    kinds = [target for target, indicator in INDICATOR_OF.items() if indicator == kind]
    rows = seen_by(by).filter(target_kind__in=kinds, form=form)
    rows = rows.exclude(measure__in=[Measure.RELEASE, Measure.HOLD_OWN_PHONE])
    return [row(each) for each in rows.order_by("-pk")[:MOST_AGAINST]]


def seen_by(by: Actor) -> QuerySet[Takedown]:
    """The takedowns of the actor's area. Only a job sees the whole country."""
    if not by.area and not by.is_job:
        return Takedown.objects.none()
    return Takedown.objects.filter(area__startswith=by.area).select_related("original")


def row(found: Takedown) -> TakedownRow:
    """The frozen row of one takedown."""
    return TakedownRow(
        **{name: getattr(found, name) for name in PLAIN},
        target_kind=TargetKind(found.target_kind),
        measure=Measure(found.measure),
        state=TakedownState(found.state),
        origin=Origin(found.origin),
        original_no=found.original.takedown_no if found.original else "",
    )
