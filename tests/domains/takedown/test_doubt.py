"""What is open rings when the white list speaks for it, or what led to it is taken back."""

import pytest

from tests.builders.city import AT, KEEPER
from tests.builders.takedowns import MULE, a_telecom_city, drafted, held_phone, standing, the
from zhisun.domains.indicators.services.keep import NewIndicator, add, retract
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.services import dispatch
from zhisun.domains.takedown.reactions import REACTIONS
from zhisun.domains.takedown.terms import LEAD_RETRACTED, NOW_SAFE, Measure, TargetKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def deliver() -> None:
    while dispatch(REACTIONS, at=AT):
        pass


def test_the_white_list_speaks_for_what_stands_and_what_waits() -> None:
    stands = standing()
    site = drafted(target_kind=TargetKind.DOMAIN, target="hospital.example", measure=Measure.BLOCK)
    other = standing(target="17012349999")
    protect("phone", MULE, "医院", by=KEEPER, at=AT)
    protect("domain", "www.hospital.example", "医院", by=KEEPER, at=AT)
    deliver()
    assert [the(number).bell for number in (stands, site, other)] == [NOW_SAFE, NOW_SAFE, ""]
    protect("phone", MULE, "医院", by=KEEPER, at=AT)
    deliver()
    assert Event.objects.filter(name="takedown.rang").count() == 2


def test_a_retracted_lead_rings_on_what_it_led_to_and_nowhere_else() -> None:
    lead = NewIndicator(kind="phone", value=MULE, fraud_type="冒充客服", severity=4, source="协查")
    key = add(lead, by=KEEPER, at=AT)
    led, phone = standing(), held_phone()
    retract(key, "误录", by=KEEPER, at=AT)
    deliver()
    assert (the(led).bell, the(phone).bell) == (LEAD_RETRACTED, "")


def test_a_persons_own_phone_is_no_suspect_that_the_white_list_could_speak_for() -> None:
    phone = held_phone()
    protect("phone", the(phone).form, "值班电话", by=KEEPER, at=AT)
    deliver()
    assert the(phone).bell == ""
