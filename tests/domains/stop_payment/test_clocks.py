"""No hold lapses in silence."""

from datetime import datetime, time, timedelta

import pytest

from tests.builders.city import ABC, AT, PAPER_BANK, a_city, officer
from tests.builders.orders import (
    ANYBODY,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
    kinds_of,
    the,
)
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.directory.services.contacts import NewContact, keep_contact, set_ladder
from zhisun.domains.directory.terms import ContactRole, DutyDays
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.stop_payment.jobs import run_clocks
from zhisun.domains.stop_payment.models import Alarm
from zhisun.domains.stop_payment.reactions import REACTIONS
from zhisun.domains.stop_payment.selectors.board import alarms
from zhisun.domains.stop_payment.selectors.calls import calls
from zhisun.domains.stop_payment.selectors.due import to_ring
from zhisun.domains.stop_payment.services.paper import record_receipt, record_reply, record_sending
from zhisun.domains.stop_payment.services.take import see_alarm
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.kernel.errors import InputError

pytestmark = pytest.mark.django_db

FILED_NO = "济公(反诈)立字〔2026〕1号"


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def a_held_stop() -> str:
    return answered(fetched(approved(drafted(an_incident()))), balance_fen=2_800_000, starts_at=AT)


def bells(at: datetime) -> list[str]:
    run_clocks(at=at)
    return sorted(alarm.bell for alarm in alarms(ANYBODY))


def test_twelve_hours_before_the_end_the_extension_stands_as_a_draft() -> None:
    stop = the(a_held_stop())
    run_clocks(at=AT + timedelta(hours=35))
    assert len(kinds_of(stop.incident_no)) == 1
    run_clocks(at=AT + timedelta(hours=36))
    run_clocks(at=AT + timedelta(hours=37))
    kinds = [(kind, state) for kind, _account, state in kinds_of(stop.incident_no)]
    assert kinds == [("stop", "active"), ("stop_extend", "drafted")]


def test_after_the_second_stop_only_filing_helps_and_an_alarm_says_so() -> None:
    stop = the(a_held_stop())
    extension = drafted(stop.incident_no, kind=OrderKind.STOP_EXTEND, original_no=stop.order_no)
    answered(fetched(approved(extension)), balance_fen=2_800_000)
    ends = the(extension).held_until
    assert ends == AT + timedelta(hours=96)
    assert "third_stop" in bells(ends - timedelta(hours=11))


def test_alarms_ring_once_each_and_can_be_seen() -> None:
    a_held_stop()
    assert bells(AT + timedelta(hours=43)) == []
    assert bells(AT + timedelta(hours=44)) == ["ends_in_4h"]
    assert bells(AT + timedelta(hours=45)) == ["ends_in_4h"]
    assert bells(AT + timedelta(hours=47)) == ["ends_in_1h", "ends_in_4h"]
    see_alarm(alarms(ANYBODY)[0].key, by=officer("wangqiang"), at=AT)
    assert len(alarms(ANYBODY)) == 1


def test_a_hold_ends_when_the_law_ends_it_even_after_a_night_without_the_program() -> None:
    order_no = a_held_stop()
    run_clocks(at=AT + timedelta(hours=48) - timedelta(seconds=1))
    assert the(order_no).state is OrderState.ACTIVE
    run_clocks(at=AT + timedelta(days=9))
    assert the(order_no).state is OrderState.EXPIRED


def test_filing_the_case_drafts_the_freeze_of_every_stop() -> None:
    stop = the(a_held_stop())
    file_case(stop.incident_no, filed_no=FILED_NO, by=officer("chenjing"), at=AT)
    dispatch(REACTIONS, at=AT)
    dispatch(REACTIONS, at=AT + timedelta(minutes=1))
    assert ("freeze", "drafted") in [(k, s) for k, _a, s in kinds_of(stop.incident_no)]


def test_an_answer_that_does_not_come_is_called_in() -> None:
    fetched(approved(drafted(an_incident())))
    assert bells(AT + timedelta(hours=23, minutes=30)) == []
    assert bells(AT + timedelta(hours=23, minutes=50)) == ["answer_due"]
    assert bells(AT + timedelta(hours=24)) == ["call_1"]
    assert bells(AT + timedelta(hours=24, minutes=29)) == ["call_1"]
    assert bells(AT + timedelta(hours=24, minutes=30)) == ["call_2"]


def test_an_order_rings_level_by_level_and_falls_silent_with_the_answer() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    due = AT + timedelta(hours=24)
    for minutes, level in ((0, 1), (30, 2), (120, 3), (240, 4)):
        assert bells(due + timedelta(minutes=minutes)) == [f"call_{level}"]
        assert calls([the(order_no)], at=due + timedelta(minutes=minutes))[order_no].level == level
    assert to_ring(at=due + timedelta(days=3)) == []
    answered(order_no, balance_fen=2_800_000, starts_at=AT)
    assert bells(due + timedelta(hours=5)) == []
    assert calls([the(order_no)], at=due + timedelta(hours=5)) == {}


def test_a_night_without_the_program_rings_one_bell() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    assert bells(AT + timedelta(hours=30)) == ["call_4"]
    assert Alarm.objects.filter(order__order_no=order_no).count() == 1


def test_who_is_called_is_who_has_the_level_and_is_on_duty() -> None:
    order_no = fetched(approved(drafted(an_incident())))
    chief, late = officer("chenjing"), AT + timedelta(hours=24)
    night = {"days": DutyDays.EVERY_DAY, "from_clock": time(20), "to_clock": time(8)}
    keep_contact(a_liaison("夜班", **night), by=chief, at=AT)
    call = calls([the(order_no)], at=late)[order_no]
    assert (call.on_duty, call.known) == ((), 1)
    keep_contact(a_liaison("全天"), by=chief, at=AT)
    call = calls([the(order_no)], at=late)[order_no]
    assert [one.name for one in call.on_duty] == ["全天"]


def test_a_centre_sets_its_own_ladder() -> None:
    fetched(approved(drafted(an_incident())))
    steps = [(60, ContactRole.BRANCH_HEAD)]
    set_ladder("370800", steps, "支队会议纪要", by=officer("chenjing"), at=AT)
    assert bells(AT + timedelta(hours=24)) == ["answer_overdue"]
    assert bells(AT + timedelta(hours=25)) == ["call_1"]


def a_liaison(name: str, **hours: object) -> NewContact:
    facts: dict[str, object] = {"area": "370800", "phone": "0537-0000201"}
    who = {"institution_code": ABC, "role": ContactRole.LIAISON, "name": name}
    return NewContact(**facts | who | hours)  # type: ignore[arg-type]  # a test names what it needs


def test_the_paper_lane_is_recorded_by_hand() -> None:
    order_no = approved(drafted(an_incident(), institution_code=PAPER_BANK, waiver="村镇银行"))
    by = officer("wangqiang")
    with pytest.raises(InputError, match="time_in_future"):
        record_sending(order_no, "专人", sent_at=AT + timedelta(days=1), by=by, at=AT)
    record_sending(order_no, "专人送达", sent_at=AT, by=by, at=AT)
    record_receipt(order_no, "柜台 刘某", received_at=AT, by=by, at=AT)
    record_reply(order_no, "1200", balance_fen=300, starts_at=AT, remark="余额不足", by=by, at=AT)
    order = the(order_no)
    assert (order.state, order.held_fen) == (OrderState.ACTIVE, 300)
