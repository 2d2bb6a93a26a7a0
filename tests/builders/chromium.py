"""A headless Chromium, and one officer at his seat in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A fresh browser. Playwright's own loop makes Django think that pages are async."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def at_a_seat(browser: Browser, address: str, username: str) -> Page:
    """A page of an officer of the sample city who has signed in, in Chinese."""
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", f"{username}-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    return page
