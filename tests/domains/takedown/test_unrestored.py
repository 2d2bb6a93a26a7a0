"""A person's phone hangs on a running dispatch, and is never silently late in coming back."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations import AddConstraint

from tests.builders.city import AT, officer
from tests.builders.takedowns import (
    CARRIER,
    LINE,
    OWN,
    a_telecom_city,
    answered,
    approved,
    dispatched,
    drafted,
    fetched,
    held_phone,
    line_up,
    own_phone,
    release_of,
    the,
)
from tests.builders.warnings import STATION, tried
from zhisun.domains.dissuasion.models import DispatchAlarm
from zhisun.domains.dissuasion.reactions import shout_of_phone
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.route import assign, sign
from zhisun.domains.dissuasion.terms import ContactResult, Outcome, Step
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.outbox.models import Event
from zhisun.domains.outbox.terms import LEASE, LINE_SILENT
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.selectors.board import late_phones, lines_down
from zhisun.domains.takedown.services.by_hand import record_sending
from zhisun.domains.takedown.services.by_word import CarriersWord, record_restored
from zhisun.domains.takedown.services.deliver import collect
from zhisun.domains.takedown.services.release import restore_early
from zhisun.domains.takedown.terms import (
    LATE_EVERY,
    NOT_RESTORED,
    OWN_PHONE_LASTS,
    RESTORE_AGAIN,
    RESTORED_WITHIN,
    Measure,
    TakedownState,
)
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db

OVER = AT + OWN_PHONE_LASTS
BEFORE = import_module("zhisun.domains.takedown.migrations.0005_own_phones_on_dispatches")


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def told(number: str, *, at: datetime, by: str = "hanbing", **said: Any) -> None:
    word = {"operator": "运营商值班 0532", "words": "已人工复机，拨测正常"} | said
    record_restored(number, CarriersWord(**word), by=officer(by), at=at)


def over(dispatch_no: str) -> None:
    """The dispatch has an outcome."""
    assign(dispatch_no, STATION, by=officer("gaofei"), at=AT)
    sign(dispatch_no, by=officer("mahai"), at=AT)
    tried(dispatch_no, Step.VISIT, ContactResult.MET)
    conclude(dispatch_no, Outcome.DISSUADED, by=officer("mahai"), at=AT)


def test_the_telecom_desk_cannot_ask_for_it() -> None:
    with pytest.raises(InputError, match="own_phone_needs_dispatch"):
        drafted(target=OWN, measure=Measure.HOLD_OWN_PHONE)
    with pytest.raises(InputError, match="own_phone_needs_dispatch"):
        own_phone(source_no=" ")


def test_the_database_asks_for_a_running_dispatch() -> None:
    with pytest.raises(StateConflict, match="own_phone_without_dispatch"):
        own_phone(source_no="W20260101000099")
    number = own_phone()
    for wrong in ({"origin": "by_hand"}, {"source_no": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Takedown.objects.filter(takedown_no=number).update(**wrong)
    over(the(number).source_no)
    with pytest.raises(StateConflict, match="own_phone_without_dispatch"):
        approved(number)
    assert the(number).state is TakedownState.DRAFTED


def test_rows_of_before_the_rule_stay_and_cannot_be_approved() -> None:
    earlier, standing = own_phone(), held_phone(target="13900002222")
    restore_early(standing, "本人要求", by=officer("hanbing"), at=AT)
    rules = [
        each.constraint
        for each in BEFORE.Migration.operations
        if isinstance(each, AddConstraint) and each.constraint.name != "takedown_owed_rings"
    ]
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        for rule in rules:
            cursor.execute(f"alter table takedown_takedown drop constraint {rule.name}")
        cursor.execute(
            "update takedown_takedown set origin = 'by_hand', source_no = '', owed_at = null,"
            " rings_at = null where measure = 'hold_own_phone'"
        )
        cursor.execute(BEFORE.EARLIER)
    with connection.schema_editor() as editor:
        for rule in rules:
            editor.add_constraint(Takedown, rule)
    assert (the(earlier).origin.value, the(standing).owed_at) == ("before", AT)
    with pytest.raises(StateConflict, match="own_phone_without_dispatch"):
        approved(earlier)
    told(standing, at=AT)
    assert the(standing).state is TakedownState.RELEASED


def test_nobody_is_suspended_while_the_line_is_down() -> None:
    number, later = own_phone(), AT + LINE_SILENT
    with pytest.raises(StateConflict, match="own_phone_line_down"):
        approved(number, at=later)
    assert lines_down([the(number)], at=later) == {CARRIER}
    line_up(at=later)
    assert the(approved(number, at=later)).state is TakedownState.APPROVED


def test_a_suspension_is_not_told_by_telephone() -> None:
    number = approved(own_phone())
    with pytest.raises(InputError, match="own_phone_leaves_by_line"):
        record_sending(number, "电话告知", by=officer("machao"), at=AT)


def test_a_line_that_is_down_at_the_end_rings_at_once_and_again_higher_up() -> None:
    number = held_phone()
    run_clocks(at=OVER)
    row = the(number)
    assert (row.bell, row.owed_at, row.late_rings) == (NOT_RESTORED, OVER, 1)
    assert not Event.objects.filter(name="takedown.own_phone_late").exists()
    run_clocks(at=OVER + LATE_EVERY - timedelta(seconds=1))
    assert the(number).late_rings == 1
    run_clocks(at=OVER + LATE_EVERY)
    assert the(number).late_rings == 2
    assert Event.objects.get(name="takedown.own_phone_late").key == number
    shout_of_phone(number, OVER + LATE_EVERY)
    alarm = DispatchAlarm.objects.get(bell="own_hold")
    assert alarm.dispatch.dispatch_no == row.source_no
    run_clocks(at=OVER + 3 * LATE_EVERY)
    assert the(number).late_rings == 3


def test_a_line_that_is_up_has_two_minutes_to_say_so() -> None:
    number = held_phone()
    line_up(at=OVER)
    run_clocks(at=OVER)
    assert (the(number).bell, the(number).owed_at) == ("", OVER)
    fetched(release_of(number), at=OVER)
    run_clocks(at=OVER + RESTORED_WITHIN)
    assert the(number).bell == NOT_RESTORED
    answered(release_of(number), at=OVER + RESTORED_WITHIN)
    assert (the(number).bell, the(number).owed_at) == ("", None)
    assert not late_phones(officer("hanbing"), at=OVER + RESTORED_WITHIN)


def test_the_desk_sees_what_is_late_though_no_clock_ran() -> None:
    number = held_phone()
    assert not late_phones(officer("hanbing"), at=OVER - timedelta(seconds=1))
    assert [row.takedown_no for row in late_phones(officer("hanbing"), at=OVER)] == [number]


def test_a_restoration_told_by_telephone_counts_and_never_leaves_again() -> None:
    number = held_phone()
    run_clocks(at=OVER)
    later = OVER + timedelta(minutes=3)
    told(number, at=later, restored_at=OVER + timedelta(minutes=1))
    row, release = the(number), the(release_of(number))
    assert (row.state, row.owed_at, row.bell) == (TakedownState.RELEASED, None, "")
    assert (release.state, release.operator) == (TakedownState.ANSWERED, "运营商值班 0532")
    assert release.executed_at == OVER + timedelta(minutes=1)
    assert len(issued_for(release.takedown_no, by=officer("chenjing"))) == 1
    assert collect(CARRIER, by=LINE, at=later) == ()
    run_clocks(at=later + RESTORE_AGAIN)
    assert the(number).late_rings == 0
    with pytest.raises(StateConflict, match="nothing_to_release"):
        told(number, at=later)


def test_a_line_that_comes_back_does_not_suspend_anew() -> None:
    number = approved(own_phone())
    collect(CARRIER, by=LINE, at=AT)  # fetched, never acknowledged: it would be handed out again
    told(number, at=AT + timedelta(minutes=4))
    assert the(number).state is TakedownState.RELEASED
    assert collect(CARRIER, by=LINE, at=AT + timedelta(minutes=4) + LEASE) == ()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"operator": " "}, "operator"),
        ({"words": " "}, "words"),
        ({"restored_at": AT + timedelta(hours=1)}, "restored_at"),
        ({"restored_at": AT - timedelta(minutes=1)}, "restored_at"),
    ],
)
def test_a_word_says_who_what_and_when(said: dict[str, Any], field: str) -> None:
    number = held_phone()
    with pytest.raises(InputError) as wrong:
        told(number, at=AT + timedelta(minutes=1), **said)
    assert wrong.value.facts["field"] == field
    with pytest.raises(NotPermitted):
        told(number, at=AT, by="limin")
    with pytest.raises(InputError, match="released_not_restored"):
        told(fetched(approved(drafted())), at=AT)
    assert the(number).state is TakedownState.ACTIVE


def test_an_early_restoration_that_is_refused_is_asked_for_again_before_the_end() -> None:
    number = held_phone()
    line_up()
    first = restore_early(number, "已见面", by=officer("hanbing"), at=AT)
    answered(fetched(first), "1100")
    run_clocks(at=AT + RESTORE_AGAIN)
    again = release_of(number)
    assert again != first
    assert the(again).state is TakedownState.APPROVED


def test_a_suspension_that_was_refused_owes_nothing() -> None:
    number = fetched(approved(own_phone()))
    run_clocks(at=OVER)
    answered(number, "1100", at=OVER)
    assert (the(number).state, the(number).owed_at) == (TakedownState.REFUSED, None)
    run_clocks(at=OVER + LATE_EVERY)
    assert the(number).late_rings == 0


def test_two_holds_of_one_dispatch_both_hang_on_it() -> None:
    first = dispatched()
    assert dispatched() == first
    assert the(own_phone(source_no=first)).source_no == first
