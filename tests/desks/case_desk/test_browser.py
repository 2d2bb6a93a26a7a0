"""A round of returning in a real browser: five layers, three victims, exact to the fen, by keys."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
)
from tests.desks.case_desk.conftest import MovedClock, Seat
from tests.stories.returning import FIRST, LOST, Story, handler
from zhisun.domains.restitution.jobs import run_clocks
from zhisun.domains.restitution.selectors import dossier
from zhisun.domains.restitution.terms import RestitutionState
from zhisun.kernel.money import fen

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]

THEMES = ("light", "dark")
At = Callable[[str], Page]


@pytest.fixture
def at(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[At]:
    """The page of one of the cast, opened once."""
    pages: dict[str, Page] = {}
    with ExitStack() as doors:

        def sit(username: str) -> Page:
            if username not in pages:
                door = a_page(browser, live_server.url, seat=seat(username))
                pages[username] = doors.enter_context(door)
            return pages[username]

        yield sit


def test_a_round_from_its_opening_to_the_last_payment(
    story: Story, at: At, seat: Seat, live_server: "LiveServer"
) -> None:
    page = at("wangqiang")
    number = opened(story, page)
    confirmed(story, page)
    usable(page, live_server.url, "confirming")
    page.locator("#victims-title").click()
    press(page, "p")
    even = page.locator(f"#victim-{story.cases[FIRST]}")
    expect(even).to_contain_text("54,322.43")  # 39,743.00 and 14,579.43 in proportion
    expect(even).to_contain_text("53,598.62")  # 37,160.51 and 16,438.11 by trace
    expect(even).to_contain_text("−723.81")
    if shots := os.environ.get("ZHISUN_SHOTS"):
        page.screenshot(path=f"{shots}/return-desk.png")
    page.locator("#working-proportional summary").click()
    expect(page.locator("#working-proportional")).to_contain_text("× 60000.00 ÷ 105679.00")
    noticed(page, live_server.url)
    objected_in_vain(story, at, number)
    page.goto(f"/case/{number}/")
    press(page, "s")
    expect(page.locator("#next")).to_contain_text("等大队领导审核")
    expect(page.get_by_role("button", name="审核同意")).to_have_count(0)
    agreed(at, number)
    paid(story, page, number, live_server.url, seat)
    found = dossier(number, by=handler())
    assert (found.state, found.paid_fen) == (RestitutionState.PAID, fen("95679"))
    assert sum(story.town.ledger(case)["returned"] for case in story.cases.values()) == 9_567_900


def press(page: Page, key: str) -> None:
    """Press a key once the page hears it."""
    expect(page.locator("html[data-keys=heard]")).to_be_attached()
    page.keyboard.press(key)


def opened(story: Story, page: Page) -> str:
    """Three incidents become one round; its number."""
    page.goto("/case/")
    expect(page.get_by_text("没有返还")).to_be_visible()
    press(page, "n")
    box = page.get_by_label("警情编号")
    expect(box).to_be_visible()
    box.fill("\n".join(story.cases.values()))
    press(page, "Control+Enter")
    expect(page.locator("#next")).to_contain_text("还有 3 位事主没有核实")
    return page.url.rstrip("/").rpartition("/")[2]


def confirmed(story: Story, page: Page) -> None:
    """Each victim's loss and own account; a loss that cannot be is said at its field."""
    for left, (victim, lost) in enumerate(LOST.items()):
        page.locator(f"#victim-{story.cases[victim]}").get_by_role("link", name="核实").click()
        expect(page.get_by_label("收款户名")).to_have_value(victim)
        if left == 0:
            page.get_by_label("核实损失").fill("很多")
            press(page, "Control+Enter")
            expect(page.locator("#f-loss-error")).to_contain_text("很多")
        page.get_by_label("核实损失").fill(lost)
        page.get_by_label("收款账号").fill("6227 0000 0000 0000 300")
        page.get_by_label("收款银行").fill("中国建设银行")
        press(page, "Control+Enter")
        expect(page.get_by_label("收款银行")).to_have_count(0)
    expect(page.locator("#next")).to_contain_text("事主都已核实")


