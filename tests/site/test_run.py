"""The newcomer's door: POSIX, clear when Python is missing, quick once installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [ROOT / "run", ROOT / ".ci" / "run"]
TOOLS = ("sh", "dirname", "cksum", "cat", "rm", "env")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment is the one that runs these tests, already installed."""
    root = tmp_path / "zhisun here"  # with a blank, as a user's folder may have
    root.mkdir()
    shutil.copy(ROOT / "run", root)
    (root / "zhisun").symlink_to(ROOT / "zhisun")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / lock, root)
    return root


def bare_path(folder: Path, **programs: str) -> str:
    """A PATH with nothing but a few programs."""
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or tool)
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n")
        (folder / name).chmod(0o755)
    return str(folder)


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_the_scripts_are_posix_and_executable(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/bin/sh\n")
    subprocess.run(["sh", "-n", script], check=True)


@pytest.mark.parametrize("python", [{}, {"python3": "exit 1"}], ids=["none", "too old"])
def test_a_machine_without_a_new_enough_python_is_told_so(
    checkout: Path, tmp_path: Path, python: dict[str, str]
) -> None:
    path = bare_path(tmp_path / "bin", **python)
    done = subprocess.run(
        ["sh", checkout / "run", "demo"], env={"PATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr.decode()
    assert not (checkout / ".venv").exists()


def test_the_first_call_installs_by_hash_and_the_second_does_not(
    checkout: Path, tmp_path: Path
) -> None:
    """A stand-in for uv writes down what it was asked; what it makes is this environment."""
    log = tmp_path / "asked"
    make = (
        f'echo "$*" >>{log}; [ "$1" = venv ] && mkdir -p "{checkout}/.venv/bin" && '
        f'ln -s {sys.executable} "{checkout}/.venv/bin/python"; exit 0'
    )
    path = f"{bare_path(tmp_path / 'bin', uv=make)}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):
        done = subprocess.run(
            ["sh", checkout / "run", "--help"], env=environment, capture_output=True, check=False
        )
        assert b"demo" in done.stdout, done.stderr.decode()
    asked = log.read_text().splitlines()
    assert len(asked) == 2
    assert "--require-hashes" in asked[1]
    assert asked[1].endswith("requirements.lock")
    assert "pip install " in asked[1]  # `pip sync` would take away what is not in the lock

    (checkout / "requirements.lock").write_text("changed==1.0\n")
    subprocess.run(
        ["sh", checkout / "run", "--help"], env=environment, capture_output=True, check=False
    )
    assert len(log.read_text().splitlines()) == 3

    subprocess.run(
        ["sh", checkout / "run", "--help"], env=environment, capture_output=True, check=True
    )
    assert len(log.read_text().splitlines()) == 3  # what is there is not asked for again
