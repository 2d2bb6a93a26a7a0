"""Every figure against a slow oracle that counts one dispatch after the other in Python."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import ANYBODY, PLACE, dissuaded, warned
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.dissuasion.models import (
    Dispatch,
    Informing,
    JoinedTruth,
    LookBack,
    Person,
    Signal,
)
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult
from zhisun.domains.dissuasion.selectors import figures
from zhisun.domains.dissuasion.selectors.figures import Frame, Share
from zhisun.domains.dissuasion.terms import (
    DispatchState,
    FigureName,
    Finding,
    Outcome,
    Side,
    SignalKind,
    SignalSource,
    Truth,
)
from zhisun.domains.indicators.models import Indicator
from zhisun.domains.indicators.services.keep import NewIndicator, add

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
UNITS = ("", "370811010000", "370811000000")
FRAME = Frame(since=AT - 5 * DAY, until=AT + DAY, at=AT)


def a_population(seed: int, size: int = 80) -> None:
    """Dispatches of every sort, as the constraints of the table allow them."""
    chance = Random(seed)  # noqa: S311 a test that can be repeated
    site = NewIndicator(
        kind="domain", value=f"s{seed}.example", fraud_type="SD", severity=3, source="省厅"
    )
    add(site, by=ANYBODY, at=AT)
    indicator = Indicator.objects.latest("pk")
    for number in range(size):
        dispatch = a_dispatch(chance, f"{seed}-{number}")
        for each in range(chance.randint(1, 3)):
            Signal.objects.create(
                dispatch=dispatch,
                source=chance.choice(SignalSource.values),
                ref=f"{seed}-{number}-{each}",
                kind=chance.choice(SignalKind.values),
                seen_at=dispatch.opened_at + chance.choice((-1, 0, 1)) * MINUTE,
                received_at=dispatch.opened_at,
                fraud_type=FraudType.SD,
                severity=3,
                confidence=90,
                indicator=chance.choice((None, indicator)),
            )
        if chance.random() < 0.2:
            a_truth(chance, dispatch, f"A{seed}-{number}")
    a_truth(chance, None, f"M{seed}")


def a_dispatch(chance: Random, number: str) -> Dispatch:
    opened = AT - chance.randint(-60, 7 * 24 * 60) * MINUTE
    maybe: Callable[[int], datetime | None] = lambda most: (  # noqa: E731 said once
        opened + chance.randint(0, most) * MINUTE if chance.random() < 0.7 else None
    )
    unit = chance.choice(UNITS)
    signed = maybe(20) if unit else None
    outcome = chance.choice(["", *Outcome.values])
    dispatch = Dispatch.objects.create(
        dispatch_no=number,
        person=Person.objects.create(first_seen_at=opened),
        episode=1,
        state=DispatchState.CLOSED if outcome else DispatchState.SIGNED,
        area=chance.choice((PLACE, "370811", "370800000")),
        unit_code=unit,
        unit_name=unit and "单位",
        fraud_type=FraudType.SD,
        score=10,
        grade=chance.randint(1, 5),
        opened_at=opened,
        raised_at=opened,
        sign_due_at=opened + 10 * MINUTE,
        contact_due_at=opened + 30 * MINUTE,
        meet_due_at=opened + 60 * MINUTE,
        assigned_at=opened if unit else None,
        signed_at=signed,
        handler="mahai" if signed else "",
        contacted_at=maybe(60),
        met_at=maybe(90),
        concluded_at=opened + MINUTE if outcome else None,
        outcome=outcome,
        reopened=chance.randint(0, 1),
        minor=chance.choice((None, True, True, False)),
        student=chance.choice((None, True, False)),
    )
    for whom in Informed:
        if chance.random() < 0.6:
            an_informing(chance, dispatch, whom)
    for hours in (24, 72) if outcome else ():
        done = chance.random() < 0.7
        LookBack.objects.create(
            dispatch=dispatch,
            round=chance.randint(0, 1),
            hours=hours,
            due_at=opened,
            done_at=opened if done else None,
            finding=chance.choice(Finding.values) if done else "",
        )
    return dispatch


def an_informing(chance: Random, dispatch: Dispatch, whom: Informed) -> None:
    Informing.objects.create(
        dispatch=dispatch,
        key=whom.value,
        round=0,
        whom=whom,
        relation="亲属",
        minor=dispatch.minor,
        result=chance.choice((*InformResult.values, InformResult.TOLD)),
        told=["danger"],
        reason="联系不上本人",
        told_at=AT,
        recorded_at=AT,
        officer="mahai",
    )


def a_truth(chance: Random, dispatch: Dispatch | None, incident_no: str) -> None:
    opened = dispatch.opened_at if dispatch else AT
    JoinedTruth.objects.create(
        incident_no=incident_no,
        area=chance.choice((PLACE, "370811")),
        truth=chance.choice((Truth.TOO_LATE, Truth.AFTER_DISSUASION)) if dispatch else Truth.MISSED,
        dispatch=dispatch,
        joined_at=AT - chance.randint(0, 7) * DAY,
        lost_at=chance.choice((None, opened - MINUTE, opened + MINUTE)),
    )


Stand = Side | None
"""On which side of a figure one dispatch stands, None for neither."""


def kept(done: datetime | None, due: datetime) -> Stand:
    if done is None:
        return Side.UNKNOWN if due >= AT else Side.REST
    return Side.PART if done <= due else Side.REST


def either(*, good: object) -> Stand:
    return Side.PART if good else Side.REST


def looks(row: Dispatch) -> list[LookBack]:
    return [each for each in row.look_backs.all() if each.round == row.reopened]


def held(row: Dispatch, *, to_the_end: bool) -> Stand:
    truths = [each.truth for each in row.truths.all()]
    dissuaded = row.outcome == Outcome.DISSUADED
    if row.outcome == Outcome.DEFRAUDED or (dissuaded and Truth.AFTER_DISSUASION in truths):
        return Side.REST
    safe = any(each.finding == Finding.SAFE for each in looks(row))
    enough = safe and (not to_the_end or all(each.done_at for each in looks(row)))
    return (Side.PART if enough else Side.UNKNOWN) if dissuaded else None


def met(row: Dispatch) -> Stand:
    grave = row.grade >= 4 and row.outcome != Outcome.FALSE_ALARM
    return either(good=row.met_at) if grave else None


def unpaid(row: Dispatch) -> Stand:
    if row.outcome in {"", Outcome.FALSE_ALARM, Outcome.MESSAGE_ONLY}:
        return None if row.outcome else Side.UNKNOWN
    paid = any(s.kind == "trade" and s.seen_at > row.opened_at for s in row.signals.all())
    return either(good=not (paid or row.truths.all() or row.outcome == Outcome.DEFRAUDED))


def right(row: Dispatch) -> Stand:
    if row.outcome in {"", Outcome.NOT_FOUND, Outcome.MESSAGE_ONLY}:
        return Side.UNKNOWN
    return either(good=row.outcome in {Outcome.DISSUADED, Outcome.DEFRAUDED})


def informed(row: Dispatch) -> Stand:
    told = {each.whom for each in row.informings.all() if each.result == InformResult.TOLD}
    if not row.minor or row.outcome == Outcome.FALSE_ALARM:
        return None
    if told >= ({"guardian", "school"} if row.student else {"guardian"}):
        return Side.PART
    return Side.REST if row.concluded_at else Side.UNKNOWN


SLOW: dict[FigureName, Callable[[Dispatch], Stand]] = {
    FigureName.SIGNED: lambda row: either(good=row.signed_at) if row.assigned_at else None,
    FigureName.SIGNED_IN_TIME: lambda row: (
        kept(row.signed_at, row.sign_due_at) if row.assigned_at else None
    ),
    FigureName.REACHED_IN_TIME: lambda row: (
        None if row.outcome == Outcome.MESSAGE_ONLY else kept(row.contacted_at, row.contact_due_at)
    ),
    FigureName.MET: met,
    FigureName.DISSUADED_FIRST: lambda row: held(row, to_the_end=False),
    FigureName.DISSUADED_SECOND: lambda row: held(row, to_the_end=True),
    FigureName.NO_PAYMENT: unpaid,
    FigureName.RIGHT: right,
    FigureName.INFORMED: informed,
}


def counted(rows: list[Dispatch], name: FigureName) -> Share:
    sides = [SLOW[name](row) for row in rows]
    part, rest = sides.count(Side.PART), sides.count(Side.REST)
    return Share(part, part + rest, sides.count(Side.UNKNOWN))


def in_frame(unit: str | None = None) -> list[Dispatch]:
    return [
        row
        for row in Dispatch.objects.prefetch_related("truths", "look_backs", "signals")
        if FRAME.since <= row.opened_at < FRAME.until and unit in {None, row.unit_code}
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_counts_what_it_says_it_counts(seed: int) -> None:
    a_city()
    a_population(seed)
    rows = in_frame()
    by = officer("gaofei")
    found = figures.shares(by, FRAME)
    assert found == {name: counted(rows, name) for name in FigureName}
    assert figures.total(by, FRAME) == len(rows)
    for each in figures.by_unit(by, FRAME):
        mine = in_frame(each.unit_code)
        assert each.dispatches == len(mine)
        assert each.shares == {name: counted(mine, name) for name in FigureName}
    for name, share in found.items():
        sides = {side: len(figures.rows(by, FRAME, name, side)) for side in Side}
        assert sides == {
            Side.PART: share.part,
            Side.REST: share.whole - share.part,
            Side.WHOLE: share.whole,
            Side.UNKNOWN: share.unknown,
        }


def test_precision_by_source_and_indicator_counts_a_dispatch_once_for_each() -> None:
    a_city()
    a_population(3)
    by, rows = officer("gaofei"), in_frame()
    for each in figures.by_source(by, FRAME):
        mine = [row for row in rows if any(s.source == each.name for s in row.signals.all())]
        assert each.share == counted(mine, FigureName.RIGHT)
        opened = figures.rows(by, FRAME, FigureName.RIGHT, Side.WHOLE, source=each.name)
        assert len(opened) == each.share.whole
    for each in figures.by_indicator(by, FRAME):
        mine = [row for row in rows if any(s.indicator_id == each.key for s in row.signals.all())]
        assert each.share == counted(mine, FigureName.RIGHT)


def test_missed_cases_are_counted_and_listed_by_period_and_unit() -> None:
    a_city()
    a_population(4)
    by = officer("gaofei")
    all_of = list(JoinedTruth.objects.filter(joined_at__gte=FRAME.since))
    found = figures.truths(by, FRAME)
    assert found == {truth: sum(row.truth == truth for row in all_of) for truth in Truth}
    for truth, number in found.items():
        assert len(figures.truth_rows(by, FRAME, truth)) == number
    frame = Frame(
        since=FRAME.since, until=FRAME.until, at=AT, unit_code=UNITS[1], unit_area="370811010"
    )
    mine = [
        row
        for row in all_of
        if (row.dispatch.unit_code == UNITS[1] if row.dispatch else row.area.startswith(PLACE))
    ]
    assert sum(figures.truths(by, frame).values()) == len(mine)


def test_missed_cases_by_source_against_a_count_by_hand() -> None:
    a_city()
    a_population(5)
    by = officer("gaofei")
    rows = [row for row in JoinedTruth.objects.all() if row.joined_at >= FRAME.since]
    known = [row for row in rows if row.lost_at]
    for source, share in figures.missed_by_source(by, FRAME).items():
        missed = [row for row in known if not in_time(row, source)]
        assert share == Share(len(missed), len(known), len(rows) - len(known))
        sides = {side: len(figures.missed_rows(by, FRAME, source, side)) for side in Side}
        assert sides == {
            Side.PART: share.part,
            Side.REST: share.whole - share.part,
            Side.WHOLE: share.whole,
            Side.UNKNOWN: share.unknown,
        }
    assert len({share.part for share in figures.missed_by_source(by, FRAME).values()}) > 1


def in_time(row: JoinedTruth, source: SignalSource) -> bool:
    assert row.lost_at
    if row.dispatch is None or row.truth == Truth.MISSED:
        return False
    signals = row.dispatch.signals.all()
    return any(s.source == source and s.received_at < row.lost_at for s in signals)


def test_another_city_counts_nothing_of_ours() -> None:
    a_city()
    dissuaded()
    warned(area="370811")
    assert figures.total(officer("outsider"), FRAME) == 0
    assert figures.total(officer("gaofei"), FRAME) > 0
