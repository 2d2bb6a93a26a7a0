"""What one key approves together."""

from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.stop_payment.policy.packets import packets
from zhisun.domains.stop_payment.terms import TOGETHER, OrderKind


def test_a_case_is_packed_by_kind_in_the_order_of_what_saves_most() -> None:
    stop, query = OrderKind.STOP, OrderKind.QUERY_MOVEMENTS
    drafts = [("Z1", stop), ("Z2", query), ("Z3", stop)]
    assert packets(drafts) == [["Z1", "Z3"], ["Z2"]]


@given(st.lists(st.sampled_from(OrderKind), max_size=40))
def test_every_draft_is_in_one_packet_of_its_kind(kinds: list[OrderKind]) -> None:
    drafts = [(f"Z{i}", kind) for i, kind in enumerate(kinds)]
    kind_of = dict(drafts)
    found = packets(drafts)
    assert sorted(no for packet in found for no in packet) == sorted(kind_of)
    assert all(0 < len(packet) <= TOGETHER for packet in found)
    assert all(len({kind_of[no] for no in packet}) == 1 for packet in found)
