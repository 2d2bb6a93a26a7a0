"""Live news: who hears what, and what happens when the database or a page goes away."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import psycopg
import pytest

from zhisun.shell import live
from zhisun.site import connection

JINING = "3708"
ANSWERED = {"event": "stop_payment.answered", "key": "Z20261121000001", "area": "370811"}


def a_hub() -> live.Hub:
    return live.Hub("host=nowhere.invalid connect_timeout=1")


def run(story: Callable[[], Awaitable[None]]) -> None:
    async def within_seconds() -> None:
        await asyncio.wait_for(story(), 20)

    asyncio.run(within_seconds())


class Page:
    """One open page as the server sees it."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()
        self.left = asyncio.Event()
        self.head: MutableMapping[str, Any] = {}

    async def receive(self) -> MutableMapping[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.head = message
        else:
            await self.heard.put(message["body"])

    def open(self, hub: live.Hub, area: str) -> "asyncio.Task[None]":
        scope = {"method": "GET"}
        serving = live.stream(scope, self.receive, self.send, hub=hub, area=area)
        return asyncio.ensure_future(serving)


def test_a_page_hears_of_its_own_area_only() -> None:
    async def story() -> None:
        hub = a_hub()
        async with hub.reader(JINING) as here, hub.reader("3701") as elsewhere:
            hub.tell(json.dumps(ANSWERED))
            assert b"Z20261121000001" in here.frames.get_nowait()
            assert elsewhere.frames.empty()
        await hub.close()

    run(story)


def test_no_page_may_listen_to_the_whole_country() -> None:
    async def story() -> None:
        hub = a_hub()
        with pytest.raises(ValueError, match="area"):
            async with hub.reader(""):
                pass

    run(story)


def test_a_page_too_far_behind_is_told_once_to_load_afresh() -> None:
    async def story() -> None:
        reader = live.Reader(JINING)
        for _ in range(live.WAITING_AT_MOST + 1):
            reader.tell(b"news")
        assert reader.frames.get_nowait() == live.REFRESH
        assert reader.frames.empty()

    run(story)


@pytest.mark.parametrize("payload", ["", "not json", "[]", '{"event": "x"}', '"text"'])
def test_news_that_cannot_be_read_is_left_out(payload: str) -> None:
    async def story() -> None:
        hub = a_hub()
        async with hub.reader(JINING) as reader:
            hub.tell(payload)
            assert reader.frames.empty()
        await hub.close()

    run(story)


def test_news_never_breaks_out_of_its_line() -> None:
    async def story() -> None:
        hub = a_hub()
        async with hub.reader(JINING) as reader:
            hub.tell(json.dumps(ANSWERED | {"key": "Z1\n\nevent: refresh"}))
            assert reader.frames.get_nowait().count(b"\n\n") == 1
        await hub.close()

    run(story)


def test_an_idle_page_hears_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.01)

    async def story() -> None:
        hub, page = a_hub(), Page()
        serving = page.open(hub, JINING)
        assert await page.heard.get() == live.GREETING
        assert await page.heard.get() == live.HEARTBEAT
        assert (b"content-type", b"text/event-stream; charset=utf-8") in page.head["headers"]
        page.left.set()
        await serving
        await hub.close()

    run(story)


@pytest.mark.django_db
def test_news_reaches_a_page_and_outlives_a_restart_of_the_database() -> None:
    async def story() -> None:
        hub, page = live.Hub(connection.dsn()), Page()
        serving = page.open(hub, JINING)
        assert await page.heard.get() == live.GREETING
        assert await page.heard.get() == live.REFRESH  # it may have missed what came before
        async with await psycopg.AsyncConnection.connect(connection.dsn(), autocommit=True) as db:
            await db.execute("select pg_notify('zhisun_live', %s)", [json.dumps(ANSWERED)])
            assert b"stop_payment.answered" in await page.heard.get()

            await db.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where query like 'LISTEN%%' and datname = current_database()"
            )
            assert await page.heard.get() == live.REFRESH
            await db.execute("select pg_notify('zhisun_live', %s)", [json.dumps(ANSWERED)])
            assert b"stop_payment.answered" in await page.heard.get()
        page.left.set()
        await serving
        await hub.close()

    run(story)
