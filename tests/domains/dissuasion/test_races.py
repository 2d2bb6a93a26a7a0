"""Signals that come at the same moment: still one open dispatch a person."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders.city import AT, a_city
from tests.builders.warnings import ANYBODY, a_signal
from zhisun.domains.dissuasion.models import Dispatch, Person, Signal
from zhisun.domains.dissuasion.policy.rules import DEFAULT
from zhisun.domains.dissuasion.policy.score import Sight, score
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import OPEN, SignalKind, SignalSource

pytestmark = pytest.mark.django_db(transaction=True)

IDS = ("370811199003070029", "370811198501010016")
PHONES = ("13700001111", "13700002222")
WHO = st.sampled_from(
    [
        Named(phone=PHONES[0]),
        Named(phone=PHONES[1]),
        Named(id_number=IDS[0]),
        Named(id_number=IDS[0], phone=PHONES[0]),
        Named(id_number=IDS[1], phone=PHONES[1]),
    ]
)
SEEN = st.tuples(WHO, st.sampled_from(SignalKind), st.integers(0, 60))


def at_once(signals: Sequence[NewSignal]) -> None:
    """All of them in threads of their own, each with its connection."""

    def take(signal: NewSignal) -> None:
        try:
            receive(signal, by=ANYBODY, at=AT)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(take, signals))


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(SEEN, min_size=2, max_size=9))
def test_whoever_races_a_person_has_one_open_dispatch(
    transactional_db: None, seen: list[tuple[Named, SignalKind, int]]
) -> None:
    del transactional_db  # only its effect is wanted
    empty()
    a_city()
    at_once(
        [
            a_signal(person=who, kind=kind, seen_at=AT - timedelta(minutes=minutes))
            for who, kind, minutes in seen
        ]
    )
    assert Signal.objects.count() == len(seen)
    by_person: dict[int, list[Dispatch]] = {}
    for dispatch in Dispatch.objects.filter(state__in=OPEN):
        by_person.setdefault(dispatch.person_id, []).append(dispatch)
    assert all(len(mine) == 1 for mine in by_person.values())
    for [dispatch] in by_person.values():
        now = [sight(row) for row in dispatch.signals.all()]
        assert dispatch.score >= score(now)[0]
        assert dispatch.grade >= DEFAULT.grade(score(now)[0])
        assert dispatch.meet_due_at <= AT + DEFAULT.clocks(dispatch.grade, urgent=False)[2]
    told = {key for who, _kind, _minutes in seen for key in (who.id_number, who.phone) if key}
    assert Person.objects.count() <= len(told)


def test_one_signal_sent_by_six_at_once_counts_once() -> None:
    a_city()
    signal = a_signal()
    at_once([signal] * 6)
    assert (Signal.objects.count(), Dispatch.objects.count()) == (1, 1)


def sight(row: Signal) -> Sight:
    facts = {name: getattr(row, name) for name in Sight.__dataclass_fields__}
    return Sight(**facts | {"kind": SignalKind(row.kind), "source": SignalSource(row.source)})


def empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("truncate dissuasion_person, dissuasion_dispatch, dissuasion_signal cascade")
