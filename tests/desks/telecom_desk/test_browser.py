"""The telecom desk in a real browser: the path of one takedown, and no barrier for anybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

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
    read_first,
)
from tests.builders.city import AT, KEEPER
from tests.builders.feeds import events_pushed
from tests.builders.takedowns import (
    CARRIER,
    MULE,
    answered,
    drafted,
    held_phone,
    standing,
    the,
)
from tests.desks.telecom_desk.conftest import Seat
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.outbox.models import Line
from zhisun.domains.takedown.jobs import run_clocks
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import Measure, TakedownState, TargetKind

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

SITE: dict[str, Any] = {"target_kind": TargetKind.URL, "measure": Measure.BLOCK}

pytestmark = [*in_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser, live_server: "LiveServer", seat: Seat) -> Iterator[Page]:
    """陈静's browser: the duty officer sees and may do most."""
    with a_page(browser, live_server.url, seat=seat("chenjing")) as opened:
        yield opened


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_can_be_used_by_everybody(
    page: Page, live_server: "LiveServer", size: ViewportSize, theme: str
) -> None:
    protect("domain", "hospital.example", "医院", by=KEEPER, at=AT)
    waiting, held = drafted(), held_phone()
    back = standing(target="https://fake-shop.example/pay/confirm?order=1", **SITE)
    answered(back, "2100", remark="又能打开")
    events_pushed(datetime.now(UTC))
    a_cookie(page.context, live_server.url, zhisun_theme=theme)
    page.set_viewport_size(size)
    found: dict[str, list[tuple[str, str]]] = {}
    for address in (
        "/telecom/",
        "/telecom/?list=relapsed",
        "/telecom/new/",
        "/telecom/safe/",
        "/telecom/feeds/",
        f"/telecom/takedowns/{waiting}/",
        f"/telecom/takedowns/{held}/",
    ):
        page.goto(address)
        found[address] = barriers(page)
        assert overflow(page) <= 0, address
    overdue(held)
    for address in ("/telecom/", f"/telecom/takedowns/{held}/"):
        page.goto(address)
        found[f"late {address}"] = barriers(page)
        assert overflow(page) <= 0, address
    assert not any(found.values()), found


def overdue(held: str) -> None:
    """Its half-hour ended ten minutes ago, nobody asks on the line, and it rang twice."""
    ended = AT - timedelta(minutes=10)
    Takedown.objects.filter(takedown_no=held).update(
        approved_at=ended - timedelta(minutes=30), sent_at=ended, ends_at=ended
    )
    Line.objects.update(asked_at=ended - timedelta(hours=1))
    run_clocks(at=ended)
    run_clocks(at=AT - timedelta(minutes=5))


def test_a_phone_that_should_work_again_is_loud_and_given_back_by_telephone(page: Page) -> None:
    held = held_phone()
    overdue(held)
    page.goto("/telecom/")
    late = page.locator("#late")
    expect(late).to_contain_text("应于 ")
    expect(late).to_contain_text("专线中断，请立即电话要求恢复并登记")
    expect(late).to_contain_text("已报劝阻席和值班长")
    late.get_by_role("link").click()
    form = page.get_by_role("form", name="登记电话恢复")
    form.get_by_role("button").click()
    expect(page.locator("#by-word-operator-error")).to_be_visible()
    form.get_by_label("对方经办人").fill("运营商值班 0532")
    form.get_by_label("对方答复原话").fill("已人工复机")
    form.get_by_role("button").click()
    expect(page.get_by_text("已解除").first).to_be_visible()
    page.goto("/telecom/")
    expect(page.locator("#late")).to_have_count(0)
    assert the(held).state is TakedownState.RELEASED


def test_a_number_is_taken_down_by_two_officers(
    page: Page, browser: Browser, live_server: "LiveServer", seat: Seat
) -> None:
    with a_page(browser, live_server.url, seat=seat("hanbing")) as drafter:
        drafter.goto("/telecom/")
        drafter.keyboard.press("n")
        drafter.get_by_label("号码、网址、程序或账号").fill("95588")
        drafter.locator("#f-measure").select_option("suspend")
        drafter.locator("#f-institution").select_option(CARRIER)
        drafter.locator("#f-source_no").fill("协查〔2026〕1号")
        drafter.locator("#f-reason").fill("冒充客服")
        drafter.locator("#f-evidence").fill("通话记录")
        drafter.keyboard.press("Control+Enter")
        expect(drafter.locator("#f-target-error")).to_contain_text("中国工商银行")
        drafter.locator("#f-target").fill(MULE)
        read_first(drafter)
        drafter.keyboard.press("Control+Enter")
        expect(drafter.get_by_text("双人复核")).to_be_visible()
    number = Takedown.objects.get().takedown_no
    page.goto("/telecom/")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator("#toasts")).to_contain_text(number)
    expect(page.locator(f"#takedown-{number}")).to_contain_text("待发出")
    assert the(number).state is TakedownState.APPROVED
