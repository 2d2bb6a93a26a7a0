"""The frame and its parts in a real browser: keys, clocks, themes, errors, and access for all."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.builders.city import a_city
from zhisun.domains.directory.models import Officer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

CHROMIUM = Path("/usr/bin/chromium")
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
EXPECTED = re.compile("404|ERR_FAILED")
"""What the browser says of a page that is not there and of a stream a test breaks off."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK, PHONE = (1440, 900), (390, 844)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.shell.gallery_urls"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # collected files are not needed here
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright runs a loop of its own in this thread, and Django mistakes it for an async page.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer") -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, locale="zh-CN"
    )
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    yield opened
    context.close()
    assert [fault for fault in faults if not EXPECTED.search(fault)] == []


def sign_in(page: Page, live_server: "LiveServer", client: Client) -> None:
    a_city()
    client.force_login(Officer.objects.get(username="wangqiang"))
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([session])  # type: ignore[list-item]  # a plain dict is one


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("address", ["/gallery/", "/login/", "/nowhere/"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", address: str, size: tuple[int, int], theme: str
) -> None:
    cookie = {"name": "zhisun_theme", "value": theme, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict is one
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    assert page.locator("html").get_attribute("data-theme") == theme
    page.evaluate(f"{AXE};0")
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert [(broken["id"], broken["nodes"][0]["html"]) for broken in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


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
        " window.heard = [];"
        " for (const name of ['live', 'live:stop_payment', 'live:refresh'])"
        " document.body.addEventListener(name, e => heard.push(name + ' ' + e.detail.key)); })"
    )
    page.goto("/gallery/")
    expect(page.locator("[data-live-state]")).to_be_visible()
    page.wait_for_timeout(1000)  # a few breaks: each answer above ends its stream
    heard = page.evaluate("heard")
    assert {"live Z20261121000001", "live:stop_payment Z20261121000001"} <= set(heard)
    assert "live:refresh " in heard


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
