"""Threads that speak to the test database and leave nothing behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadPoolExecutor]:
    # A connection kept open by a thread would keep the test database from being dropped.
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    with ThreadPoolExecutor(1) as threads:
        yield threads
