"""Notices of a case and templates of papers: issued, edited, refused with the text kept."""

from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders.city import ABC, AT, ICBC, officer
from tests.builders.orders import an_incident, drafted
from tests.desks.funds_desk.conftest import Case, Seat, text
from zhisun.domains.audit.selectors import history
from zhisun.domains.documents.policy.typesetting import shipped
from zhisun.domains.documents.selectors import issued_for, template
from zhisun.domains.documents.services import edit_template
from zhisun.domains.documents.terms import DocumentKind

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected

HTMX = {"HX-Request": "true"}
MOST_QUERIES = 12
STOP = DocumentKind.STOP_NOTICE
STOP_AT = "/funds/templates/stop_notice/"
BROKEN = '#import "frame.typ": *\n#show: paper\n#nowhere'
STORY = "事主被冒充客服的人骗走货款。"


def issue(client: Client, incident_no: str, story: str = STORY, bank: str = ABC) -> str:
    """The panel after a notice was asked for."""
    answer = client.post(
        f"/funds/money/{incident_no}/notices/issue/",
        {"institution": bank, "case_summary": story},
        headers=HTMX,
    )
    return text(answer)


def test_the_notice_form_begins_with_the_story_and_the_banks_that_have_orders(
    seat: Seat, case: Case
) -> None:
    page = text(seat("wangqiang").get(f"/funds/money/{case.incident_no}/notices/"))
    form = page.split('id="notice"')[1].split("</form>")[0]
    assert "事主周敏遭遇冒充电商物流客服类诈骗，被骗28,000.00元" in form
    assert f'value="{ABC}"' in form
    assert f'value="{ICBC}"' not in form


