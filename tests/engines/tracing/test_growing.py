"""A ledger that grew is the one built of all its rows at once."""

import dataclasses
import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.tracing.ledgers import moved, transfer_table
from tests.engines.tracing.worlds import world
from zhisun.engines.tables import UNKNOWN_FEN
from zhisun.engines.tracing.growing import extended, recoded, transfers_of
from zhisun.engines.tracing.ledger import Layout, Ledger, build
from zhisun.kernel.errors import EngineInputError

LAYOUTS = (Layout(), Layout(unit_seconds=60), Layout(reversal_seconds=5, hub_counterparties=3))


def assert_same(grown: Ledger, whole: Ledger) -> None:
    for name, array in (*grown.book._asdict().items(), *grown.places._asdict().items()):
        there = getattr(whole.book if hasattr(whole.book, name) else whole.places, name)
        assert array.dtype == there.dtype, name
        assert np.array_equal(array, there), name
    for field in dataclasses.fields(Ledger):
        told, there = getattr(grown, field.name), getattr(whole, field.name)
        if field.name in {"book", "places"}:
            continue
        if isinstance(told, np.ndarray):
            assert told.dtype == there.dtype, field.name
            assert np.array_equal(told, there), field.name
        else:
            assert told == there, field.name


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32), plain=st.booleans(), layout=st.sampled_from(LAYOUTS))
def test_rows_that_come_in_parts_make_the_same_ledger(
    *, seed: int, plain: bool, layout: Layout
) -> None:
    dice = random.Random(seed)  # noqa: S311 an order, not a secret
    rows = world(seed).rows
    if plain:  # nothing but time and code decides: the rows are merged, nothing is built anew
        blank = {"sequence": 0, "payer_balance": UNKNOWN_FEN, "payee_balance": UNKNOWN_FEN}
        rows = [dataclasses.replace(row, **blank) for row in rows]
    dice.shuffle(rows)
    cuts = sorted(dice.choices(range(len(rows) + 1), k=dice.choice((1, 1, 2, 4))))
    parts = [rows[begin:end] for begin, end in zip([0, *cuts], [*cuts, None], strict=True)]
    ledger = build(transfer_table(parts[0]), layout)
    for part in parts[1:]:
        ledger = extended(ledger, transfer_table(part))
    assert_same(ledger, build(transfer_table(rows), layout))
    assert_same(build(transfers_of(ledger), layout), ledger)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_other_codes_in_the_same_order_change_nothing_else(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 codes, not secrets
    rows = world(seed).rows
    transfers = np.array(sorted(dice.sample(range(100), 40)), np.int32)
    accounts = np.array(sorted(dice.sample(range(30), 14)), np.int32)
    ledger = build(transfer_table(rows))
    table = transfer_table(rows)
    for name, codes in (("transfer", transfers), ("payer", accounts), ("payee", accounts)):
        at = table.column_names.index(name)
        table = table.set_column(at, table.schema.field(name), pa.array(codes[table.column(name)]))
    assert_same(recoded(ledger, transfers, accounts[: ledger.codes.size]), build(table))


def test_a_transfer_that_is_there_already_is_refused() -> None:
    rows = moved((0, 1, 100, 0), (1, 1, 5, 1))
    ledger = build(transfer_table(rows))
    for row in rows:
        with pytest.raises(EngineInputError):
            extended(ledger, transfer_table([row]))
