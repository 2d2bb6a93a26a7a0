"""Hits of the watch and reports of banks become signals."""

import pytest

from tests.builders.cases import PUSHER, a_call
from tests.builders.city import AT, ICBC, KEEPER, a_city
from tests.builders.indicators import told
from tests.builders.warnings import the, warned
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm, Signal
from zhisun.domains.dissuasion.reactions import KIND_OF, REACTIONS, ring_for_lead
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import Bell, SignalKind, SignalSource
from zhisun.domains.indicators.models import Indicator
from zhisun.domains.indicators.services.keep import NewIndicator, add, retract
from zhisun.domains.indicators.services.watch import NewHit, store_hits
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.engines.screening.terms import EventKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def hit(subject: str, event_id: str, place: int) -> None:
    entry = NewIndicator(
        kind="domain", value="shua.example", fraud_type="刷单返利", severity=5, source="test"
    )
    found = NewHit(
        event_id=event_id,
        event_time=AT,
        subject=subject,
        kind="dns",
        value="www.shua.example",
        indicator=add(entry, by=KEEPER, at=AT),
    )
    store_hits("t", [found], before=place or None, after=place + 1, by=KEEPER, at=AT)
    deliver(REACTIONS, at=AT)
    deliver(REACTIONS, at=AT)


def test_every_kind_of_event_is_some_kind_of_signal() -> None:
    assert set(KIND_OF) == {kind.name.lower() for kind in EventKind}


def test_hits_about_one_person_are_one_dispatch() -> None:
    hit("13700001234", "e1", 0)
    hit("+8613700001234", "e2", 1)
    hit("", "e3", 2)
    [number] = Dispatch.objects.values_list("dispatch_no", flat=True)
    now = the(number)
    assert [(each.kind, each.source) for each in now.signals] == [
        (SignalKind.LINK, SignalSource.OWN)
    ] * 2
    assert now.line.fraud_type == "SD"
    assert now.person.phone == "13700001234"
    assert Signal.objects.filter(indicator__isnull=False).count() == 2


def bells(number: str) -> list[tuple[str, str]]:
    rows = DispatchAlarm.objects.filter(dispatch__dispatch_no=number)
    return list(rows.order_by("pk").values_list("bell", "about"))


def settled() -> None:
    while deliver(REACTIONS, at=AT):
        pass


def test_a_withdrawn_lead_rings_once_on_the_open_dispatches_it_led_to_and_nowhere_else() -> None:
    hit("13700001234", "e1", 0)
    hit("13700005678", "e2", 1)
    first, second = Dispatch.objects.order_by("pk").values_list("dispatch_no", flat=True)
    Dispatch.objects.filter(dispatch_no=second).update(state="closed")
    other = warned(person=Named(phone="13799990000"))
    lead = Indicator.objects.get()
    retract(lead.pk, "误录", by=KEEPER, at=AT)
    settled()
    ring_for_lead(str(lead.pk), AT)
    assert bells(first) == [(Bell.LEAD_WITHDRAWN, f"I{lead.pk}")]
    assert (bells(second), bells(other)) == ([], [])
    now = the(first)
    assert [each.reason for each in now.gone_leads] == ["误录"]
    assert now.rests_on_nothing_else
    assert not the(other).rests_on_nothing_else


def test_a_demoted_lead_rings_and_so_does_one_that_was_demoted_before_its_signal_came() -> None:
    hit("13700001234", "e1", 0)
    lead = Indicator.objects.get()
    told(lead.pk, wrong=14)
    late = warned(person=Named(phone="13799990000"), indicator=lead.pk)
    settled()
    number = Dispatch.objects.order_by("pk").values_list("dispatch_no", flat=True)[0]
    expected = [(Bell.LEAD_DEMOTED, f"I{lead.pk}")]
    assert (bells(number), bells(late)) == (expected, expected)


def test_a_banks_report_warns_of_its_customer_and_the_110_systems_does_not() -> None:
    receive_call(a_call(), by=PUSHER, at=AT)
    receive_call(a_call("BANK-1", operator_no=ICBC), by=PUSHER, at=AT)
    deliver(REACTIONS, at=AT)
    deliver(REACTIONS, at=AT)
    [row] = Signal.objects.all()
    assert (row.source, row.ref, row.kind) == (SignalSource.BANK, "BANK-1", SignalKind.TOLD)
    assert the(row.dispatch.dispatch_no).person.name == "周敏"
