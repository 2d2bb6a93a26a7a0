"""Commands that hold events against the indicator base (碰撞): files in, files out."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from zhisun.kernel.errors import InputError
from zhisun.site.cli.failures import text_of
from zhisun.site.cli.progress import Advance

Indicators = Annotated[
    Path, typer.Option("--indicators", metavar="I", help="线索表，或 compile-indicators 的快照")
]
Events = Annotated[Path, typer.Option("--events", metavar="E", help="事件表；- 为标准输入的 JSONL")]
Hits = Annotated[Path, typer.Option("--out", metavar="H", help="命中表；- 为标准输出的 JSONL")]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", metavar="FILE", help="没读懂的行和原因写到这里")
]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="快照签名的密钥文件")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("screen")(screen)
    app.command("compile-indicators")(compile_indicators)
    app.command("watch")(watch)
    app.command("import-indicators")(import_indicators)
    app.command("export-indicators")(export_indicators)


def screen(
    *,
    indicators: Indicators,
    events: Events,
    out: Hits,
    rejects: Rejects = None,
    key: Key = None,
    part: Annotated[
        str,
        typer.Option(
            "--part",
            metavar="I/N",
            help="只算第 I 份，共 N 份 (Parquet 按行组分)；各份相接就是全部",
        ),
    ] = "",
) -> None:
    """事件与线索底库碰撞：域名、网址、电话、号段、账户、应用、社交账号、IP。

    表按文件后缀读写：.parquet .arrow .csv .csv.gz .jsonl。多台机器各算一份用 --part。

    例：zhisun screen --indicators base.csv --events dns.parquet --out hits.parquet
    """
    from zhisun.site import partitions, screening, table_files

    mine = partitions.part_of(part) if part else None
    groups = mine.share(table_files.row_groups(events)) if mine else None
    with Advance("碰撞", screening.rows_in(events) if groups is None else None) as seen:
        run = screening.Run(rejects, seen, text_of)
        run.screen(indicators, events, out, _secret(key), groups=groups)
    _report(run, rejects)
    print(f"{run.events} 个事件，{run.hits} 次命中。", file=sys.stderr)


def compile_indicators(
    *,
    indicators: Annotated[Path, typer.Option("--indicators", metavar="I", help="线索表")],
    out: Annotated[Path, typer.Option("--out", metavar="S", help="快照文件")],
    popular: Annotated[
        Path | None,
        typer.Option("--popular", metavar="FILE", help="常用域名，每行一个，只影响速度"),
    ] = None,
    rejects: Rejects = None,
    key: Key = None,
) -> None:
    """把线索表做成快照文件：映射进内存，几毫秒打开。

    例：zhisun compile-indicators --indicators base.parquet --out base.zix --key snapshot.key
    """
    from zhisun.site import screening

    with Advance("生成快照", None) as seen:
        run = screening.Run(rejects, seen, text_of)
        identity, size = run.compile(indicators, out, _secret(key), popular)
    _report(run, rejects)
    words = f"{run.indicators} 条线索，{size / (1 << 20):.1f} MB，编号 {identity[:16]}。"
    print(words, file=sys.stderr)


def watch(
    *,
    folder: Annotated[Path | None, typer.Option(metavar="DIR", help="事件文件出现的文件夹")] = None,
    brokers: Annotated[str, typer.Option(help="Kafka 地址，主机:端口")] = "",
    topic: Annotated[str, typer.Option(help="Kafka 主题")] = "",
    keep_done: Annotated[
        int | None,
        typer.Option(
            "--keep-done",
            metavar="DAYS",
            min=1,
            help="读完的文件在 done 里留这么多天；不写则读完存好就删除",
        ),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="读完现有的就结束")] = False,
) -> None:
    """值守：事件一到就与预警底库碰撞，只存命中。断电、被杀都不丢不重。

    文件夹里的文件读完、命中和进度存好之后删除。

    例：zhisun watch --folder /data/events --keep-done 3
    """
    from zhisun.site import prepare

    if folder is None and not (brokers and topic):
        raise InputError("watch_needs_source")
    prepare.set_up_django()
    with prepare.database():
        from zhisun.site import pushed_events, watch_sources, watching

        sources: list[watch_sources.Source] = []
        if folder is not None:
            keep = None if keep_done is None else timedelta(days=keep_done)
            sources.append(watch_sources.Folder(folder, text_of, keep=keep))
        if brokers and topic:
            sources.append(watch_sources.Topic(brokers, topic))
        watching.watch(pushed_events.in_home(), sources, once=once)


def import_indicators(
    *,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="CSV、Excel、STIX 2.1、MISP、涉案信息推送")
    ],
    source: Annotated[str, typer.Option(help="文件里没写来源的线索用它")] = "",
    rejects: Rejects = None,
) -> None:
    """把线索文件导入预警底库。读不懂的、会误伤白名单的不导入，其余一次导入。

    例：zhisun import-indicators feed.stix.json --rejects bad.csv
    """
    from zhisun.site import prepare

    prepare.set_up_django()
    with prepare.database():
        from zhisun.site import indicator_files

        told = indicator_files.take_in(files, source, rejects, text_of)
    print(told, file=sys.stderr)


def export_indicators(
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="写到哪里")],
    layout: Annotated[str, typer.Option("--format", help="csv xlsx stix misp")] = "csv",
    state: Annotated[str, typer.Option(help="只要这种状态的，空为全部")] = "standing",
) -> None:
    """把预警底库的线索写成文件，给别的底库。导出有记录。

    例：zhisun export-indicators --format stix --out base.stix.json
    """
    from zhisun.site import prepare

    prepare.set_up_django()
    with prepare.database():
        from zhisun.site import indicator_files

        number = indicator_files.write_out(out, layout, state)
    print(f"{number} 条线索，已写入 {out}。", file=sys.stderr)


def _secret(key: Path | None) -> bytes:
    return key.read_bytes().strip() if key else b""


def _report(run: Any, rejects: Path | None) -> None:
    """Say how many rows were not read, and where they are; name the first if nowhere."""
    if not run.bad:
        return
    where = f"已写入 {rejects}" if rejects else f"第一处是{run.first}；用 --rejects 保存全部"
    print(f"{run.bad} 行没有读懂，{where}。", file=sys.stderr)
