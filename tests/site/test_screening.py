"""`zhisun screen` and `compile-indicators`, on files."""

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq
import pytest

from tests.engines.screening.universes import indicators, named
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import HITS, Matcher
from zhisun.engines.screening.terms import IndicatorKind
from zhisun.kernel.errors import InputError
from zhisun.site import snapshots
from zhisun.site.cli import main

INDICATORS = """kind,value,fraud_type,severity,valid_from,valid_to,source,indicator_id
domain,evil.com,刷单返利,5,2026-01-01T00:00:00+08:00,,x,I1
url,http://ok.com/bad,刷单返利,4,2026-01-01,2026-12-01,x,I2
phone,+86 13800138000,冒充客服,3,,,x,I3
phone,abc,冒充客服,3,,,x,I4
ip,10.0.0.0/8,冒充客服,9,,,x,I5
ip,10.0.0.0/8,冒充客服,2,sometime,,x,I6
"""
EVENTS = """event_id,event_time,subject,kind,value
1,2026-05-01T00:00:00+08:00,s1,dns,www.evil.com
2,2025-05-01T00:00:00+08:00,s1,dns,www.evil.com
3,2026-05-01 00:00:00,s1,url,https://ok.com/bad/1
4,yesterday,s1,url,https://ok.com/bad/1
broken line
5,2026-05-01 00:00:00,s1,call,008613800138000
6,2026-05-01 00:00:00,s1,fax,1
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "i.csv").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "e.csv").write_text(EVENTS, encoding="utf-8")
    return tmp_path / "i.csv", tmp_path / "e.csv"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


def screened(indicators: Path, events: Path, out: Path, *more: str | Path) -> list[str]:
    code = run("screen", "--indicators", indicators, "--events", events, "--out", out, *more)
    assert code == 0
    return out.read_text(encoding="utf-8").splitlines()


def test_hits_stand_in_the_columns_of_the_contract(files: tuple[Path, Path]) -> None:
    lines = screened(*files, files[0].parent / "h.csv")
    assert lines == [
        ",".join(HITS.names),
        "1,2026-05-01T00:00:00+08:00,s1,dns,www.evil.com,I1,domain,evil.com,刷单返利,5",
        "3,2026-05-01T00:00:00+08:00,s1,url,https://ok.com/bad/1,I2,url,http://ok.com/bad,刷单返利,4",
        "5,2026-05-01T00:00:00+08:00,s1,call,008613800138000,I3,phone,+86 13800138000,冒充客服,3",
    ]


def test_rejects_name_file_row_column_reason_and_line(files: tuple[Path, Path]) -> None:
    rejects = files[0].parent / "r.jsonl"
    screened(*files, files[0].parent / "h.csv", "--rejects", rejects)
    told = [json.loads(line) for line in rejects.read_text(encoding="utf-8").splitlines()]
    assert [(Path(t["file"]).name, t["row"], t["column"], t["line"]) for t in told] == [
        ("i.csv", 6, "valid_from", "sometime"),
        ("i.csv", 4, "value", "abc"),
        ("i.csv", 5, "severity", "9"),
        ("e.csv", 5, "", "broken line"),
        ("e.csv", 4, "event_time", "yesterday"),
        ("e.csv", 7, "kind", "fax"),
    ]
    assert all(t["reason"] for t in told)


def test_every_kind_of_table_holds_indicators(files: tuple[Path, Path]) -> None:
    folder = files[0].parent
    wanted = screened(*files, folder / "h.csv")
    with files[0].open(encoding="utf-8") as lines:
        table = pa.Table.from_pylist(
            [row for row in csv.DictReader(lines) if row["value"] != "abc"]
        )
    pq.write_table(table, folder / "i.parquet", row_group_size=2)
    coded = table.set_column(0, "kind", table["kind"].dictionary_encode())
    with pa.ipc.new_file(str(folder / "i.arrow"), coded.schema) as writer:
        writer.write_table(coded)
    for name in ("i.parquet", "i.arrow"):
        assert screened(folder / name, files[1], folder / "h.csv") == wanted


def test_without_a_place_for_rejects_they_are_counted(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    screened(*files, files[0].parent / "h.csv")
    assert "6 行没有读懂，第一处是" in capsys.readouterr().err


def test_a_snapshot_answers_as_the_table_does(files: tuple[Path, Path]) -> None:
    folder = files[0].parent
    snapshot, key = folder / "base.zix", folder / "key"
    key.write_text("secret")
    words = ("compile-indicators", "--indicators", files[0], "--out", snapshot, "--key", key)
    assert run(*words) == 0
    direct = screened(*files, folder / "a.csv")
    assert screened(snapshot, files[1], folder / "b.csv", "--key", key) == direct
    unsigned = ("screen", "--indicators", snapshot, "--events", files[1], "--out", folder / "c.csv")
    assert run(*unsigned) == 2


def test_every_kind_of_file_gives_the_same_hits(files: tuple[Path, Path]) -> None:
    folder = files[0].parent
    expected = screened(*files, folder / "h.csv")
    rows = [
        row for row in csv.DictReader(io.StringIO(EVENTS)) if row["kind"] in ("dns", "url", "call")
    ]
    rows = [row for row in rows if row["event_time"] != "yesterday"]
    times = [datetime.fromisoformat(row["event_time"]).replace(tzinfo=None) for row in rows]
    table = pa.Table.from_pylist(rows).set_column(1, "event_time", pa.array(times))
    pq.write_table(table, folder / "e.parquet")
    with pa.ipc.new_file(str(folder / "e.arrow"), table.schema) as writer:
        writer.write_table(table)
    with gzip.open(folder / "e.csv.gz", "wt", encoding="utf-8") as file:
        file.write(EVENTS)
    (folder / "e.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for name in ("e.parquet", "e.arrow", "e.csv.gz", "e.jsonl"):
        assert screened(files[0], folder / name, folder / "x.csv") == expected
    screened(files[0], folder / "e.parquet", folder / "h.jsonl")
    assert (
        run("screen", "--indicators", files[0], "--events", files[1], "--out", folder / "h.parquet")
        == 0
    )
    hits = pq.read_table(folder / "h.parquet")
    assert hits["event_time"].to_pylist()[0] == datetime(2026, 4, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "content"),
    [("e.csv", "event_id,kind\n1,dns\n"), ("e.parquet", "no parquet"), ("e.xls", "x")],
)
def test_what_cannot_be_read_leaves_no_file_and_names_itself(
    files: tuple[Path, Path], name: str, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = files[0].parent
    (folder / name).write_text(content)
    out = folder / "h.csv"
    assert run("screen", "--indicators", files[0], "--events", folder / name, "--out", out) == 2
    assert name in capsys.readouterr().err
    assert not out.exists()


def test_a_damaged_snapshot_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "base.zix"
    snapshots.write(build(indicators(named("domain", "evil.com"))).base, path)
    content = bytearray(path.read_bytes())
    at = content.rindex(b"evil.com")
    content[at] ^= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="snapshot_damaged"):
        snapshots.read(path)


def test_what_is_written_to_an_open_snapshot_stays_in_the_process(tmp_path: Path) -> None:
    path = tmp_path / "base.zix"
    identity = snapshots.write(build(indicators(named("domain", "evil.com"))).base, path)
    content = path.read_bytes()
    base, opened = snapshots.read(path)
    assert opened == identity
    matcher = Matcher(base)
    matcher.add(indicators(named("domain", "new.com")))
    matcher.expire(matcher.rows(IndicatorKind.DOMAIN, "evil.com"), datetime(2026, 1, 1, tzinfo=UTC))
    assert path.read_bytes() == content
