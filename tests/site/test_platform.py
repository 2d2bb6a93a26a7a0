"""`zhisun demo` as a person runs it: pages, live news, kill -9, a second start, a clean end."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from tests.builders.demo import Demo, a_demo

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with a_demo() as running:
        yield running


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def published(demo: Demo, event: str, area: str) -> None:
    news = json.dumps({"event": event, "key": "J1", "area": area})
    with psycopg.connect(demo.database.dsn(), autocommit=True) as database:
        database.execute("select pg_notify('zhisun_live', %s)", (news,))


def test_the_page_is_ready_when_the_demo_says_so(demo: Demo) -> None:
    assert httpx.get(f"{demo.address}/healthz", timeout=30).text == "ok"
    assert "止损" in httpx.get(f"{demo.address}/login/", timeout=30).text


def test_static_files_come_compressed_and_may_be_kept_for_good(demo: Demo) -> None:
    page = httpx.get(f"{demo.address}/login/", timeout=30).text
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet is not None
    answer = httpx.get(demo.address + sheet.group(1), timeout=30)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"


def test_a_stranger_hears_no_live_news(demo: Demo) -> None:
    assert httpx.get(f"{demo.address}/live", timeout=30).status_code == 401


def test_news_comes_to_the_seats_of_its_area_only(demo: Demo) -> None:
    with closing(demo.signed_in()) as limin, limin.stream("GET", "/live") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        while next(lines) != ": connected":
            pass
        time.sleep(1)  # the first reader makes the process listen
        published(demo, "test.elsewhere", "370900")
        published(demo, "test.here", "370811")
        heard = next(line for line in lines if line.startswith("data: ") and "test." in line)
    assert "test.here" in heard


def test_the_check_tells_what_is_well(demo: Demo) -> None:
    done = demo.zhisun("check")
    assert "数据库" in done.stdout, done.stderr
    assert "审计链" in done.stdout
    assert "待升级 0 项" in done.stdout


def test_a_second_demo_in_the_same_home_is_refused(demo: Demo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zhisun.site.cli", "demo", "--no-browser"],
        env=demo.environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert "已有一个止损在运行" in done.stderr


def test_a_backup_is_made_while_the_platform_works(demo: Demo) -> None:
    done = demo.zhisun("backup", str(demo.home / "city.zhisun"))
    assert done.returncode == 0, done.stderr
    assert (demo.home / "city.zhisun").stat().st_size > 10_000


def test_the_workers_of_a_killed_web_server_do_not_stay_on_its_port(demo: Demo) -> None:
    servers = [p for p in demo.processes() if "zhisun.site.asgi:application" in p.cmdline()]
    pids = {process.pid for process in servers}
    (master,) = (process for process in servers if process.ppid() not in pids)
    workers = master.children()
    assert len(workers) >= 2
    master.kill()
    eventually(lambda: not any(alive(worker) for worker in workers))
    eventually(lambda: answered(demo))


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def answered(demo: Demo) -> bool:
    try:
        return httpx.get(f"{demo.address}/healthz", timeout=30).text == "ok"
    except httpx.TransportError:
        return False


def test_a_killed_demo_leaves_no_part_and_the_next_one_goes_on_with_its_data(demo: Demo) -> None:
    assert demo.process is not None
    with closing(demo.signed_in()) as limin:
        session = limin.cookies["zhisun_session"]
    postmaster = demo.database.pid()
    demo.process.kill()
    demo.process.communicate()

    def only_postgres() -> bool:
        return all("postgres" in " ".join(p.info["cmdline"]) for p in demo.processes())

    eventually(only_postgres)
    demo.start()
    assert demo.database.pid() == postmaster  # attached, not started
    with (
        httpx.Client(base_url=demo.address, cookies={"zhisun_session": session}) as limin,
        limin.stream("GET", "/live") as answer,
    ):
        assert answer.status_code == 200  # still signed in: session and key were kept


def test_the_end_leaves_nothing_running(demo: Demo) -> None:
    assert demo.end() == 0
    eventually(lambda: demo.processes() == [])
    assert not demo.database.listens()
