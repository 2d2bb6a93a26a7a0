"""Commands that keep a centre's ledger in a file (底账): made once, added to, asked often."""

from pathlib import Path
from typing import Annotated, Any

import typer

from zhisun.site.cli import tracing as asking
from zhisun.site.cli.progress import Advance

Place = Annotated[Path, typer.Option("--ledger", metavar="L", help="底账文件")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(help="流水底账：一次建好，随到随加，多个进程共用一份。")
    for command in (build, append, fold, trace):
        group.command(command.__name__)(command)
    app.add_typer(group, name="ledger")


def build(*, transfers: asking.Transfers, ledger: Place, rejects: asking.Rejects = None) -> None:
    """用转账流水建底账文件：排好顺序、建好索引，以后打开即用。

    例：zhisun ledger build --transfers t.parquet --ledger centre.zlg
    """
    from zhisun.site import tracing_files
    from zhisun.site.ledger_files import LedgerFile

    with Advance("建底账", None):
        rows = tracing_files.read_rows(transfers, rejects, asking.say)
        identity = LedgerFile(ledger).build(rows)
    size = ledger.stat().st_size / (1 << 20)
    asking.say(f"{rows.num_rows} 笔，{size:.1f} MB，编号 {identity[:16]}。")


def append(*, transfers: asking.Transfers, ledger: Place, rejects: asking.Rejects = None) -> None:
    """把新到的流水加进底账，不重建；已有的转账会指出来。

    例：zhisun ledger append --transfers new.csv --ledger centre.zlg
    """
    from zhisun.site import tracing_files
    from zhisun.site.ledger_files import LedgerFile

    with Advance("加入底账", None):
        arrival = LedgerFile(ledger).append(
            lambda known: tracing_files.read_rows(transfers, rejects, asking.say, known)
        )
    beside = "已并入底账" if arrival.folded else f"待并入的共 {arrival.beside} 笔"
    asking.say(f"加入 {arrival.rows} 笔，{beside}。")


def fold(*, ledger: Place) -> None:
    """把后加的流水并入底账文件：以后打开不必再合并。正在读旧文件的不受影响。

    例：zhisun ledger fold --ledger centre.zlg
    """
    from zhisun.site.ledger_files import LedgerFile

    with Advance("并入底账", None):
        rows = LedgerFile(ledger).fold()
    asking.say(f"并入 {rows} 笔。")


def trace(
    *,
    ledger: Place,
    claims: asking.Claims,
    out: asking.Folder,
    accounts: asking.Accounts = None,
    rules: asking.Rules = None,
    more_rules: asking.MoreRules = None,
    as_of: asking.AsOf = None,
    depth: asking.Depth = None,
    dust: asking.Dust = "0",
    window: asking.Window = None,
    expand: asking.Expand = None,
    rejects: asking.Rejects = None,
) -> None:
    """与 zhisun trace 相同，流水取自底账：结果与一次读入全部流水逐字节相同。

    例：zhisun ledger trace --ledger centre.zlg --claims c.csv --out trail --rules lifo
    """
    from zhisun.kernel.money import fen
    from zhisun.site import tracing, tracing_files
    from zhisun.site.ledger_files import LedgerFile

    wanted = tracing.rules_of(" ".join([*(rules or []), *(more_rules or [])]) or asking.USUAL)
    question: Any = {"max_level": depth, "dust_fen": fen(dust), "window": window}
    instant = tracing.as_of_from(as_of)
    with Advance("资金穿透", None):
        kept = LedgerFile(ledger).read()
        names = (kept.transfers.names, kept.accounts.names)
        put = tracing_files.read_question(claims, accounts, names, rejects, asking.say)
        params = tracing.params_of(put, as_of=instant, expand=expand or [], **question)
        done = tracing.ask(kept.ledger, put, wanted, params)
        asking.tell(tracing.write(done, wanted, out))
