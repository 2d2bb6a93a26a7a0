"""What was done before the work began anew belongs to the round of then."""

from datetime import datetime, timedelta

import pytest

from tests.builders.city import AT, a_city, officer
from tests.builders.warnings import dissuaded, signed, the, warned
from zhisun.domains.dissuasion.models import Contact
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult, Told
from zhisun.domains.dissuasion.selectors.others import others
from zhisun.domains.dissuasion.services.conclude import conclude, look_back
from zhisun.domains.dissuasion.services.contact import NewContact
from zhisun.domains.dissuasion.services.inform import NewInforming, inform
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.report import Reported, report
from zhisun.domains.dissuasion.services.route import sign
from zhisun.domains.dissuasion.terms import (
    ContactResult,
    DispatchState,
    Finding,
    Outcome,
    Step,
)
from zhisun.kernel.errors import InputError

pytestmark = pytest.mark.django_db
BEFORE, REOPENED, SENT = (AT + timedelta(hours=each) for each in (1, 5, 6))
AFTER = REOPENED + timedelta(minutes=20)


@pytest.fixture(autouse=True)
def _city() -> None:
    a_city()


def begun_anew() -> str:
    number = dissuaded()
    assert warned(seen_at=REOPENED, at=REOPENED) == number
    return number


def pressed(
    number: str,
    made_at: datetime,
    *,
    page: int | None = 0,
    result: ContactResult = ContactResult.MET,
    outcome: Outcome | None = Outcome.DISSUADED,
    key: str = "late",
) -> Reported:
    attempt = NewContact(key=key, step=Step.VISIT, result=result, tried_at=made_at, round=page)
    return report(number, attempt, outcome, by=officer("mahai"), at=SENT)


def test_a_report_of_the_round_before_is_kept_there_and_ends_nothing() -> None:
    number = begun_anew()
    assert pressed(number, BEFORE) == Reported(new=True, of_earlier_round=True)
    assert pressed(number, BEFORE) == Reported(new=False, of_earlier_round=True)
    now = the(number)
    assert (now.line.state, now.line.handler, now.line.outcome) == (
        DispatchState.ASSIGNED,
        "",
        None,
    )
    assert dict(now.stamps)["met_at"] is None
    late = now.contacts[-1]
    assert (late.earlier, late.outcome, late.tried_at) == (True, Outcome.DISSUADED, BEFORE)
    assert now.next_steps == (Step.SMS,)  # nobody has tried anything yet in this round


def test_what_was_done_after_it_began_anew_counts_though_the_page_is_of_before() -> None:
    number = begun_anew()
    assert pressed(number, AFTER) == Reported(new=True, of_earlier_round=False)
    now = the(number)
    assert (now.line.state, now.line.outcome) == (DispatchState.CONCLUDED, Outcome.DISSUADED)
    assert not now.contacts[-1].earlier


@pytest.mark.parametrize(("page", "kept_in"), [(0, 0), (1, 1), (7, 1), (None, 1)])
def test_of_several_rounds_the_page_says_which(page: int | None, kept_in: int) -> None:
    number = begun_anew()
    pressed(number, AFTER, key="second")
    look_back(number, Finding.IN_CONTACT, by=officer("gaofei"), at=SENT)
    assert the(number).reopened == 2
    assert pressed(number, BEFORE, page=page).of_earlier_round
    assert Contact.objects.get(key="late").round == kept_in


def test_a_visit_of_the_round_before_is_no_ground_for_an_outcome_now() -> None:
    number = signed()
    pressed(number, BEFORE, result=ContactResult.NOT_FOUND, outcome=Outcome.NOT_FOUND, key="first")
    late = SENT + timedelta(minutes=1)
    assert warned(seen_at=late, at=late) == number
    sign(number, by=officer("mahai"), at=late)
    with pytest.raises(InputError, match="outcome_needs_visit"):
        conclude(number, Outcome.NOT_FOUND, by=officer("mahai"), at=late)


def test_a_guardian_told_in_the_round_before_must_be_told_again() -> None:
    minor = Named(phone="13799990005", id_number="370811201005010011")
    number = dissuaded(person=minor)
    assert warned(person=minor, seen_at=REOPENED, at=REOPENED) == number
    for made_at, owed in ((BEFORE, [Informed.GUARDIAN]), (AFTER, [])):
        told = NewInforming(
            key=f"{made_at}",
            whom=Informed.GUARDIAN,
            result=InformResult.TOLD,
            relation="母亲",
            told=[Told.DANGER],
            told_at=made_at,
            round=0,
        )
        assert inform(number, told, by=officer("mahai"), at=SENT)
        assert list(others(number, by=officer("gaofei")).owed) == owed
