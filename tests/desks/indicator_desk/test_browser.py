"""The indicator base in a real browser: one file in, one draft verified, no barrier for anybody."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
)
from tests.builders.city import AT, KEEPER, officer
from tests.builders.indicators import entered, entry, the, told
from tests.builders.takedowns import MULE, standing
from tests.desks.indicator_desk.conftest import Seat
from zhisun.domains.indicators.services.intake import Said, take_in
from zhisun.domains.indicators.services.judge import propose
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.gateways.indicators import files

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    """陈静's browser: the duty officer keeps the base."""
    with a_page(browser, live_server.url, seat=seat("chenjing")) as opened:
        yield opened


def test_every_page_can_be_used_by_everybody(page: Page, live_server: "LiveServer") -> None:
    key = entered("phone", MULE)
    standing()
    told(key, right=2, wrong=1)
    bad = entered("url", "https://a-very-long-name.lure.example/pay/confirm?order=1234567890")
    told(bad, wrong=14)
    propose(entry("im", "wxid_lure01"), by=officer("hanbing"), at=AT)
    layout, read = files.read(b"kind,value,source\nfax,1,x\ndomain,evil.example,x\n")
    intake = take_in("上级下发.csv", layout, read, Said(), by=KEEPER, at=AT)
    addresses = ["", "new/", "check/?kind=domain&value=qq.com", "lives/", "files/"]
    addresses += [f"files/{intake}/", f"{key}/", f"{bad}/"]
    found: dict[str, object] = {}
    for size, theme in ((DESK, "light"), (PHONE, "dark")):
        a_cookie(page.context, live_server.url, zhisun_theme=theme)
        page.set_viewport_size(size)
        for address in addresses:
            page.goto(f"/indicator/{address}")
            found[f"{theme} {address}"] = (barriers(page), overflow(page))
    assert {name: told for name, told in found.items() if told != ([], 0)} == {}


def test_a_file_goes_in_and_a_draft_is_verified_with_one_key(page: Page) -> None:
    draft = propose(entry("im", "wxid_lure01"), by=officer("hanbing"), at=AT)
    page.goto("/indicator/files/")
    rows = b"kind,value\ndomain,qq.com\n"
    table = FilePayload(name="a.csv", mimeType="text/csv", buffer=rows)
    page.get_by_label("文件").set_input_files(table)
    page.get_by_label("来源").fill("省厅")
    page.get_by_role("button", name="导入").click()
    expect(page.get_by_role("heading", name="导入结果")).to_be_visible()
    expect(page.locator("#rejects")).to_contain_text("会误伤白名单上的 qq.com")
    page.goto(f"/indicator/{draft}/")
    expect(page.locator("html[data-keys=heard]")).to_have_count(1)
    page.keyboard.press("a")
    expect(page.locator(".page__head .chip")).to_contain_text("有效")
    assert the(draft).state == IndicatorState.STANDING
