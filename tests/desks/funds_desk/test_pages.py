"""Each page of the funds desk: for those who may see it, in both languages, in few queries."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders.own_accounts import asked, in_danger
from tests.desks.funds_desk.conftest import SECOND_CARD, Case, Seat, text
from zhisun.domains.money_trails.selectors.moves import account_key
from zhisun.domains.stop_payment.models import Order, OwnHold
from zhisun.domains.stop_payment.terms import OrderKind

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected

MOST_QUERIES = 12
Address = Callable[[Case], str]

PAGES: dict[str, Address] = {
    "board": lambda _case: "/funds/",
    "board part": lambda _case: "/funds/board/",
    "holds": lambda _case: "/funds/?list=holds",
    "releases": lambda _case: "/funds/?list=releases",
    "answered": lambda _case: "/funds/?list=answered",
    "refused": lambda _case: "/funds/?list=refused",
    "overdue": lambda _case: "/funds/?state=overdue",
    "a hold": lambda case: f"/funds/orders/{case.hold}/",
    "a statement": lambda case: f"/funds/orders/{case.statement}/",
    "a refusal": lambda case: f"/funds/orders/{case.refused}/",
    "a draft": lambda case: f"/funds/orders/{case.waiting}/panel/?then=next",
    "money": lambda case: f"/funds/money/{case.incident_no}/",
    "money as a table": lambda case: f"/funds/money/{case.incident_no}/?view=table&amount=held",
    "money part": lambda case: f"/funds/money/{case.incident_no}/part/",
    "replies": lambda _case: "/funds/replies/?since=7d",
    "replies at an hour": lambda _case: "/funds/replies/?since=30d&kind=stop&hour=14",
    "refusals": lambda _case: "/funds/replies/orders/?since=7d&what=refused&result=0301",
    "overdue orders": lambda _case: "/funds/replies/orders/?late=1",
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_few_queries(seat: Seat, case: Case, page: str, language: str) -> None:
    client = seat("wangqiang")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(PAGES[page](case), headers={"accept-language": language})
    assert answer.status_code == HTTPStatus.OK
    assert f'lang="{language}"' in text(answer) or "<!doctype" not in text(answer)
    assert len(asked) <= MOST_QUERIES, [query["sql"] for query in asked]


def test_a_draft_says_that_its_account_is_protected(seat: Seat, case: Case) -> None:
    client, draft = seat("wangqiang"), f"/funds/orders/{case.waiting}/"
    assert "有保护性止付" not in text(client.get(draft))
    hold = asked(in_danger())
    waiting = Order.objects.get(order_no=case.waiting)
    OwnHold.objects.filter(hold_no=hold).update(
        institution_code=waiting.institution_code, account_no=waiting.account_no
    )
    assert "有保护性止付" not in text(client.get(draft))  # a question takes nothing over
    Order.objects.filter(order_no=case.waiting).update(kind=OrderKind.STOP, window=9)
    assert f"有保护性止付 {hold}" in text(client.get(draft))


def test_a_stranger_is_led_to_the_door(case: Case) -> None:
    answer = Client().get(f"/funds/orders/{case.hold}/")
    assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("page", ["a hold", "money", "money part"])
def test_another_city_finds_nothing(seat: Seat, case: Case, page: str) -> None:
    assert seat("outsider").get(PAGES[page](case)).status_code == HTTPStatus.NOT_FOUND


def test_another_citys_board_is_empty(seat: Seat, case: Case) -> None:
    assert case.waiting not in text(seat("outsider").get("/funds/"))


def test_the_board_shows_what_waits_and_what_came_back(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get("/funds/"))
    assert f'id="order-{case.waiting}"' in page
    assert "账号与户名不符" in page
    assert "有瑕疵成功" in page


def test_a_call_taker_sees_the_board_and_no_button_to_approve(seat: Seat, case: Case) -> None:
    page = text(seat("limin").get("/funds/"))
    assert case.waiting in page
    assert f"/funds/orders/{case.waiting}/approve/" not in page
    assert "需另一人审批" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=drafted", True),
        ("state=on_the_way", False),
        ("kind=query_holder", True),
        ("kind=stop_release", False),
        ("institution=103100000026", True),
        ("institution=102100099996", False),
        ("incident=J000", False),
        ("kind=nonsense", True),
    ],
)
def test_filters_narrow_the_board(seat: Seat, case: Case, query: str, shown: bool) -> None:  # noqa: FBT001 a table of cases
    page = text(seat("wangqiang").get(f"/funds/board/?{query}"))
    assert (f'id="order-{case.waiting}"' in page) is shown


def test_choosing_a_filter_leaves_an_address_to_come_back_to(seat: Seat, case: Case) -> None:
    headers = {"HX-Request": "true", "HX-Trigger": "filters"}
    answer = seat("wangqiang").get(f"/funds/board/?incident={case.incident_no}", headers=headers)
    assert answer["HX-Push-Url"] == f"/funds/?list=waiting&incident={case.incident_no}"


def test_an_answer_is_told_in_words_and_kept_in_its_own(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get(f"/funds/orders/{case.statement}/"))
    assert "李四" in page
    assert "−8,000.00" in page
    assert "&lt;xml/&gt;" in page


def test_the_paper_opens_inside_the_browser(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    page = text(client.get(f"/funds/orders/{case.hold}/"))
    address = page.split('href="/funds/papers/')[1].split('"')[0]
    answer = client.get(f"/funds/papers/{address}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer.content.startswith(b"%PDF")


def test_the_money_page_shows_where_it_went_and_what_is_held(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get(f"/funds/money/{case.incident_no}/"))
    assert "28,000.00" in page  # came to the first account
    assert "取现消费 1,000.00" in page
    assert "19,000.00" in page  # held
    assert "8,000.00" in page  # at the second account
    assert "待批建议" in page


def test_the_table_says_what_the_picture_says(seat: Seat, case: Case) -> None:
    client, address = seat("wangqiang"), f"/funds/money/{case.incident_no}/"
    picture, table = text(client.get(address)), text(client.get(f"{address}?view=table"))
    opened = f"{address}accounts/{account_key(case.incident_no, SECOND_CARD)}/"
    assert opened in picture
    assert opened in table
    assert SECOND_CARD in re.sub(r"<[^>]*>|\s", "", table)
    assert "取现消费 1,000.00" in table


def test_a_total_opens_the_entries_behind_it(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get(f"/funds/money/{case.incident_no}/?amount=held"))
    entries = page.split('id="ledger"')[1]
    assert "+19,000.00" in entries
    assert "报损</td>" not in entries


def test_news_of_another_case_leaves_the_money_page_alone(seat: Seat, case: Case) -> None:
    part = f"/funds/money/{case.incident_no}/part/"
    client = seat("wangqiang")
    assert client.get(f"{part}?news=Z20260911999999").status_code == HTTPStatus.NO_CONTENT
    assert client.get(f"{part}?news=Z20260911999999+{case.waiting}").status_code == HTTPStatus.OK


def test_somebody_without_the_duty_is_told_so(seat: Seat, case: Case) -> None:
    client = seat("limin")
    answer = client.post(f"/funds/orders/{case.waiting}/take/")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "审批止付与查询" in text(answer)
