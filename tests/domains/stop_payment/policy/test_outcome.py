"""What an answer does to its order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.stop_payment.policy.outcome import Standing, held, outcome
from zhisun.domains.stop_payment.terms import HOLDS, MOVES, OrderKind, OrderState
from zhisun.gateways.codes import ANSWERS
from zhisun.gateways.port import AnswerMessage, FormerFreeze
from zhisun.gateways.port import OrderKind as WireKind

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)


def answered(
    kind: OrderKind, result: str, *, balance_fen: int | None = None, **facts: object
) -> AnswerMessage:
    return AnswerMessage(
        kind=WireKind(kind),
        application_id="0" * 36,
        result=result,
        balance_fen=balance_fen,
        **facts,  # type: ignore[arg-type]  # a test names the facts it cares for
    )


def test_a_stop_holds_what_was_asked_when_there_is_enough() -> None:
    found = outcome(
        Standing(kind=OrderKind.STOP, amount_fen=2_800_000),
        answered(OrderKind.STOP, "0000", balance_fen=9_000_000, starts_at=AT),
        at=AT,
    )
    assert (found.state, found.held_fen) == (OrderState.ACTIVE, 2_800_000)
    assert found.held_until == AT + timedelta(hours=48)


def test_a_defective_success_holds_the_balance() -> None:
    found = outcome(
        Standing(kind=OrderKind.STOP, amount_fen=2_800_000),
        answered(OrderKind.STOP, "1200", balance_fen=1_200_000),
        at=AT,
    )
    assert (found.state, found.held_fen) == (OrderState.ACTIVE, 1_200_000)


def test_a_bank_that_grants_a_week_grants_48_hours() -> None:
    found = outcome(
        Standing(kind=OrderKind.STOP, amount_fen=1),
        answered(OrderKind.STOP, "0000", starts_at=AT, expires_at=AT + timedelta(days=7)),
        at=AT,
    )
    assert found.held_until == AT + timedelta(hours=48)


def test_an_extension_counts_from_the_end_of_the_stop_it_extends() -> None:
    ends = AT + timedelta(hours=3)
    found = outcome(
        Standing(kind=OrderKind.STOP_EXTEND, amount_fen=1, original_until=ends),
        answered(OrderKind.STOP_EXTEND, "0000"),
        at=AT,
    )
    assert found.held_until == ends + timedelta(hours=48)
    assert found.ends_original is OrderState.EXTENDED


@pytest.mark.parametrize("result", ["0300", "0301", "0600", "1301", "1304", "1099", "7777"])
def test_a_stop_that_does_not_stand_for_us_holds_nothing(result: str) -> None:
    found = outcome(
        Standing(kind=OrderKind.STOP, amount_fen=5),
        answered(OrderKind.STOP, result, balance_fen=5),
        at=AT,
    )
    assert (found.state, found.held_fen) == (OrderState.REFUSED, 0)


def test_behind_an_earlier_freeze_only_the_available_balance_counts() -> None:
    found = outcome(
        Standing(kind=OrderKind.FREEZE, amount_fen=500),
        answered(
            OrderKind.FREEZE,
            "0000",
            frozen_fen=500,
            available_fen=120,
            former_freezes=(FormerFreeze(department="外地公安", amount_fen=380),),
        ),
        at=AT,
    )
    assert (found.held_fen, found.queue_position) == (120, 2)


def test_a_freeze_from_the_last_of_august_ends_on_the_last_of_february() -> None:
    start = datetime(2026, 8, 31, 4, 0, tzinfo=UTC)
    found = outcome(
        Standing(kind=OrderKind.FREEZE, amount_fen=1),
        answered(OrderKind.FREEZE, "0000", starts_at=start),
        at=start,
    )
    assert found.held_until == datetime(2027, 2, 28, 4, 0, tzinfo=UTC)


def test_a_query_is_answered_and_a_release_ends_what_it_releases() -> None:
    query = outcome(
        Standing(kind=OrderKind.QUERY_DETAIL, amount_fen=0),
        answered(OrderKind.QUERY_DETAIL, "0000"),
        at=AT,
    )
    release = outcome(
        Standing(kind=OrderKind.STOP_RELEASE, amount_fen=0),
        answered(OrderKind.STOP_RELEASE, "0000"),
        at=AT,
    )
    assert (query.state, query.ends_original) == (OrderState.ANSWERED, None)
    assert (release.state, release.ends_original) == (OrderState.ANSWERED, OrderState.RELEASED)


@given(st.integers(0, 10**12), st.none() | st.integers(-(10**9), 10**12))
def test_nothing_holds_more_than_asked_or_than_there_is(asked: int, balance: int | None) -> None:
    found = held(asked, balance)
    assert 0 <= found <= asked
    assert balance is None or found <= max(balance, 0)


def test_a_hold_never_begins_after_its_answer() -> None:
    found = outcome(
        Standing(kind=OrderKind.STOP, amount_fen=5),
        answered(OrderKind.STOP, "0000", starts_at=AT + timedelta(days=400)),
        at=AT,
    )
    assert found.held_until == AT + timedelta(hours=48)


def test_a_hold_said_to_begin_before_the_transfer_began_when_the_order_left() -> None:
    standing = Standing(
        kind=OrderKind.STOP,
        amount_fen=5,
        transferred_at=AT - timedelta(hours=2),
        sent_at=AT - timedelta(hours=1),
    )
    nonsense = answered(OrderKind.STOP, "0000", starts_at=AT - timedelta(days=3000))
    unsaid = answered(OrderKind.STOP, "0000")
    for answer in (nonsense, unsaid):
        assert outcome(standing, answer, at=AT).held_until == AT + timedelta(hours=47)


def test_a_freeze_limit_in_whole_yuan_holds_no_more_than_was_asked() -> None:
    found = outcome(
        Standing(kind=OrderKind.FREEZE, amount_fen=1_210_050),
        answered(OrderKind.FREEZE, "0000", frozen_fen=1_210_100),
        at=AT,
    )
    assert found.held_fen == 1_210_050


def test_a_freeze_on_a_short_account_holds_the_balance() -> None:
    found = outcome(
        Standing(kind=OrderKind.FREEZE, amount_fen=500),
        answered(OrderKind.FREEZE, "1200", balance_fen=120),
        at=AT,
    )
    assert found.held_fen == 120


def test_a_full_freeze_holds_what_is_there() -> None:
    found = outcome(
        Standing(kind=OrderKind.FREEZE, amount_fen=0, full_freeze=True),
        answered(OrderKind.FREEZE, "0000", balance_fen=7_000),
        at=AT,
    )
    assert found.held_fen == 7_000


def test_a_renewal_that_states_nothing_holds_what_it_prolongs() -> None:
    standing = Standing(
        kind=OrderKind.STOP_EXTEND, amount_fen=500, original_until=AT, original_held_fen=120
    )
    assert outcome(standing, answered(OrderKind.STOP_EXTEND, "0000"), at=AT).held_fen == 120


@pytest.mark.parametrize("kind", list(OrderKind))
@pytest.mark.parametrize("result", [*ANSWERS, "1099", "7777"])
def test_every_answer_to_every_kind_is_a_lawful_move(kind: OrderKind, result: str) -> None:
    renews = kind in {OrderKind.STOP_EXTEND, OrderKind.FREEZE_EXTEND}
    standing = Standing(kind=kind, amount_fen=500, original_until=AT if renews else None)
    for facts in ({}, {"balance_fen": -5}, {"balance_fen": 10**9, "frozen_fen": 10**9}):
        found = outcome(standing, answered(kind, result, **facts), at=AT)
        assert found.state in MOVES[OrderState.SENT]
        assert found.state in MOVES[OrderState.ACKNOWLEDGED]
        assert 0 <= found.held_fen <= 500
        assert found.held_fen == 0 or found.state is OrderState.ACTIVE
        assert (found.held_until is not None) == (found.state is OrderState.ACTIVE)
        assert found.ends_original is None or found.ends_original in MOVES[OrderState.ACTIVE]
        succeeded = found.state is not OrderState.REFUSED
        assert found.ends_original is None or succeeded
        assert kind not in HOLDS or found.state is not OrderState.ANSWERED
