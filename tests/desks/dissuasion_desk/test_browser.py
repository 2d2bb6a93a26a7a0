"""The dissuasion desk in a real browser: by keys, and without a barrier for anybody."""

import re
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
)
from tests.builders.city import AT, CCB
from tests.builders.own_accounts import CARD, answered, fetched, in_danger
from tests.builders.warnings import a_channel, at_the_station, dissuaded, the, tried, warned
from tests.desks.dissuasion_desk.conftest import Seat
from zhisun.domains.dissuasion.jobs import run_clocks, run_draws
from zhisun.domains.dissuasion.selectors.quality import queue
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import (
    ContactResult,
    DispatchState,
    Outcome,
    SignalKind,
    Step,
)
from zhisun.kernel.actors import job

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    """高飞's browser."""
    with a_page(browser, live_server.url, seat=seat("gaofei")) as opened:
        yield opened


def a_busy_desk() -> list[str]:
    """Something of everything."""
    a_channel()
    grave = warned(kind=SignalKind.CALL, seconds=900, severity=5)
    warned(kind=SignalKind.TRADE, amount_fen=5_000_000)
    tried(grave, Step.CALL, ContactResult.NO_ANSWER)
    late = at_the_station(person=Named(phone="13799990001", name="吴刚"))
    run_clocks(at=the(late).sign_due_at)
    pupil = Named(phone="13799990002", name="郑丽", id_number="370811201005010011", unit="示例中学")
    over = dissuaded(person=pupil)
    run_draws(at=AT + timedelta(days=1))
    return [grave, late, over]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", size: ViewportSize, theme: str
) -> None:
    grave, _late, over = a_busy_desk()
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    found: dict[str, list[tuple[str, str]]] = {}
    ones = [f"/dissuasion/dispatches/{number}/" for number in (grave, over)]
    forms = ["/dissuasion/new/", "/dissuasion/rules/"] if size is PHONE else []
    [look, *_rest] = queue(job("test"))
    drawn = ["/dissuasion/units/", "/dissuasion/quality/", f"/dissuasion/quality/{look.key}/"]
    forms += drawn if size is PHONE else []
    forms += ["/dissuasion/figures/", "/dissuasion/figures/signed/?side=part"]
    for address in ("/dissuasion/", *ones, *forms):
        page.goto(address)
        found[address] = barriers(page)
        assert overflow(page) <= 0, address
    assert not any(found.values()), found


def test_on_a_telephone_alarms_are_folded_and_the_queue_is_near(
    page: Page, live_server: "LiveServer"
) -> None:
    del live_server  # its pages are opened by their path
    grave, *_rest = a_busy_desk()
    for number in range(7):
        run_clocks(at=the(at_the_station(person=Named(phone=f"1379999100{number}"))).sign_due_at)
    page.goto("/dissuasion/")
    alarms, sign = page.locator("#alarms"), page.locator("#alarms > summary")
    expect(page.locator(".bell").first).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(page.locator(".bell").first).to_be_hidden()
    expect(sign).to_contain_text(re.compile(r"提醒 \d+ 条 · 列出最新 6 条"))
    first = page.locator("#dispatches [data-row]").first.bounding_box()
    assert first is not None
    assert first["y"] < 1.5 * PHONE["height"]
    assert (barriers(page), overflow(page) <= 0) == ([], True)
    told = sign.inner_text()
    press(page, "x")  # what is folded answers no key
    page.reload()
    expect(sign).to_have_text(told)
    sign.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bell").first).to_be_visible()
    assert barriers(page) == []
    page.locator("#by-grade").select_option("5")
    expect(page.locator(f"#dispatch-{grave}")).to_have_count(1)
    expect(alarms).to_have_attribute("open", "")
    sign.click()
    expect(page.locator(".bell").first).to_be_hidden()
    page.set_viewport_size(DESK)
    expect(page.locator(".bell").first).to_be_hidden()


def test_a_filter_narrows_the_queue_and_the_address_remembers_it(page: Page) -> None:
    grave, late, _over = a_busy_desk()
    page.goto("/dissuasion/")
    expect(page.locator(f"#dispatch-{late}")).to_have_count(1)
    page.locator("#by-grade").select_option("2")
    expect(page.locator(f"#dispatch-{late}")).to_have_count(0)
    expect(page.locator(f"#dispatch-{grave}")).to_have_count(1)
    page.wait_for_url("**/dissuasion/?list=waiting&grade=2")
    page.go_back()
    expect(page.locator(f"#dispatch-{late}")).to_have_count(1)


def test_her_account_is_asked_for_approved_and_counts_down(
    page: Page, browser: Browser, live_server: "LiveServer", seat: Seat
) -> None:
    number = in_danger()
    page.goto(f"/dissuasion/dispatches/{number}/")
    form = page.locator("#account-holding")
    form.get_by_label("开户机构").select_option(CCB)
    form.get_by_label("本人账号").fill(CARD)
    form.get_by_label("劝阻经过").fill("两次拨打占线，刚向可疑账户转出一笔")
    form.get_by_role("button", name="申请保护性止付").click()
    expect(form).to_contain_text("等值班长批准")
    with a_page(browser, live_server.url, seat=seat("chenjing")) as chief:
        chief.goto(f"/dissuasion/dispatches/{number}/")
        chief.get_by_role("button", name="批准止付").click()
        [line] = the(number).account_holds
        mark = f"#account-{line.hold.hold_no}"
        expect(chief.locator(mark)).to_contain_text("待发出")
        answered(fetched(line.hold.hold_no))
        for size in (DESK, PHONE):
            chief.set_viewport_size(size)
            chief.reload()
            expect(chief.locator(mark)).to_contain_text("自动恢复")
            assert (barriers(chief), overflow(chief) <= 0) == ([], True)


def press(page: Page, key: str) -> None:
    """Press a key once the page hears keys."""
    expect(page.locator("html[data-keys=heard]")).to_have_count(1)
    page.keyboard.press(key)


def test_from_the_queue_to_an_outcome_by_keys_alone(page: Page) -> None:
    number = warned()
    page.goto("/dissuasion/")
    press(page, "n")
    page.wait_for_url(f"**/dispatches/{number}/")
    press(page, "s")
    expect(page.locator(".dispatch__signs")).to_contain_text("已签收")
    press(page, "1")
    expect(page.locator("#contacts")).to_contain_text("打通-配合")
    press(page, "Shift+D")
    expect(page.locator(".dispatch__signs")).to_contain_text("已劝阻")
    now = the(number)
    assert (now.line.state, now.line.outcome) == (DispatchState.CONCLUDED, Outcome.DISSUADED)
