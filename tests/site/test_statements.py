"""The command `zhisun statements` on real files."""

from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.builders.statements import MINE, SHAPES, delimited, flagged_csv, some_lines
from zhisun.site.cli import main


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main(["statements", *map(str, arguments)])
    return int(end.value.code or 0)


def saved(folder: Path, *files: tuple[str, bytes]) -> list[Path]:
    for name, data in files:
        (folder / name).write_bytes(data)
    return [folder / name for name, _data in files]


def test_overlapping_statements_of_two_shapes_become_transfers_to_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = some_lines([100_00, -20_00, -30_00, 40_00])
    files = saved(tmp_path, SHAPES["滨河"](lines[:3]), SHAPES["岭南"](lines[1:]))
    out = tmp_path / "transfers.parquet"
    assert run(*files, "--out", out) == 0
    told = pyarrow.parquet.read_table(out).to_pylist()
    assert [(each["payer"], each["payee"], int(each["amount"] * 100)) for each in told] == [
        (line.other, MINE, line.fen) if line.fen > 0 else (MINE, line.other, -line.fen)
        for line in lines
    ]
    assert [each["moved_at"] for each in told] == [line.at for line in lines]
    words = capsys.readouterr().err
    assert "6 行流水，2 行重复" in words
    assert "处理器用时" in words


def test_swapped_directions_are_turned_by_the_balance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = some_lines([100_00, -20_00, -30_00, 40_00])
    out = tmp_path / "t.csv"
    assert run(*saved(tmp_path, SHAPES["北原"](lines)), "--out", out) == 0
    assert pyarrow.csv.read_csv(out)["payer"].to_pylist()[1:3] == [int(MINE)] * 2
    assert "已调过来" in capsys.readouterr().err


def test_a_missing_row_and_a_bad_row_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = some_lines([100_00, -20_00, -30_00, 40_00])
    name, data = flagged_csv([lines[0], lines[1], lines[3]])
    bad = data.replace(b"2026-03-01 09:00:00", "某日".encode("gb18030"))
    (source,) = saved(tmp_path, (name, bad))
    out, rejects = tmp_path / "t.arrow", tmp_path / "没读懂.csv"
    assert run(source, "--out", out) == 2
    assert capsys.readouterr().err.startswith("zhisun: 滨河.csv 第 4 行：时间读不懂（某日）")
    assert run(source, "--out", out, "--rejects", rejects) == 0
    assert "第 6 行：余额与上一笔相差 -30.00 元没有交代" in capsys.readouterr().err
    assert (
        rejects.read_text("utf-8-sig").splitlines()[1].startswith("滨河.csv,滨河.csv,4,时间读不懂")
    )


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.csv", b"", "空.csv 是空的"),
        ("加密.xlsx", b"PK\x03\x04", "打不开"),
        ("说明.txt", delimited([["今天", "天气", "好"]] * 3), "没有认出表头"),
    ],
)
def test_a_file_that_is_no_statement_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, words: str
) -> None:
    (source,) = saved(tmp_path, (name, data))
    assert run(source, "--out", tmp_path / "t.parquet") == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "t.parquet").exists()


def test_a_header_without_a_readable_row_is_told_apart_from_no_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = ["卡号", "交易时间", "借贷标志", "交易金额", "对方账号"]
    bad = delimited([head, [MINE, "昨天", "借", "1.00", "B"]])
    bare, spoilt = saved(tmp_path, ("空表.csv", delimited([head])), ("坏.csv", bad))
    out, rejects = tmp_path / "t.parquet", tmp_path / "r.csv"
    assert run(bare, "--out", out) == 2
    assert "没有一行读得懂的流水" in capsys.readouterr().err
    assert run(spoilt, "--out", out) == 2
    assert "坏.csv 第 2 行：时间读不懂（昨天）" in capsys.readouterr().err
    assert run(spoilt, "--out", out, "--rejects", rejects) == 2
    assert "昨天" in rejects.read_text("utf-8-sig")
    assert not out.exists()
