"""The door of an institution on its own machine: the city's plans and other institutions' credits.

Loopback only, and only with the key that the set of processes shares; never part of the wire.
"""

import hmac
import json
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from zhisun.kernel.errors import GatewayUnavailable

KEY_HEADER = "X-Simulator-Key"
LARGEST_BYTES = 32 * 1024 * 1024

Deed = Callable[[Any], Any]


def shared_key(home: Path) -> str:
    """The key in `home`, made whole by whoever comes first."""
    path = home / "loopback.key"
    if not path.exists():
        waiting = home / f"loopback.key.{os.getpid()}"
        waiting.touch(mode=0o600)
        waiting.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            path.hardlink_to(waiting)
        waiting.unlink()
    return path.read_text()


def announce(home: Path, code: str, port: int) -> None:
    """Tell the others where an institution listens; whole or not at all."""
    path = home / f"{code}.port"
    waiting = path.with_suffix(".new")
    waiting.write_text(str(port))
    waiting.replace(path)


@dataclass(slots=True)
class Neighbours:
    """The other institutions and the city's way to them."""

    home: Path
    connections: dict[str, HTTPConnection] = field(default_factory=dict)

    def credit(self, institution: str, credit: dict[str, Any]) -> str:
        """Hand a credit over. Raises GatewayUnavailable."""
        return str(self.ask(institution, "credits", credit))

    def ask(self, institution: str, deed: str, facts: Any) -> Any:
        """One deed of an institution and what it says. Raises GatewayUnavailable."""
        body = json.dumps(facts, ensure_ascii=False).encode()
        try:
            connection = self._connection(institution)
            connection.request("POST", f"/{deed}", body, {KEY_HEADER: shared_key(self.home)})
            response = connection.getresponse()
            said = response.read()
        except (OSError, ValueError, HTTPException) as error:
            self._forget(institution)
            raise GatewayUnavailable("neighbour_unreachable", institution=institution) from error
        if response.status != 200:  # noqa: PLR2004 HTTP's own number
            raise GatewayUnavailable("neighbour_unreachable", institution=institution)
        return json.loads(said)

    def close(self) -> None:
        """Let all connections go."""
        for institution in tuple(self.connections):
            self._forget(institution)

    def _connection(self, institution: str) -> HTTPConnection:
        if institution not in self.connections:
            port = int((self.home / f"{institution}.port").read_text())
            self.connections[institution] = HTTPConnection("127.0.0.1", port, timeout=10)
        return self.connections[institution]

    def _forget(self, institution: str) -> None:
        connection = self.connections.pop(institution, None)
        if connection:
            connection.close()


class LoopbackServer(ThreadingHTTPServer):
    """POST /<deed> with JSON; answers what the deed says, as JSON."""

    daemon_threads = True

    def __init__(self, deeds: Mapping[str, Deed], key: str) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.deeds = deeds
        self.key = key

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    def do_POST(self) -> None:
        length = min(int(self.headers.get("Content-Length", "0")), LARGEST_BYTES)
        body = self.rfile.read(length)
        deed = self.server.deeds.get(self.path.strip("/"))
        if not hmac.compare_digest(self.headers.get(KEY_HEADER, ""), self.server.key):
            self._say(403, "forbidden")
        elif deed is None:
            self._say(404, "unknown")
        else:
            self._say(200, deed(json.loads(body)))

    def _say(self, status: int, said: Any) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the library's name
        """Say nothing: the ledger tells what happened."""
