"""What nine institutions print is read back exactly."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders.statements import HOLDER, MINE, SHAPES, Line, some_lines
from zhisun.engines.statements.balances import checked
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.headings import find
from zhisun.engines.statements.reading import read_sheet
from zhisun.engines.statements.terms import Taken

AMOUNTS = st.lists(
    st.integers(min_value=-500_000, max_value=500_000).filter(bool), min_size=4, max_size=40
)


def read(name: str, data: bytes) -> tuple[Taken, bool]:
    """The rows of the tables that have a header, as the proposed layouts say."""
    takens = []
    for sheet in open_book(data, name):
        layout = find(sheet.head)
        if layout.headings:
            takens.append(read_sheet(sheet, layout))
    assert len(takens) == 1
    rows, swapped = checked(takens[0].rows)
    return Taken(rows, takens[0].rejects, takens[0].skipped), swapped


def facts(taken: Taken, *, turned: bool = False) -> list[tuple[object, ...]]:
    rows = sorted(taken.rows.to_pylist(), key=lambda row: row["moved_at"])
    return [
        (
            row["account"],
            row["moved_at"],
            row["fen"] if row["incoming"] != turned else -row["fen"],
            row["counterparty"],
        )
        for row in rows
    ]


def written(lines: list[Line]) -> list[tuple[object, ...]]:
    return [(MINE, line.at, line.fen, line.other) for line in lines]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_statement_comes_back_as_it_was_printed(shape: str) -> None:
    lines = some_lines([250_000, -100_000, -33, 1_234_567_89, -7_00, 50_00])
    taken, swapped = read(*SHAPES[shape](lines))
    assert taken.rejects == []
    assert swapped == (shape == "北原")
    assert facts(taken, turned=swapped) == written(lines)


@pytest.mark.parametrize("shape", SHAPES)
@given(amounts=AMOUNTS)
@settings(max_examples=15)
def test_any_statement_comes_back_as_it_was_printed(shape: str, amounts: list[int]) -> None:
    lines = some_lines(amounts)
    taken, swapped = read(*SHAPES[shape](lines))
    assert taken.rejects == []
    assert facts(taken, turned=swapped) == written(lines)


@pytest.mark.parametrize("shape", ["滨河", "南山", "东湖", "西岭", "岭南", "中原"])
def test_balances_that_are_told_are_kept_and_agree(shape: str) -> None:
    lines = some_lines([250_000, -100_000, -33, 500_000, -7_00])
    taken, _swapped = read(*SHAPES[shape](lines))
    rows = sorted(taken.rows.to_pylist(), key=lambda row: row["sequence"])
    assert [row["balance_fen"] for row in rows] == [line.balance for line in lines]
    assert {row["gap_fen"] for row in rows} == {0}


@pytest.mark.parametrize("shape", ["滨河", "南山", "北原", "海通", "岭南"])
def test_the_holder_is_known_from_the_preamble_or_a_column(shape: str) -> None:
    taken, _swapped = read(*SHAPES[shape](some_lines([1_00, -2_00, 3_00])))
    assert HOLDER in set(taken.rows["account_name"].to_pylist()) | {
        row["counterparty_name"] for row in taken.rows.to_pylist()
    }
