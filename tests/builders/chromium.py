"""A headless Chromium, officers at their seats in it, and what it showed when a test failed."""

import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

CHROMIUM = Path("/usr/bin/chromium")
DESK: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BROKEN_OFF = re.compile("ERR_FAILED|ERR_INTERNET_DISCONNECTED|status of 4")
"""What the browser says of a stream a test breaks off, of a form refused, of a missing page."""

DEADLINE_MS = 20_000
"""How long a page may take to show what is expected: a machine may be starved. No test waits
that long unless it fails."""

READ_MS = 500
"""Somebody has seen what was put before him; a key hit twice sooner than that acts once."""

REMEMBERED = 40
"""Lines of a page's log that are told when a test fails."""

in_chromium = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:No directory at"),  # collected files are not needed here
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
]

_watched: dict[BrowserContext, list[str]] = {}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A fresh browser. Playwright's own loop makes Django think that pages are async."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=DEADLINE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def a_page(browser: Browser, address: str, *, seat: Client | None = None) -> Iterator[Page]:
    """A page in Chinese, of the officer who has signed in with `seat`, or of a stranger.

    The live stream of an officer is broken off: news is told by hand where it matters. A fault
    in a script, or anything else the browser complains of, fails the test in the end.
    """
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    log = _watch(context)
    if seat is not None:
        a_cookie(context, address, **{settings.SESSION_COOKIE_NAME: _session(seat)})
        context.route("**/live", lambda asked: asked.abort())
    page = context.new_page()
    yield page
    del _watched[context]
    context.close()
    faults = [line for line in log if line.startswith(("fault", "error"))]
    assert [fault for fault in faults if not BROKEN_OFF.search(fault)] == []


def at_a_seat(browser: Browser, address: str, username: str) -> Page:
    """A page of an officer of the sample city who has signed in at the door, in Chinese."""
    context = browser.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    _watch(context)
    page = context.new_page()
    page.goto("/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", f"{username}-demo")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    return page


def a_cookie(context: BrowserContext, address: str, **values: str) -> None:
    """Give the browser cookies of the server at `address`."""
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in values.items()]
    )


def read_first(page: Page) -> None:
    """Look at what has just appeared, as an officer does before he presses the same key again."""
    page.wait_for_timeout(READ_MS)


def barriers(page: Page) -> list[tuple[str, str]]:
    """What keeps somebody from using the page as it stands: (rule, element)."""
    page.evaluate(f"{AXE};0")
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [(broken["id"], broken["nodes"][0]["html"]) for broken in found["violations"]]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file."""
    with a_browser() as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a developer's machine without Chromium browser tests are skipped, on CI never.

    A browser on a starved machine may miss a deadline of its driver that no officer would notice:
    CI asks a second time and prints that it did. A developer's machine never does, so that a race
    in a page is seen by who wrote it.
    """
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if not (os.environ.get("CI") and in_browser):
        return
    for item in in_browser:
        item.add_marker(pytest.mark.flaky(reruns=1))
    if not CHROMIUM.exists():
        raise pytest.UsageError(f"CI runs the browser tests and there is no {CHROMIUM}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of every page that was open when a test failed, and keep its picture."""
    report = yield
    if call.when == "call" and report.failed:
        for number, page in enumerate([page for each in _watched for page in each.pages], 1):
            report.sections.append((f"page {number}", _seen(page, item, number)))
    return report


def _watch(context: BrowserContext) -> list[str]:
    log: list[str] = []
    _watched[context] = log
    context.on("console", lambda told: log.append(f"{told.type}: {told.text}"))
    context.on("weberror", lambda fault: log.append(f"fault: {fault.error}"))
    context.on("response", lambda got: log.append(f"{got.status} {got.request.method} {got.url}"))
    context.on("close", _forget)
    return log


def _forget(context: BrowserContext) -> None:
    _watched.pop(context, None)


def _session(seat: Client) -> str:
    return str(seat.cookies[settings.SESSION_COOKIE_NAME].value)


def _seen(page: Page, item: pytest.Item, number: int) -> str:
    """The page in words; its picture goes into pytest's cache."""
    try:
        told: dict[str, Any] = page.evaluate(
            "() => ({focus: document.activeElement?.outerHTML.slice(0, 300),"
            " dialogs: [...document.querySelectorAll('dialog[open]')].map(each => each.id),"
            " toasts: document.getElementById('toasts')?.innerText,"
            " alerts: [...document.querySelectorAll('[role=alert]')].map(each => each.innerText)})"
        )
        lines = [page.url, *(f"{name}: {value}" for name, value in told.items())]
        cache = item.config.cache
        if cache is not None:
            picture = cache.mkdir("browser") / f"{item.name[:80].replace('/', '-')}-{number}.png"
            page.screenshot(path=picture, timeout=5_000)
            lines.append(f"picture: {picture}")
    except BrowserError as gone:
        lines = [f"{page.url} could not be looked at: {gone.message}"]
    return "\n".join([*lines, *_watched[page.context][-REMEMBERED:]])
