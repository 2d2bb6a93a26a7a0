"""The measurement of screening, small: the same code as `zhisun bench screen --peer`."""

import json
from pathlib import Path

import pytest

from zhisun.site.bench.screen import run


def test_all_peers_find_what_the_engine_finds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for peer in ("polars", "duckdb", "chdb"):
        pytest.importorskip(peer)
    file = tmp_path / "told.json"
    run(["--indicators", "3000", "--events", "20000", "--peer", "--json", str(file)])
    told = json.loads(file.read_text())
    assert told["peers"]["same_hits，Zipf"]
    assert told["peers"]["same_hits，均匀"]
    assert told["peers"]["Polars，均匀"]["hits"] > 0
    assert "命中完全一致" in capsys.readouterr().out
