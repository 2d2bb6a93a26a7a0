"""What the platform commands show on the terminal."""

import contextlib
import sys
import threading
import webbrowser
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from zhisun.site.cast import CAST
from zhisun.site.parts import Doors

if TYPE_CHECKING:
    from zhisun.site.health import Finding

WIDE = 160
"""Columns of a report that goes into a file: no line of it is broken."""


def show_logins(doors: Doors) -> None:
    """The address and who may sign in, on stdout."""
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for heading in ("登录名", "密码", "姓名", "席位"):
        table.add_column(heading)
    for player in CAST:
        table.add_row(player.username, player.password, player.title, player.seat)
    Console().print(
        Panel(
            table,
            title=f"止损 · 示例城市 · {doors.address}",
            subtitle="Ctrl-C 结束",
            expand=False,
            padding=(1, 2),
        )
    )


def open_browser(address: str) -> None:
    """In a thread: a machine without a desktop may take its time to say so."""

    def attempt() -> None:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(address)

    threading.Thread(target=attempt, daemon=True).start()


def show_findings(findings: "Sequence[Finding]") -> None:
    """One line for each finding, on stdout."""
    table = Table(box=None, padding=(0, 2), header_style="bold")
    for heading in ("项目", "结果", "情况", "怎么办"):
        table.add_column(heading)
    for finding in findings:
        word = "[green]正常[/]" if finding.well else "[red]不正常[/]"
        table.add_row(finding.subject, word, finding.detail, "" if finding.well else finding.remedy)
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)
