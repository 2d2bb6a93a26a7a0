"""Two dispatches turn out to be one person's (并入): which goes on, and what it takes over.

Which goes on is decided by the first of these that tells them apart (`goes_on`):

1. How far the work is: met, spoken to, unreachable, being tried, signed for, assigned, returned,
   waiting at the desk; look-back comes last. So nothing that has its outcome swallows what runs.
2. Of two in look-back: the one in which the person was defrauded.
3. The urgent one; the higher grade; the one opened first.

It takes over all signals, contacts, photos and tellings, the higher score, grade and urgency, and
of another that ran also what rang and was sent, the earlier due instant of each clock, and when
the person was reached. Of one in look-back what was done stays work of a round that is over; its
clocks were answered, its look-backs end as they do when work begins anew. Orders keep the number
they were asked for under, and are found by all numbers (`selectors.joined`).
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet

from zhisun.domains.audit.policy import Facts
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import (
    Contact,
    Dispatch,
    DispatchAlarm,
    Informing,
    JoinedTruth,
    LookBack,
    Person,
    Review,
    Signal,
    StreetPhoto,
    WarningMessage,
)
from zhisun.domains.dissuasion.policy.clocks import due_of
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import announce, change, move
from zhisun.domains.dissuasion.services.standing import (
    due_before,
    due_columns,
    sights_of,
    stand_of,
)
from zhisun.domains.dissuasion.terms import OPEN, WAITING, DispatchState, Outcome
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside

FURTHEST = (
    *(DispatchState.MET, DispatchState.REACHED, DispatchState.UNREACHABLE),
    *(DispatchState.CONTACTING, DispatchState.SIGNED, DispatchState.ASSIGNED),
    *(DispatchState.RETURNED, DispatchState.GRADED, DispatchState.CONCLUDED),
)
"""Open states, the one whose work is furthest first; look-back is over and comes last."""

BEYOND = 1_000_000
"""More dispatches than a person ever has."""
LONGEST_KEY = 64


def goes_on(opened: Iterable[Dispatch]) -> list[Dispatch]:
    """Open dispatches of one person, the one that goes on first."""
    return sorted(
        opened,
        key=lambda each: (
            FURTHEST.index(DispatchState(each.state)),
            each.outcome != Outcome.DEFRAUDED,
            not each.urgent,
            -each.grade,
            each.opened_at,
            each.pk,
        ),
    )


def join_dispatches(one: Person, into: Person, *, by: Actor, at: datetime) -> None:
    """All dispatches of two locked persons become those of the second; one stays open. Joins."""
    rows = Dispatch.objects.select_for_update(of=("self",)).select_related("person")
    opened = rows.filter(person__in=[one, into], state__in=sorted(OPEN)).order_by("pk")
    ranked = goes_on(opened)
    if len(ranked) <= 1:
        _count_anew(one, into, *ranked)
        return
    kept, dropped = ranked  # each of the two has one at most
    before = (kept.grade, kept.urgent)
    _take_over(kept, dropped, by=by, at=at)
    _count_anew(one, into, kept)
    _weigh_anew(kept, before, by=by, at=at)
    told: Facts = {"joined": dropped.dispatch_no}
    announce(kept, "took_over", by=by, at=at, after=told)


def _take_over(kept: Dispatch, dropped: Dispatch, *, by: Actor, at: datetime) -> None:
    runs = dropped.state in WAITING
    _carry_rows(dropped, kept, runs=runs, by=by)
    news = _higher(kept, dropped) | _known(kept, dropped)
    if runs:
        news |= _clocks(kept, dropped)
    elif kept.state == DispatchState.CONCLUDED:
        _look_back_sooner(kept, dropped)
    unit = "" if runs else dropped.unit_code
    move(
        dropped,
        DispatchState.JOINED,
        by=by,
        at=at,
        reason=kept.dispatch_no,
        joined_to_id=kept.pk,
    )
    change(kept, **news)
    if unit and kept.state == DispatchState.GRADED and kept.assigned_at is None:
        _to_who_had_him(kept, dropped, by=by, at=at)


def _higher(kept: Dispatch, dropped: Dispatch) -> dict[str, Any]:
    return {
        "score": max(kept.score, dropped.score),
        "grade": max(kept.grade, dropped.grade),
        "urgent": kept.urgent or dropped.urgent,
    }


def _known(kept: Dispatch, dropped: Dispatch) -> dict[str, Any]:
    """What is known of the person and his place; what the one that goes on knows stays."""
    news: dict[str, Any] = {}
    if kept.minor is None:
        news["minor"] = dropped.minor
    if not kept.student_sure:
        sure = dropped.student_sure
        news["student_sure"] = sure
        news["student"] = dropped.student if sure else kept.student or dropped.student
    if kept.latitude is None:
        news |= {name: getattr(dropped, name) for name in ("latitude", "longitude", "datum")}
    if kept.fraud_type == FraudType.QT:
        news["fraud_type"] = dropped.fraud_type
    if not kept.unit_code and inside(dropped.area, kept.area):
        news["area"] = dropped.area
    return news


def _clocks(kept: Dispatch, dropped: Dispatch) -> dict[str, Any]:
    """Of two that run: no due instant later than it was, nothing reached that is forgotten."""
    due = ("sign_due_at", "contact_due_at", "meet_due_at", "opened_at")
    news: dict[str, Any] = {name: min(getattr(kept, name), getattr(dropped, name)) for name in due}
    for name in ("contacted_at", "met_at"):
        stamps = [stamp for stamp in (getattr(kept, name), getattr(dropped, name)) if stamp]
        news[name] = min(stamps, default=None)
    if kept.state == DispatchState.GRADED:  # what was taken back to the desk waits there
        news["assigned_at"] = kept.assigned_at or dropped.assigned_at
    return news


def _look_back_sooner(kept: Dispatch, dropped: Dispatch) -> None:
    """Of two in look-back: none is due later than it was."""
    mine = LookBack.objects.filter(dispatch=kept, round=kept.reopened, done_at=None)
    theirs = LookBack.objects.filter(dispatch=dropped, round=dropped.reopened, done_at=None)
    for each in theirs.order_by("hours"):
        same = mine.filter(hours=each.hours).first() or mine.order_by("hours").first()
        if same is not None and each.due_at < same.due_at:
            LookBack.objects.filter(pk=same.pk).update(due_at=each.due_at)


def _to_who_had_him(kept: Dispatch, dropped: Dispatch, *, by: Actor, at: datetime) -> None:
    """What no unit has goes to the unit that knows the person, as work begun anew does."""
    move(
        kept,
        DispatchState.ASSIGNED,
        by=by,
        at=at,
        reason=dropped.dispatch_no,
        area=dropped.area,
        unit_code=dropped.unit_code,
        unit_name=dropped.unit_name,
        routed=dropped.routed,
        assigned_at=at,
    )


def _weigh_anew(kept: Dispatch, before: tuple[int, bool], *, by: Actor, at: datetime) -> None:
    """Score, grade and urgency by all signals together, and the clocks of a higher grade."""
    now = stand_of(kept, sights_of(kept), at=at)
    news: dict[str, Any] = {"score": now.score, "points": [asdict(each) for each in now.points]}
    higher = (now.grade, now.urgent) > before and kept.state in WAITING
    if higher:
        rules = rules_of(kept.area)
        due = due_of(rules, now.grade, urgent=now.urgent, at=at, before=due_before(kept))
        news |= {"grade": now.grade, "urgent": now.urgent, "raised_at": at} | due_columns(due)
    change(kept, **news)
    if higher:
        announce(kept, "raised", by=by, at=at, after={"score": now.score})


def _count_anew(one: Person, into: Person, *opened: Dispatch) -> None:
    """Number the dispatches of both as one person's, by age, the open one last."""
    mine = Dispatch.objects.filter(person__in=[one, into])
    last = {each.pk for each in opened}
    aged = sorted((pk in last, at, pk) for at, pk in mine.values_list("opened_at", "pk"))
    mine.update(episode=F("episode") + BEYOND)  # out of the way: a number counts once a person
    for episode, (_open, _at, pk) in enumerate(aged, start=1):
        Dispatch.objects.filter(pk=pk).update(person=into, episode=episode)
    for each in opened:
        each.person, each.episode = into, len(aged)


