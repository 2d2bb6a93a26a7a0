"""The same hits from Python, from the command line, and from many processes over parts."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.builders.partitions import Rows, screened_part
from tests.engines.screening.universes import events, indicators, named
from zhisun.engines.screening.building import build
from zhisun.engines.screening.matcher import Matcher
from zhisun.engines.screening.terms import IndicatorKind
from zhisun.kernel.errors import InputError
from zhisun.site import snapshots
from zhisun.site.cli import main
from zhisun.site.partitions import Part, Screening, part_of

BASE = [
    *named("domain", "evil.example", "pay.evil.example", "中国.example"),
    *named("url", "https://ok.example/bad"),
    *named("phone", "17012345678"),
    *named("phone_prefix", "170123"),
    *named("account", "6222000011112222"),
    *named("app", "com.evil.app"),
    *named("im", "kefu01"),
    *named("ip", "203.0.113.0/24"),
    {"kind": "domain", "value": "over.example", "valid_to": datetime(2026, 1, 1, tzinfo=UTC)},
]
SEEN = [
    ("dns", "a.pay.evil.example"),
    ("dns", "harmless.example"),
    ("dns", "over.example"),
    ("url", "HTTPS://OK.example:443/bad/1?x"),
    ("url", "http://203.0.113.9/"),
    ("call", "+86 170-1234-5678"),
    ("sms", "17012300000"),
    ("transfer", "6222 0000 1111 2222"),
    ("app", "COM.evil.app"),
    ("im", "Kefu01"),
    ("dns", "not a host !"),
    ("fax", "1"),
    ("dns", "WWW.中国.EXAMPLE."),
]
GROUPS = 5
PARTS = 2


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed snapshot, and a Parquet file of five row groups of unlike sizes."""
    home = tmp_path_factory.mktemp("parts")
    (home / "key").write_bytes(b"secret\n")
    snapshots.write(build(indicators(BASE)).base, home / "base.zix", key=b"secret")
    told = events(SEEN[number % len(SEEN)] for number in range(150))
    with pq.ParquetWriter(home / "events.parquet", told.schema) as file:
        first = 0
        for count in (40, 1, 59, 7, 43):
            file.write_table(told.slice(first, count))
            first += count
    return home


def sorted_rows(rows: Any) -> list[tuple[str, ...]]:
    return sorted(tuple(str(cell) for cell in row.values()) for row in rows)


def by_python(world: Path) -> Rows:
    matcher = Matcher(snapshots.read(world / "base.zix", key=b"secret")[0])
    batch = pq.read_table(world / "events.parquet").combine_chunks().to_batches()[0]
    rows: Rows = matcher.screen(batch)[0].to_pylist()
    return rows


def words(world: Path, out: str, *more: str) -> list[str]:
    told = ["--indicators", "base.zix", "--key", "key", "--events", "events.parquet"]
    told += ["--out", f"{out}.parquet", "--rejects", f"{out}-rejects.parquet"]
    given = [str(world / word) if "." in word or word == "key" else word for word in told]
    return ["screen", *given, *more]


def by_command(world: Path) -> Rows:
    with pytest.raises(SystemExit) as left:
        main(words(world, "all"))
    assert not left.value.code
    rows: Rows = pq.read_table(world / "all.parquet").to_pylist()
    return rows


def started_parts(world: Path) -> "list[subprocess.Popen[bytes]]":
    """`zhisun screen --part` in processes of their own, without settings or a database."""
    program = [sys.executable, "-m", "zhisun.site.cli"]
    env = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"}
    return [
        subprocess.Popen(
            [*program, *words(world, f"part{number}", "--part", f"{number}/{PARTS}")],
            cwd=world,
            env=env,
            stderr=subprocess.DEVNULL,
        )
        for number in range(1, PARTS + 1)
    ]


def joined(world: Path, what: str) -> Rows:
    """What the parts wrote, one after the other."""
    files = [world / f"part{number}{what}.parquet" for number in range(1, PARTS + 1)]
    return [row for file in files for row in pq.read_table(file).to_pylist()]


def test_python_command_and_processes_over_parts_find_the_same(world: Path) -> None:
    running = started_parts(world)
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        screening = Screening(str(world / "base.zix"), str(world / "key"))
        parts = [
            pool.submit(screened_part, screening, world / "events.parquet", group)
            for group in range(GROUPS)
        ]
        mapped = [part.result() for part in parts]
    assert [each.wait() for each in running] == [0] * PARTS

    python = by_python(world)
    assert len({str(row["indicator_kind"]) for row in python}) == len(IndicatorKind)
    assert by_command(world) == python
    assert joined(world, "") == python  # even in order
    assert sorted_rows(row for hits, _rejects in mapped for row in hits) == sorted_rows(python)

    refused = pq.read_table(world / "all-rejects.parquet").to_pylist()
    assert joined(world, "-rejects") == refused
    assert [row["row"] for row in refused][:4] == [11, 12, 24, 25]
    told = [row for _hits, rejects in mapped for row in rejects]
    assert sorted((row["event_id"], row["line"]) for row in told) == sorted(
        (str(row["row"] - 1), row["line"]) for row in refused
    )


def test_parts_in_their_order_are_the_whole() -> None:
    for groups in range(12):
        for of in range(1, 15):
            shares = [Part(number, of).share(groups) for number in range(1, of + 1)]
            assert [each for share in shares for each in share] == list(range(groups))
            assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1/0", "1", "a/b", "1/2/3", "-1/2", "1/99999"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="part_malformed"):
        part_of(text)


def test_a_snapshot_with_another_key_and_events_without_a_column_are_refused(world: Path) -> None:
    (world / "other").write_bytes(b"another")
    batches = events([("dns", "evil.example")]).to_batches()
    with pytest.raises(InputError, match="snapshot_signature_wrong"):
        list(Screening(str(world / "base.zix"), str(world / "other")).hits(batches))
    short = [batch.drop_columns(["value"]) for batch in batches]
    with pytest.raises(InputError, match="column_missing"):
        list(Screening(str(world / "base.zix"), str(world / "key")).hits(short))


def test_a_snapshot_that_takes_its_place_is_used_by_the_next_part(world: Path) -> None:
    path = world / "moving.zix"
    batches = events([("dns", "later.example")]).to_batches()
    found = []
    for value in ("sooner.example", "later.example"):
        snapshots.write(build(indicators(named("domain", value))).base, path)
        found.append(sum(batch.num_rows for batch in Screening(str(path)).hits(batches)))
    assert found == [0, 1]
