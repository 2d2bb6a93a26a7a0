"""Which drafts one key approves together."""

from collections.abc import Iterable, Sequence

from zhisun.domains.stop_payment.terms import TOGETHER, OrderKind


def packets(drafts: Iterable[tuple[str, OrderKind]]) -> list[Sequence[str]]:
    """Numbers of one incident's drafts by kind, at most TOGETHER each, in the order given.

    A packet is one transaction, which holds the series of its kind of paper until it ends.
    """
    found: list[list[str]] = []
    open_packets: dict[OrderKind, list[str]] = {}
    for order_no, kind in drafts:
        packet = open_packets.get(kind, [])
        if not 0 < len(packet) < TOGETHER:
            packet = open_packets[kind] = []
            found.append(packet)
        packet.append(order_no)
    return list(found)
