"""The table of moves."""

from zhisun.domains.stop_payment.terms import MOVES, NEVER_LEFT, WAITING, OrderKind, OrderState
from zhisun.gateways.port import OrderKind as WireKind


def test_kinds_are_those_of_the_gateways() -> None:
    assert {kind.value for kind in OrderKind} == {kind.value for kind in WireKind}


def test_every_state_has_its_moves_and_can_be_reached() -> None:
    reached = {OrderState.DRAFTED}.union(*MOVES.values())
    assert set(MOVES) == set(OrderState) == reached


def test_nothing_leaves_without_approval() -> None:
    before_sent = {state for state, onward in MOVES.items() if OrderState.SENT in onward}
    assert before_sent == {OrderState.APPROVED}


def test_what_never_left_stays_so() -> None:
    assert all(not MOVES[state] for state in NEVER_LEFT)
    assert not NEVER_LEFT & WAITING
