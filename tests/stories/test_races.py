"""Two people, one order: real threads on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.builders.city import AT, a_city, officer
from tests.builders.orders import an_incident, answered, approved, drafted, fetched, the
from zhisun.domains.outbox.models import Parcel
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.approve import approve
from zhisun.domains.stop_payment.services.take import take_next
from zhisun.domains.stop_payment.terms import OrderKind, OrderState
from zhisun.kernel.errors import RuleViolation, StateConflict

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave or raised when all began at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except (StateConflict, RuleViolation) as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_race_for_one_order() -> None:
    a_city()
    order_no = drafted(an_incident())
    racers = [officer(name) for name in ("wangqiang", "zhaoqian", "chenjing")]
    outcomes = at_once(*(lambda by=by: approve(order_no, by=by, at=AT) for by in racers))
    assert outcomes.count(None) == 1
    assert Parcel.objects.count() == 1
    winner = racers[outcomes.index(None)]
    assert the(order_no).approved_by == winner.name


def test_two_officers_who_take_next_get_two_orders() -> None:
    a_city()
    incident_no = an_incident()
    drafted(incident_no)
    drafted(incident_no, kind=OrderKind.QUERY_DETAIL)
    racers = [officer(name) for name in ("wangqiang", "zhaoqian", "chenjing")]
    taken = at_once(*(lambda by=by: take_next(by=by, at=AT) for by in racers))
    assert len({order_no for order_no in taken if order_no}) == 2
    assert taken.count(None) == 1


def test_drafting_at_once_makes_one_order() -> None:
    a_city()
    incident_no = an_incident()
    same = [lambda: drafted(incident_no, window=1)] * 4
    assert len(set(at_once(*same))) == 1
    assert Order.objects.count() == 1


def test_of_an_extension_and_a_release_only_one_leaves() -> None:
    a_city()
    stop = answered(fetched(approved(drafted(an_incident()))), balance_fen=5, starts_at=AT)
    incident_no = the(stop).incident_no
    kinds = (OrderKind.STOP_EXTEND, OrderKind.STOP_RELEASE)
    later = [drafted(incident_no, kind=kind, original_no=stop) for kind in kinds]
    deciders = zip(later, ("wangqiang", "zhaoqian"), strict=True)
    acts = [(no, officer(name)) for no, name in deciders]
    outcomes = at_once(*(lambda no=no, by=by: approve(no, by=by, at=AT) for no, by in acts))
    assert sorted(map(str, outcomes)) == ["None", "original_acted_on"]
    assert [the(no).state for no in later].count(OrderState.APPROVED) == 1


def test_two_last_stops_cannot_both_pass() -> None:
    a_city()
    incident_no = an_incident()
    windows = (1, 2, 3, 4)
    outcomes = at_once(*(lambda w=w: drafted(incident_no, window=w) for w in windows))
    assert outcomes.count("third_stop") == 2
    assert Order.objects.filter(requested_by="limin").count() == 2
