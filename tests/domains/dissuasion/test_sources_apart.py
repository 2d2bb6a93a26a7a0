"""12381, 96110, the App and the province are sources of their own; the old ones stay undivided."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from tests.builders.city import AT, a_city
from tests.builders.warnings import ANYBODY, a_signal, the, warned
from zhisun.domains.dissuasion.models import Signal
from zhisun.domains.dissuasion.policy import table
from zhisun.domains.dissuasion.policy.score import Sight, score
from zhisun.domains.dissuasion.selectors import board
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.dissuasion.terms import FROM_ABOVE, Reason, SignalKind, SignalSource
from zhisun.kernel.errors import InputError

S = SignalSource
OTHER = Named(phone="13799990000", name="吴刚")


@pytest.mark.django_db
def test_what_came_before_stands_as_undivided_and_is_still_known_again() -> None:
    a_city()
    number = warned(source=S.PROVINCE, ref="ZJ-1")
    warned(source=S.BANK, ref="B-1")
    move = import_module("zhisun.domains.dissuasion.migrations.0011_sources_apart")
    with connection.schema_editor() as editor:
        move.undivided(apps, editor)
    assert dict(Signal.objects.values_list("ref", "source")) == {
        "ZJ-1": S.UNDIVIDED,
        "B-1": S.BANK,
    }
    again = receive(a_signal(source=S.SMS_12381, ref="ZJ-1"), by=ANYBODY, at=AT)
    assert (again.dispatch_no, again.new) == (number, False)
    move.one_source(apps, editor)
    assert Signal.objects.get(ref="ZJ-1").source == S.PROVINCE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        (S.SMS_12381, S.SMS_12381, False),
        (S.SMS_12381, S.LINE_96110, True),
        (S.UNDIVIDED, S.APP, False),
        (S.APP, S.UNDIVIDED, False),
        (S.UNDIVIDED, S.BANK, True),
    ],
)
def test_two_sources_may_number_alike_and_a_sender_that_names_itself_repeats_itself(
    first: SignalSource,
    second: SignalSource,
    new: bool,  # noqa: FBT001 pytest gives it by name
) -> None:
    a_city()
    warned(source=first, ref="1")
    told = a_signal(source=second, ref="1", person=OTHER)
    assert receive(told, by=ANYBODY, at=AT).new is new


@pytest.mark.parametrize(
    ("sources", "corroborated"),
    [
        ((S.SMS_12381, S.LINE_96110), True),
        ((S.UNDIVIDED, S.SMS_12381), False),
        ((S.UNDIVIDED, S.SMS_12381, S.APP), True),
        ((S.UNDIVIDED, S.BANK), True),
        ((S.UNDIVIDED, S.UNDIVIDED), False),
    ],
)
def test_an_undivided_warning_corroborates_none_that_it_may_be(
    sources: tuple[SignalSource, ...],
    corroborated: bool,  # noqa: FBT001 pytest gives it by name
) -> None:
    sights = [Sight(kind=SignalKind.LINK, source=source, seen_at=AT) for source in sources]
    told = {line.reason for line in score(sights)[1]}
    assert (Reason.TWO_SOURCES in told) is corroborated


@pytest.mark.django_db
def test_the_board_names_the_sources_and_narrows_by_one() -> None:
    a_city()
    first = warned(source=S.LINE_96110)
    warned(source=S.SMS_12381)
    second = warned(source=S.APP, person=OTHER)
    assert the(first).line.dispatch_no == first
    lines = board.queue(ANYBODY)
    assert board.sources_of(lines) == {
        first: (S.SMS_12381, S.LINE_96110),
        second: (S.APP,),
    }
    narrowed = board.queue(ANYBODY, board.Shown(source="96110"))
    assert [line.dispatch_no for line in narrowed] == [first]


@pytest.mark.parametrize("source", sorted(FROM_ABOVE | {S.BANK, S.CITIZEN}))
def test_a_row_names_its_source_by_its_word_or_its_code(source: SignalSource) -> None:
    for words in (source.value, str(source.label), f" {str(source.label).upper()} "):
        assert table.read_row(["13799990000", words], ["phone", "source"]).source is source


def test_a_row_that_names_no_source_or_an_unknown_one() -> None:
    assert table.read_row(["13799990000", ""], ["phone", "source"]).source is None
    for words in ("抖音", "own", "本地碰撞"):
        with pytest.raises(InputError, match="import_source_unknown"):
            table.read_row(["13799990000", words], ["phone", "source"])
