"""A platform under traffic, its processes killed at random: the same code as the full run of
`zhisun bench kills`, whose figures stand in docs/figures.md."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
KILLS = 15


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the run wrote, whatever it found."""
    file = tmp_path_factory.mktemp("kills") / "kills.json"
    command = [sys.executable, "-m", "zhisun.site.cli", "bench", "kills"]
    command += ["--kills", str(KILLS), "--pause", "0.2", "0.6", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert file.exists(), done.stderr
    found: dict[str, Any] = json.loads(file.read_text())
    return found | {"exit_code": done.returncode, "shown": done.stdout}


def test_no_order_is_lost_or_done_twice_and_no_fen_is_missing(told: dict[str, Any]) -> None:
    faults = {name: check["faults"] for name, check in told["checks"].items() if check["faults"]}
    assert faults == {}
    assert (told["at_rest"], told["exit_code"]) == (True, 0)


def test_there_was_something_to_lose(told: dict[str, Any]) -> None:
    assert sum(told["kills"].values()) == KILLS
    assert told["calls"] > 0
    assert told["approved"] > 0
    assert told["checks"]["各机构账目守恒，到分"]["seen"] > 0
    assert told["refused"] == {}


def test_the_reckoning_is_shown_to_people(told: dict[str, Any]) -> None:
    assert "审计链完整" in told["shown"]
    assert f"kill -9 共 {KILLS} 次" in told["shown"]
