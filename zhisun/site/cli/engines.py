"""Commands of the engines on files: no database, no web server, no Django."""

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from zhisun.kernel.errors import InputError
from zhisun.site import jsonl
from zhisun.site.cli.failures import text_of
from zhisun.site.cli.progress import Advance

Source = Annotated[Path, typer.Argument(metavar="IN.jsonl", help="输入；- 为标准输入")]
Target = Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="输出；- 为标准输出")]
Rejects = Annotated[Path | None, typer.Option(metavar="FILE", help="没读懂的行和原因写到这里")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("extract")(extract)
    app.command("classify")(classify)


def extract(source: Source, target: Target, *, rejects: Rejects = None) -> None:
    """从文字里提取要素：账号、电话、金额、时间、网址、姓名等。

    每行一个 {"id", "text", "ref_time"}，输出同一 id 和 entities。

    例：zhisun extract calls.jsonl elements.jsonl --rejects bad.jsonl
    """
    change = importlib.import_module("zhisun.engines.reading.lines").extract_line
    total = None if source == jsonl.STANDARD else source.stat().st_size
    with Advance("提取要素", total) as seen:
        tally = jsonl.convert(source, target, change, explain=text_of, rejects=rejects, seen=seen)
    _report(tally, rejects)


def classify(source: Source, target: Target, *, rejects: Rejects = None) -> None:
    """判断文字说的是不是一起电诈案件、属于哪一类，并给出依据。

    每行一个 {"id", "text"}，输出同一 id 和 label、confidence、alternatives、reasons、is_case。

    例：zhisun classify calls.jsonl types.jsonl --rejects bad.jsonl
    """
    change = importlib.import_module("zhisun.engines.reading.fraud_types.lines").classify_line
    total = None if source == jsonl.STANDARD else source.stat().st_size
    with Advance("判断类型", total) as seen:
        tally = jsonl.convert(source, target, change, explain=text_of, rejects=rejects, seen=seen)
    _report(tally, rejects)


def _report(tally: jsonl.Tally, rejects: Path | None) -> None:
    """Say how many lines were not read; without a place for them that is a failure."""
    if tally.first is None:
        return
    if rejects is None:
        raise InputError("rows_unreadable", **tally.first.facts, bad=tally.bad, good=tally.good)
    print(f"{tally.bad} 行没有读懂，已写入 {rejects}；{tally.good} 行已写出。", file=sys.stderr)
