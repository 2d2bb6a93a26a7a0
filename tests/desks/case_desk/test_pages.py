"""The return desk by single requests: who sees what, who is offered what, what is refused."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.builders.city import officer
from tests.desks.case_desk.conftest import MovedClock, Seat
from tests.stories.returning import FIRST, LOST, Story, handler
from zhisun.desks.case_desk.side_by_side import sentences
from zhisun.domains.audit.selectors import history
from zhisun.domains.restitution.policy import PAPER
from zhisun.domains.restitution.selectors import dossier
from zhisun.domains.restitution.services.propose import propose
from zhisun.domains.restitution.services.victims import open_round
from zhisun.domains.restitution.terms import RestitutionState

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # nothing was collected
]

ACCOUNT = "6227000000000000300"
"""Where the victims want their money (`Story.confirmed`)."""


def a_round(story: Story) -> str:
    """A round with all victims confirmed and both methods worked out; its number."""
    number = open_round(list(story.cases.values()), by=handler(), at=story.town.at)
    story.confirmed(number, *LOST)
    propose(number, by=handler(), at=story.town.at)
    return number


def test_the_desk_by_single_requests(
    story: Story, seat: Seat, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """One story, told once: building it takes seconds."""
    number = a_round(story)
    _numbers_stand_masked_until_a_reason_is_given(seat, number)
    _an_old_page_agrees_to_nothing(story, seat, number)
    _a_form_comes_back_with_what_was_typed(story, seat, number)
    _nobody_is_offered_what_is_not_his(story, seat, number)
    client = seat("chenjing")
    for address, most in (("/case/", 16), (f"/case/{number}/", 24)):
        for language in ("zh-hans", "en"):
            with django_assert_max_num_queries(most):
                page = client.get(address, headers={"accept-language": language})
            assert number in page.content.decode()


def test_a_page_in_chinese_says_the_sum_as_the_paper_does() -> None:
    assert sentences() == dict(PAPER)


def _numbers_stand_masked_until_a_reason_is_given(seat: Seat, number: str) -> None:
    client, here = seat("wangqiang"), f"/case/{number}/"
    page = client.get(here).content.decode()
    assert ACCOUNT not in page
    assert f"{FIRST[:1]}*（" in page  # in the workings
    assert client.post(f"{here}reveal/", {"reason": " "}).status_code == 400
    client.post(f"{here}reveal/", {"reason": "核对返还账户"})
    page = client.get(here).content.decode()
    assert f"{FIRST}（" in page
    assert "核对返还账户" in page
    assert ACCOUNT[:4] + "</span><span>" in page
    acts = history(number, by=officer("wangqiang"))
    assert [act.reason for act in acts if act.verb == "subjects.reveal"] == ["核对返还账户"]
    MovedClock.at += timedelta(minutes=11)
    assert f"{FIRST}（" not in client.get(here).content.decode()
    assert seat("outsider").get(here).status_code == 404


def _an_old_page_agrees_to_nothing(story: Story, seat: Seat, number: str) -> None:
    sent = {"method": "traced", "why": "逐笔可查", "seen": "another:"}
    answer = seat("wangqiang").post(f"/case/{number}/method/", sent)
    assert answer.status_code == 400
    assert "重新测算过" in answer.content.decode()
    assert dossier(number, by=handler()).state is RestitutionState.PROPOSED
    assert story.cases


def _a_form_comes_back_with_what_was_typed(story: Story, seat: Seat, number: str) -> None:
    client = seat("wangqiang")
    answer = client.post(f"/case/{number}/victims/", {"incident_no": "J1"})
    assert answer.status_code == 400
    assert "J1" in answer.content.decode()
    told = dossier(number, by=handler())
    answer = client.post(f"/case/{number}/method/", {"seen": f"{told.digest}:", "why": "不选"})
    page = answer.content.decode()
    assert "请选择返还方法" in page
    assert "不选</textarea>" in page
    again = client.post("/case/open/", {"incident_nos": "，".join(story.cases.values())})
    assert again.status_code == 409
    assert "正在另一轮返还中" in again.content.decode()
    assert "请填写警情编号" in client.post("/case/open/", {"incident_nos": " "}).content.decode()
    for nonsense in ("9" * 5000, "李\0强", "1e999", "\u202e😀"):
        names = ("loss", "refunded", "return_account", "return_name", "return_bank")
        sent = dict.fromkeys(names, nonsense)
        answer = client.post(f"/case/{number}/victims/{story.cases[FIRST]}/", sent)
        assert answer.status_code == 400
    wrong = {"loss": "1", "refunded": "2"}
    late = client.post(f"/case/{number}/victims/{story.cases[FIRST]}/", wrong)
    assert "现在是“方案待定”" in late.content.decode()


def _nobody_is_offered_what_is_not_his(story: Story, seat: Seat, number: str) -> None:
    assert "选定方法" in seat("wangqiang").get(f"/case/{number}/").content.decode()
    for username in ("limin", "zhoulei"):
        page = seat(username).get(f"/case/{number}/?open=choose").content.decode()
        assert 'name="why"' not in page
        assert seat(username).post(f"/case/{number}/propose/").status_code == 403
    assert seat("zhoulei").post(f"/case/{number}/review/", {"seen": ""}).status_code == 400
    assert seat("limin").post(f"/case/{number}/withdraw/", {"reason": "x"}).status_code == 403
    assert story.town.conserved()
