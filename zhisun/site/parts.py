"""What one installation consists of, as processes."""

import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

from zhisun.site import rooms
from zhisun.site.supervisor import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the platform listens.

    port: web and machine interface. tcp_port: the institutions' length-prefixed front.
    certificate, key: PEM files, when this process and no proxy before it speaks TLS.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    tcp_port: int = 8001
    certificate: Path | None = None
    key: Path | None = None

    @property
    def address(self) -> str:
        """The address of the first page for somebody on this machine."""
        scheme = "https" if self.certificate else "http"
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104 compared, not bound
        return f"{scheme}://{host}:{self.port}"

    def serves(self) -> bool:
        """Whether the web part answers; its port opens seconds before its pages are loaded."""
        try:  # our own certificate may name another host
            answer = httpx.get(f"{self.address}/healthz", timeout=2, verify=False)  # noqa: S501
        except httpx.TransportError:
            return False
        return answer.is_success


def platform(doors: Doors, *, logs: Path | None = None) -> list[Part]:
    """Web, worker and, when the house has it, the TCP front, in the order of their start."""
    parts = [
        Part(
            "web",
            web_command(doors),
            doors.port,
            doors.host,
            log=_log(logs, "web"),
            well=doors.serves,
        ),
        Part("worker", worker_command(), log=_log(logs, "worker")),
    ]
    if rooms.has("zhisun.api.gateway.tcp"):
        command = function("zhisun.api.gateway.tcp:serve", doors.host, str(doors.tcp_port))
        parts.append(Part("tcp", command, doors.tcp_port, doors.host, log=_log(logs, "tcp")))
    return parts


def web_command(doors: Doors, *, workers: int = 2) -> tuple[str, ...]:
    """Granian with our bridge.

    Its own limits are too small for open pages: each live page is one request under way.
    """
    options = ["--interface", "asginl", "--host", doors.host, "--port", str(doors.port)]
    options += ["--workers", str(workers), "--backpressure", "4096", "--no-ws"]
    options += ["--workers-kill-timeout", "5", "--respawn-failed-workers", "--log-level", "warning"]
    if doors.certificate and doors.key:
        options += ["--ssl-certificate", str(doors.certificate), "--ssl-keyfile", str(doors.key)]
    return module("granian", *options, "zhisun.site.asgi:application")


def worker_command() -> tuple[str, ...]:
    """The outbox dispatcher and the jobs."""
    return function("zhisun.site.worker:main")


def module(name: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module with the Python that runs us."""
    return (sys.executable, "-m", name, *arguments)


def function(target: str, *arguments: str) -> tuple[str, ...]:
    """The command that calls a function of the house with Django set up."""
    return module("zhisun.site.start", target, *arguments)


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None
