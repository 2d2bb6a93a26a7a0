"""The length-prefixed front: four bytes big-endian, then one message (domain.md §2.1).

The byte order is not documented anywhere public; ours is network order (decision 0003).
"""

import struct

from zhisun.gateways.blocks import refused
from zhisun.gateways.envelope import LARGEST_BYTES

PREFIX = struct.Struct(">I")


def frame(message: bytes, *, largest: int = LARGEST_BYTES) -> bytes:
    """`message` with its length before it. Raises GatewayRefused when it is too large."""
    if len(message) > largest:
        raise refused("message_too_large", "", largest=largest)
    return PREFIX.pack(len(message)) + message


class FrameReader:
    """Cuts a stream of bytes into messages, however the network cut it.

    `feed` gives the messages that became whole. Raises GatewayRefused as soon as a length is
    announced that we will not read; the connection must then be closed, nothing can follow.
    """

    def __init__(self, largest: int = LARGEST_BYTES) -> None:
        self._largest = largest
        self._waiting = bytearray()

    @property
    def halfway(self) -> bool:
        """Whether a message has begun and not ended: the peer left too early."""
        return bool(self._waiting)

    def feed(self, received: bytes) -> list[bytes]:
        """The messages that `received` completes."""
        self._waiting += received
        whole = []
        while (length := self._announced()) is not None:
            end = PREFIX.size + length
            if len(self._waiting) < end:
                break
            whole.append(bytes(self._waiting[PREFIX.size : end]))
            del self._waiting[:end]
        return whole

    def _announced(self) -> int | None:
        if len(self._waiting) < PREFIX.size:
            return None
        length = int(PREFIX.unpack_from(self._waiting)[0])
        if length > self._largest:
            raise refused("message_too_large", "", largest=self._largest)
        return length
