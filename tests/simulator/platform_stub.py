"""A platform of the least kind: both fronts, mailboxes in memory, answers kept as they came."""

import json
import secrets
import socketserver
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from zhisun.gateways import envelope, front, signing
from zhisun.gateways.framing import FrameReader, frame

SIGNER = signing.signer()
POLICE = "100000000005"


def serial() -> str:
    return envelope.trans_serial(POLICE, datetime.now(UTC), secrets.randbelow)


@dataclass
class Platform:
    """What the platform knows. A message stays in the mailbox until it is acknowledged."""

    keys: dict[str, bytes]
    mailboxes: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    answers: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    deliveries: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    sheets: list[dict[str, str]] = field(default_factory=list)
    fence: int = 0
    deaf: bool = False  # an acknowledgement gets lost
    news: threading.Condition = field(default_factory=threading.Condition)

    def post(self, institution: str, application_id: str, message: bytes) -> None:
        with self.news:
            self.mailboxes[institution][application_id] = message
            self.news.notify_all()

    def reply(self, call: front.Call) -> tuple[bytes, str]:
        key = self.keys[call.institution_code]
        front.verify(call, SIGNER, key, datetime.now(UTC))
        verbs = {front.POLL: self._poll, front.ACK: self._ack}
        body = verbs.get(call.verb, self._answer)(call.body)
        return body, front.sign_reply(call, body, SIGNER, key)

    def _poll(self, body: bytes) -> bytes:
        poll = front.parse_poll(body)
        with self.news:
            self.news.wait_for(lambda: self.mailboxes[poll.institution_code], poll.wait_seconds)
            waiting = dict(self.mailboxes[poll.institution_code])
            self.fence += 1
            for application_id in waiting:
                self.deliveries[application_id] += 1
        return front.render_batch(list(waiting.values())[: poll.most], self.fence, serial())

    def _ack(self, body: bytes) -> bytes:
        ack = front.parse_ack(body)
        with self.news:
            for application_id in () if self.deaf else ack.application_ids:
                self.mailboxes[ack.institution_code].pop(application_id, None)
        return front.render_receipt(front.Receipt("100000"), serial())

    def _answer(self, body: bytes) -> bytes:
        application_id = envelope.parse(body).body.take("ApplicationID")
        with self.news:
            known = body in self.answers[application_id]
            self.answers[application_id].append(body)
            self.news.notify_all()
        return front.render_receipt(front.Receipt("200003" if known else "100000"), serial())


class _Http(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        platform: Platform = self.server.platform  # type: ignore[attr-defined]  # set below
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received = {name: str(value) for name, value in self.headers.items()}
        reply, signature = b"{}", ""
        if self.path == "/api/v1/call-sheets":
            assert received["Authorization"] == "Bearer token"
            platform.sheets.append(json.loads(body))
        else:
            _, _, _, lane, verb = self.path.split("/")
            reply, signature = platform.reply(front.from_http(lane, verb, received, body))
        self.send_response(200)
        self.send_header("Content-Length", str(len(reply)))
        self.send_header(front.SIGNATURE_HEADER, signature)
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the library's name
        pass


class _Tcp(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        reader = FrameReader()
        while received := self.request.recv(65536):
            for message in reader.feed(received):
                body, signature = self.server.platform.reply(front.unwrap(message))  # type: ignore[attr-defined]  # ours, below
                self.request.sendall(frame(front.wrap_reply(body, signature, serial())))


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed institution leaves its connection; that is the test, not a failure."""


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """As above."""


@contextmanager
def fronts(platform: Platform) -> Iterator[tuple[str, str]]:
    """Both fronts on ports of their own: the HTTP address and the TCP address."""
    servers = (_HttpServer(("127.0.0.1", 0), _Http), _TcpServer(("127.0.0.1", 0), _Tcp))
    for server in servers:
        server.platform = platform  # type: ignore[union-attr]  # read by the handlers
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        http, tcp = (server.server_address[1] for server in servers)
        yield f"http://127.0.0.1:{http}", f"127.0.0.1:{tcp}"
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()
