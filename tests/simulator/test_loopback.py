import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from zhisun.kernel.errors import GatewayUnavailable
from zhisun.simulator.loopback import LoopbackServer, Neighbours, announce, shared_key

CODE = "102100099996"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[LoopbackServer]:
    server = LoopbackServer({"echo": lambda facts: facts}, shared_key(tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    announce(tmp_path, CODE, server.port)
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("door")
def test_a_neighbour_with_the_key_is_heard(tmp_path: Path) -> None:
    neighbours = Neighbours(tmp_path)
    assert neighbours.ask(CODE, "echo", {"户名": "马小川"}) == {"户名": "马小川"}
    with pytest.raises(GatewayUnavailable):
        neighbours.ask(CODE, "unknown", {})
    neighbours.close()


def test_a_stranger_on_the_same_machine_is_not(door: LoopbackServer) -> None:
    connection = HTTPConnection("127.0.0.1", door.port)
    connection.request("POST", "/echo", b"{}", {"X-Simulator-Key": "guess"})
    assert connection.getresponse().status == 403
    connection.close()


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    assert shared_key(tmp_path) == shared_key(tmp_path)
    assert (tmp_path / "loopback.key").stat().st_mode & 0o077 == 0


def test_an_institution_that_is_not_there_can_be_asked_later(tmp_path: Path) -> None:
    with pytest.raises(GatewayUnavailable, match="neighbour_unreachable"):
        Neighbours(tmp_path).ask(CODE, "echo", {})
