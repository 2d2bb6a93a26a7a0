"""What became of the person: outcome and look-back (劝阻结果、回访)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.dissuasion.models import Contact, Dispatch, LookBack
from zhisun.domains.dissuasion.selectors.others import still_owed
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import (
    announce,
    change,
    demand_move,
    find,
    move,
    ring,
)
from zhisun.domains.dissuasion.services.reviews import open_review
from zhisun.domains.dissuasion.terms import (
    LONGEST_TEXT,
    Bell,
    ContactResult,
    DispatchState,
    Finding,
    Outcome,
    ReviewKind,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

if TYPE_CHECKING:
    from django.db.models import QuerySet

SPEAKS = frozenset({Outcome.SAFE, Outcome.DISSUADED, Outcome.DEFRAUDED})
"""Outcomes that only the person himself can tell."""
NEEDS_MEETING = frozenset({Outcome.SAFE, Outcome.DISSUADED})


@transaction.atomic(durable=True)
def conclude(
    dispatch_no: str, outcome: Outcome, note: str = "", *, by: Actor, at: datetime
) -> None:
    """Write down what became of the person (登记结果).

    An unanswered call is no outcome: the person must have been spoken to or met, for 未遇到 a
    visit must have been made, for a false alarm it must be said why. A dispatch of high grade is
    concluded without a meeting only with a reason. Concluding alike twice is once. Raises
    NotFound, NotPermitted, InputError, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    concluded(dispatch, outcome, note, by=by, at=at)


def concluded(dispatch: Dispatch, outcome: Outcome, note: str, *, by: Actor, at: datetime) -> None:
    """`conclude` of a dispatch found and locked before. Joins the caller's transaction."""
    if dispatch.concluded_at is not None and dispatch.outcome == outcome:
        return
    demand_move(dispatch, DispatchState.CONCLUDED)
    note = note.replace("\x00", "").strip()[:LONGEST_TEXT]
    _demand_grounds(dispatch, outcome, note)
    stamps: dict[str, Any] = {"outcome": outcome, "outcome_note": note, "concluded_at": at}
    stamps["concluded_by"] = by.name
    if outcome is Outcome.FALSE_ALARM:
        move(dispatch, DispatchState.CLOSED, by=by, at=at, reason=note, closed_at=at, **stamps)
        announce(dispatch, "false_alarm", by=by, at=at)
        return
    hours = rules_of(dispatch.area).look_back_hours
    LookBack.objects.bulk_create(
        LookBack(
            dispatch_id=dispatch.pk,
            round=dispatch.reopened,
            hours=each,
            due_at=at + timedelta(hours=each),
        )
        for each in hours
    )
    move(dispatch, DispatchState.CONCLUDED, by=by, at=at, reason=note, **stamps)
    if outcome is Outcome.DEFRAUDED:
        _defrauded(dispatch, by=by, at=at)


