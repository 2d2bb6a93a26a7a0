"""Statement files at the funds desk: upload in parts, columns, result, corrections."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.builders.chromium import DESK, PHONE, a_page, barriers, in_chromium, overflow
from tests.builders.city import ABC, AT
from tests.builders.orders import CARD, T0, an_incident
from tests.builders.statements import delimited, stamp
from tests.builders.uploads import confirmed, uploaded
from tests.desks.funds_desk.conftest import Seat, text
from zhisun.domains.money_trails.jobs import BY, read_statement
from zhisun.domains.money_trails.models import RejectedRow, StatementFile, StatementRow
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.services.statements import give_up_reading

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

SECOND = "6222020200112233446"
HEAD = ["卡号", "户名", "交易时间", "借贷标志", "交易金额", "账户余额", "对方账号", "对方户名"]
ROWS = [
    HEAD,
    [CARD, "张伟", stamp(T0), "贷", "28000.00", "28000.00", "6217001234567890121", "周敏"],
    [CARD, "张伟", stamp(T0 + timedelta(minutes=2)), "借", "16000.00", "12000.00", SECOND, "李强"],
    [CARD, "张伟", "某时", "借", "1000.00", "11000.00", SECOND, "李强"],
    [CARD, "张伟", stamp(T0 + timedelta(minutes=4)), "借", "500.00", "10000.00", "", ""],
]  # fmt: skip
STATEMENT = delimited(ROWS, encoding="gb18030")


def imported(incident_no: str) -> int:
    key = confirmed(uploaded(incident_no, "农行.csv", STATEMENT, bank=ABC))
    read_statement(key, at=AT)
    trace_report(incident_no, AT)
    return key


def begun(client: Client, incident_no: str) -> int:
    answer = client.post(
        f"/funds/money/{incident_no}/statements/begin/",
        {"name": "农行.csv", "size": len(STATEMENT), "institution": ABC},
    )
    told = json.loads(answer.content)
    assert told["received"] == 0
    return int(told["key"])


def test_a_file_goes_up_in_parts_and_its_columns_are_confirmed(seat: Seat) -> None:
    client, incident_no = seat("wangqiang"), an_incident()
    key = begun(client, incident_no)
    received = 0
    while received < len(STATEMENT):
        answer = client.post(
            f"/funds/statements/{key}/parts/{received}/",
            STATEMENT[received : received + 200],
            content_type="application/octet-stream",
        )
        received = json.loads(answer.content)["received"]
    closed = client.post(f"/funds/statements/{key}/close/")
    address = json.loads(closed.content)["address"]
    page = text(client.get(address))
    assert "核对每一列" in page
    assert "某时" in page
    columns = StatementFile.objects.get(pk=key).tables[0]["columns"]
    assert client.post(
        f"/funds/statements/{key}/confirm/", {"columns.0": columns, "used.0": "on"}
    ).status_code == 302  # fmt: skip
    assert "正在读取" in text(client.get(address))
    read_statement(key, at=AT)
    page = text(client.get(address))
    assert "<b>3</b> 行已导入" in page
    assert "时间读不懂" in page
    assert "余额对不上的地方" in page


def test_a_wrong_choice_of_columns_is_said_at_the_table(seat: Seat) -> None:
    client, incident_no = seat("wangqiang"), an_incident()
    key = uploaded(incident_no, "农行.csv", STATEMENT, bank=ABC)
    columns = StatementFile.objects.get(pk=key).tables[0]["columns"]
    answer = client.post(
        f"/funds/statements/{key}/confirm/",
        {"columns.0": ["time", *columns[1:]], "used.0": "on"},
    )
    assert answer.status_code == 400
    assert "两列选了同一个含义" in text(answer)


def test_a_rejected_row_is_fixed_in_place(seat: Seat) -> None:
    client, incident_no = seat("wangqiang"), an_incident()
    key = imported(incident_no)
    reject = RejectedRow.objects.get().pk
    typed = {
        "verb": "fix", "account": CARD, "direction": "out", "fen": "一千", "counterparty": SECOND,
        "moved_at": "2026-09-11T14:06:00", "reason": "电话核实",
    }  # fmt: skip
    wrong = client.post(f"/funds/statements/{key}/rejects/{reject}/", typed)
    assert wrong.status_code == 400
    assert "电话核实" in text(wrong)
    right = client.post(f"/funds/statements/{key}/rejects/{reject}/", typed | {"fen": "1000"})
    assert right.status_code == 302
    assert StatementRow.objects.get(fen=100_000).counterparty == SECOND
    assert "没有读懂的行" not in text(client.get(f"/funds/statements/{key}/"))


def test_a_row_with_a_gap_is_dropped_with_a_reason(seat: Seat) -> None:
    client, incident_no = seat("wangqiang"), an_incident()
    key = imported(incident_no)
    row = StatementRow.objects.exclude(gap_fen=0).get().pk
    assert client.post(f"/funds/statements/{key}/rows/{row}/drop/").status_code == 400
    client.post(f"/funds/statements/{key}/rows/{row}/drop/", {"reason": "打印错误"})
    assert "已剔除：打印错误" in text(client.get(f"/funds/statements/{key}/"))


def test_others_see_nothing_and_a_call_taker_only_looks(seat: Seat) -> None:
    stranger, incident_no = seat("outsider"), an_incident()
    key = imported(incident_no)
    assert stranger.get(f"/funds/statements/{key}/").status_code == 404
    assert stranger.get(f"/funds/money/{incident_no}/statements/").status_code == 404


def test_the_pages_of_a_file_can_be_read_in_english(seat: Seat) -> None:
    client, incident_no = seat("wangqiang"), an_incident()
    first = imported(incident_no)
    second = uploaded(incident_no, "b.csv", delimited(ROWS[:3]), bank=ABC)
    for address, words in (
        (f"/funds/statements/{first}/", "rows imported"),
        (f"/funds/statements/{second}/", "Import"),
        (f"/funds/money/{incident_no}/statements/", "Upload"),
    ):
        assert words in text(client.get(address, headers={"accept-language": "en"}))


def test_a_file_whose_reading_was_given_up_can_be_read_again_or_given_up(seat: Seat) -> None:
    client = seat("wangqiang")
    key = confirmed(uploaded(an_incident(), "农行.csv", STATEMENT, bank=ABC))
    waiting = text(client.get(f"/funds/statements/{key}/"))
    assert "正在读取" in waiting
    assert "every " not in waiting  # news tells it, and the stream when it opens
    assert "live:open from:body" in waiting
    give_up_reading(key, by=BY, at=AT)
    page = text(client.get(f"/funds/statements/{key}/"))
    assert "农行.csv 试了几次都没有读完" in page
    assert "放弃这个文件" in page
    confirmed(key)
    assert "正在读取" in text(client.get(f"/funds/statements/{key}/"))
    give_up_reading(key, by=BY, at=AT)
    client.post(f"/funds/statements/{key}/abandon/")
    assert not StatementFile.objects.exists()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore:No directory at")
@in_chromium[2]
def test_a_file_is_uploaded_mapped_and_corrected_in_the_browser(
    browser: Browser, live_server: "LiveServer", seat: Seat, tmp_path: Path
) -> None:
    incident_no = an_incident()
    (tmp_path / "农行.csv").write_bytes(STATEMENT)
    with a_page(browser, live_server.url, seat=seat("wangqiang")) as page:
        page.goto(f"/funds/money/{incident_no}/statements/")
        looked_at(page, "upload")
        lost: list[str] = []

        def lose_the_first(route: Route) -> None:
            if lost:
                route.continue_()
            else:
                lost.append(route.request.url)
                route.abort()

        page.route("**/parts/**", lose_the_first)
        page.set_input_files("#statement-files", tmp_path / "农行.csv")
        page.select_option("select[name=institution]", ABC)
        page.get_by_role("button", name="上传").click()
        expect(page.locator(".statements__preview")).to_be_visible()
        assert len(lost) == 1
        looked_at(page, "columns")
        page.get_by_role("button", name="导入", exact=False).first.click()
        expect(page.get_by_text("正在读取")).to_be_visible()
        page.wait_for_load_state("load")  # wired: it hears the news
        key = StatementFile.objects.get().pk
        read_statement(key, at=AT)
        page.evaluate("document.body.dispatchEvent(new CustomEvent('live:money_trails'))")
        expect(page.get_by_text("没有读懂的行")).to_be_visible()
        page.locator("#unread summary").first.click()
        looked_at(page, "result")


def looked_at(page: Page, name: str) -> None:
    """The page at both sizes is for everybody, and no wider than its window."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert overflow(page) <= 0, name
        assert barriers(page) == [], name
        for head in page.locator(".statements__preview thead").all():
            expect(head).to_be_visible()  # its columns are chosen there
