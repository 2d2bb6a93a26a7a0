"""From the desk to the door: sign, contact, outcome, look-back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import (
    ANYBODY,
    PLACE,
    STATION,
    a_channel,
    at_the_station,
    dissuaded,
    signed,
    the,
    the_message,
    tried,
    warned,
)
from zhisun.domains.cases.selectors.calls import waiting_calls
from zhisun.domains.directory.services import register_unit
from zhisun.domains.directory.services.posts import keep_post
from zhisun.domains.directory.terms import Language, UnitKind
from zhisun.domains.dissuasion.jobs import run_clocks
from zhisun.domains.dissuasion.models import Contact
from zhisun.domains.dissuasion.policy.rules import DEFAULT, Rules
from zhisun.domains.dissuasion.reactions import REACTIONS
from zhisun.domains.dissuasion.selectors.board import alarms, counts, queue, reviews
from zhisun.domains.dissuasion.selectors.routing import choices
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.clocks import put_back, see_alarm, take, take_next
from zhisun.domains.dissuasion.services.conclude import conclude, look_back
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.describe import Described, describe
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.reviews import close_review
from zhisun.domains.dissuasion.services.route import (
    assign,
    give_back,
    refuse_return,
    route,
    sign,
    take_back,
)
from zhisun.domains.dissuasion.services.rules import set_rules
from zhisun.domains.dissuasion.terms import (
    Bell,
    Check,
    ContactResult,
    DispatchState,
    Finding,
    Outcome,
    ReviewKind,
    SignalKind,
    Step,
)
from zhisun.domains.outbox.services import dispatch as deliver
from zhisun.kernel.errors import InputError, NotFound, NotPermitted, StateConflict
from zhisun.kernel.places import Datum, Position

pytestmark = pytest.mark.django_db
ANOTHER = Named(phone="13799990000")
HIGH: dict[str, Any] = {"kind": SignalKind.TRADE, "amount_fen": 3_000_000, "severity": 5}


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def state(number: str) -> DispatchState:
    return the(number).line.state


def bells(at: datetime = AT) -> list[Bell]:
    run_clocks(at=at)
    return sorted(alarm.bell for alarm in alarms(ANYBODY))


def test_a_fresh_dispatch_goes_to_the_nearest_unit_and_the_message_to_the_channel() -> None:
    a_channel()
    number = warned()
    deliver(REACTIONS, at=AT)
    deliver(REACTIONS, at=AT + timedelta(minutes=1))
    now = the(number)
    assert (now.line.state, now.unit_code) == (DispatchState.ASSIGNED, STATION)
    assert [(each.step, each.result) for each in now.contacts] == [
        (Step.SMS, ContactResult.HANDED_OVER)
    ]
    message = the_message()
    assert (message.number, message.text[:6]) == ("13700001234", "【反诈中心】")


def test_it_goes_to_who_is_there_speaks_the_language_and_is_near_and_the_reason_is_kept() -> None:
    register_unit(
        "370811010009",
        "观音阁劝阻队",
        kind=UnitKind.TEAM,
        area=PLACE,
        area_name="",
        by=ANYBODY,
        at=AT,
    )
    here = Position(35.41, 116.59)
    post = {"languages": [Language.UYGHUR], "position": here, "by": ANYBODY, "at": AT}
    keep_post("370811010009", shifts="每天 08:00-18:00", **post)  # type: ignore[arg-type]  # facts
    near = Position(35.4155, 116.5963, Datum.GCJ02)
    speaker: dict[str, Any] = {
        "person": Named(phone="13799990000", language="uyghur"),
        "position": near,
    }
    numbers = [warned(**speaker), warned(person=Named(phone="13799990001"))]
    deliver(REACTIONS, at=AT)
    team, by_code = (the(number) for number in numbers)
    assert (team.unit_code, by_code.unit_code) == ("370811010009", STATION)
    assert team.routed is not None
    why = team.routed
    assert (why.automatic, why.on_shift, why.speaks, why.rank, why.of) == (True, True, True, 1, 3)
    assert why.metres is not None
    assert why.metres < 700  # 836 for who takes one datum for the other
    night = AT + timedelta(hours=9)
    [first, *_rest] = choices(numbers[0], by=ANYBODY, at=night)
    assert first.unit_code == STATION
    assign(numbers[0], "370811000000", "夜里没有人", by=officer("gaofei"), at=night)
    why = the(numbers[0]).routed or why
    assert (why.automatic, why.rank, why.level) == (False, 2, 6)


def test_what_is_learnt_of_the_person_is_written_down() -> None:
    number = signed()
    told = Described(language="sign", family_phone="13900000000", position=Position(35.4, 116.6))
    describe(number, told, by=officer("mahai"), at=AT)
    describe(number, Described(), by=officer("mahai"), at=AT)
    now = the(number)
    assert (now.person.language, now.person.family_phone) == ("sign", "13900000000")
    assert now.position == Position(35.4, 116.6)
    for wrong in (
        Described(language="klingon"),
        Described(position=Position(91, 0)),
        Described(family_phone="1" * 31),
    ):
        with pytest.raises(InputError):
            describe(number, wrong, by=officer("mahai"), at=AT)
    with pytest.raises(InputError):
        warned(person=Named(phone="13799990000", language="klingon"))
    with pytest.raises(InputError):
        warned(person=Named(phone="13799990000"), position=Position(0, 181))


def test_where_no_station_is_known_the_county_gets_it() -> None:
    elsewhere = warned(area="370811020")
    assert route(elsewhere, by=ANYBODY, at=AT) == "370811000000"
    assert state(elsewhere) is DispatchState.ASSIGNED


def test_a_city_keeps_what_lies_in_no_county_it_knows() -> None:
    number = warned(area="370830")
    assert route(number, by=ANYBODY, at=AT) == ""
    assert state(number) is DispatchState.GRADED


def test_signing_is_a_name_and_is_done_once() -> None:
    number = signed()
    sign(number, by=officer("mahai"), at=AT)
    assert (the(number).line.handler, state(number)) == ("mahai", DispatchState.SIGNED)
    with pytest.raises(StateConflict, match="dispatch_cannot"):
        sign(number, by=officer("gaofei"), at=AT)
    own = warned(person=ANOTHER)
    sign(own, by=officer("gaofei"), at=AT)
    assert the(own).unit_code == "370800000000"


def test_a_return_is_decided_by_somebody_else() -> None:
    number = at_the_station()
    with pytest.raises(InputError, match="reason_needed"):
        give_back(number, " ", by=officer("mahai"), at=AT)
    give_back(number, "人已搬走", by=officer("mahai"), at=AT)
    assert state(number) is DispatchState.RETURNED
    refuse_return(number, "仍住本地", by=officer("gaofei"), at=AT)
    assert (state(number), the(number).unit_code) == (DispatchState.ASSIGNED, STATION)
    give_back(number, "确已搬走", by=officer("mahai"), at=AT)
    assign(number, "370811000000", "由区里办", by=officer("gaofei"), at=AT)
    assert the(number).unit_code == "370811000000"
    give_back(number, "试", by=officer("gaofei"), at=AT)
    with pytest.raises(NotPermitted, match="own_return"):
        refuse_return(number, "同意", by=officer("gaofei"), at=AT)


def test_transfer_and_taking_back_leave_the_clocks_running() -> None:
    number = signed()
    before = the(number)
    take_back(number, "改由二线办", by=officer("gaofei"), at=AT + timedelta(minutes=3))
    assert (state(number), the(number).unit_code) == (DispatchState.GRADED, "")
    assert route(number, by=ANYBODY, at=AT) == ""  # who took it back wants it
    assign(number, STATION, by=officer("gaofei"), at=AT + timedelta(minutes=4))
    with pytest.raises(StateConflict, match="unit_has_it"):
        assign(number, STATION, "又一次", by=officer("gaofei"), at=AT)
    with pytest.raises(InputError, match="reason_needed"):
        assign(number, "370811000000", by=officer("gaofei"), at=AT)
    with pytest.raises(NotFound):
        assign(number, "370700000000", "外市", by=officer("gaofei"), at=AT)
    after = the(number)
    assert (after.sign_due_at, after.meet_due_at) == (before.sign_due_at, before.meet_due_at)


def test_what_is_overdue_rings_once_and_until_it_is_done() -> None:
    number = at_the_station()
    assert bells(AT + timedelta(minutes=29)) == []
    assert bells(AT + timedelta(minutes=30)) == [Bell.SIGN]
    assert bells(AT + timedelta(minutes=31)) == [Bell.SIGN]
    sign(number, by=officer("mahai"), at=AT + timedelta(minutes=40))
    assert bells(AT + timedelta(hours=3)) == [Bell.CONTACT, Bell.SIGN]
    tried(number, at=AT + timedelta(hours=4))
    assert bells(AT + timedelta(hours=25)) == [Bell.CONTACT, Bell.MEET, Bell.SIGN]
    see_alarm(alarms(ANYBODY)[0].key, by=officer("gaofei"), at=AT)
    assert len(alarms(ANYBODY)) == 2
    assert counts(ANYBODY, at=AT + timedelta(hours=25)).overdue == 1


def test_an_unanswered_call_is_no_outcome() -> None:
    number = signed()
    tried(number, result=ContactResult.NO_ANSWER)
    for outcome in (Outcome.DISSUADED, Outcome.SAFE, Outcome.DEFRAUDED):
        with pytest.raises(InputError, match="outcome_needs_person"):
            conclude(number, outcome, by=officer("mahai"), at=AT)
    with pytest.raises(InputError, match="outcome_needs_visit"):
        conclude(number, Outcome.NOT_FOUND, by=officer("mahai"), at=AT)
    with pytest.raises(InputError, match="reason_needed"):
        conclude(number, Outcome.FALSE_ALARM, by=officer("mahai"), at=AT)
    assert state(number) is DispatchState.CONTACTING
    assert the(number).line.outcome is None


def test_who_cannot_be_reached_in_three_ways_is_unreachable_and_rings_when_it_is_grave() -> None:
    number = signed(**HIGH)
    warned(kind=SignalKind.APP)
    tried(number, Step.CALL, ContactResult.NO_ANSWER)
    tried(number, Step.SECOND_LINE, ContactResult.OFF)
    assert state(number) is DispatchState.CONTACTING
    tried(number, Step.VISIT, ContactResult.NOT_FOUND)
    assert state(number) is DispatchState.UNREACHABLE
    assert Bell.UNREACHABLE in bells()
    tried(number, Step.FAMILY, ContactResult.COOPERATES)
    assert state(number) is DispatchState.REACHED


def test_a_grave_dispatch_is_not_concluded_on_the_telephone_without_a_reason() -> None:
    number = signed(**HIGH)
    warned(kind=SignalKind.APP)
    tried(number)
    with pytest.raises(InputError, match="outcome_needs_meeting"):
        conclude(number, Outcome.DISSUADED, by=officer("mahai"), at=AT)
    conclude(number, Outcome.DISSUADED, "人在外地", by=officer("mahai"), at=AT)
    assert the(number).outcome_note == "人在外地"


def test_a_phones_repeat_counts_once_and_keeps_when_it_was() -> None:
    number = signed()
    now = AT + timedelta(hours=2)
    attempt = NewContact(
        key="offline-1",
        step=Step.VISIT,
        result=ContactResult.MET,
        checks=[Check.PROTECT, Check.CALLS],
        tried_at=AT + timedelta(minutes=30),
    )
    assert contact(number, attempt, by=officer("mahai"), at=now)
    assert not contact(number, attempt, by=officer("mahai"), at=now)
    [line] = the(number).contacts
    assert (line.tried_at, line.checks) == (attempt.tried_at, (Check.CALLS, Check.PROTECT))
    assert dict(the(number).stamps)["met_at"] == attempt.tried_at
    with pytest.raises(InputError, match="result_not_of_step"):
        tried(number, Step.CALL, ContactResult.MET)
    assert Contact.objects.count() == 1


def test_two_quiet_look_backs_close_a_dispatch() -> None:
    number = dissuaded()
    assert state(number) is DispatchState.CONCLUDED
    assert bells(AT + timedelta(hours=24)) == [Bell.LOOK_BACK]
    look_back(number, Finding.SAFE, by=officer("gaofei"), at=AT + timedelta(hours=25))
    assert bells(AT + timedelta(hours=72)) == [Bell.LOOK_BACK, Bell.LOOK_BACK]
    look_back(number, Finding.SAFE, by=officer("gaofei"), at=AT + timedelta(hours=72))
    assert state(number) is DispatchState.CLOSED
    with pytest.raises(StateConflict, match="nothing_to_look_back"):
        look_back(number, Finding.SAFE, by=officer("gaofei"), at=AT)


def test_a_look_back_is_not_made_before_its_time_nor_twice() -> None:
    number = dissuaded()
    due = AT + timedelta(hours=24)
    for at in (AT, due - timedelta(seconds=1)):
        with pytest.raises(StateConflict, match="look_back_too_soon"):
            look_back(number, Finding.SAFE, hours=24, by=officer("gaofei"), at=at)
    late = AT + timedelta(hours=80)
    for _twice in range(2):
        look_back(number, Finding.SAFE, hours=24, by=officer("gaofei"), at=late)
    with pytest.raises(StateConflict, match="look_back_made"):
        look_back(number, Finding.SAFE, hours=24, by=officer("mahai"), at=late)
    assert [each.done_at for each in the(number).look_backs] == [late, None]


def test_bad_news_waits_for_no_look_back() -> None:
    number = dissuaded()
    look_back(number, Finding.IN_CONTACT, "仍在聊", by=officer("gaofei"), at=AT)
    assert state(number) is DispatchState.ASSIGNED


def test_who_is_still_in_contact_goes_back_to_work() -> None:
    number = dissuaded()
    later = AT + timedelta(hours=24)
    look_back(number, Finding.IN_CONTACT, "仍在聊", by=officer("gaofei"), at=later)
    now = the(number)
    assert (now.line.state, now.reopened, now.line.outcome) == (DispatchState.ASSIGNED, 1, None)
    assert now.sign_due_at == later + timedelta(minutes=30)


def test_a_false_alarm_is_over_at_once() -> None:
    number = signed()
    conclude(number, Outcome.FALSE_ALARM, "本人即网站主办者", by=officer("mahai"), at=AT)
    assert (state(number), the(number).look_backs) == (DispatchState.CLOSED, ())


def test_who_was_defrauded_gets_a_report_and_a_review() -> None:
    number = signed()
    tried(number)
    conclude(number, Outcome.DEFRAUDED, "已转两万", by=officer("mahai"), at=AT)
    deliver(REACTIONS, at=AT)
    deliver(REACTIONS, at=AT)
    [sheet] = waiting_calls(by=officer("limin"))
    assert sheet.caller_phone == "13700001234"
    assert number in sheet.narrative
    [review] = reviews(officer("chenjing"))
    assert (review.kind, review.subject) == (ReviewKind.DEFRAUDED, number)
    with pytest.raises(NotPermitted):
        close_review(review.key, "签收迟", by=officer("gaofei"), at=AT)
    close_review(review.key, "签收迟", by=officer("chenjing"), at=AT)
    assert reviews(officer("chenjing")) == []


def test_a_look_back_may_find_that_it_was_too_late() -> None:
    number = dissuaded()
    look_back(number, Finding.DEFRAUDED, by=officer("gaofei"), at=AT + timedelta(hours=24))
    assert (state(number), the(number).line.outcome) == (DispatchState.CLOSED, Outcome.DEFRAUDED)
    assert len(reviews(ANYBODY)) == 1


def test_two_at_the_desk_never_take_one_dispatch() -> None:
    grave, other = warned(**HIGH), warned(person=ANOTHER)
    assert take_next(by=officer("gaofei"), at=AT) == grave
    assert take_next(by=officer("chenjing"), at=AT) == other
    assert take_next(by=officer("chenjing"), at=AT) == other
    with pytest.raises(StateConflict, match="dispatch_taken"):
        take(grave, by=officer("chenjing"), at=AT)
    put_back(grave, by=officer("gaofei"), at=AT)
    take(grave, by=officer("chenjing"), at=AT)
    later = AT + timedelta(minutes=4)
    assert take_next(by=officer("gaofei"), at=later) == grave


def test_a_station_sees_its_own_and_another_city_nothing() -> None:
    here, there = at_the_station(), warned(area="370830", person=ANOTHER)
    assert [line.dispatch_no for line in queue(officer("mahai"))] == [here]
    assert {line.dispatch_no for line in queue(officer("gaofei"))} == {here, there}
    assert queue(officer("outsider")) == []
    with pytest.raises(NotFound):
        sign(there, by=officer("mahai"), at=AT)
    with pytest.raises(NotPermitted):
        sign(here, by=officer("limin"), at=AT)


def test_rules_of_the_county_go_before_those_of_the_city() -> None:
    by = officer("chenjing")
    city, county = Rules(high=(1, 2, 3)), Rules(names=("甲", "乙", "丙", "丁", "戊"))
    set_rules("370800", city, "市局通知", by=by, at=AT)
    set_rules("370811", county, "分局通知", by=by, at=AT)
    assert (rules_of("370811010"), rules_of("370830"), rules_of("3709")) == (county, city, DEFAULT)
    with pytest.raises(NotPermitted):
        set_rules("370811", county, "我定", by=officer("gaofei"), at=AT)
    with pytest.raises(InputError, match="reason_needed"):
        set_rules("370811", county, "", by=by, at=AT)
