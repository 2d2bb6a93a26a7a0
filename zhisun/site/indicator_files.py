"""Files of indicators on disk ↔ the base, for `zhisun import-indicators` and its opposite."""

import csv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.selectors import Narrowed
from zhisun.domains.indicators.selectors.intakes import intake
from zhisun.domains.indicators.services.intake import Said, record_export
from zhisun.domains.indicators.services.intake import take_in as take_in_file
from zhisun.gateways.indicators import files
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError

BY = job("command")
AUTHOR = "zhisun"


def take_in(
    paths: Sequence[Path],
    source: str,
    rejects: Path | None,
    explain: Callable[[InputError], str],
) -> str:
    """Read files into the base, each in a transaction of its own; what became of them, in words.

    Raises OSError, InputError naming the file.
    """
    lost: list[list[str]] = []
    new = renewed = withdrawn = 0
    for path in paths:
        at = datetime.now(UTC)
        try:
            layout, read = files.read(path.read_bytes())
            key = take_in_file(path.name, layout, read, Said(source), by=BY, at=at)
        except InputError as error:
            raise InputError(error.code, **({"path": str(path)} | error.facts)) from error
        done = intake(key)
        new, renewed = new + done.new, renewed + done.renewed
        withdrawn += done.withdrawn
        for place, column, code, facts, value in done.rejects:
            lost.append([str(path), place, column, explain(InputError(code, **facts)), value])
    if rejects is not None:
        with rejects.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows([["文件", "位置", "列", "原因", "内容"], *lost])
    first = f"；第一处：{' '.join(lost[0][:4])}" if lost and rejects is None else ""
    return f"新增 {new}，续期 {renewed}，撤下 {withdrawn}，未导入 {len(lost)}{first}。"


def write_out(out: Path, layout: str, state: str) -> int:
    """Write the indicators of a state to a file; how many. Raises OSError, InputError."""
    if layout not in files.WRITERS:
        raise InputError("indicator_layout_unknown", layout=layout[:20])
    at = datetime.now(UTC)
    rows = list(selectors.export(Narrowed(state=state)))
    record_export(layout, len(rows), by=BY, at=at)
    unfinished = out.with_name(out.name + ".unfinished")
    unfinished.write_bytes(files.write(layout, rows, author=AUTHOR, at=at))
    unfinished.replace(out)
    return len(rows)