def _carry_rows(dropped: Dispatch, kept: Dispatch, *, runs: bool, by: Actor) -> None:
    Signal.objects.filter(dispatch=dropped).update(dispatch=kept)
    done: tuple[tuple[type[Model], str], ...] = ((Contact, "key"), (Informing, "key"))
    for model, key in done:
        mine = _apart(model, key, dropped, kept)
        if runs:
            mine.filter(round=dropped.reopened).update(dispatch=kept, round=kept.reopened)
        mine.update(dispatch=kept, round=None)
    same = StreetPhoto.objects.filter(dispatch=kept).values("sha256")
    _apart(StreetPhoto, "sent_key", dropped, kept).exclude(sha256__in=same).update(dispatch=kept)
    _carry_messages(dropped, kept, runs=runs)
    if runs:
        _carry_alarms(dropped, kept, by=by)
        JoinedTruth.objects.filter(dispatch=dropped).update(dispatch=kept)
        Review.objects.filter(dispatch=dropped).update(dispatch=kept)


def _apart(model: type[Model], key: str, dropped: Dispatch, kept: Dispatch) -> QuerySet[Any]:
    """The rows of the dropped one, with no key the other has: a key counts once a dispatch."""
    rows: QuerySet[Any] = model._default_manager.all()  # noqa: SLF001 the documented way to it
    mine, taken = rows.filter(dispatch=dropped), rows.filter(dispatch=kept).values(key)
    for pk, told in mine.filter(**{f"{key}__in": taken}).values_list("pk", key):
        rows.filter(pk=pk).update(**{key: f"{dropped.pk}:{told}"[:LONGEST_KEY]})
    return mine


def _carry_messages(dropped: Dispatch, kept: Dispatch, *, runs: bool) -> None:
    """What he was told of his accounts; the warning too, where none went out in this round."""
    mine = WarningMessage.objects.filter(dispatch=dropped)
    mine.exclude(about="").update(dispatch=kept, round=kept.reopened)
    sent = WarningMessage.objects.filter(dispatch=kept, round=kept.reopened, about="")
    if runs and not sent.exists():
        mine.filter(round=dropped.reopened).update(dispatch=kept, round=kept.reopened)


def _carry_alarms(dropped: Dispatch, kept: Dispatch, *, by: Actor) -> None:
    """What rang has rung; what nobody has seen yet of either waits to be seen once."""
    rung = DispatchAlarm.objects.filter(dispatch=kept, round=kept.reopened)
    for each in DispatchAlarm.objects.filter(dispatch=dropped, round=dropped.reopened):
        row = DispatchAlarm.objects.filter(pk=each.pk)
        twin = rung.filter(bell=each.bell, hours=each.hours, about=each.about)
        if not twin.exists():
            row.update(dispatch=kept, round=kept.reopened)
        elif not each.seen_by:
            twin.update(seen_by="")
            row.update(seen_by=by.name[:40])
