"""Hours, languages and points of units."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import AT, a_city, officer
from zhisun.domains.directory.policy import Shift, language_of, point_of, shifts_of
from zhisun.domains.directory.selectors import unit
from zhisun.domains.directory.services.posts import keep_post
from zhisun.domains.directory.terms import DutyDays, Language
from zhisun.kernel.errors import InputError, NotFound, NotPermitted
from zhisun.kernel.moments import CHINA, PLAIN_WEEKS, Calendar
from zhisun.kernel.places import Datum, Position

STATION = "370811010000"
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
SHIFTS = st.builds(
    Shift, st.none(), st.frozensets(st.integers(0, 6), min_size=1), CLOCKS, CLOCKS
) | st.builds(Shift, st.sampled_from(DutyDays), st.just(frozenset[int]()), CLOCKS, CLOCKS)


@given(st.lists(SHIFTS, max_size=14))
def test_what_is_written_down_is_read_back(shifts: list[Shift]) -> None:
    assert list(shifts_of("\n".join(map(str, shifts)))) == shifts


@given(SHIFTS, st.integers(0, 14 * 24 * 60))
def test_a_shift_covers_the_minutes_it_names(shift: Shift, minute: int) -> None:
    """Held against a walk over the minutes since each day it begins on."""
    at = datetime(2026, 9, 7, tzinfo=CHINA) + timedelta(minutes=minute)
    length = (shift.end.hour - shift.start.hour) * 60 + shift.end.minute - shift.start.minute
    if length <= 0:
        length += 24 * 60
    begun = (
        datetime.combine(at.date() - timedelta(days=ago), shift.start, CHINA) for ago in (0, 1)
    )
    walked = any(
        start <= at < start + timedelta(minutes=length)
        for start in begun
        if start.weekday() in _weekdays(shift)
    )
    assert shift.covers(at.astimezone(UTC)) is walked


def _weekdays(shift: Shift) -> frozenset[int]:
    worked = frozenset(range(5))
    of = {DutyDays.EVERY_DAY: frozenset(range(7)), DutyDays.WORKDAYS: worked}
    named = shift.weekdays if shift.days is None else of.get(shift.days, frozenset({5, 6}))
    return frozenset(named)


def test_words_for_days_and_the_holidays() -> None:
    night, sunday, work = shifts_of(
        "周五至周日 20:00-08:00；周六、星期天 9：00-24:00\n工作日 08:00-18:00"
    )
    assert night.weekdays == {4, 5, 6}
    assert (sorted(sunday.weekdays), sunday.end) == ([5, 6], time())
    saturday = datetime(2026, 9, 19, 10, tzinfo=CHINA)
    assert not work.covers(saturday, PLAIN_WEEKS)
    assert work.covers(saturday, Calendar(worked=frozenset({date(2026, 9, 19)})))


@pytest.mark.parametrize(
    "wrong",
    [
        "8-18",
        "周八 08:00-18:00",
        "每天 25:00-26:00",
        "周一至周三至周五 08:00-09:00",
        "初一 08:00-09:00",
    ],
)
def test_hours_nobody_can_read_are_refused_with_the_line(wrong: str) -> None:
    with pytest.raises(InputError) as refused:
        shifts_of(f"每天 08:00-18:00\n{wrong}")
    assert refused.value.facts["told"] == wrong
    with pytest.raises(InputError):
        shifts_of("每天 08:00-18:00\n" * 15)


def test_words_for_points_and_languages() -> None:
    assert point_of("35.41", "116.59", "GCJ-02") == Position(35.41, 116.59, Datum.GCJ02)
    assert point_of(" ", "", "") is None
    assert (language_of("手语"), language_of("普通话")) == (Language.SIGN, None)
    for latitude, longitude, datum in (("95", "1", ""), ("1", "", ""), ("1", "2", "bd09")):
        with pytest.raises(InputError):
            point_of(latitude, longitude, datum)
    with pytest.raises(InputError):
        language_of("火星语")


@pytest.mark.django_db
def test_who_keeps_a_units_hours_and_what_stays() -> None:
    a_city()
    told = {"shifts": "每天 20:00-08:00", "languages": [Language.SIGN], "position": None}
    for name, error in (("gaofei", NotPermitted), ("outsider", NotFound)):
        with pytest.raises(error):
            keep_post(STATION, by=officer(name), at=AT, **told)  # type: ignore[arg-type]  # facts
    with pytest.raises(InputError):
        keep_post(
            STATION,
            shifts="",
            languages=[],
            position=Position(99, 0),
            by=officer("chenjing"),
            at=AT,
        )
    keep_post(STATION, by=officer("chenjing"), at=AT, **told)  # type: ignore[arg-type]  # facts
    now = unit(STATION)
    assert (list(now.languages), now.position) == ([Language.SIGN], None)
    assert now.on_shift(AT, PLAIN_WEEKS) is False  # 14:10
    assert unit("370811000000").on_shift(AT, PLAIN_WEEKS) is None
