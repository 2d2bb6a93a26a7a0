"""The funds desk in a real browser: by keys alone, live, and without a barrier for anybody."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
)
from tests.builders.city import AT
from tests.builders.orders import approved, the
from tests.desks.funds_desk.conftest import Case, Seat
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import OrderState

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    """王强's browser. News is told by `tell`; the stream itself has tests of its own."""
    with a_page(browser, live_server.url, seat=seat("wangqiang")) as opened:
        yield opened


def tell(page: Page, event: str, key: str) -> None:
    """News, the way live.js passes it on."""
    detail = json.dumps({"event": event, "key": key, "area": "3708"})
    domain = event.split(".", maxsplit=1)[0]
    page.evaluate(
        f"for (const name of ['live', 'live:{domain}'])"
        f" document.body.dispatchEvent(new CustomEvent(name, {{detail: {detail}}}))"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", case: Case, size: ViewportSize, theme: str
) -> None:
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    found: dict[str, list[tuple[str, str]]] = {}
    for address in (
        "/funds/",
        f"/funds/orders/{case.refused}/",
        f"/funds/orders/{case.statement}/",
        f"/funds/money/{case.incident_no}/",
        f"/funds/money/{case.incident_no}/?view=table",
        f"/funds/money/{case.incident_no}/notices/",
        f"/funds/money/{case.incident_no}/added/",
        "/funds/replies/?since=7d",
        "/funds/replies/orders/?since=7d",
    ):
        page.goto(address)
        found[address] = barriers(page)
        assert overflow(page) <= 0, address
    assert not any(found.values()), found


def test_the_league_is_read_by_keys_and_its_figures_lead_to_their_orders(
    page: Page, case: Case
) -> None:
    stamps = ("approved_at", "sent_at", "acknowledged_at", "answered_at")
    later = timezone.now() - AT - timedelta(hours=1)  # the browser's server has the real clock
    Order.objects.update(**{name: F(name) + later for name in stamps})
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto("/funds/replies/?since=7d")
        expect(page.locator("#replies tbody tr")).to_have_count(1)
        assert barriers(page) == []
        assert overflow(page) <= 0
    page.set_viewport_size(DESK)
    page.keyboard.press("3")
    page.wait_for_url("**since=30d")
    page.locator("#replies").get_by_role("link", name="1", exact=True).first.click()
    page.wait_for_load_state()
    expect(page.locator(f"#order-{case.refused}")).to_contain_text("账号与户名不符")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/funds/orders/{case.refused}/")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_templates_can_be_edited_by_everybody(
    browser: Browser, live_server: "LiveServer", seat: Seat, size: ViewportSize, language: str
) -> None:
    with a_page(browser, live_server.url, seat=seat("chenjing")) as page:
        a_cookie(page.context, live_server.url, django_language=language)
        page.set_viewport_size(size)
        page.goto("/funds/templates/")
        assert barriers(page) == []
        assert overflow(page) <= 0


def test_every_act_of_a_row_is_within_reach_in_english(
    page: Page, live_server: "LiveServer", case: Case
) -> None:
    a_cookie(page.context, live_server.url, django_language="en")
    page.goto("/funds/")
    expect(page.locator("h1")).to_have_text("Stop-payment board")
    last = page.locator(f"#order-{case.waiting} .icon-button").last.bounding_box()
    list_ = page.locator(".table-wrap").first.bounding_box()
    assert last is not None
    assert list_ is not None
    assert last["x"] + last["width"] <= list_["x"] + list_["width"]


