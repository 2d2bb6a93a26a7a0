"""The main job by keyboard in a real browser, against real processes: call to held money.

`ZHISUN_SHOTS=docs/screenshots ./run test tests tests/browser` takes the README's pictures.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders.chromium import PHONE, at_a_seat, in_chromium, overflow, read_first
from tests.builders.demo import Demo, a_demo
from zhisun.simulator.samples import SAMPLES

pytestmark = in_chromium

PATIENCE_MS = 120_000
"""Institutions take up to eight seconds for an answer, and the machine may be busy."""
SHOTS = os.environ.get("ZHISUN_SHOTS", "")


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with a_demo(past=True) as running:
        yield running


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


def reported(taker: Page) -> str:
    """The call-taker pastes what the victim says and registers it; the incident's number."""
    taker.goto("/intake/")
    narrative = taker.locator("textarea[name=narrative]")
    narrative.fill(SAMPLES[0].narrative)
    expect(taker.locator("[name='transfers.0.to_account']")).to_have_value("6222020000919805788")
    expect(taker.locator("[name='transfers.0.to_name']")).to_have_value("马小川")
    picture(taker, "intake")
    taker.keyboard.press("Control+Enter")
    taker.wait_for_url(re.compile(r"/intake/incidents/J\d+/"), timeout=PATIENCE_MS)
    found = re.search(r"J\d+", taker.url)
    assert found is not None
    return found.group()


def read_notice(funds: Page, order_no: str) -> None:
    """The paper of an approved order is a PDF one click away."""
    funds.goto(f"/funds/orders/{order_no}/")
    paper = funds.locator("a[href*='/funds/papers/']").first.get_attribute("href")
    assert paper is not None
    notice = funds.request.get(paper)
    assert notice.body().startswith(b"%PDF")
    if SHOTS:
        (Path(SHOTS) / "notice.pdf").write_bytes(notice.body())


def filed_and_frozen(head: Page, incident_no: str) -> None:
    """The duty officer files the case and approves a freeze as a police head; the bank does it."""
    head.goto(f"/intake/incidents/{incident_no}/")
    head.keyboard.press("l")
    head.locator("[name=filed_no]").fill("济公(反诈)立字〔2026〕77号")
    head.keyboard.press("Control+Enter")
    expect(head.get_by_text("已立案").first).to_be_visible(timeout=PATIENCE_MS)
    head.goto(f"/funds/?incident={incident_no}&kind=freeze")
    line = head.get_by_role("row").filter(has_text="马小川")
    line.get_by_role("link", name="打开").click(timeout=PATIENCE_MS)
    expect(head.get_by_role("button", name="批准发出")).to_be_visible(timeout=PATIENCE_MS)
    read_first(head)
    head.keyboard.press("a")
    order = head.locator("#order .order__head")
    expect(order).to_contain_text("生效中", timeout=PATIENCE_MS)
    expect(order).to_contain_text("冻结")
    head.get_by_role("link", name=re.compile("原指令 Z")).click()
    expect(order).to_contain_text("已转冻结", timeout=PATIENCE_MS)


def test_whoever_starts_it_reads_its_steps_and_no_line_of_a_log(demo: Demo) -> None:
    told = demo.told()
    assert told
    assert [line for line in told if not line.startswith("… ")] == []
    assert "hits_stored" in (demo.home / "demo" / "logs" / "demo.log").read_text()


def test_from_the_call_to_the_next_layers_hold_and_its_freeze(demo: Demo, browser: Browser) -> None:
    taker = at_a_seat(browser, demo.address, "limin")
    funds = at_a_seat(browser, demo.address, "wangqiang")
    funds.goto("/funds/")
    incident_no = reported(taker)
    expect(funds.get_by_text("马小川").first).to_be_visible(timeout=PATIENCE_MS)
    funds.keyboard.press("n")  # take the order that saves most
    expect(funds.get_by_role("button", name="批准，办下一件")).to_be_visible(timeout=PATIENCE_MS)
    read_first(funds)
    funds.keyboard.press("a")  # approve it and get the next one
    told = funds.get_by_text(re.compile("已批准 Z"))
    expect(told).to_be_visible(timeout=PATIENCE_MS)
    approved = re.search(r"Z\d+", told.inner_text())
    assert approved is not None
    read_first(funds)
    funds.keyboard.press("a")
    for name in ("杨树林", "牛大力"):  # the bank answered: the next layer is on the board by itself
        expect(funds.get_by_text(name).first).to_be_visible(timeout=PATIENCE_MS)
    picture(funds, "order-answered")
    read_notice(funds, approved.group())
    funds.goto("/funds/")
    expect(funds.get_by_text("牛大力").first).to_be_visible(timeout=PATIENCE_MS)
    picture(funds, "funds-board")
    funds.goto(f"/funds/money/{incident_no}/")
    funds.keyboard.press("Shift+A")
    held = funds.locator("main").get_by_text("已止付").first.locator("..")
    expect(held).to_contain_text("2.5", timeout=PATIENCE_MS)
    funds.reload()
    expect(funds.get_by_text("生效中").or_(funds.get_by_text("在控措施")).first).to_be_visible()
    picture(funds, "money-page")
    expect(taker.get_by_text("生效中").first).to_be_visible(timeout=PATIENCE_MS)
    filed_and_frozen(at_a_seat(browser, demo.address, "chenjing"), incident_no)


def test_frozen_money_waits_at_the_return_desk_from_the_first_minute(
    demo: Demo, browser: Browser
) -> None:
    handler = at_a_seat(browser, demo.address, "wangqiang")
    handler.goto("/case/")
    rounds = handler.get_by_role("row")
    expect(rounds.filter(has_text="公告中")).to_have_count(1)
    rounds.filter(has_text="方案待定").get_by_role("link").first.click()
    expect(handler.locator("#round")).to_contain_text("姚雪琴")
    expect(handler.locator("#next")).to_be_visible()
    assert demo.zhisun("verify-audit").returncode == 0
    picture(handler, "return-desk")


def test_the_pages_fit_a_phone(demo: Demo, browser: Browser) -> None:
    page = at_a_seat(browser, demo.address, "wangqiang")
    page.set_viewport_size(PHONE)
    for path in ("/intake/", "/funds/", "/funds/replies/"):
        page.goto(path)
        assert overflow(page) <= 0, path
