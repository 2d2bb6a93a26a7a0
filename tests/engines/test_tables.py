"""The check at every engine's door."""

import pyarrow as pa
import pytest

from zhisun.engines.tables import (
    ACCOUNTS,
    ALWAYS,
    CLAIMS,
    EPOCH,
    MISSING,
    UNKNOWN_FEN,
    AccountKind,
    checked,
    microseconds,
)
from zhisun.kernel.errors import EngineInputError


def test_columns_come_in_the_order_of_the_schema_and_others_are_dropped() -> None:
    code = pa.array([1], type=pa.int32())
    table = pa.table({"note": ["x"], "fen": [5], "transfer": code, "claim": code})
    assert checked(table, CLAIMS).schema == CLAIMS


def test_what_a_table_leaves_out_is_filled_with_its_absence_code() -> None:
    table = pa.table({"account": pa.array([4], type=pa.int32())})
    assert checked(table, ACCOUNTS).to_pylist() == [
        {
            "account": 4,
            "kind": AccountKind.PERSON,
            "opening_fen": UNKNOWN_FEN,
            "covered_to": ALWAYS,
            "holder": MISSING,
        }
    ]


@pytest.mark.parametrize("column", [pa.array([1]), pa.array([None], type=pa.int32())])
def test_a_mistyped_column_and_a_null_are_refused(column: "pa.Array[pa.Int64Scalar]") -> None:
    with pytest.raises(EngineInputError) as refusal:
        checked(pa.table({"account": column}), ACCOUNTS)
    assert refusal.value.facts == {"column": "account"}


def test_a_needed_column_that_is_absent_is_refused() -> None:
    with pytest.raises(EngineInputError):
        checked(pa.table({"kind": pa.array([1], type=pa.int8())}), ACCOUNTS)


def test_microseconds_are_exact_over_the_whole_calendar() -> None:
    assert microseconds(EPOCH) == 0
    assert microseconds(ALWAYS) == 253_402_214_400_000_000
