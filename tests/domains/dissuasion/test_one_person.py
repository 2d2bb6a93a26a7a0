"""Who turns out to be one person: holds, orders and reports that came under another number."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connections

from tests.builders.city import AT, a_city, officer
from tests.builders.own_accounts import held, release_of, the_hold
from tests.builders.takedowns import CARRIER, line_up
from tests.builders.warnings import (
    ANYBODY,
    PHONE,
    a_channel,
    a_signal,
    at_the_station,
    dissuaded,
    signed,
    the,
    tried,
    warned,
)
from zhisun.domains.dissuasion.models import Dispatch, Person
from zhisun.domains.dissuasion.reactions import REACTIONS, climb, restore
from zhisun.domains.dissuasion.selectors.leads import verdict_of
from zhisun.domains.dissuasion.services.conclude import conclude
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.holds import ask_phone_hold
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.report import report
from zhisun.domains.dissuasion.services.signal import receive
from zhisun.domains.dissuasion.terms import (
    OPEN,
    ContactResult,
    DispatchState,
    Outcome,
    SignalKind,
    Step,
)
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.domains.takedown.services.approve import approve
from zhisun.domains.takedown.terms import TakedownState
from zhisun.kernel.errors import StateConflict

NUMBER = "370811199003070029"
BY_PHONE = Named(phone=PHONE, name="周敏")
BY_NUMBER = Named(id_number=NUMBER, name="周敏")
BOTH = Named(id_number=NUMBER, phone=PHONE)
GRAVE: dict[str, Any] = {
    "kind": SignalKind.TRADE,
    "amount_fen": 5_000_000,
    "severity": 5,
    "seen_at": AT,
}
LATER = AT + timedelta(minutes=3)


@pytest.fixture
def _city(db: None) -> None:
    del db  # only its effect is wanted
    a_city()
    a_channel()


def protected(whom: Named = BY_PHONE) -> tuple[str, str, str]:
    """A grave dispatch nobody has, with her account held and her phone suspended."""
    number = warned(person=whom, **GRAVE)
    account = held(number)
    phone = ask_phone_hold(
        number, CARRIER, "两次无人接", lasts=timedelta(minutes=30), by=officer("gaofei"), at=AT
    )
    line_up()
    approve(phone, by=officer("chenjing"), at=AT)
    return number, account, phone


@pytest.mark.usefixtures("_city")
def test_holds_asked_for_under_the_other_number_are_found_and_given_back() -> None:
    old, account, phone = protected()
    new = signed(person=BY_NUMBER)
    assert warned(person=BOTH, at=LATER) == new  # signed for: further than waiting at the desk
    now = the(new)
    assert [each.hold.hold_no for each in now.account_holds] == [account]
    assert [each.takedown_no for each in now.holds] == [phone]
    assert now.line.urgent
    assert now.line.grade >= the(old).line.grade
    tried(new, Step.CALL, ContactResult.NO_ANSWER, at=LATER)
    climb(new, LATER)
    assert len(the(new).holds) == len(the(new).account_holds) == 1  # none is drafted again
    tried(new, Step.VISIT, ContactResult.MET, at=LATER)
    restore(new, LATER)
    assert the(new).holds[0].state is not TakedownState.APPROVED
    conclude(new, Outcome.DISSUADED, by=officer("mahai"), at=LATER)
    restore(old, LATER)  # the news may name either
    release = the_hold(release_of(account))
    assert (release.kind, release.source_no) == (OrderKind.STOP_RELEASE, old)


@pytest.mark.usefixtures("_city")
def test_a_running_dispatch_takes_what_was_in_look_back_and_not_the_other_way() -> None:
    over = dissuaded(person=BY_PHONE)
    runs = warned(person=BY_NUMBER, at=LATER)
    early = AT - timedelta(hours=1)
    assert warned(person=BOTH, seen_at=early, at=LATER) == runs
    now = the(runs)
    assert (now.line.state, now.unit_code) == (DispatchState.ASSIGNED, the(over).unit_code)
    assert dict(now.stamps)["met_at"] is None  # of a round that is over
    assert [each.earlier for each in now.contacts] == [True]
    assert (the(over).line.state, the(over).joined_to) == (DispatchState.JOINED, runs)
    assert verdict_of(over)[1] is None
    assert {"dissuasion.took_over", "dissuasion.joined"} <= REACTIONS.keys()


@pytest.mark.usefixtures("_city")
def test_what_an_officer_sends_under_the_old_number_reaches_the_person() -> None:
    old = at_the_station(person=BY_PHONE)
    new = signed(person=BY_NUMBER)
    assert warned(person=BOTH, at=LATER) == new
    visit = NewContact(key="k", step=Step.VISIT, result=ContactResult.MET, tried_at=LATER)
    for news in (True, False):
        sent = report(old, visit, Outcome.DISSUADED, by=officer("mahai"), at=LATER)
        assert (sent.new, sent.of_earlier_round) == (news, False)
    assert the(new).line.outcome is Outcome.DISSUADED
    with pytest.raises(StateConflict, match="dispatch_cannot"):  # what decides wants the page seen
        conclude(old, Outcome.SAFE, "已见面", by=officer("mahai"), at=LATER)


@pytest.mark.usefixtures("_city")
def test_persons_with_two_identity_numbers_are_never_made_one() -> None:
    handle = "学号2026001"
    mother = warned(person=Named(id_number=NUMBER, phone=PHONE))
    son = warned(person=Named(id_number="370811201001010019", handle=handle))
    assert warned(person=Named(phone=PHONE, handle=handle)) == mother
    assert the(son).line.state is DispatchState.GRADED
    assert the(son).person.id_number != the(mother).person.id_number
    assert Person.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_whoever_joins_two_at_once_joins_them_once_while_others_work_on_them() -> None:
    a_city()
    for turn in range(4):
        phone, number = Named(phone=f"1370000{turn:04}"), Named(handle=f"学号{turn}")
        runs, over = signed(person=phone), dissuaded(person=number)
        both = Named(phone=phone.phone, handle=number.handle)
        seen = a_signal(person=both, seen_at=AT - timedelta(hours=1))
        work: list[Callable[[], object]] = [partial(receive, seen, by=ANYBODY, at=AT)] * 2
        call = NewContact(key=f"c{turn}", step=Step.CALL, result=ContactResult.NO_ANSWER)
        work += [partial(contact, no, call, by=officer("mahai"), at=AT) for no in (runs, over)]
        with ThreadPoolExecutor(len(work)) as threads:
            list(threads.map(_run, work))
        rows = Dispatch.objects.filter(dispatch_no__in=[runs, over])
        assert rows.filter(state__in=OPEN).values_list("dispatch_no", flat=True).get() == runs
        assert len(set(rows.values_list("person", flat=True))) == 1
        assert the(runs).contacts[-1].result is ContactResult.NO_ANSWER


def _run(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connections.close_all()
