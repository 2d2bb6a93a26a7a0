"""The funds desk when hands are faster than the server: nothing is done that nobody meant."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.builders.chromium import a_page, in_chromium, read_first
from tests.builders.orders import the
from tests.desks.funds_desk.conftest import Case, Seat
from tests.desks.funds_desk.test_browser import tell
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.terms import OrderState

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]

ONCE_SWAPPED = """key => document.body.addEventListener(
    "htmx:afterSwap",
    () => document.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})),
    {once: true},
)"""
"""Presses a key in the very instant an answer is put on the page."""


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    with a_page(browser, live_server.url, seat=seat("wangqiang")) as opened:
        yield opened


def drafts() -> int:
    return Order.objects.filter(state=OrderState.DRAFTED).count()


def in_the_drawer(page: Page) -> str:
    order = page.locator("#drawer [data-live-known]")
    expect(order).to_be_visible()
    return order.get_attribute("data-live-known") or ""


def held(page: Page, pattern: str) -> list[Route]:
    """Requests for `pattern` from now on, kept waiting until the test lets them go."""
    waiting: list[Route] = []
    page.route(pattern, lambda asked: waiting.append(asked))  # noqa: PLW0108 Playwright cannot wrap a builtin
    return waiting


def test_a_key_held_down_approves_one_order(page: Page, case: Case) -> None:
    page.goto("/funds/")
    page.keyboard.press("n")
    first = in_the_drawer(page)
    assert the(first).incident_no == case.incident_no
    before = drafts()
    page.keyboard.down("a")
    expect(page.locator("#drawer .notice[role=status]")).to_contain_text(first)
    read_first(page)
    for _ in range(8):
        page.keyboard.down("a")  # the keyboard repeats it
    page.keyboard.up("a")
    read_first(page)
    assert drafts() == before - 1


def test_a_second_press_is_not_meant_for_the_order_that_has_just_come(
    page: Page, case: Case
) -> None:
    page.goto("/funds/")
    page.keyboard.press("n")
    first = in_the_drawer(page)
    page.evaluate(ONCE_SWAPPED, "a")
    with page.expect_response(f"**/orders/{first}/approve/"):
        page.keyboard.press("a")
    expect(page.locator("#drawer .notice[role=status]")).to_contain_text(first)
    second = in_the_drawer(page)
    read_first(page)
    assert the(second).incident_no == case.incident_no
    assert the(second).state is OrderState.DRAFTED
    page.keyboard.press("a")
    expect(page.locator("#drawer .notice[role=status]")).to_contain_text(second)
    assert the(second).state is OrderState.APPROVED


def test_keys_rest_while_the_drawer_is_on_its_way(page: Page, case: Case) -> None:
    waiting = held(page, "**/panel/**")
    page.goto(f"/funds/?incident={case.incident_no}&kind=query_holder")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.keyboard.type("amb")
    waiting[0].continue_()
    expect(page.locator("#decline-reason")).to_be_focused()
    assert the(case.waiting).state is OrderState.DRAFTED
    assert "/funds/?" in page.url


def test_of_two_orders_opened_in_haste_the_later_one_stays(page: Page, case: Case) -> None:
    waiting = held(page, f"**/orders/{case.refused}/panel/**")
    page.goto("/funds/")
    page.locator("#refused .feed__words").first.click()
    page.locator(f"#open-{case.waiting}").click()
    expect(page.locator("#drawer [data-live-known]")).to_have_attribute(
        "data-live-known", case.waiting
    )
    with page.expect_response(f"**/orders/{case.refused}/panel/**"):
        waiting[0].continue_()
    read_first(page)
    assert in_the_drawer(page) == case.waiting


def test_news_asked_for_before_somebody_typed_does_not_wipe_what_he_typed(
    page: Page, case: Case
) -> None:
    page.goto(f"/funds/orders/{case.refused}/")
    waiting = held(page, "**/panel/**")
    with page.expect_request("**/panel/**"):
        tell(page, "stop_payment.alarm_rang", case.refused)
    page.locator("#correct-account_name").fill("张韦")
    with page.expect_response("**/panel/**"):
        waiting[0].continue_()
    expect(page.locator("[data-stale-notice]")).to_be_visible()
    expect(page.locator("#correct-account_name")).to_have_value("张韦")


def test_news_leaves_a_form_unfolded_and_the_focus_where_it_was(page: Page, case: Case) -> None:
    page.goto(f"/funds/orders/{case.hold}/")
    page.locator("#query > summary").click()
    expect(page.locator("#query-reason")).to_be_visible()
    page.locator("#query > summary").focus()
    with page.expect_response("**/panel/**"):
        tell(page, "stop_payment.alarm_rang", case.hold)
    expect(page.locator("#query-reason")).to_be_visible()
    expect(page.locator("#query > summary")).to_be_focused()


def test_a_double_click_decides_once(page: Page, case: Case) -> None:
    page.goto("/funds/")
    page.keyboard.press("n")
    first = in_the_drawer(page)
    before = drafts()
    page.locator("#approve").dblclick()
    expect(page.locator("#drawer .notice[role=status]")).to_contain_text(first)
    read_first(page)
    assert drafts() == before - 1
    assert the(case.waiting).incident_no == the(first).incident_no


def test_a_verb_is_sent_while_the_list_is_loading(page: Page, case: Case) -> None:
    page.goto(f"/funds/?incident={case.incident_no}&kind=query_holder")
    page.keyboard.press("j")
    waiting = held(page, "**/funds/board/**")
    with page.expect_request("**/funds/board/**"):
        tell(page, "stop_payment.alarm_rang", case.refused)
    with page.expect_response(f"**/orders/{case.waiting}/approve/"):
        page.keyboard.press("a")
    assert the(case.waiting).state is OrderState.APPROVED
    waiting[0].continue_()
