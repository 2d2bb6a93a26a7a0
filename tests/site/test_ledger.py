"""A ledger in a file: what is asked of it is what is asked of all rows at once."""

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zhisun.kernel.errors import InputError
from zhisun.site import ledger_files, tracing_files
from zhisun.site.cli import main
from zhisun.site.ledger_files import LedgerFile

HEAD = ("transfer_id", "payer", "payee", "amount", "moved_at", "channel", "status")
RESULTS = ("accounts.parquet", "edges.parquet", "chase.csv", "summary.json")
WORDS = ("ok", "ok", "ok", "ok", "ok", "ok", "failed", "reversed")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as end:
        main([str(each) for each in arguments])
    return int(str(end.value.code))


def some_rows(seed: int, number: int, *, words: int = 0) -> list[tuple[str, ...]]:
    """Rows in any order; from the row `words` on names are words, before they are numbers."""
    dice = random.Random(seed)  # noqa: S311 a ledger, not a secret
    rows = []
    for i in range(number):
        sides = dice.sample(range(40), 2)
        mark = "T" if i >= words else ""
        names = [f"{mark}{dice.randrange(10)}{i}", *(f"{mark}{100 + side}" for side in sides)]
        when = f"2026-03-01T10:{dice.randrange(60):02d}:{dice.choice((0, 7)):02d}+08:00"
        facts = (f"{dice.randint(1, 900)}.{dice.randint(10, 99)}", when, dice.choice(("", "cash")))
        rows.append((*names, *facts, dice.choice(WORDS)))
    dice.shuffle(rows)
    return rows


def write(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def bytes_of(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in RESULTS]


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text("claim_id,transfer_id,amount\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("seed", "words"), [(1, 0), (2, 0), (3, 120), (4, 400)])
def test_rows_in_parts_and_at_once_give_the_same_bytes(
    tmp_path: Path, claims: Path, seed: int, words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = some_rows(seed, 240, words=words)
    claimed = [row for row in rows if row[-1] == "ok"][:5]
    with claims.open("a", encoding="utf-8") as file:
        file.writelines(f"C{i},{row[0]},{row[3]}\n" for i, row in enumerate(claimed))
    whole = write(tmp_path / "whole.csv", rows)
    assert run("trace", "--transfers", whole, "--claims", claims, "--out", tmp_path / "a") == 0
    place = tmp_path / "centre.zlg"
    first = write(tmp_path / "0.csv", rows[:100])
    assert run("ledger", "build", "--transfers", first, "--ledger", place) == 0
    monkeypatch.setattr(ledger_files, "FOLDED_FROM", 100)
    for begin in (100, 160, 220):  # folded in by the second of them
        part = write(tmp_path / "part.csv", rows[begin : begin + 60])
        assert run("ledger", "append", "--transfers", part, "--ledger", place) == 0
    asked = ("ledger", "trace", "--ledger", place, "--claims", claims, "--out")
    assert run(*asked, tmp_path / "b") == 0
    assert bytes_of(tmp_path / "b") == bytes_of(tmp_path / "a")
    assert sorted(each.name for each in tmp_path.glob("centre.zlg.0*")) == ["centre.zlg.000003"]
    assert run("ledger", "fold", "--ledger", place) == 0
    assert run(*asked, tmp_path / "c") == 0
    assert bytes_of(tmp_path / "c") == bytes_of(tmp_path / "a")


def test_a_transfer_that_is_there_is_named_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = some_rows(5, 30)
    place = tmp_path / "l.zlg"
    file = write(tmp_path / "t.csv", rows[:20])
    assert run("ledger", "build", "--transfers", file, "--ledger", place) == 0
    again = write(tmp_path / "again.csv", rows[15:])
    assert run("ledger", "append", "--transfers", again, "--ledger", place) == 2
    assert "第 1 行 transfer_id 列：底账里已有这笔转账" in capsys.readouterr().err
    odd = ("--rejects", tmp_path / "odd.csv")
    assert run("ledger", "append", "--transfers", again, "--ledger", place, *odd) == 0
    assert "加入 10 笔" in capsys.readouterr().err
    assert run("ledger", "append", "--transfers", again, "--ledger", place, *odd) == 0
    assert "加入 0 笔" in capsys.readouterr().err


def test_a_reader_keeps_what_it_mapped_and_a_damaged_file_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "l.zlg"
    file = LedgerFile(place)
    file.build(tracing_files.read_rows(write(tmp_path / "t.csv", some_rows(6, 50)), None, print))
    mapped = file.read().ledger
    before = mapped.book.fen.copy()
    file.build(tracing_files.read_rows(write(tmp_path / "t.csv", some_rows(7, 90)), None, print))
    assert (mapped.book.fen == before).all()
    content = bytearray(place.read_bytes())
    content[content.index(b"T10")] ^= 1  # the name of an account
    place.write_bytes(content)
    with pytest.raises(InputError) as refused:
        file.read()
    assert refused.value.code == "ledger_damaged"
    place.write_bytes(b"something else, and long enough to be looked at")
    with pytest.raises(InputError) as refused:
        file.read()
    assert refused.value.code == "ledger_unreadable"


KILLED = """
import sys
from pathlib import Path
from zhisun.site import tracing_files
from zhisun.site.ledger_files import LedgerFile
file = LedgerFile(Path(sys.argv[1]))
print("ready", flush=True)
while True:
    file.build(tracing_files.read_rows(Path(sys.argv[2]), None, print))
"""


def test_a_writer_that_is_killed_leaves_a_whole_ledger(tmp_path: Path) -> None:
    place = tmp_path / "l.zlg"
    rows = write(tmp_path / "t.csv", some_rows(8, 400))
    file = LedgerFile(place)
    file.build(tracing_files.read_rows(rows, None, print))
    whole = file.read().ledger
    dice = random.Random(1)  # noqa: S311 moments, not secrets
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", KILLED, place, rows], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(dice.random() / 5)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        after = file.read().ledger
        assert (after.book.event == whole.book.event).all()
    more = some_rows(9, 20)
    named = [(f"N{row[0]}", *row[1:]) for row in more]
    extra = write(tmp_path / "more.csv", named)
    arrival = file.append(lambda known: tracing_files.read_rows(extra, None, print, known))
    assert arrival.rows == 20
    assert len(file.read().ledger) + file.read().ledger.unmoved.num_rows == 420
