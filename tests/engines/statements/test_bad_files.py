"""What is no statement is refused clearly; a bad row stands beside the good ones."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.statements import MINE, delimited, flagged_csv, some_lines, workbook
from zhisun.engines.statements.balances import checked
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.headings import find
from zhisun.engines.statements.reading import read_sheet
from zhisun.engines.statements.terms import Reason, Taken
from zhisun.engines.statements.workbooks import LARGEST_UNPACKED
from zhisun.kernel.errors import InputError


def archive(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "statement_empty"),
        (b" \r\n\r\n", "statement_empty"),
        (workbook({"空": []}), "statement_empty"),
        (b"%PDF-1.7 ...", "statement_not_a_table"),
        (b"\x89PNG....", "statement_not_a_table"),
        (b"just some words\nand more\n", "statement_not_a_table"),
        (bytes(range(256)) * 9, "statement_not_a_table"),
        (archive(("a.csv", b"1,2,3")), "statement_archive"),
        (archive(("[Content_Types].xml", b"<x/>")), "statement_unreadable"),
        (workbook({"流水": [["a"]]})[:400], "statement_unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "statement_unreadable"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "statement_encrypted",
        ),
    ],
)
def test_what_is_no_statement_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        open_book(data, "x.csv")
    assert refusal.value.code == code


@pytest.mark.slow
def test_a_bomb_is_refused_however_small_it_says_it_is() -> None:
    zeros = b"\0" * (LARGEST_UNPACKED // 8)
    parts = [(f"xl/media/{number}", zeros) for number in range(9)]
    bomb = archive(("[Content_Types].xml", b"<x/>"), *parts)
    assert len(bomb) < 2 << 20
    with pytest.raises(InputError) as refusal:
        open_book(bomb, "x.xlsx")
    assert refusal.value.code == "statement_too_large_unpacked"


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_program(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"<html><table>", b"\xff\xfe", b"a,b,c\n1,2,3\n"):
        try:
            for sheet in open_book(start + data, "x"):
                layout = find(sheet.head)
                if layout.headings:
                    read_sheet(sheet, layout)
        except InputError:
            continue


def read(data: bytes) -> Taken:
    (sheet,) = open_book(data, "x.csv")
    taken = read_sheet(sheet, find(sheet.head))
    return Taken(checked(taken.rows)[0], taken.rejects, taken.skipped)


HEAD = ["卡号", "交易时间", "借贷标志", "交易金额", "余额", "币种", "对方账号"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([MINE, "昨天", "借", "1.00", "", "", "B"], Reason.TIME),
        ([MINE, "2026-03-01 09:00:00", "借", "一百", "", "", "B"], Reason.AMOUNT),
        ([MINE, "2026-03-01 09:00:00", "借", "", "", "", "B"], Reason.AMOUNT),
        ([MINE, "2026-03-01 09:00:00", "借", "1.005", "", "", "B"], Reason.FINER_THAN_FEN),
        ([MINE, "2026-03-01 09:00:00", "其他", "1.00", "", "", "B"], Reason.DIRECTION),
        (["", "2026-03-01 09:00:00", "借", "1.00", "", "", "B"], Reason.ACCOUNT),
        ([MINE, "2026-03-01 09:00:00", "借", "1.00", "约一千", "", "B"], Reason.BALANCE),
        ([MINE, "2026-03-01 09:00:00", "借", "1.00", "", "美元", "B"], Reason.CURRENCY),
        ([MINE, "2026-03-01 09:00:00", "借"], Reason.WIDTH),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_the_good_ones_are_taken(
    cells: list[str], reason: Reason
) -> None:
    good = [MINE, "2026-03-01 09:00:00", "贷", "5.00", "5.00", "人民币", "B"]
    taken = read(delimited([HEAD, good, cells, [*good[:3], "6.00", "11.00", "CNY", "B"]]))
    assert [(each.line, each.reason) for each in taken.rejects] == [(3, reason)]
    assert taken.rows["line"].to_pylist() == [2, 4]


def test_totals_page_heads_blank_lines_and_movements_of_nothing_are_skipped() -> None:
    good = [MINE, "2026-03-01 09:00:00", "贷", "5.00", "5.00", "人民币", "B"]
    nothing = [MINE, "2026-03-01 09:00:01", "贷", "0.00", "5.00", "人民币", "B"]
    blank = [""] * 7
    total = ["合计", "", "", "5.00", "", "", ""]
    taken = read(delimited([HEAD, good, blank, HEAD, nothing, total, ["打印日期：2026-03-02"]]))
    assert (taken.rows.num_rows, taken.rejects, taken.skipped) == (1, [], 5)


def test_a_red_row_turns_its_direction() -> None:
    red = [MINE, "2026-03-01 09:00:00", "贷", "-5.00", "5.00", "", "B"]
    (one,) = read(delimited([HEAD, red])).rows.to_pylist()
    assert (one["incoming"], one["fen"]) == (False, 500)


def test_one_file_may_hold_blocks_of_several_accounts() -> None:
    head = ["交易时间", "借贷标志", "交易金额", "对方账号"]
    rows = [
        [f"账号：{MINE}", "", "", ""],
        head,
        ["2026-03-01 09:00:00", "借", "1.00", "B"],
        ["账号：6222020000009999", "", "", ""],
        head,
        ["2026-03-01 09:00:00", "贷", "2.00", "C"],
    ]
    taken = read(delimited(rows))
    assert taken.rejects == []
    assert taken.rows["account"].to_pylist() == [MINE, "6222020000009999"]


def test_a_missing_row_is_named_at_the_row_after_it() -> None:
    lines = some_lines([100_00, -20_00, -30_00, 40_00, -5_00])
    taken = read(flagged_csv([*lines[:2], *lines[3:]])[1])
    gaps = {row["line"]: row["gap_fen"] for row in taken.rows.to_pylist() if row["gap_fen"]}
    assert gaps == {6: -30_00}


def test_a_wrong_balance_breaks_before_and_after_itself() -> None:
    lines = some_lines([100_00, -20_00, -30_00, 40_00])
    wrong = [
        line if place != 1 else type(line)(line.at, line.fen, line.balance + 7, line.other)
        for place, line in enumerate(lines)
    ]
    gaps = [row["gap_fen"] for row in read(flagged_csv(wrong)[1]).rows.to_pylist()]
    assert gaps == [0, 7, -7, 0]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_name_cut_in_mid_character_spoils_itself_only(encoding: str) -> None:
    """Banks cut names to so many bytes, whatever stands there."""
    head = ["卡号", "交易时间", "借贷标志", "交易金额", "对方账号", "对方户名"]
    rows = [[MINE, f"2026-03-01 09:00:0{n}", "贷", "5.00", "B", "李强建"] for n in range(9)]
    name = "李强建".encode(encoding)
    cut = delimited([head, *rows], encoding=encoding).replace(name, name[:-1], 1)
    taken = read(cut)
    told = taken.rows["counterparty_name"].to_pylist()
    assert str(told[0]).startswith("李强")
    assert told[1:] == ["李强建"] * 8
    assert (taken.rows["account"].to_pylist(), taken.rejects) == ([MINE] * 9, [])