@transaction.atomic(durable=True)
def look_back(
    dispatch_no: str,
    finding: Finding,
    note: str = "",
    *,
    hours: int | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Write down the look-back that is next (登记回访).

    hours: the one the officer had before him, None for whichever is next; the same one said
    alike by him again is said once. That nothing happened since cannot be known before it is
    due; bad news can. Who could not be reached was not asked: that is a contact. After the last
    one the dispatch is closed, not before a minor's guardian and school were told; who is still
    in contact with the fraudster goes back to work. A loss is taken down and closed all the
    same, because money is on its way, and rings. Raises NotFound, NotPermitted, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    mine = LookBack.objects.filter(dispatch_id=dispatch.pk, round=dispatch.reopened)
    if hours is not None and mine.filter(hours=hours, finding=finding, done_by=by.name).exists():
        return
    following = _next_look_back(dispatch, mine, hours)
    if finding is Finding.SAFE and at < following.due_at:
        raise StateConflict("look_back_too_soon", hours=following.hours)
    _demand_told(dispatch, mine, following, finding)
    told = note.replace("\x00", "").strip()[:LONGEST_TEXT]
    LookBack.objects.filter(pk=following.pk).update(
        done_at=at, done_by=by.name, finding=finding, note=told
    )
    after: Facts = {"hours": following.hours, "finding": finding.value}
    announce(dispatch, "looked_back", by=by, at=at, reason=told, after=after)
    if finding is Finding.IN_CONTACT:
        _again(dispatch, told, by=by, at=at)
    elif finding is Finding.DEFRAUDED:
        _lost_meanwhile(dispatch, by=by, at=at)
    elif not mine.filter(done_at=None).exists():
        move(dispatch, DispatchState.CLOSED, by=by, at=at, closed_at=at)
    else:
        change(dispatch)


def _next_look_back(dispatch: Dispatch, mine: "QuerySet[LookBack]", hours: int | None) -> LookBack:
    if dispatch.state != DispatchState.CONCLUDED:
        raise StateConflict("nothing_to_look_back", dispatch_no=dispatch.dispatch_no)
    following = mine.filter(done_at=None).order_by("hours").first()
    if following is None:
        raise NotFound("nothing_to_look_back", dispatch_no=dispatch.dispatch_no)
    if hours is not None and following.hours != hours:
        raise StateConflict("look_back_made", hours=hours)
    return following


def _lost_meanwhile(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    change(dispatch, outcome=Outcome.DEFRAUDED)
    if still_owed(dispatch):
        ring(dispatch, Bell.INFORM, by=by, at=at)
    _defrauded(dispatch, by=by, at=at)
    move(dispatch, DispatchState.CLOSED, by=by, at=at, closed_at=at)


def _demand_told(
    dispatch: Dispatch, mine: "QuerySet[LookBack]", following: LookBack, finding: Finding
) -> None:
    """The last one is the last occasion to tell a minor's guardian and school."""
    last = not mine.filter(done_at=None).exclude(pk=following.pk).exists()
    owed = still_owed(dispatch) if last and finding is Finding.SAFE else []
    if owed:
        whom = "、".join(str(each.label) for each in owed)
        raise StateConflict("look_back_untold", whom=whom)


def _again(dispatch: Dispatch, note: str, *, by: Actor, at: datetime) -> None:
    """Back to work with whoever had it, in a round of its own."""
    rules = rules_of(dispatch.area)
    sign, talk, meet = rules.clocks(dispatch.grade, urgent=dispatch.urgent)
    dispatch.sign_due_at, dispatch.contact_due_at = at + sign, at + talk
    dispatch.meet_due_at = at + meet
    dispatch.save(update_fields=["sign_due_at", "contact_due_at", "meet_due_at"])
    move(
        dispatch,
        DispatchState.ASSIGNED,
        by=by,
        at=at,
        reason=note,
        reopened=dispatch.reopened + 1,
        reopened_at=at,
        outcome="",
        outcome_note="",
        handler="",
        concluded_by="",
        **dict.fromkeys(("signed_at", "contacted_at", "met_at", "concluded_at")),
    )


def _demand_grounds(dispatch: Dispatch, outcome: Outcome, note: str) -> None:
    if outcome is Outcome.MESSAGE_ONLY:
        raise InputError("outcome_not_by_hand", field="outcome")
    spoken = dispatch.contacted_at is not None
    if outcome in SPEAKS and not spoken:
        raise InputError("outcome_needs_person", field="outcome", outcome=str(outcome.label))
    if outcome is Outcome.NOT_FOUND and not _visited(dispatch):
        raise InputError("outcome_needs_visit", field="outcome")
    if outcome is Outcome.FALSE_ALARM and not note:
        raise InputError("reason_needed", field="note")
    must_meet = dispatch.grade >= rules_of(dispatch.area).meet_from
    if outcome in NEEDS_MEETING and must_meet and dispatch.met_at is None and not note:
        raise InputError("outcome_needs_meeting", field="note")


def _visited(dispatch: Dispatch) -> bool:
    mine = Contact.objects.filter(dispatch_id=dispatch.pk, round=dispatch.reopened)
    return mine.filter(result=ContactResult.NOT_FOUND).exists()


def _defrauded(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    """已受骗: a review begins, and the news opens a report (reactions)."""
    open_review(
        ReviewKind.DEFRAUDED,
        dispatch.dispatch_no,
        dispatch.area,
        dispatch=dispatch.pk,
        by=by,
        at=at,
    )
    announce(dispatch, "defrauded", by=by, at=at)
