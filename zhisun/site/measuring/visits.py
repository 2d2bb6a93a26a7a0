"""A signed-in officer's visits to pages, timed."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx

from zhisun.kernel.errors import GatewayUnavailable

LOGIN = "/login/"
PATIENCE = 120
"""Seconds a page may take before the measurement gives up."""


@contextmanager
def browsing(address: str, username: str, password: str) -> Iterator[httpx.Client]:
    """A browser that has signed in at this address."""
    with httpx.Client(base_url=address, timeout=PATIENCE) as browser:
        page = browser.get(LOGIN).text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        told = {"username": username, "password": password}
        browser.post(LOGIN, data={**told, "csrfmiddlewaretoken": token[1] if token else ""})
        yield browser


def visit(browser: httpx.Client, page: str) -> None:
    """One page. Raises GatewayUnavailable when it is not shown."""
    answer = browser.get(page)
    if answer.status_code != httpx.codes.OK:
        raise GatewayUnavailable("part_did_not_start", part=f"{page} {answer.status_code}")


def timed(act: Callable[[], object]) -> float:
    """Seconds of one act."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
