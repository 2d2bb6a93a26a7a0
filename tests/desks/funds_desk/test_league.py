"""The league's page, the orders behind its figures, and its workbook."""

import io
import re
from html import unescape

import openpyxl
import pytest

from tests.builders.city import ABC
from tests.desks.funds_desk.conftest import Case, Seat, text
from zhisun.domains.stop_payment.models import Order

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected


def test_every_figure_leads_to_as_many_orders_as_it_says(seat: Seat, case: Case) -> None:
    client = seat("wangqiang")
    page = text(client.get("/funds/replies/?since=7d"))
    figures = re.findall(r'<a href="(/funds/replies/orders/[^"]+what=[^"]+)">(\d+)</a>', page)
    assert len(figures) > len(["sent", "answered"])
    for address, number in figures:
        behind = text(client.get(unescape(address)))
        assert behind.count('<tr id="order-') == int(number), address
    assert case.refused in text(
        client.get(f"/funds/replies/orders/?institution={ABC}&what=refused")
    )


def test_a_refusal_is_told_with_the_words_of_its_code(seat: Seat, case: Case) -> None:
    page = text(seat("wangqiang").get("/funds/replies/"))
    assert case.refused
    assert "账号与户名不符" in page


@pytest.mark.parametrize("query", ["since=ever&hour=99&kind=x", "hour=-1", "what=nothing&late=x"])
def test_an_address_that_says_nonsense_chooses_nothing(seat: Seat, case: Case, query: str) -> None:
    assert case.hold
    for page in ("", "orders/", "league.xlsx"):
        assert seat("wangqiang").get(f"/funds/replies/{page}?{query}").status_code == 200


def test_the_workbook_holds_the_same_figures_and_no_formula(seat: Seat, case: Case) -> None:
    Order.objects.filter(institution_code=ABC).update(institution_name="=1+1")
    answer = seat("wangqiang").get("/funds/replies/league.xlsx?since=7d")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["机构", "小时", "种类", "拒绝原因", "超时未反馈"]
    rows = list(book["机构"].iter_rows(values_only=True))
    assert rows[1][:6] == (ABC, "=1+1", 3, 3, 1, 0)
    assert book["机构"]["B2"].data_type == "s"
    assert list(book["拒绝原因"].iter_rows(values_only=True))[1][:2] == ("0301", "账号与户名不符")
    assert case.refused
