"""The measurement of one county's lists, small: the same code as `zhisun bench warnings`."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_a_county_reads_all_its_lists(tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "zhisun.site.cli", "bench", "warnings"]
    command += ["--warnings", "3000", "--share", "0.2", "--visits", "2", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(file.read_text())
    assert told["tables"]["dispatch"] == 3000
    assert told["tables"]["signal"] > 3000
    assert len(told["pages"]) == 11
    assert "一个区县的清单" in done.stdout
