"""Files go in whole: what is right stands, what is not is kept, what a source takes back goes."""

import json
import time
from typing import Any

import pytest

from tests.builders.city import AT, KEEPER
from tests.builders.indicators import entered, the
from zhisun.domains.indicators import selectors, tables
from zhisun.domains.indicators.models import CaseLink, Indicator, Intake
from zhisun.domains.indicators.selectors import Narrowed
from zhisun.domains.indicators.selectors.intakes import intake
from zhisun.domains.indicators.services import reading
from zhisun.domains.indicators.services.intake import Said, Tally, rows_taken, take_in
from zhisun.domains.indicators.services.keep import retract
from zhisun.domains.indicators.services.reading import (
    STOPPED,
    give_up,
    read_again,
    read_file,
    receive_file,
)
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import READ_FILES, IndicatorState, IntakeState
from zhisun.domains.outbox.models import Event
from zhisun.gateways.indicators import files
from zhisun.gateways.indicators.port import Shared
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError, StateConflict

READER = job(READ_FILES)

pytestmark = pytest.mark.django_db


def taken(data: bytes, **said: str) -> Intake:
    layout, read = files.read(data)
    key = take_in("file", layout, read, Said(**said), by=KEEPER, at=AT)
    return Intake.objects.get(pk=key)


@pytest.mark.parametrize("layout", files.WRITERS)
def test_a_base_that_leaves_in_a_file_comes_back_as_it_was(layout: str) -> None:
    entered("domain", "evil.example", severity=2, confidence=70, incident_nos=("J1", "J2"))
    entered("phone_prefix", "1701234", valid_to=AT.replace(year=2027))
    entered("ip", "203.0.113.0/24", source="省厅")
    before = list(selectors.export(Narrowed()))
    data = files.write(layout, before, author="本中心", at=AT)
    CaseLink.objects.all().delete()
    Indicator.objects.all().delete()
    row = taken(data)
    assert (row.new, row.renewed, row.refused) == (3, 0, 0)
    assert list(selectors.export(Narrowed())) == before


def test_what_a_person_withdrew_does_not_come_back_with_the_next_file() -> None:
    table = "kind,value,source\ndomain,evil.example,省厅\n".encode()
    assert taken(table).new == 1
    retract(Indicator.objects.get().pk, "误报", by=KEEPER, at=AT)
    row = taken(table)
    assert (row.new, row.refused) == (0, 1)
    assert row.rejects[0][2:4] == ["indicator_withdrawn_before", {"reason": "误报"}]


def test_what_a_source_takes_back_goes_and_may_come_again() -> None:
    key = entered("url", "https://lure.example/pay", source="省厅")
    one = json.loads(
        files.write("stix", list(selectors.export(Narrowed())), author="本中心", at=AT)
    )
    one["objects"][-1]["revoked"] = True
    row = taken(json.dumps(one).encode())
    assert (row.new, row.withdrawn) == (0, 1)
    assert the(key).state == IndicatorState.WITHDRAWN
    assert taken(json.dumps(one).encode()).refused == 1
    one["objects"][-1]["revoked"] = False
    assert taken(json.dumps(one).encode()).new == 1


def test_the_white_list_is_asked_for_every_row_and_said_so() -> None:
    protect("phone", "02088886666", "医院", by=KEEPER, at=AT)
    row = taken(b"kind,value\nphone,020-88886666\nphone_prefix,0208888\nphone,02088886667\n",
                source="x")  # fmt: skip
    assert row.new == 1
    assert [(each[0], each[2], each[3]) for each in row.rejects] == [
        ("2", "indicator_on_white_list", {"safe": "02088886666"}),
        ("3", "indicator_on_white_list", {"safe": "02088886666"}),
    ]


def test_rows_of_one_value_in_one_file_are_one_indicator() -> None:
    row = taken(b"kind,value,severity\nphone,13800001111,2\nphone,+86 13800001111,5\n", source="x")
    assert (row.new, row.renewed) == (1, 1)
    assert Indicator.objects.get().severity == 5


