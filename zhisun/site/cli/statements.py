"""The command that turns the statements of banks and payment firms into transfers to trace."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from zhisun.site.cli.progress import Advance

Sources = Annotated[list[Path], typer.Argument(metavar="IN…", help="流水文件：xlsx、xls、csv、tsv")]
Target = Annotated[
    Path, typer.Option("--out", metavar="TRANSFERS", help="输出：.parquet、.arrow 或 .csv")
]
Rejects = Annotated[Path | None, typer.Option(metavar="FILE", help="没读懂的行和原因写到这里")]


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("statements")(statements)


def statements(
    sources: Sources,
    *,
    target: Target,
    rejects: Rejects = None,
    account: Annotated[str, typer.Option(help="流水里没有写明的本方账号")] = "",
    swapped: Annotated[
        bool, typer.Option("--swapped", help="借贷标志与通常相反：借为收入")
    ] = False,
) -> None:
    """把银行、支付机构的流水变成可追踪的交易：去重、双边合并、核对余额。

    结果给 zhisun trace --transfers 用。

    例：zhisun statements 工行.xlsx 支付.csv --out transfers.parquet --rejects 没读懂.csv
    """
    from zhisun.kernel.errors import InputError
    from zhisun.site.allocation import keep_freed_memory
    from zhisun.site.statement_files import Wish, convert

    keep_freed_memory()
    with Advance("读取流水", sum(source.stat().st_size for source in sources)) as seen:
        tally = convert(sources, target, Wish(account=account, swapped=swapped), seen=seen)
    tally.settle(rejects)
    if not tally.rows:
        raise InputError("statement_without_rows", file=sources[0].name)
    for line in tally.told():
        print(line, file=sys.stderr)
    print(f"处理器用时 {time.process_time():.2f} 秒。", file=sys.stderr)
