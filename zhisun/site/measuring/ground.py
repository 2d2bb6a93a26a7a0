"""A platform of one's own to measure: real processes in a fresh folder, gone without a trace."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from zhisun.kernel.errors import GatewayUnavailable, InputError
from zhisun.site import parts, prepare
from zhisun.site.measuring import keeper
from zhisun.site.parentage import die_with_parent
from zhisun.site.parts import Doors
from zhisun.site.supervisor import demand_free_port

PATIENCE, GRACE = 120.0, 60.0
LOWEST_PORT, FIRST_OUTGOING = 10_000, 32_000


@dataclass(frozen=True, slots=True)
class Ground:
    """A running platform.

    codes: its simulated institutions. ready_s: from an empty folder until its last part is ready.
    """

    home: Path
    doors: Doors
    codes: tuple[str, ...]
    keeper_pid: int
    ready_s: float

    @property
    def institutions(self) -> Path:
        """Where the simulated institutions keep their books."""
        return self.home / "institutions"


@contextlib.contextmanager
def ground(
    institutions: Sequence[str], *, answering: tuple[float, float] = (0.1, 1.5)
) -> Iterator[Ground]:
    """Bring the platform up with these simulated institutions, and Django in this process.

    answering: how many seconds after an order they answer, at the earliest and at the latest.

    Only from the main thread, and once in a process. Raises GatewayUnavailable, with the folder
    kept for a look at its logs.
    """
    began = time.monotonic()
    signal.signal(signal.SIGTERM, _end)
    home = Path(tempfile.mkdtemp(prefix="zhisun-"))
    home.chmod(0o711)  # PostgreSQL may run as another user than root
    os.environ |= {"ZHISUN_HOME": str(home), "DATABASE_URL": "", "ZHISUN_LOG_LEVEL": "WARNING"}
    prepare.set_up_django()
    doors = Doors(port=free_port(), tcp_port=free_port())
    process = _start(home, doors, "{}-{}".format(*answering), institutions)
    try:
        _await_ready(home, process, deadline=began + PATIENCE)
        codes = tuple(each.partition("@")[0] for each in institutions)
        yield Ground(home, doors, codes, process.pid, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(GRACE)
    shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """A port nobody listens on, below those the system gives to outgoing connections.

    While its owner is dead such a connection could take the port, and the owner never come back.
    """
    while True:
        port = LOWEST_PORT + secrets.randbelow(FIRST_OUTGOING - LOWEST_PORT)
        with contextlib.suppress(InputError):
            demand_free_port("127.0.0.1", port)
            return port


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave by the ordinary way, so that everything started here is ended."""
    raise SystemExit(128 + signal.SIGTERM)


def _start(
    home: Path, doors: Doors, answering: str, institutions: Sequence[str]
) -> subprocess.Popen[bytes]:
    words = (str(doors.port), str(doors.tcp_port), answering, *institutions)
    command = parts.function("zhisun.site.measuring.keeper:main", *words)
    with (home / "keeper.log").open("ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C reaches us, and we end it in order
            preexec_fn=die_with_parent(),  # noqa: PLW1509 before any thread of ours
        )


def _await_ready(home: Path, process: subprocess.Popen[bytes], *, deadline: float) -> None:
    while not (home / keeper.READY).exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise GatewayUnavailable("part_did_not_start", part=str(home / "keeper.log"))
        time.sleep(0.05)
