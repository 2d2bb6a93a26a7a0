"""An institution's way to the platform: the HTTPS front or the framed TCP front.

One door per thread: it keeps its connection and opens it again when it broke.
"""

import secrets
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Protocol
from urllib.parse import urlsplit

from zhisun.gateways import envelope, front, signing
from zhisun.gateways.framing import FrameReader, frame
from zhisun.gateways.front import Call
from zhisun.kernel.errors import GatewayUnavailable, InputError

PATIENCE_SECONDS = front.LONGEST_WAIT_SECONDS + 10
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Credentials:
    """By what the platform knows an institution."""

    code: str
    lane: str
    secret: bytes
    signer: str = signing.DEFAULT


class Door(Protocol):
    """A verb and a body out, the believed reply in. Raises GatewayUnavailable, GatewayRefused."""

    def call(self, verb: str, body: bytes) -> bytes:
        """One verb of the front."""
        ...

    def close(self) -> None:
        """Let the connection go."""
        ...


def signed_call(credentials: Credentials, verb: str, body: bytes) -> Call:
    """A call of this institution, stamped and signed now."""
    call = Call(
        lane=credentials.lane,
        verb=verb,
        institution_code=credentials.code,
        timestamp=front.stamp(datetime.now(UTC)),
        nonce=front.nonce(secrets.randbelow),
        signature="",
        body=body,
    )
    return front.signed(call, signing.signer(credentials.signer), credentials.secret)


def believed(credentials: Credentials, call: Call, body: bytes, signature: str) -> bytes:
    """The platform's reply, if it is the platform's. Raises GatewayRefused."""
    signer = signing.signer(credentials.signer)
    front.verify_reply(call, body, signature, signer, credentials.secret)
    return body


class HttpDoor:
    """The HTTPS front; plain http is for the demo on one machine."""

    def __init__(self, platform: str, credentials: Credentials) -> None:
        parts = urlsplit(platform)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError("platform_address_unreadable", address=platform)
        self._credentials = credentials
        self._prefix = parts.path.rstrip("/")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        self._connection = HTTPConnection(parts.hostname, port, timeout=PATIENCE_SECONDS)
        if parts.scheme == "https":
            self._connection = HTTPSConnection(
                parts.hostname,
                port,
                timeout=PATIENCE_SECONDS,
                context=ssl.create_default_context(),
            )

    def call(self, verb: str, body: bytes) -> bytes:
        """One POST. Raises GatewayUnavailable, GatewayRefused."""
        call = signed_call(self._credentials, verb, body)
        path = self._prefix + front.path(call.lane, verb)
        try:
            self._connection.request("POST", path, body, front.headers(call))
            response = self._connection.getresponse()
            reply, signature = response.read(), response.headers.get(front.SIGNATURE_HEADER, "")
        except (OSError, HTTPException) as error:
            self.close()
            raise GatewayUnavailable("platform_unreachable", why=str(error)) from error
        if not signature:
            raise GatewayUnavailable("platform_unreachable", why=f"HTTP {response.status}")
        return believed(self._credentials, call, reply, signature)

    def close(self) -> None:
        """Let the connection go; the next call opens it again."""
        self._connection.close()


class TcpDoor:
    """The length-prefixed front: one request and its reply at a time on one connection."""

    def __init__(self, address: tuple[str, int], credentials: Credentials) -> None:
        self._address = address
        self._credentials = credentials
        self._socket: socket.socket | None = None

    def call(self, verb: str, body: bytes) -> bytes:
        """One frame out, one back. Raises GatewayUnavailable, GatewayRefused."""
        credentials = self._credentials
        call = signed_call(credentials, verb, body)
        serial = envelope.trans_serial(credentials.code, datetime.now(UTC), secrets.randbelow)
        try:
            reply = self._exchange(frame(front.wrap(call, serial), largest=2**31))
        except OSError as error:
            self.close()
            raise GatewayUnavailable("platform_unreachable", why=str(error)) from error
        inner, signature = front.unwrap_reply(reply)
        if not signature:
            raise GatewayUnavailable("platform_unreachable", why="unsigned")
        return believed(credentials, call, inner, signature)

    def close(self) -> None:
        """Let the connection go; the next call opens it again."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _exchange(self, message: bytes) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=PATIENCE_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(message)
        reader = FrameReader(front.LARGEST_REPLY_BYTES)
        while received := self._socket.recv(CHUNK):
            for whole in reader.feed(received):
                return whole
        raise ConnectionResetError("closed by the platform")


OpenDoor = Callable[[], Door]
