"""The frame and its parts in a real browser: keys, clocks, themes, errors, and access for all."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
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
from tests.builders.city import a_city
from zhisun.domains.directory.models import Officer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.urls("tests.shell.gallery_urls")]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer") -> Iterator[Page]:
    with a_page(browser, live_server.url) as opened:
        yield opened


def sign_in(page: Page, live_server: "LiveServer", client: Client) -> None:
    a_city()
    client.force_login(Officer.objects.get(username="wangqiang"))
    name = settings.SESSION_COOKIE_NAME
    a_cookie(page.context, live_server.url, **{name: client.cookies[name].value})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", ["/gallery/", "/login/", "/nowhere/"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", address: str, size: ViewportSize, theme: str
) -> None:
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    page.goto(address)
    assert page.locator("html").get_attribute("data-theme") == theme
    assert barriers(page) == []
    assert overflow(page) <= 0


def test_rows_are_walked_and_acted_on_by_keys_alone(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row][aria-current=true]")).to_have_id("order-2")
    page.evaluate(
        "document.addEventListener('click', e => document.title = e.target.closest('tr')?.id)"
    )
    page.keyboard.press("a")
    expect(page).to_have_title("order-2")


def test_a_rows_key_pressed_before_a_row_is_chosen_shows_the_first_that_has_it(page: Page) -> None:
    page.goto("/gallery/")
    page.evaluate("document.addEventListener('click', e => document.title = 'pressed')")
    page.keyboard.press("a")
    expect(page.locator("[data-row][aria-current=true]")).to_have_id("order-1")
    expect(page.locator("#order-1")).to_be_focused()
    expect(page).not_to_have_title("pressed")


def test_a_key_does_nothing_while_somebody_types(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("o?j")
    expect(page.locator("#find")).to_have_value("o?j")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#find")).not_to_be_focused()


def test_a_question_mark_lists_the_keys_of_the_page(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("?")
    keys = page.locator("#keys-help [data-key-list] li")
    expect(keys.filter(has_text="打开对话框")).to_have_count(1)
    expect(keys.filter(has_text="批准").filter(has_text="Ctrl")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#keys-help")).not_to_be_visible()


def test_only_the_open_dialog_answers_to_keys(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("o")
    expect(page.locator("#gallery-dialog")).to_be_visible()
    page.locator("#gallery-dialog [data-dialog-close]").first.focus()
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).not_to_be_visible()


def test_a_clock_runs_and_says_when_its_stage_changes(page: Page) -> None:
    page.goto("/gallery/")
    clock = page.locator("#order-3 .clock")
    first = clock.inner_text()
    expect(clock).to_have_attribute("data-stage", "soon")
    expect(clock).not_to_have_text(first)
    page.evaluate(
        "const c = document.querySelector('#order-3 .clock');"
        "c.addEventListener('clock:stage', e => document.title = e.detail.stage);"
        "c.dataset.due = '2020-01-01T00:00:00Z'"
    )
    expect(clock).to_have_attribute("data-stage", "over")
    expect(page).to_have_title("over")


def test_the_theme_that_was_chosen_is_there_on_the_next_page(page: Page) -> None:
    page.goto("/gallery/")
    page.locator("[data-theme-toggle]").click()
    page.goto("/gallery/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_an_error_from_a_fragment_stands_at_its_field_and_the_text_stays(page: Page) -> None:
    page.goto("/gallery/")
    name = page.locator("#f-payee_name")
    name.fill("张伟")
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('field-error',"
        " {bubbles: true, detail: {field: 'payee_name', text: '户名里不能有数字。'}}))"
    )
    expect(page.locator("#f-payee_name-error")).to_have_text("户名里不能有数字。")
    expect(name).to_be_focused()
    expect(name).to_have_value("张伟")
    name.press("End")
    name.type("民")
    expect(name).not_to_have_attribute("aria-invalid", "true")


def test_the_page_says_so_when_the_server_does_not_answer(page: Page) -> None:
    page.goto("/gallery/")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('htmx:sendError', {bubbles: true}))")
    expect(page.locator("#toasts .toast")).to_contain_text("没有应答")
    page.locator("#toasts [data-toast-close]").click()
    expect(page.locator("#toasts .toast")).to_have_count(0)


def test_news_becomes_events_and_a_break_makes_every_part_load_afresh(
    page: Page, live_server: "LiveServer", client: Client
) -> None:
    sign_in(page, live_server, client)
    news = {"event": "stop_payment.answered", "key": "Z20261121000001", "area": "3708"}
    body = f"retry: 50\n\nevent: news\ndata: {json.dumps(news)}\n\n"
    page.route("**/live", lambda asked: asked.fulfill(content_type="text/event-stream", body=body))
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        " const heard = [];"
        " for (const name of ['live', 'live:stop_payment', 'live:refresh'])"
        " document.body.addEventListener(name, e => {"
        " heard.push(name + ' ' + e.detail.key); document.title = heard.join('; ') + ';'; }); })"
    )
    page.goto("/gallery/")
    expect(page.locator("[data-live-state]")).to_be_visible()
    for heard in ("live Z20261121000001;", "live:stop_payment Z20261121000001;", "live:refresh ;"):
        expect(page).to_have_title(re.compile(heard))


def test_an_officer_comes_in_by_the_door_and_sees_who_he_is(
    page: Page, live_server: "LiveServer"
) -> None:
    del live_server
    a_city()
    page.route("**/live", lambda asked: asked.abort())
    page.goto("/login/?next=/gallery/")
    page.locator("#f-username").fill("wangqiang")
    page.locator("#f-password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或口令不对")
    expect(page.locator("#f-username")).to_have_value("wangqiang")
    page.locator("#f-password").fill("wangqiang-demo")
    page.keyboard.press("Enter")
    expect(page.locator(".bar__person")).to_have_text("王强")


def test_a_dialog_begins_at_its_first_field(page: Page) -> None:
    page.goto("/gallery/")
    page.keyboard.press("o")
    expect(page.locator("#f-reason")).to_be_focused()


def test_a_sound_is_off_until_somebody_asks_for_it(page: Page) -> None:
    page.goto("/gallery/")
    toggle = page.locator("[data-sound-toggle]")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")


def test_a_key_pressed_before_the_page_is_wired_waits_until_it_is(page: Page) -> None:
    late: list[Route] = []
    page.route("**/shell/live.js", lambda asked: late.append(asked))  # noqa: PLW0108 Playwright cannot wrap a builtin
    with page.expect_request("**/shell/live.js"):
        page.goto("/gallery/", wait_until="commit")
    expect(page.locator("html")).to_have_attribute("data-keys", "heard")
    page.keyboard.press("o")
    expect(page.locator("#gallery-dialog")).not_to_be_visible()
    late[0].continue_()
    expect(page.locator("#gallery-dialog")).to_be_visible()