def test_in_a_drawer_the_next_order_and_the_list_of_keys_are_one_key_away(
    page: Page, case: Case
) -> None:
    page.goto(f"/funds/?incident={case.incident_no}&kind=query_holder")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    order = page.locator("#drawer [data-live-known]")
    expect(order).to_have_attribute("data-live-known", case.waiting)
    page.keyboard.press("?")
    keys = page.locator("#keys-help [data-key-list] li")
    expect(keys.filter(has_text="领取下一件")).to_have_count(1)
    expect(keys.filter(has_text="批准")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(order).not_to_have_attribute("data-live-known", case.waiting)


def test_the_queue_is_worked_by_two_keys(page: Page, case: Case) -> None:
    page.goto("/funds/")
    page.keyboard.press("n")
    order = page.locator("#drawer [data-live-known]")
    expect(order).to_be_visible()
    first = order.get_attribute("data-live-known") or ""
    page.keyboard.press("a")
    expect(order).not_to_have_attribute("data-live-known", first)
    expect(page.locator("#drawer .notice[role=status]")).to_contain_text(first)
    assert the(first).state is OrderState.APPROVED
    assert the(first).incident_no == case.incident_no


def test_late_news_of_the_last_order_does_not_push_the_next_one_away(
    page: Page, case: Case
) -> None:
    late: list[Route] = []
    page.goto("/funds/")
    page.keyboard.press("n")
    order = page.locator("#drawer [data-live-known]")
    expect(order).to_be_visible()
    first = order.get_attribute("data-live-known") or ""
    assert the(first).incident_no == case.incident_no
    page.route(f"**/orders/{first}/panel/**", lambda asked: late.append(asked))  # noqa: PLW0108 Playwright cannot wrap a builtin
    with page.expect_request(f"**/orders/{first}/panel/**"):
        tell(page, "stop_payment.approved", first)
    page.keyboard.press("a")
    expect(order).not_to_have_attribute("data-live-known", first)
    second = order.get_attribute("data-live-known") or ""
    with page.expect_response(f"**/orders/{first}/panel/**"):
        late[0].continue_()
    page.wait_for_timeout(200)
    expect(order).to_have_attribute("data-live-known", second)


def test_a_row_is_opened_declined_and_left_by_keys(page: Page, case: Case) -> None:
    page.goto(f"/funds/?incident={case.incident_no}&kind=query_holder")
    page.keyboard.press("j")
    page.keyboard.press("d")
    reason = page.locator("#decline-reason")
    expect(reason).to_be_focused()
    reason.fill("重复")
    page.keyboard.press("Enter")
    expect(page.locator("#drawer")).to_contain_text("审批不同意")
    assert the(case.waiting).state is OrderState.DECLINED
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).not_to_be_visible()


def test_the_first_escape_keeps_what_was_typed(page: Page, case: Case) -> None:
    page.goto(f"/funds/?kind=query_holder&incident={case.incident_no}")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator("#decline-reason").fill("还没写完")
    page.keyboard.press("Escape")
    expect(page.locator("#decline-reason")).to_have_value("还没写完")


def test_the_board_follows_the_news_and_keeps_its_place(page: Page, case: Case) -> None:
    page.goto("/funds/")
    row = page.locator(f"#order-{case.waiting}")
    row.focus()
    approved(case.waiting, by="zhaoqian")
    tell(page, "stop_payment.approved", case.waiting)
    expect(row).to_contain_text("待发出")
    expect(row).to_be_focused()
    expect(page.locator("#news")).to_have_text("")
    tell(page, "stop_payment.refused", case.waiting)
    expect(page.locator("#news")).to_have_text("机构拒绝了一条指令")


def test_news_does_not_take_away_what_is_being_typed(page: Page, case: Case) -> None:
    page.goto(f"/funds/orders/{case.refused}/")
    page.locator("#correct-account_name").fill("张韦")
    tell(page, "stop_payment.alarm_rang", case.refused)
    expect(page.locator("[data-stale-notice]")).to_be_visible()
    expect(page.locator("#correct-account_name")).to_have_value("张韦")


def test_the_money_page_follows_its_own_case_alone(page: Page, case: Case) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(f"/funds/money/{case.incident_no}/")
    tell(page, "stop_payment.approved", "Z20260911999999")
    page.wait_for_timeout(400)
    assert not [url for url in asked if "/part/" in url]
    with page.expect_response("**/part/**") as answer:
        tell(page, "money_trails.traced", case.incident_no)
    assert answer.value.ok


def test_the_whole_case_is_approved_by_one_key_and_each_outcome_read(
    page: Page, case: Case
) -> None:
    page.goto(f"/funds/money/{case.incident_no}/")
    page.keyboard.press("Shift+A")
    expect(page.locator("#outcomes-dialog")).to_contain_text("已批准发出")
    page.keyboard.press("Enter")
    expect(page.locator("#outcomes-dialog")).to_have_count(0)
    expect(page.locator("#proposals")).to_contain_text("没有待批的指令")


def test_who_has_come_to_the_end_of_the_queue_is_told_of_the_next_draft(
    page: Page, case: Case
) -> None:
    Order.objects.filter(state=OrderState.DRAFTED).update(state=OrderState.DECLINED)
    page.goto("/funds/")
    page.keyboard.press("n")
    expect(page.get_by_text("没有待审批的指令了")).to_be_visible()
    told = page.get_by_text("又有待审批的指令了")
    tell(page, "stop_payment.answered", case.hold)
    expect(told).to_be_hidden()
    tell(page, "stop_payment.drafted", case.waiting)
    expect(told).to_be_visible()
