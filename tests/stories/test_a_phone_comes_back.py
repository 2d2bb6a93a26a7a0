"""小邢's escalation (seed 001): neither SMS nor call reaches her, so her own phone goes silent.

Half an hour she has listened to a "prosecutor"; the carrier suspends her phone, an officer drives
to her school, and the phone rings again with the centre on the line. The carrier is the simulated
one, with the bytes of the wire between; the clock is ours.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders.city import officer
from tests.builders.takedowns import CARRIER, a_telecom_city, own_phone, release_of, the
from tests.stories.carrier import MINUTE, SECOND, Line, a_carrier
from zhisun.domains.audit.selectors import history
from zhisun.domains.documents.selectors import issued_for
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.services.by_word import CarriersWord, record_restored
from zhisun.domains.takedown.services.release import restore_early
from zhisun.domains.takedown.terms import NOT_RESTORED, TakedownState

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    a_telecom_city()
    with a_carrier(tmp_path) as carrier:
        yield carrier


def suspended(line: Line, **changes: Any) -> str:
    """The order about her phone: asked for by her dispatch, approved by the duty officer."""
    facts: dict[str, Any] = {
        "reason": "正被冒充公检法的人电话诈骗，已通话半小时",
        "evidence": "短信提醒未回；96110 两次拨打占线；对方号码在预警底库",
    }
    number = own_phone(at=line.at, **(facts | changes))
    approve(number, by=officer("chenjing"), at=line.at + SECOND)
    line.at += SECOND
    return number


def test_her_phone_goes_silent_and_rings_again_when_the_officer_is_with_her(line: Line) -> None:
    number = suspended(line)
    line.run(MINUTE)
    assert line.is_silent()
    assert the(number).state is TakedownState.ACTIVE
    line.run(7 * MINUTE)
    release = restore_early(number, "曲阜民警在校门口见到本人", by=officer("hanbing"), at=line.at)
    line.run(MINUTE)
    assert not line.is_silent()
    assert the(number).state is TakedownState.RELEASED
    told = [(act.actor, act.verb) for act in history(number, by=officer("chenjing"))][::-1]
    assert told[:2] == [("hanbing", "takedown.drafted"), ("chenjing", "takedown.approved")]
    assert told[-1] == (f"institution:{CARRIER}", "takedown.released")
    papers = [
        *issued_for(number, by=officer("chenjing")),
        *issued_for(release, by=officer("chenjing")),
    ]
    assert len(papers) == 2


def test_nobody_asks_and_it_rings_again_by_itself(line: Line) -> None:
    number = suspended(line, lasts=20 * MINUTE)
    line.run(19 * MINUTE)
    assert line.is_silent()
    line.run(3 * MINUTE)
    assert not line.is_silent()
    assert the(number).state is TakedownState.RELEASED
    assert the(release_of(number)).requested_by == "job:watch_takedowns"


def test_the_platform_sleeps_through_it_and_the_carrier_was_told_the_end(line: Line) -> None:
    number = suspended(line)
    line.run(29 * MINUTE, clocks=False)
    assert line.is_silent()
    line.run(2 * MINUTE, clocks=False)
    assert not line.is_silent()
    line.run(2 * MINUTE)  # it wakes and makes sure
    assert the(number).state is TakedownState.RELEASED


def test_the_line_breaks_and_the_carrier_gives_it_back_on_the_telephone(line: Line) -> None:
    number = suspended(line, lasts=20 * MINUTE)
    line.run(10 * MINUTE)
    assert line.is_silent()
    line.at += 11 * MINUTE  # nobody asks any more; the platform's own clocks run
    run_clocks(at=line.at)
    row = the(number)
    assert (row.bell, row.owed_at) == (NOT_RESTORED, row.ends_at)
    word = CarriersWord(operator="运营商值班", words="已人工复机")
    record_restored(number, word, by=officer("hanbing"), at=line.at)
    assert the(number).state is TakedownState.RELEASED
    line.run(5 * MINUTE)  # the line is back and brings nothing that would undo it
    assert not line.is_silent()
    assert (the(number).state, the(number).bell) == (TakedownState.RELEASED, "")
