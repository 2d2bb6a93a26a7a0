"""Reads the grammars in tools/fraud_text: TOML tables whose strings are lists, a line each."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent / "fraud_text"


def grammar(name: str) -> dict[str, Any]:
    """The grammar of one file: its lists of lines, by table and name."""
    return _split(tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8")))


def _split(table: dict[str, Any]) -> dict[str, Any]:
    """Every multi-line string as the list of its lines."""
    return {
        name: _split(value)
        if isinstance(value, dict)
        else [line for line in value.strip("\n").split("\n") if line]
        for name, value in table.items()
    }
