"""The intake desk in a real browser, by keyboard alone: narrative, elements, form, number."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.builders.cases import PAYEE, PUSHER, a_call, a_report, a_transfer
from tests.builders.chromium import (
    DESK,
    PHONE,
    a_cookie,
    a_page,
    barriers,
    in_chromium,
    overflow,
    read_first,
)
from tests.builders.city import a_city, officer
from zhisun.domains.cases.selectors.drafts import drafts_of
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.cases.services.drafts import save_draft
from zhisun.domains.cases.services.register import register
from zhisun.domains.directory.models import Officer

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

STORY = f"三分钟前我用手机银行给对方转了2万8，账号{PAYEE}，工商银行。我叫周敏，电话13700001234。"

pytestmark = in_chromium


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", client: Client) -> Iterator[Page]:
    a_city()
    client.force_login(Officer.objects.get(username="limin"))
    with a_page(browser, live_server.url, seat=client) as opened:
        yield opened


def value(page: Page, name: str, text: str) -> None:
    expect(page.locator(f'#report [name="{name}"]')).to_have_value(text)


def test_a_narrative_typed_by_keyboard_alone_becomes_an_incident(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    expect(page.locator(".mirrored mark.el--account")).to_have_text(PAYEE)
    value(page, "transfers.0.to_account", PAYEE)
    value(page, "transfers.0.amount", "28000")
    value(page, "victim.name", "周敏")
    box = page.locator('[data-told="transfers.0.to_account"]')
    expect(box.locator(".told__auto")).to_be_visible()
    expect(page.locator("#panel-clock [data-due]")).to_be_visible()
    page.keyboard.press("Alt+G")  # the first thing a stop lacks
    expect(page.locator('[name="transfers.0.to_name"]')).to_be_focused()
    page.keyboard.type("张伟")
    expect(page.locator("[data-gate='0']")).to_contain_text("可以止付")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".read-out__number")).to_have_text(re.compile("^J3708"))
    row = incident(page.locator(".read-out__number").inner_text(), by=officer("limin"))
    assert row.narrative == STORY
    assert row.facts.transfers[0].to_name == "张伟"
    assert drafts_of(by=officer("limin")) == []


def test_one_key_says_what_an_element_is(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    value(page, "victim.phone", "13700001234")
    page.keyboard.press("Alt+M")
    phone = page.locator("#panel-elements [data-text='13700001234']")
    expect(phone).to_be_focused()
    page.keyboard.press("8")
    expect(phone).to_have_attribute("data-role", "channel")
    value(page, "channels.0.value", "13700001234")
    value(page, "victim.phone", "")
    page.keyboard.press("x")
    expect(phone).to_have_attribute("data-role", "ignored")
    expect(phone).to_be_focused()
    expect(page.locator('[name="channels.0.value"]')).to_have_count(0)


def test_a_persons_word_stays_and_one_key_takes_the_other(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+V")
    page.keyboard.type("周闵")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    other = page.locator('[data-told="victim.name"] [data-other-text]')
    expect(other).to_have_text("周敏")
    value(page, "victim.name", "周闵")
    page.keyboard.press("Alt+V")
    page.keyboard.press("Alt+X")
    value(page, "victim.name", "周敏")
    expect(other).to_be_hidden()


def test_transfers_are_added_and_removed_by_key(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    value(page, "transfers.0.amount", "28000")
    page.keyboard.press("Alt+A")
    page.keyboard.type("6222020000919805788")
    value(page, "transfers.1.to_bank_name", "中国工商银行")
    page.keyboard.press("Alt+R")
    expect(page.locator(".transfer:visible")).to_have_count(1)
    page.keyboard.press("Alt+T")
    page.keyboard.press("Alt+R")
    value(page, "transfers.0.amount", "")  # the machine does not bring it back
    expect(page.locator("#panel-elements [data-text='2万8']")).to_have_attribute(
        "data-role", "mentioned"
    )


def test_problems_stand_at_their_fields_and_the_text_stays(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type("被骗了")
    page.keyboard.press("Alt+T")
    page.keyboard.type("6222020000919805788")
    page.keyboard.press("Control+Enter")
    error = page.locator('[id="f-transfers.0.amount-error"]')
    expect(error).to_contain_text("大于零的金额")
    expect(page.locator('[id="f-victim.name-error"]')).to_contain_text("请填写事主姓名")
    value(page, "narrative", "被骗了")
    value(page, "transfers.0.to_account", "6222020000919805788")


def test_what_the_server_never_got_is_there_when_the_page_comes_back(page: Page) -> None:
    page.goto("/intake/")
    page.route("**/intake/typed/", lambda asked: asked.abort())
    page.keyboard.press("Alt+N")
    page.keyboard.type("服务器断了我还在打字")
    expect(page.locator("[data-saved]")).to_contain_text("已存在本机")
    page.unroute("**/intake/typed/")
    page.goto("/intake/")
    value(page, "narrative", "服务器断了我还在打字")
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    assert drafts_of(by=officer("limin"))[0].form["narrative"] == "服务器断了我还在打字"
    expect(page).to_have_url(re.compile("draft="))
    page.reload()
    value(page, "narrative", "服务器断了我还在打字")


def test_two_pages_of_one_draft_show_both_texts(page: Page) -> None:
    limin, now = officer("limin"), timezone.now()
    form = {"draft_key": "k1", "narrative": "原来的", "by_hand": ""}
    save_draft("k1", form, revision=0, by=limin, at=now)
    page.goto("/intake/?draft=k1")
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    revision = drafts_of(by=limin)[0].revision
    save_draft(
        "k1", form | {"narrative": "另一页的字"}, revision=revision, by=limin, at=now, tab="b"
    )
    page.keyboard.press("Alt+N")
    page.keyboard.type("这页的字")
    dialog = page.locator("#two-texts")
    expect(dialog.locator("[data-theirs]")).to_have_text("另一页的字")
    expect(dialog.locator("[data-mine]")).to_contain_text("这页的字")
    page.keyboard.press("1")
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    assert "这页的字" in str(drafts_of(by=limin)[0].form["narrative"])


def test_the_next_sheet_is_taken_with_one_key(page: Page) -> None:
    now = timezone.now()
    call = a_call(called_at=now - timedelta(minutes=1), narrative=STORY)
    receive_call(call, by=PUSHER, at=now)
    page.goto("/intake/")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("sheet="))
    value(page, "narrative", STORY)
    value(page, "transfers.0.to_account", PAYEE)


def test_a_repeated_report_is_shown_while_one_types_and_kept_apart_with_a_reason(
    page: Page,
) -> None:
    moved_at = timezone.now() - timedelta(minutes=3)
    told = a_report(a_transfer(moved_at=moved_at))
    first = register(told, by=officer("limin"), at=timezone.now())
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    like = page.locator("#panel-likeness .like")
    expect(like).to_contain_text(first)
    like.get_by_role("button", name="分列").click()
    page.keyboard.type("两笔不同的钱")
    page.keyboard.press("Control+Enter")
    expect(like).to_contain_text("两笔不同的钱")
    read_first(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".read-out__number")).to_have_text(re.compile("^J3708"))


def test_a_repeated_report_is_attached_with_a_reason(page: Page) -> None:
    first = register(a_report(), by=officer("limin"), at=timezone.now())
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    page.locator("#panel-likeness").get_by_role("button", name="并入").click()
    page.keyboard.type("同一事主又打来")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(f"/intake/incidents/{first}/"))
    expect(page.locator("main")).to_contain_text("同一事主又打来")


def test_a_script_in_a_narrative_is_text(page: Page) -> None:
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.insert_text("<img src=x onerror=document.title='X'>我叫周敏")
    value(page, "victim.name", "周敏")
    expect(page).not_to_have_title("X")
    expect(page.locator("#report img")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_desk_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", size: ViewportSize, theme: str
) -> None:
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    page.goto("/intake/")
    page.locator("#f-narrative").fill(STORY)
    value(page, "victim.name", "周敏")
    page.keyboard.press("Alt+M")
    assert barriers(page) == []
    assert overflow(page) <= 0


def test_english_fits_a_phone_too(page: Page, live_server: "LiveServer") -> None:
    a_cookie(page.context, live_server.url, django_language="en")
    page.set_viewport_size(PHONE)
    page.goto("/intake/")
    expect(page.get_by_label("Device was remotely controlled")).to_be_visible()
    assert overflow(page) <= 0


def test_marks_lie_exactly_under_their_words(page: Page) -> None:
    page.goto("/intake/")
    page.locator("#f-narrative").fill("一二三四五六七八九十 abc 123\n" * 30 + STORY)
    value(page, "victim.name", "周敏")
    sizes = page.evaluate(
        "() => { const [m, t] = [document.querySelector('[data-mirror]'),"
        " document.querySelector('#f-narrative')];"
        " return [m.scrollHeight - t.scrollHeight, m.clientWidth - t.clientWidth]; }"
    )
    assert sizes == [0, 0]


def test_a_possible_repeat_is_decided_by_keys_before_it_can_be_registered(page: Page) -> None:
    moved_at = timezone.now() - timedelta(days=1)
    before = a_report(a_transfer(moved_at=moved_at, amount_fen=900_000))
    register(before, by=officer("limin"), at=timezone.now())
    page.goto("/intake/")
    page.keyboard.press("Alt+N")
    page.keyboard.type(STORY)
    expect(page.locator("#panel-likeness [data-undecided]")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel-likeness [data-attach]")).to_be_focused()
    expect(page.locator("[data-problems]")).to_contain_text("疑似重复")
    page.keyboard.press("Alt+L")
    page.keyboard.type("两笔不同的钱")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#panel-likeness [data-undecided]")).to_have_count(0)
    read_first(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".read-out__number")).to_have_text(re.compile("^J3708"))
