"""Real processes for tests: a free port, a Granian that is ended with the test."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

ServeFunction = Callable[..., str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(target: str, **environment: str) -> Iterator[str]:
    """A Granian with `target` on a free port; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "asginl", "--port", str(port)]
    command += ["--workers-kill-timeout", "2", target]
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=15)


def wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it listened"
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not listen")


@pytest.fixture(scope="module")
def serve() -> Iterator[ServeFunction]:
    with ExitStack() as stack:

        def start(target: str, **environment: str) -> str:
            return stack.enter_context(running(target, **environment))

        yield start
