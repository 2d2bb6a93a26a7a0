"""What reaches Django is what the client sent, over a real Granian."""

import hashlib
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from tests.site.conftest import ServeFunction


@pytest.fixture(scope="module")
def address(serve: ServeFunction) -> str:
    return serve("tests.site.echo:application")


def raw(address: str, request: bytes) -> bytes:
    """Bytes as they are: what no well-behaved client would send."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while chunk := line.recv(65536):
            answer += chunk
        return answer


def test_path_query_and_chinese_arrive_whole(address: str) -> None:
    told = httpx.get(f"{address}/警情/J1?q=%E6%AD%A2%E4%BB%98&b=").json()
    assert (told["path"], told["query"]) == ("/警情/J1", "q=%E6%AD%A2%E4%BB%98&b=")


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 8 << 20])
def test_a_body_of_any_allowed_size_arrives_whole(address: str, size: int) -> None:
    body = os.urandom(size)
    told = httpx.post(address, content=body, timeout=30).json()
    assert told["digest"] == hashlib.sha256(body).hexdigest()
    assert told["length"] == str(size)


def test_a_chunked_upload_arrives_with_its_true_length(address: str) -> None:
    parts = [b"x" * 70_000] * 30
    told = httpx.post(address, content=iter(parts)).json()
    assert told["length"] == str(70_000 * 30)


def test_a_body_announced_too_large_is_refused_before_it_is_sent(address: str) -> None:
    request = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n"
    assert raw(address, request).startswith(b"HTTP/1.1 413")


def test_a_chunked_body_that_grows_too_large_is_refused(address: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"x" * 65536

    try:
        status = httpx.post(address, content=endless(), timeout=30).status_code
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        status = 413  # the line was cut while we were still writing
    assert status == 413


def test_repeated_headers_are_joined_and_cookies_by_semicolon(address: str) -> None:
    headers = [("X-Seen", "1"), ("X-Seen", "2"), ("Cookie", "a=1"), ("Cookie", "b=2")]
    told = httpx.get(address, headers=headers).json()["headers"]
    assert (told["HTTP_X_SEEN"], told["HTTP_COOKIE"]) == ("1,2", "a=1; b=2")


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys(address: str) -> None:
    request = b"GET / HTTP/1.1\r\nHost: a\r\nX_Forwarded_Proto: https\r\nConnection: close\r\n\r\n"
    assert b"X_FORWARDED_PROTO" not in raw(address, request)


def test_two_cookies_stay_two_headers(address: str) -> None:
    assert httpx.get(address).headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_a_fault_of_the_application_is_an_answer_and_the_next_request_works(address: str) -> None:
    assert httpx.get(f"{address}/broken").status_code == 500
    assert httpx.get(address).status_code == 200


def test_a_body_of_many_parts_comes_part_by_part(address: str) -> None:
    """The last part is made only after somebody who has the first ones asks for it."""
    with httpx.stream("GET", f"{address}/in-turn", timeout=60) as answer:
        parts = answer.iter_raw()
        assert next(parts) == b"part 0 part 1 "  # the bridge looks one part ahead, once
        httpx.post(f"{address}/go-on")
        assert b"".join(parts) == b"part 2"


def test_an_answer_is_let_go_when_its_client_leaves(address: str) -> None:
    before = len(httpx.get(address).json()["closed"])
    with httpx.stream("GET", f"{address}/slow") as answer:
        next(answer.iter_raw())
    deadline = time.monotonic() + 60
    while len(httpx.get(address).json()["closed"]) == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_client_that_leaves_in_its_upload_holds_no_thread(address: str) -> None:
    parts = urlsplit(address)
    for _ in range(8):
        line = socket.create_connection((parts.hostname or "", parts.port or 0))
        line.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhalf")
        line.close()
    assert httpx.get(address, timeout=60).status_code == 200


def test_many_clients_at_once_each_get_their_own_answer(address: str) -> None:
    with ThreadPoolExecutor(16) as pool:
        paths = [f"/{number}" for number in range(64)]
        told = list(pool.map(lambda path: httpx.get(address + path).json()["path"], paths))
    assert told == paths
