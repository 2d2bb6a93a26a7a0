"""Two dispatches turn out to be one person's: nothing is lost, and what runs goes on."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.city import AT
from tests.builders.warnings import ANYBODY
from zhisun.domains.dissuasion.models import (
    Contact,
    Dispatch,
    DispatchAlarm,
    Informing,
    LookBack,
    Person,
    PersonKey,
    Signal,
    StreetPhoto,
    WarningMessage,
)
from zhisun.domains.dissuasion.selectors.joined import last_no, numbers_of
from zhisun.domains.dissuasion.services.joining import goes_on
from zhisun.domains.dissuasion.services.persons import Named, known_person
from zhisun.domains.dissuasion.terms import (
    OPEN,
    WAITING,
    WORKED,
    Bell,
    ContactResult,
    DispatchState,
    Outcome,
    PersonKeyKind,
    Step,
)

ID, PHONE = "370811199003070029", "13700001234"
CLOCKS = ("sign_due_at", "contact_due_at", "meet_due_at")
HARDEST = (  # the same order as docs/dissuasion.md says it, written down once more
    *("concluded", "graded", "returned", "assigned", "signed"),
    *("contacting", "unreachable", "reached", "met"),
)


@dataclass(frozen=True)
class Side:
    """One of the two as it stood, minutes before AT."""

    state: DispatchState
    grade: int
    urgent: bool
    ago: int
    due: tuple[int, int, int]
    reopened: int
    reached: bool
    outcome: Outcome
    tried: tuple[int, ...]
    pictures: frozenset[str]
    rang: frozenset[tuple[Bell, bool]]
    look_backs: tuple[int, bool]
    sent: bool

    @property
    def runs(self) -> bool:
        return self.state in WAITING


SIDES = st.builds(
    Side,
    state=st.sampled_from(sorted(OPEN)),
    grade=st.integers(1, 5),
    urgent=st.booleans(),
    ago=st.integers(5, 300),
    due=st.tuples(*[st.integers(-60, 600)] * 3).map(lambda due: (*sorted(due),)),
    reopened=st.integers(0, 2),
    reached=st.booleans(),
    outcome=st.sampled_from([Outcome.DISSUADED, Outcome.DEFRAUDED, Outcome.SAFE]),
    tried=st.lists(st.integers(0, 2), max_size=3).map(tuple),
    pictures=st.frozensets(st.sampled_from("abc"), max_size=2),
    rang=st.frozensets(
        st.tuples(st.sampled_from([Bell.SIGN, Bell.CONTACT, Bell.OWN_HOLD]), st.booleans()),
        max_size=3,
    ),
    look_backs=st.tuples(st.integers(-60, 600), st.booleans()),
    sent=st.booleans(),
)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def stand_up(side: Side, key: PersonKeyKind, value: str) -> Dispatch:
    """The person, his dispatch in this state, and what hangs on it."""
    told = {"id_number": value} if key is PersonKeyKind.IDCARD else {"phone": value}
    person = Person.objects.create(first_seen_at=AT, name="周敏", **told)
    PersonKey.objects.create(person=person, kind=key, value=value)
    opened = AT - minutes(side.ago)
    has_unit = side.state != DispatchState.GRADED
    done = side.state in WORKED | {DispatchState.CONCLUDED}
    spoke = side.reached or side.state in {"reached", "met", "concluded"}
    dispatch = Dispatch.objects.create(
        dispatch_no=f"Q-{key}",
        person=person,
        episode=1,
        state=side.state,
        area="370811010",
        unit_code="370811010000" if has_unit else "",
        unit_name="观音阁派出所" if has_unit else "",
        assigned_at=opened if has_unit else None,
        handler="mahai" if done else "",
        signed_at=opened if done else None,
        fraud_type="SD",
        score=15,
        grade=side.grade,
        urgent=side.urgent,
        opened_at=opened,
        raised_at=opened,
        **{name: AT + minutes(due) for name, due in zip(CLOCKS, side.due, strict=True)},
        contacted_at=opened if spoke else None,
        met_at=opened if side.state in {"met", "concluded"} else None,
        concluded_at=None if side.runs else opened,
        outcome="" if side.runs else side.outcome,
        reopened=side.reopened,
        reopened_at=opened if side.reopened else None,
    )
    hang(side, dispatch, key)
    return dispatch


def hang(side: Side, dispatch: Dispatch, key: PersonKeyKind) -> None:
    facts: dict[str, Any] = {"dispatch": dispatch, "officer": "mahai"}
    Signal.objects.create(
        dispatch=dispatch,
        source="province",
        ref=f"{key}",
        kind="link",
        seen_at=AT,
        received_at=AT,
        fraud_type="SD",
        severity=3,
        confidence=90,
    )
    for number, made_in in enumerate(each for each in side.tried if each <= side.reopened):
        row = {"key": f"sms-{number}", "round": made_in, "recorded_at": AT}
        Contact.objects.create(
            **facts, **row, step=Step.CALL, result=ContactResult.NO_ANSWER, tried_at=AT
        )
        Informing.objects.create(
            **facts, **row, whom="guardian", minor=True, result="not_reached", told_at=AT
        )
    for picture in side.pictures:
        StreetPhoto.objects.create(
            **facts,
            sent_key=f"p-{picture}",
            sha256=picture,
            content=b"1",
            size=1,
            media_type="image/png",
            taken_at=AT,
            kept_at=AT,
        )
    for bell, seen in dict(side.rang).items():
        seen_by = "gaofei" if seen else ""
        DispatchAlarm.objects.create(
            dispatch=dispatch, bell=bell, round=side.reopened, rang_at=AT, seen_by=seen_by
        )
    if side.sent:
        WarningMessage.objects.create(
            dispatch=dispatch,
            round=side.reopened,
            application_id=f"M-{key}",
            institution_code="X",
            number="1",
            posted_at=AT,
        )
    if not side.runs:
        first, is_done = side.look_backs
        for hours, due in ((24, first), (72, first + 2880)):
            over = {"done_at": AT, "finding": "safe"} if is_done and hours == 24 else {}
            LookBack.objects.create(
                dispatch=dispatch,
                round=side.reopened,
                hours=hours,
                **{"due_at": AT + minutes(due)} | over,
            )


def undone(*dispatches: Dispatch) -> list[Any]:
    rows = LookBack.objects.filter(dispatch__in=dispatches, done_at=None)
    return sorted(rows.values_list("due_at", flat=True))


def unseen(*dispatches: Dispatch) -> set[str]:
    rows = DispatchAlarm.objects.filter(dispatch__in=dispatches, seen_by="")
    return set(rows.values_list("bell", flat=True))


@dataclass(frozen=True)
class Joined:
    """The two before and after: the one that goes on, and the one that was joined to it."""

    mine: Side
    was: Dispatch
    theirs: Side
    dropped: Dispatch
    kept: Dispatch
    gone: Dispatch


@pytest.mark.django_db
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SIDES, SIDES)
def test_what_runs_goes_on_and_nothing_is_lost(db: None, one: Side, other: Side) -> None:
    del db  # only its effect is wanted
    with transaction.atomic():
        a = stand_up(one, PersonKeyKind.PHONE, PHONE)
        b = stand_up(other, PersonKeyKind.IDCARD, ID)
        before = {a.pk: (one, a), b.pk: (other, b)}
        looks, rang = undone(a, b), unseen(a) | unseen(b)
        person = known_person(Named(id_number=ID, phone=PHONE), by=ANYBODY, at=AT)
        [kept] = Dispatch.objects.filter(state__in=sorted(OPEN))
        [gone] = Dispatch.objects.filter(state=DispatchState.JOINED)
        assert kept.person_id == gone.person_id == person.pk
        now = Joined(*before[kept.pk], *before[gone.pk], kept, gone)
        demand_order(now)
        demand_levels(now)
        demand_rows(now)
        if not now.mine.runs:
            assert undone(kept)[0] == kept.bell_at == looks[0]
        if now.theirs.runs:
            assert unseen(kept) == rang
            assert kept.messages.exists() == (one.sent or other.sent)
        transaction.set_rollback(True)


def demand_order(now: Joined) -> None:
    """Who goes on, where the other is found, and whose it is."""
    mine, theirs, kept, gone = now.mine, now.theirs, now.kept, now.gone
    assert HARDEST.index(mine.state) >= HARDEST.index(theirs.state)
    assert mine.runs or not theirs.runs
    assert (kept.episode, gone.episode, gone.joined_to_id) == (2, 1, kept.pk)
    assert last_no(gone.dispatch_no) == kept.dispatch_no
    assert numbers_of(kept.dispatch_no) == [kept.dispatch_no, gone.dispatch_no]
    knows_him = mine.state == DispatchState.GRADED and not theirs.runs
    unit_code = (now.dropped if knows_him else now.was).unit_code
    assert (kept.unit_code, kept.handler) == (unit_code, now.was.handler)


def demand_levels(now: Joined) -> None:
    """Nothing is lower, later or less than it was in what ran."""
    kept = now.kept
    assert kept.grade >= max(now.mine.grade, now.theirs.grade)
    assert kept.urgent >= (now.mine.urgent or now.theirs.urgent)
    running = [now.was, *([now.dropped] if now.theirs.runs else [])]
    for name in (*CLOCKS, "opened_at"):
        assert getattr(kept, name) <= min(getattr(each, name) for each in running)
    for name in ("contacted_at", "met_at"):
        stamps = [stamp for each in running if (stamp := getattr(each, name))]
        assert getattr(kept, name) == min(stamps, default=None)


def demand_rows(now: Joined) -> None:
    """What hung on either hangs on the one that goes on, in the round it belongs to."""
    kept, sides = now.kept, (now.mine, now.theirs)
    tried = sum(made <= side.reopened for side in sides for made in side.tried)
    assert (kept.contacts.count(), kept.informings.count()) == (tried, tried)
    current = sum(
        side.tried.count(side.reopened) for side in sides if side is now.mine or side.runs
    )
    assert kept.contacts.filter(round=kept.reopened).count() == current
    pictures = set(kept.photos.values_list("sha256", flat=True))
    assert pictures == now.mine.pictures | now.theirs.pictures
    assert kept.signals.count() == len(sides)
    assert WarningMessage.objects.count() == sum(side.sent for side in sides)


def test_of_any_two_states_the_one_further_goes_on_whatever_else_is_said() -> None:
    for weaker, stronger in permutations(HARDEST, 2):
        if HARDEST.index(weaker) < HARDEST.index(stronger):
            old = Dispatch(
                state=weaker, grade=5, urgent=True, opened_at=AT, pk=1, outcome=Outcome.DEFRAUDED
            )
            new = Dispatch(state=stronger, grade=1, opened_at=AT + minutes(1), pk=2)
            assert goes_on([old, new])[0] is goes_on([new, old])[0] is new
