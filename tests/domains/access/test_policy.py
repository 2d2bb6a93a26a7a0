"""May he? Duty × area."""

import pytest

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import DUTIES_OF, Duty, Role
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import NotFound, NotPermitted

TAKER = Actor("limin", area="3708", duties=frozenset({"cases.report"}))


def test_a_duty_in_ones_own_area_is_enough() -> None:
    require(TAKER, Duty.REPORT, "370800")
    require(TAKER, Duty.REPORT, "370811001")


def test_another_city_does_not_exist_for_him() -> None:
    with pytest.raises(NotFound):
        require(TAKER, Duty.REPORT, "370700")


def test_without_the_duty_he_may_not() -> None:
    with pytest.raises(NotPermitted):
        require(TAKER, Duty.APPROVE_ORDER, "370800")


def test_an_officer_without_an_area_sees_nothing() -> None:
    lost = Actor("nobody", area="", duties=frozenset(Duty.values))
    with pytest.raises(NotFound):
        require(lost, Duty.REPORT, "370800")


def test_a_job_acts_everywhere() -> None:
    require(job("watch_clocks"), Duty.APPROVE_ORDER, "370800")


def test_who_takes_calls_does_not_approve_orders() -> None:
    assert Duty.APPROVE_ORDER not in DUTIES_OF[Role.CALL_TAKER]
    assert not DUTIES_OF[Role.FUNDS_OFFICER] & {Duty.APPROVE_FREEZE, Duty.APPROVE_LONG_FREEZE}
