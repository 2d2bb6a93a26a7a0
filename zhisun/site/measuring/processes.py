"""The living processes of a measured platform, by the part they are."""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhisun.site.embedded import EmbeddedPostgres

PROC = Path("/proc")
POSTGRES, WEB, WEB_WORKER, WORKER, TCP = "postgres", "web", "web_worker", "worker", "tcp"
INSTITUTION = "institution"
MARKS = {
    "granian": WEB,
    "zhisun.site.worker:main": WORKER,
    "zhisun.api.gateway.tcp:serve": TCP,
    "zhisun.simulator.institutions": INSTITUTION,
}
"""A word of the command line → the part it is."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process. `words`: its command line."""

    pid: int
    parent: int
    words: tuple[str, ...]


def living(home: Path, keeper_pid: int) -> dict[str, list[Process]]:
    """The parts that run now, each with its processes; a dead part is missing."""
    found: dict[str, list[Process]] = {}
    every = list(_all())
    for process in every:
        if process.parent != keeper_pid:
            continue
        part = next((MARKS[word] for word in process.words if word in MARKS), "")
        if part:
            found.setdefault(part, []).append(process)
    servers = {process.pid for process in found.get(WEB, [])}
    web_workers = [one for one in every if one.parent in servers and _serves(one)]
    postmaster = EmbeddedPostgres(home).pid()
    database = [process for process in every if process.pid == postmaster]
    found |= {WEB_WORKER: web_workers, POSTGRES: database}
    return {part: processes for part, processes in found.items() if processes}


def children(pid: int) -> list[int]:
    """The processes this one has started and that still run."""
    return [process.pid for process in _all() if process.parent == pid]


def kill(process: Process, *, with_children: bool = False) -> None:
    """End a process with -9, and its children with it when they would outlive it."""
    doomed = [process.pid]
    if with_children:
        doomed += children(process.pid)
    for pid in doomed:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _serves(process: Process) -> bool:
    """Python's own tracker of shared resources is a child of the web server as well."""
    return not any("resource_tracker" in word for word in process.words)


def _all() -> Iterator[Process]:
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            # The name in brackets may hold anything; the parent is the second field behind it.
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if words != [""]:  # a zombie has no command line
                yield Process(int(folder.name), parent, tuple(words))
