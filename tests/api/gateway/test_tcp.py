"""The TCP front as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from tests.api.gateway.knocking import Knocker, key_of, serial_of
from tests.builders.city import a_city
from zhisun.gateways import front
from zhisun.gateways.framing import FrameReader, frame
from zhisun.gateways.signing import signer

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    given = connection.settings_dict
    port = f":{given['PORT']}" if given["PORT"] else ""
    secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    host = quote(given["HOST"])  # a folder of sockets or a name
    return f"postgresql://{given['USER']}{secret}@{port}/{given['NAME']}?host={host}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def connected(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    deadline = time.monotonic() + 30
    while True:
        assert process.poll() is None, "the front ended before it listened"
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=10)
        except ConnectionRefusedError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_the_process_serves_calls_and_ends_when_told() -> None:
    a_city()
    port, bank = free_port(), Knocker(at=timezone.now())
    process = subprocess.Popen(
        [sys.executable, "-m", "zhisun.api.gateway.tcp", "--port", str(port)],
        env=os.environ | {"DATABASE_URL": database_url()},
    )
    try:
        with connected(port, process) as line:
            call = bank.poll()
            line.sendall(frame(front.wrap(call, serial_of(bank.code, bank.at))))
            cutter, whole = FrameReader(), list[bytes]()
            while not whole:
                whole = cutter.feed(line.recv(65536))
            body, signature = front.unwrap_reply(whole[0])
            front.verify_reply(call, body, signature, signer(), key_of(bank.code))
            assert front.parse_batch(body).messages == ()
            process.send_signal(signal.SIGTERM)  # while the line is still open
            assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
