"""The intake desk when hands are faster than the page or the server: nothing lost or done twice."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route, expect

from tests.builders.cases import PAYEE, a_report
from tests.builders.chromium import a_page, in_chromium, read_first
from tests.builders.city import a_city, officer
from zhisun.domains.cases.models import Incident
from zhisun.domains.cases.services.register import register
from zhisun.domains.directory.models import Officer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = in_chromium

STORY = f"三分钟前我用手机银行给对方转了2万8，账号{PAYEE}，户名张伟，工商银行。我叫周敏。"


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", client: Client) -> Iterator[Page]:
    a_city()
    client.force_login(Officer.objects.get(username="limin"))
    with a_page(browser, live_server.url, seat=client) as opened:
        yield opened


def told(page: Page, name: str, text: str) -> None:
    expect(page.locator(f'#report [name="{name}"]')).to_have_value(text)


def test_what_was_typed_before_the_page_was_ready_stands_and_is_kept(page: Page) -> None:
    late: list[Route] = []
    page.route("**/intake.js", lambda asked: late.append(asked))  # noqa: PLW0108 Playwright cannot wrap a builtin
    page.goto("/intake/", wait_until="commit")
    page.locator("[name='victim.name']").fill("周闵")
    page.locator("#f-narrative").fill(STORY)
    late[0].continue_()
    told(page, "transfers.0.to_account", PAYEE)
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    told(page, "victim.name", "周闵")


def test_a_report_is_registered_once_however_often_the_key_is_hit(page: Page) -> None:
    page.goto("/intake/")
    page.locator("#f-narrative").fill(STORY)
    told(page, "transfers.0.amount", "28000")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url))
    for _ in range(4):
        page.keyboard.press("Control+Enter")
    expect(page.locator(".read-out__number")).to_have_text(re.compile("^J3708"))
    assert len([url for url in sent if url.endswith("/intake/register/")]) == 1
    assert Incident.objects.count() == 1


def test_attaching_with_a_key_hit_twice_does_not_register_as_well(page: Page) -> None:
    first = register(a_report(), by=officer("limin"), at=timezone.now())
    page.goto("/intake/")
    page.locator("#f-narrative").fill(STORY)
    page.locator("#panel-likeness").get_by_role("button", name="并入").click()
    page.keyboard.type("同一事主又打来")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(f"/intake/incidents/{first}/"))
    assert Incident.objects.count() == 1


def test_keeping_apart_with_a_key_hit_twice_does_not_register_unread(page: Page) -> None:
    first = register(a_report(), by=officer("limin"), at=timezone.now())
    page.goto("/intake/")
    page.locator("#f-narrative").fill(STORY)
    like = page.locator("#panel-likeness .like")
    expect(like).to_contain_text(first)
    like.get_by_role("button", name="分列").click()
    page.keyboard.type("两笔不同的钱")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    expect(like).to_contain_text("两笔不同的钱")
    read_first(page)
    assert Incident.objects.count() == 1


def test_a_plain_form_is_sent_once(page: Page) -> None:
    number = register(a_report(), by=officer("limin"), at=timezone.now())
    page.goto(f"/intake/incidents/{number}/?open=1")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method))
    page.get_by_role("button", name="保存").dblclick()
    expect(page.locator(".amend")).to_have_count(0)
    assert sent.count("POST") == 1


def test_a_row_removed_while_the_server_thinks_does_not_come_back(page: Page) -> None:
    page.goto("/intake/")
    page.locator("#f-narrative").fill(STORY)
    told(page, "transfers.0.amount", "28000")
    late: list[Route] = []
    page.route("**/intake/typed/", lambda asked: asked.continue_() if late else late.append(asked))
    with page.expect_request("**/intake/typed/"):
        page.locator("[name='victim.phone']").fill("13700001234")
    page.locator("[name='transfers.0.amount']").focus()
    page.keyboard.press("Alt+R")
    with page.expect_response("**/intake/typed/"):
        late[0].continue_()
    expect(page.locator("#panel-elements [data-text='2万8']")).to_have_attribute(
        "data-role", "mentioned"
    )
    expect(page.locator("[name='transfers.0.amount']:visible")).not_to_have_value("28000")
