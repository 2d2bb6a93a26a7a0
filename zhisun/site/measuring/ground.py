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

from zhisun.kernel.errors import GatewayUnavailable
from zhisun.site import parts, prepare
from zhisun.site.measuring import keeper
from zhisun.site.parentage import die_with_parent
from zhisun.site.parts import Doors

PATIENCE, GRACE = 120.0, 60.0
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Ground:
    """A running platform. `ready_s`: seconds from an empty folder to the last part's readiness."""

    home: Path
    doors: Doors
    keeper_pid: int
    ready_s: float

    @property
    def institutions(self) -> Path:
        """Where the simulated institutions keep their books."""
        return self.home / "institutions"


@contextlib.contextmanager
def ground(institutions: Sequence[str]) -> Iterator[Ground]:
    """Bring the platform up with these simulated institutions, and Django in this process.

    Only from the main thread, and once in a process. Raises GatewayUnavailable, with the folder
    kept for a look at its logs.
    """
    began = time.monotonic()
    home = Path(tempfile.mkdtemp(prefix="zhisun-"))
    home.chmod(0o711)  # PostgreSQL may run as another user than root
    os.environ |= {"ZHISUN_HOME": str(home), "DATABASE_URL": "", "ZHISUN_LOG_LEVEL": "WARNING"}
    prepare.set_up_django()
    doors = Doors(port=free_port(), tcp_port=free_port())
    process = _start(home, doors, institutions)
    try:
        _await_ready(home, process, deadline=began + PATIENCE)
        yield Ground(home, doors, process.pid, time.monotonic() - began)
    finally:
        process.terminate()
        process.wait(GRACE)
    shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """A port nobody listens on, below those the system gives to outgoing connections."""
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with contextlib.suppress(Exception):
            parts_free(port)
            return port


def parts_free(port: int) -> None:
    """Raises InputError when the port is taken."""
    from zhisun.site.supervisor import demand_free_port

    demand_free_port("127.0.0.1", port)
