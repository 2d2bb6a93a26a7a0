"""The money page in a real browser: another rule, another instant, one account, by keys as well."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
    read_first,
)
from tests.builders.city import AT, officer
from tests.builders.orders import T0
from tests.desks.funds_desk.conftest import SECOND_CARD, Case, Seat
from zhisun.domains.money_trails.reactions import trace_report
from zhisun.domains.money_trails.services.add import NewTransfer, add_transfer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


TAKER, LAST = "6217000000000000017", "6228480402564890026"


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    with a_page(browser, live_server.url, seat=seat("wangqiang")) as opened:
        yield opened


def test_another_rule_and_another_instant_are_one_step_away(page: Page, case: Case) -> None:
    page.goto(f"/funds/money/{case.incident_no}/")
    flow = page.locator(".money__flow")
    expect(flow).to_contain_text("取现消费 1,000.00")
    page.select_option("#trail-rule", "lifo")
    expect(flow).to_contain_text("后进先出，算到")
    page.select_option("#trail-beside", "haircut")
    expect(flow).to_contain_text("后进先出与比例混同的差别")
    assert "rule=lifo" in page.url
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("[")  # before the last trace: the last movement, the cash
    expect(page.get_by_text("这是当时的情况")).to_be_visible()
    read_first(page)
    page.keyboard.press("[")  # before the cash
    expect(flow).to_contain_text("算到 2026-09-11 14:05:00")
    expect(flow).not_to_contain_text("取现消费 1,000.00")
    slider = page.locator("#trail-until")
    slider.focus()
    page.keyboard.press("Home")  # when the victim paid
    expect(flow.locator("a.node")).to_have_count(2)
    expect(slider).to_be_focused()
    page.get_by_role("link", name="回到最新").click()
    expect(flow).to_contain_text("取现消费 1,000.00")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_asked_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", case: Case, size: ViewportSize, theme: str
) -> None:
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    for query in ("?rule=lifo&beside=haircut&view=table", "?rule=clean_first"):
        page.goto(f"/funds/money/{case.incident_no}/{query}")
        expect(page.locator("#trail-tools")).to_be_visible()
        expect(page.locator("#levels thead")).to_be_visible()
        assert barriers(page) == [], query
        assert overflow(page) <= 0, query


def test_an_account_is_opened_from_its_box_and_the_exits_stand_below(
    page: Page, live_server: "LiveServer", case: Case
) -> None:
    page.goto(f"/funds/money/{case.incident_no}/?rule=lifo")
    expect(page.locator("#exits")).to_contain_text("取现消费")
    with page.expect_download() as got:
        page.get_by_role("button", name="导出 Excel").click()
    assert got.value.suggested_filename.endswith(".xlsx")
    page.locator("a.node").nth(1).click()
    expect(page.locator("#account-facts")).to_contain_text("期初余额")
    expect(page.locator("#moves tr[data-tone=soon]")).to_have_count(3)
    for size, theme in ((DESK, "light"), (PHONE, "dark")):
        a_cookie(page.context, live_server.url, zhisun_theme=theme)
        page.set_viewport_size(size)
        page.reload()
        expect(page.locator("#account-facts")).to_be_visible()
        assert barriers(page) == [], (size, theme)
        assert overflow(page) <= 0, (size, theme)
    page.keyboard.press("g")
    expect(page.locator("#trail-rule")).to_have_value("lifo")


def test_what_silent_accounts_may_have_passed_on_is_proposed_and_decided_by_an_officer(
    page: Page, live_server: "LiveServer", case: Case
) -> None:
    for payer, payee, fen, minute in ((SECOND_CARD, TAKER, 100_000, 3), (TAKER, LAST, 800_000, 5)):
        told = NewTransfer(
            payer_account=payer,
            payee_account=payee,
            payee_name="赵六",
            amount_fen=fen,
            moved_at=T0 + timedelta(minutes=minute),
            paper="对方的纸质流水",
        )
        add_transfer(case.incident_no, told, by=officer("wangqiang"), at=AT)
    cash = NewTransfer(
        payer_account=LAST,
        amount_fen=800_000,
        moved_at=T0 + timedelta(minutes=6),
        paper="对方的纸质流水",
        cash=True,
        remark="济宁任城太白路支行 ATM",
    )
    add_transfer(case.incident_no, cash, by=officer("wangqiang"), at=AT)
    trace_report(case.incident_no, AT)
    bridge = page.locator("#bridges .bridge")
    for size, theme in ((PHONE, "dark"), (DESK, "light")):
        a_cookie(page.context, live_server.url, zhisun_theme=theme)
        page.set_viewport_size(size)
        page.goto(f"/funds/money/{case.incident_no}/")
        expect(bridge).to_contain_text("7,000.00")
        expect(page.locator("#bridges")).to_contain_text("推断，不是证据")
        expect(page.locator("#tile-37")).to_contain_text("1,000")
        assert barriers(page) == [], (size, theme)
        assert overflow(page) <= 0, (size, theme)
    page.locator("#tile-37").press("Enter")
    expect(page.locator("#exit-places")).to_contain_text("山东省：离开视线的地点，按市")
    expect(page.locator("#exit-places")).to_contain_text("山东省济宁市")
    expect(page.locator("#exits-table tbody tr")).to_have_count(1)
    page.locator("#all-provinces").click()
    expect(page.locator("#exits-table tbody tr")).to_have_count(2)
    bridge.get_by_text("采用为补录").first.click()
    page.locator("input[id^=accept-reason-]").fill("同一团伙")
    page.keyboard.press("Enter")
    expect(page.locator("#bridges")).to_contain_text("已作为推断补录")
    page.goto(f"/funds/money/{case.incident_no}/added/")
    expect(page.locator("#added-panel")).to_contain_text("推断 (断点撮合，非流水)：同一团伙")
