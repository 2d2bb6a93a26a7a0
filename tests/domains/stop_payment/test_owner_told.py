"""The owner of what is given up is told, and it stays written down (程序规定 第247条)."""

from datetime import timedelta

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.orders import an_incident, answered, approved, drafted, fetched, the
from zhisun.domains.audit.selectors import history
from zhisun.domains.outbox.models import Event
from zhisun.domains.stop_payment.services.paper import record_owner_told
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.errors import InputError, NotFound, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def a_hold() -> str:
    return answered(fetched(approved(drafted(an_incident()))), balance_fen=2_800_000, starts_at=AT)


def to_be_released(hold: str) -> str:
    return drafted(
        the(hold).incident_no, kind=OrderKind.STOP_RELEASE, original_no=hold, reason="与案件无关"
    )


def told(order_no: str, how: str = "电话通知张伟本人", *, minutes: int = 0) -> None:
    told_at = AT + timedelta(minutes=minutes)
    record_owner_told(order_no, how, told_at=told_at, by=officer("wangqiang"), at=AT)


def acts(order_no: str) -> list[tuple[str, str]]:
    return [
        (act.actor, act.reason)
        for act in history(order_no, by=officer("wangqiang"))
        if act.verb == "stop_payment.owner_told"
    ]


def test_nobody_is_told_of_a_hold_that_stands() -> None:
    order_no = a_hold()
    with pytest.raises(StateConflict, match="owner_told_of_nothing"):
        told(order_no)
    assert acts(order_no) == []


def test_what_must_be_released_and_what_is_can_be_told_and_stays_written_down() -> None:
    order_no = a_hold()
    release = to_be_released(order_no)
    told(order_no)
    assert acts(order_no) == [("wangqiang", "电话通知张伟本人")]
    answered(fetched(approved(release)))
    told(order_no, "短信再次通知", minutes=-5)
    assert {how for _who, how in acts(order_no)} == {"电话通知张伟本人", "短信再次通知"}
    assert Event.objects.filter(name="stop_payment.owner_told", key=order_no).count() == 2


def test_how_and_when_are_asked_and_the_duty_too() -> None:
    order_no = a_hold()
    to_be_released(order_no)
    with pytest.raises(InputError, match="owner_told_how_missing"):
        told(order_no, " ")
    with pytest.raises(InputError, match="time_in_future"):
        told(order_no, minutes=1)
    with pytest.raises(NotFound):
        record_owner_told(order_no, "电话", told_at=AT, by=officer("outsider"), at=AT)
    assert acts(order_no) == []
