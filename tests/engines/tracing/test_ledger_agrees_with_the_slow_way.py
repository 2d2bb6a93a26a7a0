"""The ledger against arranging one row at a time, and against looking at every pair."""

import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.tracing.coins import ordered, undone
from tests.engines.tracing.ledgers import Transfer, transfer_table
from tests.engines.tracing.test_follow_agrees_with_coins import (
    THOROUGH,
    transfers,
    with_balances,
)
from zhisun.engines.tables import TransferStatus
from zhisun.engines.tracing.book import Book
from zhisun.engines.tracing.ledger import Ledger, build


@st.composite
def ledgers(draw: st.DrawFn) -> list[Transfer]:
    rows = draw(transfers())
    return draw(with_balances(rows)) if draw(st.booleans()) else rows


def standing(rows: list[Transfer]) -> list[Transfer]:
    return [t for t in rows if t.status != TransferStatus.FAILED and t.payer != t.payee]


def told(ledger: Ledger) -> list[int]:
    return [int(code) for code in ledger.transfer]


def pairs(ledger: Ledger) -> dict[int, int]:
    codes = told(ledger)
    partner = ledger.book.reversal.tolist()
    return {codes[row]: codes[other] for row, other in enumerate(partner) if other >= 0}


@THOROUGH
@given(ledgers())
def test_rows_stand_where_placing_them_one_by_one_puts_them(rows: list[Transfer]) -> None:
    assert told(build(transfer_table(rows))) == [t.transfer for t in ordered(standing(rows))]


@THOROUGH
@given(ledgers())
def test_reversals_are_those_found_by_looking_at_every_pair(rows: list[Transfer]) -> None:
    in_order = ordered(standing(rows))
    assert pairs(build(transfer_table(rows))) == undone(in_order, 600)


@THOROUGH
@given(ledgers(), st.randoms(use_true_random=False))
def test_shuffled_rows_make_the_same_ledger(rows: list[Transfer], dice: random.Random) -> None:
    one, other = build(transfer_table(rows)), build(transfer_table(dice.sample(rows, len(rows))))
    assert told(one) == told(other)
    for name in Book._fields:
        assert np.array_equal(getattr(one.book, name), getattr(other.book, name)), name
    assert one.unmoved == other.unmoved
    assert one.cycles.tolist() == other.cycles.tolist()


@given(ledgers(), st.sampled_from([7, 100_000]))
def test_codes_with_gaps_make_the_same_ledger(rows: list[Transfer], gap: int) -> None:
    """Codes far apart take other ways through the memory and through the lookup."""
    spread = [
        Transfer(
            transfer=t.transfer * gap + 5,
            payer=t.payer * gap,
            payee=t.payee * gap,
            fen=t.fen,
            second=t.second,
            sequence=t.sequence,
            payer_balance=t.payer_balance,
            payee_balance=t.payee_balance,
            status=t.status,
        )
        for t in rows
    ]
    one, other = build(transfer_table(rows)), build(transfer_table(spread))
    assert [code * gap + 5 for code in told(one)] == told(other)
    assert one.codes[one.book.payer].tolist() == (other.codes[other.book.payer] // gap).tolist()
    found = other.places.of(other.transfer.astype("int64"))
    assert found.tolist() == list(range(len(other)))
    assert other.places.of(other.transfer.astype("int64") + 1).tolist() == [-1] * len(other)
