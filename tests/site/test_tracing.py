"""`zhisun trace` and `zhisun share` on files, told as an officer would."""

import gzip
import json
import random
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from zhisun.site.cli import main

TRANSFERS = """\
transfer_id,payer,payee,amount,moved_at,status
T1,victim,card1,1000.00,2026-03-01T10:00:00+08:00,ok
T2,card1,card2,700,2026-03-01 10:00:00,ok
T3,card2,atm,200.50,2026-03-01T02:05:00Z,
T4,other,card2,300,2026-03-01T10:00:30+08:00,ok
T5,card2,card3,499.5,2026-03-01T10:06:00+08:00,ok
T6,card3,card4,1,2026-03-01T10:07:00+08:00,failed
"""
CLAIMS = "claim_id,transfer_id,amount,case_id\nC1,T1,900.00,K1\n"
ACCOUNTS = """\
account,kind,opening,covered_from,covered_to,holder
atm,cash_out,,,,
card3,person,0,2026-01-01,2026-03-01T10:05:00+08:00,
card1,person,0,,,
card2,person,0,,,
"""


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    return int(str(end.value.code))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (("t", TRANSFERS), ("c", CLAIMS), ("a", ACCOUNTS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def trace(folder: Path, *more: object, out: str = "out") -> int:
    given = ("--transfers", folder / "t.csv", "--claims", folder / "c.csv", "--out", folder / out)
    return run("trace", *given, *more)


def rows(path: Path) -> list[dict[str, object]]:
    return pq.read_table(path).to_pylist()


def test_every_claimed_fen_has_a_place_under_every_rule(files: Path) -> None:
    assert trace(files, "--accounts", files / "a.csv") == 0
    accounts = rows(files / "out" / "accounts.parquet")
    rules = {str(row["rule"]) for row in accounts}
    assert rules == {"fifo", "lifo", "taint_first", "clean_first", "haircut"}
    for rule in rules:
        amounts = [Decimal(str(row["amount"])) for row in accounts if row["rule"] == rule]
        assert sum(amounts) == Decimal("900.00")
    fifo = {(r["account"], r["state"]): r["amount"] for r in accounts if r["rule"] == "fifo"}
    assert fifo == {
        ("card1", "resting"): Decimal("200.00"),
        ("atm", "cashed_out"): Decimal("200.50"),
        ("card3", "frontier"): Decimal("499.50"),
    }


def test_the_claimed_transfer_is_the_first_edge_and_a_chain_in_one_second_is_followed(
    files: Path,
) -> None:
    assert trace(files, "--accounts", files / "a.csv", "--rules", "lifo", "fifo") == 0
    edges = rows(files / "out" / "edges.parquet")
    fifo = [(r["transfer_id"], r["level"], r["amount"]) for r in edges if r["rule"] == "fifo"]
    assert fifo == [
        ("T1", 1, Decimal("900.00")),
        ("T2", 2, Decimal("700.00")),
        ("T3", 3, Decimal("200.50")),
        ("T5", 3, Decimal("499.50")),
    ]
    assert {r["rule"] for r in edges} == {"fifo", "lifo"}


def test_the_chase_list_and_the_summary(files: Path) -> None:
    assert trace(files, "--accounts", files / "a.csv") == 0
    lines = (files / "out" / "chase.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith(
        "account,lifo,minimum,maximum,level,state,still_there,value,priority"
    )
    first = lines[1].split(",")
    assert first[0] == "card3"
    assert first[5] == "frontier"
    assert "atm" not in "\n".join(lines)
    summary = json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["rules"]["fifo"]["cashed_out"] == "200.50"
    assert len(summary["digest"]) == 64
    assert summary["order_notes"] == []


def test_the_summary_names_exits_shapes_and_accounts_like_mules(files: Path) -> None:
    told = TRANSFERS.replace("moved_at,status", "moved_at,status,channel")
    told = told.replace("05:00Z,\n", "05:00Z,,CASH\n").replace("00,ok\n", "00,ok,whatever\n")
    told = "".join(row for row in told.splitlines(keepends=True) if not row.startswith("T4"))
    (files / "t.csv").write_text(told.replace(",failed", ",failed,"), encoding="utf-8")
    assert trace(files, "--accounts", files / "a.csv") == 0
    summary = json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["exits"] == {"cash": "200.50"}
    shapes = {(each["pattern"], each["account"]): each for each in summary["patterns"]}
    assert shapes["rapid", "card2"]["transfers"] == ["T2", "T3", "T5"]
    scores = {each["account"]: each for each in summary["mules"]}
    assert scores.keys() == {"card1", "card2", "card3"}
    assert scores["card2"]["reasons"][0]["points"] > 0


def test_the_summary_proposes_a_match_of_two_accounts_without_statements(files: Path) -> None:
    told = (
        "T1,victim,card1,1000.00,2026-03-01T10:00:00+08:00,ok\n"
        "T2,card1,s1,600,2026-03-01T10:01:00+08:00,ok\n"
        "T3,card1,s2,150,2026-03-01T10:01:10+08:00,ok\n"
        "T4,s2,card3,750,2026-03-01T10:04:00+08:00,ok\n"
    )
    (files / "t.csv").write_text(TRANSFERS.splitlines()[0] + "\n" + told, encoding="utf-8")
    (files / "c.csv").write_text(CLAIMS.replace("900.00", "1000.00"), encoding="utf-8")
    silent = "".join(f"{each},person,,,2026-01-01,\n" for each in ("s1", "s2"))
    (files / "a.csv").write_text(ACCOUNTS + silent, encoding="utf-8")
    assert trace(files, "--accounts", files / "a.csv") == 0
    summary = json.loads((files / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["matched"] == [
        {
            "from": "s1",
            "to": "s2",
            "amount": "600.00",
            "seconds": 180,
            "fit": "exact",
            "confidence": 0.8,
            "arrived": "T2",
            "payouts": ["T4"],
        }
    ]
    fifo = {(r["account"], r["state"]) for r in rows(files / "out" / "accounts.parquet")}
    assert ("s1", "frontier") in fifo  # proposed, not followed


def test_shuffled_rows_and_other_formats_give_the_same_bytes(files: Path) -> None:
    assert trace(files, "--accounts", files / "a.csv") == 0
    head, *body = TRANSFERS.splitlines()
    random.Random(3).shuffle(body)  # noqa: S311 an order, not a secret
    (files / "t.csv").write_text("\n".join([head, *body]), encoding="utf-8")
    assert trace(files, "--accounts", files / "a.csv", out="again") == 0
    for name in ("accounts.parquet", "edges.parquet", "chase.csv", "summary.json"):
        assert (files / "out" / name).read_bytes() == (files / "again" / name).read_bytes()


@pytest.mark.parametrize("ending", ["parquet", "arrow", "csv.gz"])
def test_parquet_arrow_and_packed_files_read_alike(files: Path, ending: str) -> None:
    assert trace(files) == 0
    table = pa.table(
        {
            "transfer_id": ["T1", "T2", "T3", "T4", "T5"],
            "payer": ["victim", "card1", "card2", "other", "card2"],
            "payee": ["card1", "card2", "atm", "card2", "card3"],
            "amount": [1000.0, 700.0, 200.5, 300.0, 499.5],
        }
    )
    begins = 1_772_359_200_000_000  # 2026-03-01T10:00:00, naive: Asia/Shanghai
    times = [begins + after for after in (0, 0, 300_000_000, 30_000_000, 360_000_000)]
    moved = pa.array(times, pa.timestamp("us"))
    table = table.append_column("moved_at", moved)
    path = files / f"t.{ending}"
    if ending == "parquet":
        pq.write_table(table, path)
    elif ending == "arrow":
        with pa.ipc.new_file(str(path), table.schema) as file:
            file.write_table(table)
    else:
        path.write_bytes(gzip.compress(TRANSFERS.encode()))
    given = ("--transfers", path, "--claims", files / "c.csv", "--out", files / "packed")
    assert run("trace", *given) == 0
    assert rows(files / "packed" / "accounts.parquet") == rows(files / "out" / "accounts.parquet")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1000.00", "-5", "第 1 行 amount 列：应大于零"),
        ("1000.00", "1.005", "第 1 行 amount 列：不是到分为止的金额"),
        ("T2,", "T1,", "第 2 行 transfer_id 列：与前面的行重复"),
        ("2026-03-01T02:05:00Z", "noon", "第 3 行 moved_at 列：不是时间"),
        ("failed", "lost", "第 6 行 status 列：应为 ok failed reversed"),
        ("T1,victim", "T1,", "第 1 行 payer 列：是空的"),
    ],
)
def test_an_odd_row_is_named_and_nothing_is_written(
    files: Path, before: str, after: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = TRANSFERS.replace(before, after, 1)
    (files / "t.csv").write_text(text, encoding="utf-8")
    assert trace(files) == 2
    assert f"{files / 't.csv'} {told}" in capsys.readouterr().err
    assert not (files / "out").exists()


def test_a_refused_row_has_its_own_number_behind_a_line_that_is_no_row(files: Path) -> None:
    text = TRANSFERS.replace("T2,card1,", "T2,").replace("300,", "-3,", 1)
    (files / "t.csv").write_text(text, encoding="utf-8")
    assert trace(files, "--rejects", files / "bad.csv") == 0
    told = [line.split(",")[1:3] for line in (files / "bad.csv").read_text().splitlines()]
    assert told == [["row", "column"], ["2", "-"], ["4", "amount"]]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"", "t.csv 读不出来：里面什么也没有"),
        (TRANSFERS.encode("utf-16"), "t.csv 读不出来：不是 UTF-8 编码"),
        (
            TRANSFERS.replace("other", "张三").encode("gb18030"),
            "t.csv 第 4 行 payer 列：不是 UTF-8",
        ),
        (TRANSFERS.replace("status", "amount").encode(), "有两列都叫 amount"),
        (b"\0" * 4_000, "t.csv 读不出来"),
    ],
    ids=["empty", "utf-16", "gb18030", "twice", "nul"],
)
def test_a_file_that_is_no_table_is_named_in_words(
    files: Path, written: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "t.csv").write_bytes(written)
    assert trace(files) == 2
    assert told in capsys.readouterr().err


