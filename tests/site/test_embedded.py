"""The embedded PostgreSQL keeps what it acknowledged, whoever is killed."""

import contextlib
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest

from zhisun.kernel.errors import InputError
from zhisun.site.embedded import LONGEST_SOCKET_PATH, EmbeddedPostgres


@pytest.fixture
def home() -> Iterator[Path]:
    """A short path: pytest's own temporary folders are too deep for a unix socket."""
    with tempfile.TemporaryDirectory(prefix="ze") as folder:
        yield Path(folder)


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedPostgres]:
    postgres = EmbeddedPostgres(home)
    postgres.ensure()
    yield postgres
    postgres.stop()


def eventually(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def grown(rows: list[tuple[int, int]], *, by: int) -> Callable[[], bool]:
    before = len(rows)
    return lambda: len(rows) > before + by


def kill_everything(server: EmbeddedPostgres) -> None:
    """kill -9 of the postmaster and all its children at one instant.

    Stopped first, so that it starts no child while they are counted: one that is left alive would
    wait for ever for a lock whose holder is dead, and its client with it.
    """
    postmaster = psutil.Process(server.pid())
    postmaster.suspend()
    eventually(lambda: postmaster.status() == psutil.STATUS_STOPPED)
    for process in [*postmaster.children(recursive=True), postmaster]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)


def write_until_killed(dsn: str, writer: int, acknowledged: list[tuple[int, int]]) -> None:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(dsn, autocommit=True) as db:
        for row in range(1_000_000):
            db.execute("insert into told values (%s, %s)", (writer, row))
            acknowledged.append((writer, row))


def test_the_second_start_attaches(server: EmbeddedPostgres) -> None:
    assert EmbeddedPostgres(server.places.home).ensure() is False


def test_of_several_first_starts_one_makes_the_server(home: Path) -> None:
    servers = [EmbeddedPostgres(home) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        started = list(pool.map(EmbeddedPostgres.ensure, servers))
    for server in servers:
        server.stop()
    assert sorted(started) == [False, False, False, True]


def test_no_acknowledged_row_is_lost_when_every_process_is_killed(
    server: EmbeddedPostgres,
) -> None:
    with psycopg.connect(server.dsn(), autocommit=True) as db:
        db.execute("create table told (writer int, row int)")
    acknowledged: list[tuple[int, int]] = []
    for _ in range(3):
        writers = [
            threading.Thread(target=write_until_killed, args=(server.dsn(), n, acknowledged))
            for n in range(4)
        ]
        for writer in writers:
            writer.start()
        eventually(grown(acknowledged, by=200))  # let them write a while
        kill_everything(server)
        for writer in writers:
            writer.join()
        assert server.ensure()
    with psycopg.connect(server.dsn()) as db:
        kept = set(db.execute("select writer, row from told").fetchall())
    assert set(acknowledged) - kept == set()


def test_a_killed_postmaster_is_followed_by_a_new_one(server: EmbeddedPostgres) -> None:
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert server.ensure()
    assert server.ready()


def test_a_killed_server_is_seen_to_be_gone_by_whoever_looks(server: EmbeddedPostgres) -> None:
    other = EmbeddedPostgres(server.places.home)
    assert (server.gone(), other.gone()) == (False, False)
    kill_everything(server)
    eventually(server.gone)
    assert other.gone()
    server.ensure()
    assert (server.gone(), other.gone()) == (False, False)


@pytest.mark.parametrize("rubbish", ["", "\n", "half a num", "\x00\x00"])
def test_a_broken_pid_file_does_not_stop_the_start(home: Path, rubbish: str) -> None:
    server = EmbeddedPostgres(home)
    server.ensure()
    server.stop()
    (cluster,) = home.glob("pg*")
    (cluster / "postmaster.pid").write_text(rubbish)
    assert server.ensure()
    server.stop()


def test_a_half_made_cluster_is_made_again(home: Path) -> None:
    (home / "cluster.unfinished").mkdir()
    (home / "cluster.unfinished" / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(home)
    assert server.ensure()
    server.stop()


def test_chinese_text_has_trigrams_and_the_server_is_only_on_its_socket(
    server: EmbeddedPostgres,
) -> None:
    with psycopg.connect(server.dsn()) as db:
        likeness = db.execute("select similarity('张三丰电信', '张三丰银行')").fetchone()
        listening = db.execute("show listen_addresses").fetchone()
        durable = db.execute("show synchronous_commit").fetchone()
    assert likeness is not None
    assert likeness[0] > 0
    assert (listening, durable) == (("",), ("on",))


def test_a_home_too_deep_for_a_socket_is_refused_by_name(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * LONGEST_SOCKET_PATH)
    with pytest.raises(InputError, match="postgres_path_too_long"):
        EmbeddedPostgres(deep)


def test_the_data_of_another_major_version_is_refused(home: Path) -> None:
    other = home / "pg11"
    other.mkdir()
    (other / "PG_VERSION").write_text("11\n")
    with pytest.raises(InputError, match="postgres_other_version"):
        EmbeddedPostgres(home).ensure()


def test_a_database_that_makes_no_chinese_trigrams_is_refused(server: EmbeddedPostgres) -> None:
    with psycopg.connect(server.dsn("postgres"), autocommit=True) as db:
        db.execute("create database plain template template0 locale_provider libc locale 'C'")
    with pytest.raises(InputError, match="postgres_without_chinese_search"):
        server.ensure("plain")