def noticed(page: Page, address: str) -> None:
    """In proportion, with the reason; thirty days begin."""
    press(page, "c")
    expect(page.get_by_label("选择理由")).to_be_visible()
    usable(page, address, "choosing", dark=True)
    page.get_by_label("按比例返还").check()
    page.get_by_label("选择理由").fill("资金多次混同，无法逐笔对应")
    press(page, "Control+Enter")
    expect(page.locator("#next")).to_contain_text("满三十日后才能呈报")
    expect(page.locator("#papers a")).to_have_count(1)


def objected_in_vain(story: Story, at: At, number: str) -> None:
    """An objection is recorded, rejected with a reason, and the notice runs out."""
    page = at("wangqiang")
    press(page, "e")
    page.get_by_label("异议人").fill("吴芳")
    page.get_by_label("异议内容").fill("要求先还我")
    press(page, "Control+Enter")
    expect(page.locator("#objections")).to_contain_text("要求先还我")
    story.town.at += timedelta(days=32)
    MovedClock.at = story.town.at
    run_clocks(at=story.town.at)
    leader = at("zhoulei")
    leader.goto("/")
    leader.wait_for_url("**/case/")  # the team leader works here
    press(leader, "j")
    press(leader, "Enter")
    expect(leader.locator("#next")).to_contain_text("还有异议没有处理")
    press(leader, "d")
    leader.get_by_label("不成立").check()
    leader.get_by_label("处理理由").fill("按比例最公平")
    press(leader, "Control+Enter")
    expect(leader.locator("#objections")).to_contain_text("按比例最公平")
    assert number in leader.url


def agreed(at: At, number: str) -> None:
    """The team leader, then the head: the decision and two notices are issued."""
    for username, then in (("zhoulei", "等县级以上负责人批准"), ("chenjing", "通知书待送达 2 份")):
        page = at(username)
        page.goto(f"/case/{number}/")
        press(page, "y")
        expect(page.locator("#next")).to_contain_text(then)
    # the notice, the report, an application of each victim, the decision, a notice to each bank
    expect(at("chenjing").locator("#papers a")).to_have_count(8)


def paid(story: Story, page: Page, number: str, address: str, seat: Seat) -> None:
    """Both banks take their notice and pay six shares, the last two of them by hand here."""
    page.goto(f"/case/{number}/")
    for left in (1, 0):
        page.get_by_role("link", name="登记送达").first.click()
        expect(page.get_by_label("送达时间")).not_to_have_value("")
        press(page, "Control+Enter")
        expect(page.get_by_role("link", name="登记送达")).to_have_count(left)
    story.town.at += timedelta(days=1)
    MovedClock.at = story.town.at
    usable(page, address, "paying")
    shares = dossier(number, by=handler()).shares
    for share in shares[2:]:
        sent = {"receipt": f"HD{share.key}"}
        seat("wangqiang").post(f"/case/{number}/shares/{share.key}/", sent)
    page.reload()
    for left in (1, 0):
        page.get_by_role("link", name="登记付款").first.click()
        page.get_by_label("银行回执号").fill(f"HD000{left}")
        press(page, "Control+Enter")
        expect(page.get_by_role("link", name="登记付款")).to_have_count(left)
    expect(page.locator("#next")).to_contain_text("全部付清")


def usable(page: Page, address: str, name: str, *, dark: bool = False) -> None:
    """On the telephone in one theme and on the desk in the other everybody can use the page."""
    for size, theme in ((PHONE, THEMES[dark]), (DESK, THEMES[not dark])):
        page.set_viewport_size(size)
        a_cookie(page.context, address, zhisun_theme=theme)
        page.reload()
        expect(page.locator("h1")).to_be_visible()
        assert barriers(page) == [], (name, size, theme)
        assert overflow(page) <= 0, (name, size, theme)