def test_the_story_is_chinese_on_an_english_page_too(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    headers = {"accept-language": "en"}
    page = text(client.get(f"/funds/money/{case.incident_no}/notices/", headers=headers))
    assert "事主周敏遭遇冒充电商物流客服类诈骗" in page
    assert "Issue" in page


def test_an_issued_notice_says_its_number_and_opens(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    panel = issue(client, case.incident_no)
    (paper,) = issued_for(case.incident_no, by=officer("wangqiang"))
    assert f"已签发 {paper.number}" in panel
    assert "王强 签发" in panel
    address = panel.split('href="/funds/papers/')[1].split('"')[0]
    assert client.get(f"/funds/papers/{address}").content.startswith(b"%PDF")


def test_a_notice_without_a_story_is_refused_at_the_field(seat: Seat, case: Case) -> None:
    panel = issue(seat("wangqiang"), case.incident_no, story=" ")
    field = panel.split('id="notice-case_summary"')[1].split("</p>")[0]
    assert 'aria-invalid="true"' in field
    assert issued_for(case.incident_no, by=officer("wangqiang")) == ()


def test_a_story_that_cannot_be_printed_stays_as_it_was_typed(seat: Seat, case: Case) -> None:
    story = "事主被骗。\u200b请速办。"
    answer = seat("wangqiang").post(
        f"/funds/money/{case.incident_no}/notices/issue/",
        {"institution": ABC, "case_summary": story},
    )
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert story in text(answer)
    assert 'id="notice-case_summary-error" data-error><' in text(answer)
    assert "<!doctype" in text(answer)


def test_a_bank_without_an_order_gets_no_notice_and_the_story_stays(seat: Seat, case: Case) -> None:
    panel = issue(seat("wangqiang"), case.incident_no, bank=ICBC)
    assert "还没有发给" in panel
    assert STORY in panel


def test_nobody_gives_notice_in_a_case_of_his_own(seat: Seat) -> None:
    client = seat("wangqiang")
    incident_no = an_incident(by="chenjing")
    drafted(incident_no)
    assert "指令批准后才能" in text(client.get(f"/funds/money/{incident_no}/notices/"))
    own = seat("chenjing")
    assert "要由另一人签发" in text(own.get(f"/funds/money/{incident_no}/notices/"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_notices_open_in_few_queries(seat: Seat, case: Case, language: str) -> None:
    client = seat("wangqiang")
    issue(client, case.incident_no)
    assert f"/funds/money/{case.incident_no}/notices/" in text(
        client.get(f"/funds/money/{case.incident_no}/")
    )
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(
            f"/funds/money/{case.incident_no}/notices/", headers={"accept-language": language}
        )
    assert f'lang="{language}"' in text(answer)
    assert len(asked) <= MOST_QUERIES, [query["sql"] for query in asked]


def test_another_city_finds_no_notices(seat: Seat, case: Case) -> None:
    answer = seat("outsider").get(f"/funds/money/{case.incident_no}/notices/")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_call_taker_reads_notices_and_issues_none(seat: Seat, case: Case) -> None:
    issue(seat("wangqiang"), case.incident_no)
    client = seat("limin")
    page = text(client.get(f"/funds/money/{case.incident_no}/notices/"))
    assert "王强 签发" in page
    assert 'id="notice"' not in page
    refused = client.post(f"/funds/money/{case.incident_no}/notices/issue/", {})
    assert refused.status_code == HTTPStatus.FORBIDDEN


def test_news_of_another_case_leaves_the_notices_alone(seat: Seat, case: Case) -> None:
    part = f"/funds/money/{case.incident_no}/notices/"
    client = seat("wangqiang")
    assert client.get(f"{part}?news=Z20260911999999").status_code == HTTPStatus.NO_CONTENT
    assert client.get(f"{part}?news={case.waiting}").status_code == HTTPStatus.OK


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ["/funds/templates/", STOP_AT, f"{STOP_AT}?version=0"])
def test_a_page_of_templates_opens_in_few_queries(seat: Seat, address: str, language: str) -> None:
    client = seat("chenjing")
    edit_template(STOP, shipped(STOP) + "\n", by=officer("chenjing"), at=AT)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == HTTPStatus.OK
    assert f'lang="{language}"' in text(answer)
    assert "陈静" in text(answer)
    assert len(asked) <= MOST_QUERIES, [query["sql"] for query in asked]


def test_templates_are_for_those_who_may_edit_them(seat: Seat) -> None:
    client = seat("wangqiang")
    for address in ("/funds/templates/", STOP_AT, f"{STOP_AT}specimen.pdf"):
        assert client.get(address).status_code == HTTPStatus.FORBIDDEN
    for verb in ("try", "save", "restore"):
        answer = client.post(f"{STOP_AT}{verb}/", {"source": shipped(STOP)})
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "/funds/templates/" not in text(client.get("/funds/"))
    assert "/funds/templates/" in text(seat("chenjing").get("/funds/"))


def test_a_kind_nobody_knows_is_not_found(seat: Seat) -> None:
    client = seat("chenjing")
    assert client.get("/funds/templates/receipt/").status_code == HTTPStatus.NOT_FOUND


def test_a_saved_template_is_in_force_and_can_be_taken_back(seat: Seat) -> None:
    client = seat("chenjing")
    source = shipped(STOP).replace("立即止付", "即刻止付")
    sent = source.replace("\n", "\r\n")
    page = text(client.post(f"{STOP_AT}save/", {"source": sent}, headers=HTMX))
    assert "第 1 版生效" in page
    assert template(STOP, area="370800").source == source
    page = text(client.post(f"{STOP_AT}restore/", headers=HTMX))
    assert "已恢复" in page
    assert template(STOP, area="370800").source == shipped(STOP)
    old = text(client.get(f"{STOP_AT}?version=1"))
    assert "即刻止付" in old
    assert "编辑框里是旧版" in old


@pytest.mark.parametrize("verb", ["try", "save"])
def test_a_broken_template_comes_back_with_its_line_and_its_text(seat: Seat, verb: str) -> None:
    answer = seat("chenjing").post(f"{STOP_AT}{verb}/", {"source": BROKEN}, headers=HTMX)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "#nowhere</textarea>" in text(answer)
    assert 'data-wrong-line="3"' in text(answer)
    assert "第 3 行有错" in text(answer)
    assert template(STOP, area="370800").source == shipped(STOP)


def test_a_template_is_tried_before_it_is_in_force(seat: Seat) -> None:
    client = seat("chenjing")
    source = '#import "frame.typ": *\n#show: paper\n#masthead'
    page = text(client.post(f"{STOP_AT}try/", {"source": source}))
    assert "#masthead</textarea>" in page
    frame = page.split('<iframe class="templates__specimen" src="')[1].split("#")[0]
    tried = client.get(frame.replace("&amp;", "&"))
    assert tried["Content-Type"] == "application/pdf"
    now = client.get(f"{STOP_AT}specimen.pdf")
    assert now.content.startswith(b"%PDF")
    assert len(tried.content) < len(now.content)
    assert template(STOP, area="370800").source == shipped(STOP)


def test_a_paper_is_chinese_whatever_the_page_is_in(seat: Seat) -> None:
    client = seat("chenjing")
    address = f"{STOP_AT}specimen.pdf"
    english = client.get(address, headers={"accept-language": "en"})
    assert client.get(address, headers={"accept-language": "zh-hans"}).content == english.content


def test_whoever_opens_a_paper_leaves_a_line_under_its_order(seat: Seat, case: Case) -> None:
    [paper] = issued_for(case.hold, by=officer("chenjing"))
    assert seat("zhaoqian").get(f"/funds/papers/{paper.number}").status_code == HTTPStatus.OK
    opened = [
        act for act in history(case.hold, by=officer("chenjing")) if act.verb == "documents.opened"
    ]
    assert [act.actor for act in opened] == ["zhaoqian"]
    assert "打开文书" in text(seat("chenjing").get(f"/funds/orders/{case.hold}/"))
