"""The process tree of one installation: starts its parts in order, restarts what dies, ends all.

A part that dies is started again, later each time. On SIGINT or SIGTERM the parts are asked to
end in reverse order. When this process itself is killed, the kernel ends the parts for it.
"""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from zhisun.kernel.errors import GatewayUnavailable, InputError
from zhisun.site.parentage import die_with_parent
from zhisun.site.signals import SignalPipe

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_AFTER = 60.0
"""Seconds of life after which a part's next death counts as its first."""
PATIENCE = 60.0
TICK = 0.25

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Part:
    """One process to keep alive.

    port: must be free before the start, and accepts connections when the part is ready.
    well: asked besides, when a part opens its port before it can serve.
    log: a file for its output instead of ours.
    """

    name: str
    command: tuple[str, ...]
    port: int | None = None
    host: str = "127.0.0.1"
    log: Path | None = None
    well: Callable[[], bool] = lambda: True
    stop_seconds: float = 8.0

    def ready(self) -> bool:
        """Whether it serves; a part without a port is ready when it runs."""
        return self.port is None or (answers(self.host, self.port) and self.well())


@dataclass(slots=True)
class Running:
    """One part as it runs now."""

    part: Part
    process: subprocess.Popen[bytes]
    started: float
    pause: float
    restart_at: float | None = None

    def kill_group(self) -> None:
        """Kill what the part left behind: a lost web worker would go on answering its port."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)


def logged(part: str, what: str) -> None:
    """A line in the log for what happened to a part."""
    log.info(what, part=part)


@dataclass(slots=True)
class Supervisor:
    """Keeps `parts` alive until it is asked to end. Runs in the main thread.

    tell: called with the name of the part and what happened to it.
    tend: called between two looks at the parts, for what is alive and no part of ours.
    pauses: seconds before a dead part starts again, the shortest and the longest.
    """

    parts: Sequence[Part]
    tell: Callable[[str, str], None]
    tend: Callable[[], None] = lambda: None
    pauses: tuple[float, float] = (SHORTEST_PAUSE, LONGEST_PAUSE)
    _running: list[Running] = field(default_factory=list)

    def run(self, *, ready: Callable[[], None] = lambda: None) -> None:
        """Start everything, call `ready`, stay until a signal, end everything.

        Raises InputError when a port is taken, GatewayUnavailable when a part does not start.
        """
        for part in self.parts:
            if part.port is not None:
                demand_free_port(part.host, part.port)
        with SignalPipe() as signals:
            try:
                for part in self.parts:
                    self._start_first(part, signals)
                if not signals.ending:
                    ready()
                while not signals.ending:
                    self._mend()
                    self.tend()
                    signals.wait(TICK)
            finally:
                self._end(signals)

    def _start_first(self, part: Part, signals: SignalPipe) -> None:
        running = Running(part, self._spawn(part), time.monotonic(), self.pauses[0])
        self._running.append(running)
        deadline = running.started + PATIENCE
        while not part.ready() and not signals.ending:
            if running.process.poll() is not None or time.monotonic() > deadline:
                raise GatewayUnavailable("part_did_not_start", part=part.name)
            signals.wait(0.05)
        self.tell(part.name, "part_ready")

    def _mend(self) -> None:
        now = time.monotonic()
        for running in self._running:
            if running.process.poll() is None:
                continue
            if running.restart_at is None:
                self._note_death(running, now)
            elif now >= running.restart_at:
                running.process, running.started = self._spawn(running.part), now
                running.restart_at = None
                self.tell(running.part.name, "part_restarted")

    def _note_death(self, running: Running, now: float) -> None:
        shortest, longest = self.pauses
        if now - running.started > STEADY_AFTER:
            running.pause = shortest
        running.kill_group()
        running.restart_at = now + running.pause
        running.pause = min(running.pause * 2, longest)
        self.tell(running.part.name, "part_died")

    def _end(self, signals: SignalPipe) -> None:
        """In reverse order, each after the one before has ended; a second Ctrl-C hurries."""
        for running in reversed(self._running):
            asked = signals.ending
            deadline = time.monotonic() + running.part.stop_seconds
            if running.process.poll() is None:
                running.process.terminate()
            while running.process.poll() is None and time.monotonic() < deadline:
                if signals.ending > asked:
                    break
                signals.wait(0.1)
            running.kill_group()
            running.process.wait()
            self.tell(running.part.name, "part_ended")

    def _spawn(self, part: Part) -> subprocess.Popen[bytes]:
        """In a session of its own: Ctrl-C reaches us alone, and its whole group can be killed."""
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(part.log.open("ab")) if part.log else None
            return subprocess.Popen(
                part.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(),  # noqa: PLW1509 the supervisor has one thread
            )


@contextlib.contextmanager
def sole(home: Path) -> Iterator[None]:
    """Hold the home alone. Raises InputError when another supervisor has it."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise InputError(
                "already_running", home=str(home), pid=lock.read().strip() or "?"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def demand_free_port(host: str, port: int) -> None:
    """Raise InputError when somebody listens on the port.

    Granian shares its port with whoever has it already, and half the requests would go there.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise InputError("port_taken", port=port) from error


def answers(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    with socket.socket() as door:
        door.settimeout(1)
        return door.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0  # noqa: S104 compared, not bound
