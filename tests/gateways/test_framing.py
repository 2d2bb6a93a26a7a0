import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.gateways.framing import FrameReader, frame
from zhisun.kernel.errors import GatewayRefused


@given(st.lists(st.binary(max_size=40), max_size=6), st.integers(1, 9))
def test_messages_survive_any_cut_of_the_network(messages: list[bytes], step: int) -> None:
    stream = b"".join(frame(message) for message in messages)
    reader = FrameReader()
    found = [
        whole for at in range(0, len(stream), step) for whole in reader.feed(stream[at : at + step])
    ]
    assert found == messages
    assert not reader.halfway


def test_the_length_is_four_bytes_big_endian() -> None:
    assert frame(b"abc") == b"\x00\x00\x00\x03abc"


def test_a_length_beyond_the_limit_is_refused_before_its_bytes_arrive() -> None:
    with pytest.raises(GatewayRefused, match="message_too_large"):
        FrameReader(largest=10).feed(b"\xff\xff\xff\xff")
    with pytest.raises(GatewayRefused, match="message_too_large"):
        frame(b"x" * 11, largest=10)


def test_a_peer_that_leaves_halfway_is_noticed() -> None:
    reader = FrameReader()
    assert reader.feed(frame(b"whole") + b"\x00\x00") == [b"whole"]
    assert reader.halfway