def test_a_file_of_nothing_but_quoted_names_has_no_rows(files: Path) -> None:
    (files / "c.csv").write_text('"claim_id","transfer_id","amount"\n', encoding="utf-8")
    assert trace(files) == 0
    assert rows(files / "out" / "accounts.parquet") == []


@pytest.mark.parametrize(
    ("span", "told"),
    [
        ("soon,", "第 3 行 covered_from 列：不是时间"),
        ("2026-03-09,2026-03-02", "第 3 行 covered_from 列：晚于 covered_to"),
    ],
)
def test_a_span_that_cannot_be_is_named(
    files: Path, span: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ACCOUNTS.replace("card1,person,0,,", f"card1,person,0,{span}")
    (files / "a.csv").write_text(text, encoding="utf-8")
    assert trace(files, "--accounts", files / "a.csv") == 2
    assert told in capsys.readouterr().err
    assert trace(files, "--dust", "-5") == 2


def test_odd_rows_are_kept_apart_and_the_others_are_followed(files: Path) -> None:
    (files / "t.csv").write_text(TRANSFERS.replace("300,", "x,", 1), encoding="utf-8")
    assert trace(files, "--rejects", files / "bad.csv") == 0
    assert "T4" in (files / "bad.csv").read_text(encoding="utf-8")
    assert (files / "out" / "summary.json").exists()


def test_a_claim_on_a_transfer_that_is_not_there_is_named(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "c.csv").write_text("claim_id,transfer_id,amount\nC1,T9,5\n", encoding="utf-8")
    assert trace(files) == 2
    assert "第 1 行 transfer_id 列：流水里没有这笔转账" in capsys.readouterr().err


def test_a_missing_column_and_an_unknown_rule_are_named(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trace(files, "--rules", "oldest") == 2
    assert "oldest" in capsys.readouterr().err
    (files / "c.csv").write_text("claim_id,amount\nC1,5\n", encoding="utf-8")
    assert trace(files) == 2
    assert "transfer_id" in capsys.readouterr().err


def test_touch_is_told_on_request_only_and_the_depth_is_kept(files: Path) -> None:
    given = ("--rules", "poison,lifo", "--depth", 2, "--as-of", "2026-03-01T10:05:30+08:00")
    assert trace(files, *given) == 0
    accounts = rows(files / "out" / "accounts.parquet")
    touched = {r["account"] for r in accounts if r["rule"] == "poison"}
    assert touched == {"card1", "card2"}
    lifo = {(r["account"], r["state"]) for r in accounts if r["rule"] == "lifo"}
    assert ("card2", "level_cap") in lifo


def share(folder: Path, frozen: str, losses: str) -> int:
    (folder / "f.csv").write_text(frozen, encoding="utf-8")
    (folder / "l.csv").write_text(losses, encoding="utf-8")
    files = ("--frozen", folder / "f.csv", "--losses", folder / "l.csv", "--out", folder / "s.csv")
    return run("share", *files)


def test_frozen_money_goes_back_in_proportion_to_the_fen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    losses = "victim,account,loss,refunded\n甲,A,100,0\n乙,A,100,0\n丙,A,150,50\n丁,B,5,0\n"
    assert share(tmp_path, "account,frozen_amount\nA,100.00\nB,9\n", losses) == 0
    assert (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines() == [
        "victim,account,share",
        "丙,A,33.34",
        "乙,A,33.33",
        "甲,A,33.33",
        "丁,B,5.00",
    ]
    working = capsys.readouterr().out
    told = "150.00 - 50.00 = 100.00；100.00 × 100.00 ÷ 300.00 → 33.34（余数较大，进一分）"
    assert told in working
    assert "33.33（" not in working
    assert "继续冻结 4.00" in working


def test_who_got_back_more_than_he_lost_is_owed_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    losses = "victim,account,loss,refunded\n甲,A,100,150\n乙,A,50,\n"
    assert share(tmp_path, "account,frozen_amount\nA,10\n", losses) == 0
    assert (tmp_path / "s.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "乙,A,10.00",
        "甲,A,0.00",
    ]
    assert "甲：损失 100.00，已退 150.00，未退 0.00；" in capsys.readouterr().out


def test_a_loss_into_an_account_that_is_not_frozen_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    losses = "victim,account,loss,refunded\n甲,C,100,0\n"
    assert share(tmp_path, "account,frozen_amount\nA,100\n", losses) == 2
    assert "第 1 行 account 列" in capsys.readouterr().err
