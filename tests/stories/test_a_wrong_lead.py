"""A wrong lead: it sends people to doors for nothing until the outcomes take it out of the base.

A list from nobody knows where has a courier's number on it. Each hit of the watch becomes a
dispatch, each is a false alarm. The base demotes the number by itself, tells of it, the watch gets
it no more, and the takedown that rests on it rings. The duty officer looks and puts it back with
a reason; another number of the same list, which was right each time, was never touched.
"""

import pytest

from tests.builders.city import AT, officer
from tests.builders.indicators import entered, the
from tests.builders.takedowns import MULE, a_telecom_city, standing
from tests.builders.takedowns import the as the_takedown
from tests.builders.warnings import at_the_station
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.route import sign
from zhisun.domains.dissuasion.terms import ContactResult, Outcome, Step
from zhisun.domains.indicators import selectors, tables
from zhisun.domains.indicators.services.judge import restore
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.domains.takedown.terms import LEAD_RETRACTED
from zhisun.site.wiring import reactions

pytestmark = pytest.mark.django_db


def settle() -> None:
    while deliver(reactions(), at=AT):
        pass


def worked(indicator: int, phone: str, outcome: Outcome) -> None:
    """One person warned because of an indicator, spoken to, and what came of it."""
    number = at_the_station(indicator=indicator, person=Named(phone=phone, name="某人"))
    field = officer("mahai")
    sign(number, by=field, at=AT)
    spoken = NewContact(key=f"c{number}", step=Step.CALL, result=ContactResult.COOPERATES)
    contact(number, spoken, by=field, at=AT)
    conclude(number, outcome, "核对过", by=field, at=AT)
    settle()


def test_a_wrong_lead_leaves_the_base_by_itself_and_never_in_silence() -> None:
    a_telecom_city()
    wrong = entered("phone", MULE, source="来路不明")
    right = entered("phone", "17087654321", source="来路不明")
    taken_down = standing()
    for number in range(3):
        worked(right, f"1370000{number:04}", Outcome.DISSUADED)
    alarms = 0
    while the(wrong).state == IndicatorState.STANDING:
        worked(wrong, f"1380000{alarms:04}", Outcome.FALSE_ALARM)
        alarms += 1
    assert 5 < alarms < 20
    assert (the(wrong).right, the(wrong).wrong) == (0, alarms)
    assert (the(right).right, the(right).wrong) == (3, 0)
    assert tables.indicators()["indicator_id"].to_pylist() == [str(right)]
    notice = selectors.notices()[0]
    assert (notice.indicator, notice.wrong) == (wrong, alarms)
    assert the_takedown(taken_down).bell == LEAD_RETRACTED
    restore(wrong, "是快递员的旧号，现已换机主", by=officer("chenjing"), at=AT)
    assert tables.indicators().num_rows == 2
