"""Old reports in a real browser: every page clear at both sizes, a row mended by hand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.builders.archives import mapped, received, row, table
from tests.builders.chromium import DESK, PHONE, a_page, barriers, in_chromium, overflow
from tests.builders.city import AT, a_city
from zhisun.domains.archives.jobs import BY
from zhisun.domains.archives.services.reading import import_reports
from zhisun.domains.directory.models import Officer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = in_chromium


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", client: Client) -> Iterator[Page]:
    a_city()
    client.force_login(Officer.objects.get(username="chenjing"))
    with a_page(browser, live_server.url, seat=client) as opened:
        yield opened


def test_every_page_is_clear_and_a_row_is_mended(page: Page) -> None:
    key = mapped(received(table([row(1), row(2, 报警时间="某日")])))
    import_reports(key, by=BY, at=AT)
    waiting = received(table([row(9)]), name="2022.csv")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        for address in ("", f"{key}/", f"{waiting}/"):
            page.goto(f"/intake/archives/{address}")
            assert barriers(page) == []
            assert overflow(page) == 0
    page.goto(f"/intake/archives/{key}/")
    page.locator("summary", has_text="第 4 行").click()
    page.locator("[name=called_at]").fill("2023-02-03")
    page.get_by_role("button", name="补正并导入").click()
    expect(page.locator(".archives__sums")).to_contain_text("2 件已导入")
    expect(page.locator("#unread")).to_have_count(0)
