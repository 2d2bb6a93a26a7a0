"""Two officers never take the same, and each is given what he can do something about."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, officer
from tests.builders.takedowns import a_telecom_city, drafted, standing, the
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.services.taking import put_back, take, take_next
from zhisun.domains.takedown.terms import LOCK_LASTS
from zhisun.kernel.errors import NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def test_the_next_is_nobody_elses_and_no_draft_of_ones_own() -> None:
    first, second = drafted(), drafted(target="17012349999")
    chief, drafter = officer("chenjing"), officer(the(first).requested_by)
    assert take_next(by=drafter, at=AT) is None
    assert take_next(by=chief, at=AT) == first
    assert take_next(by=chief, at=AT) == first, "what he has is his next"
    with pytest.raises(StateConflict):
        take(first, by=drafter, at=AT)
    approve(first, by=chief, at=AT)
    assert the(first).locked_by == ""
    assert take_next(by=chief, at=AT) == second
    put_back(second, by=chief, at=AT)
    take(second, by=drafter, at=AT)
    assert take_next(by=chief, at=AT) is None
    assert take_next(by=chief, at=AT + LOCK_LASTS) == second


def test_what_stands_waits_for_nobody_until_it_is_to_be_looked_at() -> None:
    number = standing()
    keeper = officer(the(number).requested_by)
    assert take_next(by=keeper, at=AT) is None
    due = the(number).clock_at
    assert due is not None
    assert take_next(by=keeper, at=due + timedelta(seconds=1)) == number


def test_who_may_do_nothing_takes_nothing() -> None:
    drafted()
    with pytest.raises(NotPermitted):
        take_next(by=officer("limin"), at=AT)