TABLE = b"\n".join(
    [b"kind,value,source,severity"]
    + [b"domain,n%d.evil.example,feed,4" % number for number in range(25)]
    + [b"fax,1,feed,4"]
)
WORDS = Said("", "SD")


def received() -> int:
    return receive_file("a.csv", TABLE, WORDS, by=KEEPER, at=AT)


@pytest.fixture
def _lots_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 10)


@pytest.mark.usefixtures("_lots_of_ten")
def test_a_large_file_is_read_by_the_job_that_its_news_queues() -> None:
    key = received()
    assert received() == key, "the same file is read once"
    assert Event.objects.filter(name="indicators.file_received").count() == 1
    read_file(key, by=READER, at=AT)
    row = intake(key)
    assert (row.state, row.new, row.refused, row.done, row.total) == (
        IntakeState.READ,
        25,
        1,
        25,
        25,
    )
    assert set(Indicator.objects.values_list("entered_by", flat=True)) == {KEEPER.name}
    assert Intake.objects.get().content is None
    read_file(key, by=READER, at=AT)
    assert intake(key).new == 25
    again = received()
    assert again != key
    read_file(again, by=READER, at=AT)
    assert (intake(again).new, intake(again).renewed) == (0, 25)


@pytest.mark.usefixtures("_lots_of_ten")
def test_one_that_stops_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    key, whole = received(), rows_taken
    lots: list[int] = []

    def stopping(told: list[Shared], *rest: Any, **more: Any) -> Tally:
        lots.append(len(told))
        if len(lots) == 3:
            raise RuntimeError("power cut")
        return whole(told, *rest, **more)

    monkeypatch.setattr(reading, "rows_taken", stopping)
    with pytest.raises(RuntimeError):
        read_file(key, by=READER, at=AT)
    assert (intake(key).done, intake(key).new, Indicator.objects.count()) == (20, 20, 20)
    give_up(key, InputError(STOPPED), by=READER, at=AT)
    read_again(key, by=KEEPER, at=AT)
    read_file(key, by=READER, at=AT)
    assert lots == [10, 10, 5, 5]
    assert (intake(key).state, intake(key).new, intake(key).refused) == (IntakeState.READ, 25, 1)


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing() -> None:
    key = receive_file("a.csv", b"\xff\xfe nothing", WORDS, by=KEEPER, at=AT)
    read_file(key, by=READER, at=AT)
    row = intake(key)
    assert (row.state, row.new, Indicator.objects.count()) == (IntakeState.REFUSED, 0, 0)
    assert row.refusal.startswith("indicator_")
    with pytest.raises(StateConflict):
        read_again(key, by=KEEPER, at=AT)
    nameless = receive_file("b.csv", b"kind,value\nphone,17011112222\n", WORDS, by=KEEPER, at=AT)
    read_file(nameless, by=READER, at=AT)
    assert intake(nameless).refusal == "indicator_source_missing"


@pytest.mark.slow
def test_a_hundred_thousand_rows_go_in_within_seconds() -> None:
    lines = [b"kind,value,source,severity,fraud_type"]
    lines += [f"domain,n{number}.evil.example,feed,4,SD".encode() for number in range(100_000)]
    data = b"\n".join(lines)
    start = time.perf_counter()
    assert taken(data).new == 100_000
    first = time.perf_counter()
    assert taken(data).renewed == 100_000
    assert max(first - start, time.perf_counter() - first) < 60, "a minute is a fault"
    assert tables.indicators().num_rows == 100_000


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_kept_at_once_and_read_by_the_job() -> None:
    lines = [b"kind,value,source,severity,fraud_type"]
    lines += [b"domain,n%d.evil.example,feed,4,SD" % number for number in range(100_000)]
    start = time.perf_counter()
    key = receive_file("a.csv", b"\n".join(lines), WORDS, by=KEEPER, at=AT)
    kept = time.perf_counter()
    read_file(key, by=READER, at=AT)
    told = f"kept in {kept - start:.2f} s, read in {time.perf_counter() - kept:.1f} s"
    assert (intake(key).new, intake(key).done) == (100_000, 100_000), told
    assert kept - start < 10, told
