"""Whom to call: hours, holidays, ladders, and who may keep them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.city import ABC, AT, a_city, officer
from zhisun.domains.audit.models import Entry
from zhisun.domains.directory.policy import Step, on_duty, step_due
from zhisun.domains.directory.selectors import calendar, institution
from zhisun.domains.directory.selectors.contacts import (
    SHIPPED,
    contacts,
    contacts_of,
    ladder_of,
    ladders,
    nearest,
)
from zhisun.domains.directory.services.contacts import (
    NewContact,
    drop_contact,
    drop_day,
    keep_contact,
    keep_days,
    keep_papers,
    set_ladder,
)
from zhisun.domains.directory.terms import ContactRole, DutyDays, PaperWay
from zhisun.kernel.errors import InputError, NotFound, NotPermitted
from zhisun.kernel.moments import CHINA, Calendar, moved_off_holidays, working_days_after

MINUTE = timedelta(minutes=1)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
WEEK = st.integers(0, 3 * 7 * 24 * 60).map(
    lambda minute: datetime(2026, 9, 28, tzinfo=CHINA) + minute * MINUTE
)
NATIONAL_DAY = Calendar(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    worked=frozenset({date(2026, 10, 10)}),
)


def by_walking(
    days: DutyDays, start: time, end: time, at: datetime, known: Calendar = NATIONAL_DAY
) -> bool:
    """The slow oracle: goes back minute by minute to where a duty begins, at most a day."""
    for back in range(24 * 60):
        then = at - back * MINUTE
        if back and then.time() == end and start != end:
            return False
        if then.time() == start:
            works = known.works(then.date())
            return {DutyDays.EVERY_DAY: True, DutyDays.WORKDAYS: works}.get(days, not works)
    return False


@given(st.sampled_from(DutyDays), CLOCKS, CLOCKS, WEEK)
def test_duty_is_what_one_finds_by_going_back_to_its_beginning(
    days: DutyDays, start: time, end: time, at: datetime
) -> None:
    if at.time() == end and start != end:
        assert not on_duty(days, start, end, at, calendar=NATIONAL_DAY)
    else:
        found = on_duty(days, start, end, at, calendar=NATIONAL_DAY)
        assert found is by_walking(days, start, end, at)


@given(CLOCKS, CLOCKS, WEEK)
def test_workdays_and_days_off_share_every_minute_between_them(
    start: time, end: time, at: datetime
) -> None:
    every, work, off = (
        on_duty(days, start, end, at, calendar=NATIONAL_DAY)
        for days in (DutyDays.EVERY_DAY, DutyDays.WORKDAYS, DutyDays.DAYS_OFF)
    )
    assert every is (work or off)
    assert not (work and off)


def test_fridays_night_reaches_into_saturday_and_ends_there() -> None:
    night = (DutyDays.WORKDAYS, time(20), time(8))
    saturday = datetime(2026, 9, 12, 3, tzinfo=CHINA)
    assert on_duty(*night, saturday)
    assert not on_duty(*night, saturday + timedelta(hours=5))
    assert not on_duty(*night, saturday + timedelta(hours=18))


@given(st.lists(st.integers(0, 600), unique=True, max_size=6), st.integers(-60, 900))
def test_the_highest_level_whose_time_has_come_is_called(minutes: list[int], late: int) -> None:
    ladder = [Step(n, each, ContactRole.LIAISON) for n, each in enumerate(sorted(minutes), 1)]
    step = step_due(ladder, AT, AT + late * MINUTE)
    come = [each for each in ladder if each.minutes <= late]
    assert step == (come[-1] if come else None)


def test_three_working_days_go_round_the_holidays_and_count_the_weekend_that_is_worked() -> None:
    handed = datetime(2026, 9, 30, 15, tzinfo=CHINA)
    assert working_days_after(handed, 3, calendar=NATIONAL_DAY) == datetime(
        2026, 10, 11, tzinfo=CHINA
    )
    assert working_days_after(handed, 3) == datetime(2026, 10, 6, tzinfo=CHINA)


def test_a_term_that_ends_on_a_day_off_ends_with_the_next_working_day() -> None:
    ends = datetime(2026, 10, 3, 9, tzinfo=CHINA)
    assert moved_off_holidays(ends, calendar=NATIONAL_DAY) == datetime(2026, 10, 9, tzinfo=CHINA)
    worked = datetime(2026, 10, 10, 9, tzinfo=CHINA)
    assert moved_off_holidays(worked, calendar=NATIONAL_DAY) == worked


@pytest.fixture
def _city(db: None) -> None:
    del db
    a_city()


def liaison(**changes: object) -> NewContact:
    facts: dict[str, object] = {
        "institution_code": ABC,
        "area": "370800",
        "role": ContactRole.LIAISON,
        "name": "何丽",
        "phone": "0537-0000201",
    }
    return NewContact(**facts | changes)  # type: ignore[arg-type]  # a test names what it changes


@pytest.mark.usefixtures("_city")
def test_the_duty_officer_keeps_contacts_and_the_audit_keeps_neither_name_nor_number() -> None:
    chief = officer("chenjing")
    key = keep_contact(liaison(), by=chief, at=AT)
    assert keep_contact(liaison(name="吕强"), by=chief, at=AT, key=key) == key
    assert [row.name for row in contacts(by=officer("wangqiang"))] == ["吕强"]
    assert contacts(by=officer("outsider")) == []
    drop_contact(key, by=chief, at=AT)
    assert contacts(by=chief) == []
    kept = "".join(f"{entry.before}{entry.after}" for entry in Entry.objects.all())
    assert "吕强" not in kept
    assert "0000201" not in kept


@pytest.mark.usefixtures("_city")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"institution_code": ""}, "contact_of_whom"),
        ({"role": ContactRole.REGULATOR}, "contact_of_whom"),
        ({"name": " "}, "contact_name_missing"),
        ({"phone": "请转总机"}, "contact_phone_unreadable"),
    ],
)
def test_a_contact_that_cannot_be_called_is_refused(changes: dict[str, str], code: str) -> None:
    with pytest.raises(InputError, match=code):
        keep_contact(liaison(**changes), by=officer("chenjing"), at=AT)


@pytest.mark.usefixtures("_city")
def test_who_has_not_the_duty_or_the_area_keeps_nothing() -> None:
    with pytest.raises(NotPermitted):
        keep_contact(liaison(), by=officer("wangqiang"), at=AT)
    with pytest.raises(NotFound):
        keep_contact(liaison(), by=officer("outsider"), at=AT)
    with pytest.raises(NotFound):
        keep_papers(ABC, [PaperWay.FAX], "", by=officer("outsider"), at=AT)
    with pytest.raises(NotFound):
        keep_days(
            date(2026, 10, 1), date(2026, 10, 7), "x", works=False, by=officer("outsider"), at=AT
        )


@pytest.mark.usefixtures("_city")
def test_the_nearest_area_counts_for_contacts_and_ladders() -> None:
    chief = officer("chenjing")
    keep_contact(liaison(name="市"), by=chief, at=AT)
    keep_contact(liaison(name="区", area="370811"), by=chief, at=AT)
    rows = contacts_of([ABC])
    found = nearest(rows, ABC, ContactRole.LIAISON, "370811010")
    assert [row.name for row in found] == ["区", "市"]
    assert [row.name for row in nearest(rows, ABC, ContactRole.LIAISON, "370802")] == ["市"]
    assert ladder_of("370811", ladders()) == SHIPPED
    set_ladder("370800", [(10, ContactRole.BRANCH_HEAD)], "支队会议", by=chief, at=AT)
    assert [step.minutes for step in ladder_of("370811010", ladders())] == [10]
    assert ladder_of("3709", ladders()) == SHIPPED
    set_ladder("370800", [], "恢复", by=chief, at=AT)
    assert ladder_of("370811010", ladders()) == SHIPPED
    steps = [(30, ContactRole.LIAISON), (10, ContactRole.REGULATOR)]
    with pytest.raises(InputError, match="ladder_unsound"):
        set_ladder("370800", steps, "倒着", by=chief, at=AT)


@pytest.mark.usefixtures("_city")
def test_papers_and_moved_days_are_kept() -> None:
    chief = officer("chenjing")
    keep_papers(ABC, [PaperWay.FAX, PaperWay.SEALED], "示例路 1 号", by=chief, at=AT)
    assert institution(ABC).papers == (PaperWay.SEALED, PaperWay.FAX)
    keep_days(date(2026, 10, 1), date(2026, 10, 7), "国庆节", works=False, by=chief, at=AT)
    keep_days(date(2026, 10, 10), date(2026, 10, 10), "调休", works=True, by=chief, at=AT)
    assert calendar() == NATIONAL_DAY
    drop_day(date(2026, 10, 10), by=chief, at=AT)
    assert calendar().worked == frozenset()
    with pytest.raises(InputError, match="days_unsound"):
        keep_days(date(2026, 10, 7), date(2026, 10, 1), "倒着", works=False, by=chief, at=AT)
