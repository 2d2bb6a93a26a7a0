"""`zhisun demo` as a person starts it, for tests that need the whole platform."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil

from tests.site.conftest import free_port
from zhisun.site.cast import CAST
from zhisun.site.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[2]


class Demo:
    """One `zhisun demo` on free ports, in a home of its own."""

    def __init__(self, home: Path, *, past: bool) -> None:
        self.home, self.past = home, past
        self.port, self.tcp_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {"ZHISUN_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        self.process: subprocess.Popen[str] | None = None
        self._terminal = home / "terminal.txt"

    def start(self) -> str:
        """What it printed when it was ready."""
        ports = ["--port", str(self.port), "--tcp-port", str(self.tcp_port), "--no-browser"]
        ports += [] if self.past else ["--no-past"]
        with self._terminal.open("a") as terminal:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhisun.site.cli", "demo", *ports],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=terminal,
                text=True,
                cwd=ROOT,
            )
        assert self.process.stdout is not None
        printed = ""
        for line in self.process.stdout:
            printed += line
            if "Ctrl-C" in line:
                return printed
        raise AssertionError(f"the demo ended early: {printed} {self.told()}")

    def told(self) -> list[str]:
        """The lines that whoever started it has seen beside what `start` gives."""
        return self._terminal.read_text().splitlines()

    def zhisun(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zhisun.site.cli", *arguments],
            env=self.environment | {"ZHISUN_HOME": str(self.home / "demo"), "ZHISUN_DEMO": "on"},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )

    @property
    def database(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.home / "demo")

    def processes(self) -> list[psutil.Process]:
        """Everything that was started for this home, PostgreSQL's own children aside."""
        found = []
        for process in psutil.process_iter(["cmdline", "status", "environ"]):
            mine = (process.info["environ"] or {}).get("ZHISUN_HOME", "").startswith(str(self.home))
            if mine and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    def end(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=40)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def reap(self) -> None:
        """Let a process that was killed, or has ended, be forgotten."""
        if self.process is not None and self.process.stdout is not None:
            self.process.wait(timeout=40)
            self.process.stdout.close()

    def signed_in(self, player: int = 0) -> httpx.Client:
        client = httpx.Client(base_url=self.address, follow_redirects=True, timeout=20)
        page = client.get("/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {
            "username": CAST[player].username,
            "password": CAST[player].password,
            "csrfmiddlewaretoken": token.group(1),
        }
        client.post("/login/", data=form, headers={"Referer": self.address})
        assert "zhisun_session" in client.cookies
        return client


@contextmanager
def a_demo(*, past: bool = False) -> Iterator[Demo]:
    """A running demo in a home of its own; nothing of it is left afterwards.

    past: with the cases of the two weeks before, some seconds later.
    """
    with tempfile.TemporaryDirectory(prefix="zd") as folder:
        running = Demo(Path(folder), past=past)
        running.start()
        try:
            yield running
        finally:
            for process in running.processes():
                process.kill()
            running.database.stop()
            running.reap()
