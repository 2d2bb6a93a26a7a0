"""The officer's telephone in a real browser, with and without network."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
)
from tests.builders.city import CCB
from tests.builders.own_accounts import CARD, asked, in_danger
from tests.builders.photos import jpeg
from tests.builders.warnings import at_the_station, signed, the
from tests.desks.field.conftest import Seat
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import DispatchState, Outcome, SignalKind

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

HIGH: dict[str, Any] = {"kind": SignalKind.TRADE, "amount_fen": 3_000_000, "severity": 5}
pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    """马海's telephone."""
    with a_page(browser, live_server.url, seat=seat("mahai")) as opened:
        opened.set_viewport_size(PHONE)
        yield opened


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", size: ViewportSize, theme: str
) -> None:
    number = signed(person=Named(phone="13799990002", id_number="370811201005010011"))
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    grave = in_danger()
    asked(grave)
    for address in ("/field/", f"/field/tasks/{number}/", f"/field/tasks/{grave}/"):
        page.goto(address)
        assert barriers(page) == [], address
        assert overflow(page) <= 0, address


def test_what_waits_on_a_telephone_goes_with_who_made_it_and_nobody_else(
    page: Page, live_server: "LiveServer", seat: Seat
) -> None:
    number = at_the_station()
    page.goto(f"/field/tasks/{number}/")
    expect(page.locator("html[data-worker=ready]")).to_have_count(1)
    page.context.set_offline(offline=True)
    page.locator("#f-photo").set_input_files(
        {"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    expect(page.locator("#unsent")).to_contain_text("1")
    page.get_by_role("button", name="已劝阻").first.click()
    expect(page.locator("#unsent [data-number]")).to_have_text("2")
    page.route("**/tasks/*/*/", lambda asked: asked.abort())  # a network, but a bad one
    page.context.set_offline(offline=False)
    page.goto("/field/")
    expect(page.locator("#unsent [data-number]")).to_have_text("2")
    page.locator("form[action*=logout]").evaluate("form => form.requestSubmit()")
    page.wait_for_url(lambda address: "login" in address)
    page.unroute("**/tasks/*/*/")

    _sits_down(page, live_server.url, seat("gaofei"))
    panel = page.locator("#unsent")
    expect(panel.locator("[data-when=others]")).to_contain_text("此机另有 2 条他人未上报")
    expect(panel.locator("[data-when=waiting]")).to_be_hidden()
    expect(panel.get_by_role("listitem")).to_have_count(0)
    with page.expect_response("**/tasks/*/report/"):  # his own goes, the other's stays
        _another_task(page)
    expect(panel.locator("[data-others]")).to_have_text("2")
    assert (the(number).contacts, the(number).photos) == ((), ())

    _sits_down(page, live_server.url, seat("mahai"))
    expect(page.locator("#unsent")).to_be_hidden()
    now = the(number)
    assert (now.line.outcome, now.contacts[0].officer) == (Outcome.DISSUADED, "mahai")
    assert [each.officer for each in now.photos] == ["mahai"]


def test_a_result_is_taken_where_the_page_came_without_https(page: Page) -> None:
    """There a browser has no `crypto.randomUUID`."""
    number = at_the_station()
    page.add_init_script("delete Crypto.prototype.randomUUID")
    page.goto(f"/field/tasks/{number}/")
    assert page.evaluate("typeof crypto.randomUUID") == "undefined"
    page.get_by_role("button", name="已劝阻").first.click()
    page.wait_for_url("**/field/")
    assert the(number).line.outcome == Outcome.DISSUADED


def _sits_down(page: Page, address: str, seat: Client) -> None:
    session = seat.cookies[settings.SESSION_COOKIE_NAME].value
    a_cookie(page.context, address, **{settings.SESSION_COOKIE_NAME: session})
    page.goto("/field/")


def _another_task(page: Page) -> None:
    number = at_the_station(person=Named(phone="13799990003", name="吴刚"))
    page.goto(f"/field/tasks/{number}/")
    page.get_by_role("button", name="无人接").first.click()


def test_what_is_pressed_without_network_is_sent_when_it_is_back(page: Page) -> None:
    number = at_the_station()
    page.goto("/field/")
    expect(page.locator("html[data-worker=ready]")).to_have_count(1)
    page.goto(f"/field/tasks/{number}/")
    expect(page.locator("html[data-worker=ready]")).to_have_count(1)
    page.context.set_offline(offline=True)
    page.reload()
    photo = page.locator("#f-photo")
    photo.set_input_files({"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    expect(page.locator("#unsent")).to_contain_text("1")
    photo.set_input_files({"name": "门口.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7"})
    expect(page.locator("[data-fault=unread]")).to_be_visible()
    page.get_by_role("button", name="已劝阻").first.click()
    expect(page.locator("#unsent")).to_contain_text("2")
    assert the(number).line.state is DispatchState.ASSIGNED
    page.context.set_offline(offline=False)
    sent = page.locator("[data-when=went]")
    expect(sent).to_contain_text("已提交")
    expect(page.locator("[data-when=waiting]")).to_be_hidden()
    assert page.locator(".field-pages form[data-report]").evaluate_all(
        "forms => forms.length > 0 && forms.every(form => form.inert)"
    )
    now = the(number)
    assert len(now.photos) == 1
    assert (now.line.state, now.line.outcome) == (DispatchState.CONCLUDED, Outcome.DISSUADED)
    sent.get_by_role("link").click()
    page.wait_for_url("**/field/")
    expect(page.locator("#unsent")).to_be_hidden()


def test_who_why_and_every_result_stand_in_the_first_two_screens(page: Page, seat: Seat) -> None:
    minor = Named(
        phone="13799990002",
        name="周小敏",
        id_number="370811201005010011",
        address="观音阁街道示例小区",
    )
    number = signed(person=minor, **HIGH)
    asked = {
        "institution": CCB,
        "account_no": CARD,
        "minutes": "20",
        "account_name": "周小敏",
        "evidence": "劝阻电话中本人说正要转账",
    }
    seat("gaofei").post(f"/dissuasion/dispatches/{number}/ask-account-hold/", asked)
    page.goto(f"/field/tasks/{number}/")
    expect(page.get_by_text("申请止付本人账户，待审批")).to_be_visible()
    buttons = page.locator("form[action$='/report/'] .presses button")
    ends = buttons.evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert len(ends) > 10
    assert max(ends) <= 2 * PHONE["height"]
    script = page.get_by_text("话术", exact=True)
    script.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("先请您把正在通的电话挂断")).to_be_visible()
