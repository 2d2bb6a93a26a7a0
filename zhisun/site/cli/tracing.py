"""Commands that follow money and share out what was frozen (资金穿透、返还): files in and out."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from zhisun.site.cli.progress import Advance

Rejects = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="没读懂的行和原因写到这里")
]
Transfers = Annotated[Path, typer.Option("--transfers", metavar="T", help="转账流水")]
Claims = Annotated[Path, typer.Option("--claims", metavar="C", help="被骗转账")]
Folder = Annotated[Path, typer.Option("--out", metavar="DIR", help="结果文件夹")]
Accounts = Annotated[
    Path | None, typer.Option("--accounts", metavar="A", help="账户情况：类别、期初、流水起止")
]
Rules = Annotated[list[str] | None, typer.Option("--rules", help="规则，默认前五种；另有 poison")]
MoreRules = Annotated[list[str] | None, typer.Argument(metavar="[RULE …]", help="更多规则")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="ISO", help="截至时刻，默认最后一笔")]
Depth = Annotated[int | None, typer.Option("--depth", min=1, help="最多追到第几级")]
Dust = Annotated[str, typer.Option("--dust", metavar="YUAN", help="小于此数的部分不再追")]
Window = Annotated[
    int | None,
    typer.Option("--window", min=0, metavar="SECONDS", help="poison：多久内的转出算沾染"),
]
Expand = Annotated[
    list[str] | None,
    typer.Option("--expand", metavar="ACCOUNT", help="虽是汇集户或被害人账户也要追穿"),
]
USUAL = "fifo lifo taint_first clean_first haircut"


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("trace")(trace)
    app.command("share")(share)


def trace(
    *,
    transfers: Transfers,
    claims: Claims,
    out: Folder,
    accounts: Accounts = None,
    rules: Rules = None,
    more_rules: MoreRules = None,
    as_of: AsOf = None,
    depth: Depth = None,
    dust: Dust = "0",
    window: Window = None,
    expand: Expand = None,
    rejects: Rejects = None,
) -> None:
    """资金穿透：每一分被骗的钱去了哪里、现在在哪里、先止付谁。

    表按文件后缀读写：.parquet .arrow .csv .csv.gz .jsonl。
    结果：accounts.parquet edges.parquet chase.csv summary.json。

    例：zhisun trace --transfers t.csv --claims c.csv --out trail --rules lifo
    """
    from zhisun.kernel.money import fen
    from zhisun.site import tracing, tracing_files

    wanted = tracing.rules_of(" ".join([*(rules or []), *(more_rules or [])]) or USUAL)
    question: Any = {"max_level": depth, "dust_fen": fen(dust), "window": window}
    instant = tracing.as_of_from(as_of)
    with Advance("资金穿透", None):
        files = tracing_files.read(transfers, claims, accounts, rejects, say)
        params = tracing.params_of(files, as_of=instant, expand=expand or [], **question)
        summary = tracing.write(tracing.trace(files, wanted, params), wanted, out)
    tell(summary)


def tell(summary: dict[str, Any]) -> None:
    """Say where the money is by each rule."""
    for rule, sums in summary["rules"].items():
        say(f"{rule}：" + "，".join(f"{state} {amount}" for state, amount in sums.items()))


def share(
    *,
    frozen: Annotated[Path, typer.Option("--frozen", metavar="F", help="冻结清单")],
    losses: Annotated[Path, typer.Option("--losses", metavar="L", help="被害人损失")],
    out: Annotated[Path, typer.Option("--out", metavar="OUT", help="返还表")],
    rejects: Rejects = None,
) -> None:
    """资金返还：冻结的钱按损失比例还给被害人，精确到分，并写出算式。

    例：zhisun share --frozen frozen.csv --losses losses.csv --out shares.csv
    """
    from zhisun.site.sharing import Shares

    run = Shares(frozen, losses, rejects, say)
    run.write(out)
    print("\n".join(run.working()))
    even = run.recovery()
    print(f"最低返还率 {even.least_pm / 10:.1f}%，基尼系数 {even.gini_pm / 1000:.3f}。")


def say(words: str) -> None:
    """Words for whoever runs the command, beside its output."""
    print(words, file=sys.stderr)
