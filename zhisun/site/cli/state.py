"""Commands that carry the whole state out and in, and prove the audit."""

from pathlib import Path
from typing import Annotated

import typer

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("verify-audit")(verify_audit)


def backup(file: BackupFile) -> None:
    """把全部状态写进一个文件：数据库、附件、密钥。平台可以照常运行。

    例：zhisun backup /backup/2026-11-21.zhisun
    """
    from zhisun.site import archive, prepare

    prepare.set_up_django()
    with prepare.database():
        size = archive.write(file)
    typer.echo(f"已备份到 {file}，{size / (1 << 20):.1f} MB。", err=True)


def restore(
    file: BackupFile,
    *,
    replace: Annotated[bool, typer.Option("--replace", help="替换现有数据")] = False,
) -> None:
    """从备份文件恢复全部状态。先停平台；要么全部恢复，要么一点不动。

    例：zhisun restore /backup/2026-11-21.zhisun --replace
    """
    from zhisun.site import archive, environment, prepare
    from zhisun.site.supervisor import sole

    prepare.set_up_django()
    with sole(environment.home()), prepare.database():
        archive.read(file, replace=replace)
        prepare.bring_up_to_date()
    typer.echo("已恢复。用 zhisun serve 启动。", err=True)


def verify_audit() -> None:
    """验证审计链：任何一条被改过、删过或插过都会指出来。

    例：zhisun verify-audit
    """
    from zhisun.site import prepare

    prepare.set_up_django()
    with prepare.database():
        from zhisun.domains.audit import services

        breaks = list(services.verify())
    for line in breaks:
        typer.echo(line)
    if breaks:
        raise typer.Exit(1)
    typer.echo("审计链完整。", err=True)
