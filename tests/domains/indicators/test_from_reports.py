"""What reports name is drafted; a person verifies it; the victim's own values are no suspects."""

import pytest

from tests.builders.city import AT, KEEPER, officer
from tests.builders.indicators import entered, the
from tests.builders.orders import an_incident
from tests.builders.takedowns import a_telecom_city
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.indicators import tables
from zhisun.domains.indicators.models import CaseLink, Indicator
from zhisun.domains.indicators.reactions import propose_named
from zhisun.domains.indicators.services.judge import propose, verify
from zhisun.domains.indicators.services.keep import NewIndicator, retract
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.indicators.terms import REPORTS, IndicatorState
from zhisun.kernel.errors import InputError, NotPermitted, StateConflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    a_telecom_city()


def drafts() -> list[Indicator]:
    return list(Indicator.objects.filter(source=REPORTS).order_by("pk"))


def test_a_report_drafts_its_payee_account_and_nothing_of_the_victims() -> None:
    number = an_incident()
    propose_named(number, AT)
    propose_named(number, AT)
    report = incident(number, by=KEEPER)
    accounts = {row.form for row in drafts() if row.kind == "account"}
    assert accounts == {each.to_account for each in report.facts.transfers}
    assert {row.state for row in drafts()} == {IndicatorState.PROPOSED}
    own = {report.victim.phone, *(each.from_account for each in report.facts.transfers)}
    assert own.isdisjoint({row.form for row in drafts()})
    assert tables.indicators().num_rows == 0
    assert CaseLink.objects.filter(incident_no=number).count() == len(drafts())


def test_one_key_makes_a_draft_stand() -> None:
    propose_named(an_incident(), AT)
    key = drafts()[0].pk
    verify(key, by=officer("chenjing"), at=AT)
    assert the(key).state == IndicatorState.STANDING
    assert the(key).verified_at == AT
    assert tables.indicators().num_rows == 1
    with pytest.raises(StateConflict):
        verify(key, by=officer("chenjing"), at=AT)


def test_what_is_known_is_linked_and_what_is_safe_or_was_withdrawn_is_left() -> None:
    number = an_incident()
    account = incident(number, by=KEEPER).facts.transfers[0].to_account
    known = entered("account", account)
    propose_named(number, AT)
    assert CaseLink.objects.filter(indicator=known, incident_no=number).exists()
    assert account not in {row.form for row in drafts()}
    protect("account", account, "代收代付专户", by=KEEPER, at=AT)
    assert the(known).state == IndicatorState.WITHDRAWN
    propose_named(number, AT)
    assert account not in {row.form for row in drafts()}


def test_a_draft_that_was_dismissed_does_not_come_back() -> None:
    number = an_incident()
    propose_named(number, AT)
    key = drafts()[0].pk
    retract(key, "事主自己的另一张卡", by=KEEPER, at=AT)
    propose_named(number, AT)
    assert the(key).state == IndicatorState.WITHDRAWN
    assert len([row for row in drafts() if row.form == the(key).form]) == 1


def test_the_telecom_officer_proposes_and_does_not_verify() -> None:
    mine = NewIndicator(kind="phone", value="17012345678", fraud_type="KF", severity=3, source="台")
    key = propose(mine, by=officer("hanbing"), at=AT)
    with pytest.raises(NotPermitted):
        verify(key, by=officer("hanbing"), at=AT)


def test_a_draft_that_is_safe_by_now_cannot_be_verified() -> None:
    mine = NewIndicator(kind="im", value="kefu01", fraud_type="KF", severity=3, source="台")
    key = propose(mine, by=officer("hanbing"), at=AT)
    protect("im", "kefu01", "医院客服", by=KEEPER, at=AT)
    assert the(key).state == IndicatorState.WITHDRAWN
    with pytest.raises((InputError, StateConflict)):
        verify(key, by=officer("chenjing"), at=AT)
