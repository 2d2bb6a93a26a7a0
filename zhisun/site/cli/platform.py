"""Commands that run the platform."""

from pathlib import Path
from typing import Annotated

import typer

from zhisun.kernel.errors import InputError

Host = Annotated[str, typer.Option(help="监听地址；0.0.0.0 表示全部网卡")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="网页和接口的端口")]
TcpPort = Annotated[
    int, typer.Option(min=0, max=65535, help="机构长度前缀报文的端口；0 表示网页端口加一")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("demo")(demo)
    app.command("init")(init)
    app.command("serve")(serve)
    app.command("worker")(worker)
    app.command("upgrade")(upgrade)
    app.command("warm")(warm)
    app.command("check")(check)


def demo(
    *,
    port: Port = 8000,
    tcp_port: TcpPort = 0,
    speed: Annotated[int, typer.Option(min=1, max=3600, help="城市时间相对真实时间的倍数")] = 60,
    seed: Annotated[int, typer.Option(help="同一个数得到同一天")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="清空上次演示的数据")] = False,
    past: Annotated[bool, typer.Option(help="第一次启动时补上前两周已冻结资金的案件")] = True,
    browser: Annotated[bool, typer.Option(help="打开浏览器")] = True,
) -> None:
    """一条命令看全貌：内置数据库、示例城市、网页、后台和模拟机构。Ctrl-C 结束，不留进程。

    例：zhisun demo --port 8000 --speed 60 --seed 1 --no-browser
    """
    from zhisun.site import serve as processes
    from zhisun.site.cli.welcome import open_browser, show_logins
    from zhisun.site.parts import Doors

    doors = Doors(port=port, tcp_port=tcp_port or port + 1)
    day = processes.DemoDay(seed=seed, speed=speed, fresh=fresh, past=past)

    def ready() -> None:
        show_logins(doors)
        if browser:
            open_browser(doors.address)

    processes.demo(doors, day, told=lambda step: typer.echo(f"… {step}", err=True), ready=ready)
    typer.echo("已全部停止。", err=True)


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    tcp_port: TcpPort = 0,
    certificate: Annotated[Path | None, typer.Option(help="TLS 证书 (PEM)")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS 私钥 (PEM, PKCS#8)")] = None,
) -> None:
    """运行平台：数据库、网页、后台、机构接口。SIGTERM 或 Ctrl-C 结束。

    例：zhisun serve --host 0.0.0.0 --port 443 --certificate fd.pem --key fd.key
    """
    from zhisun.site import serve as processes
    from zhisun.site.parts import Doors

    if (certificate is None) != (key is None):
        raise InputError("certificate_needs_key")
    doors = Doors(
        host=host,
        port=port,
        tcp_port=tcp_port or port + 1,
        certificate=certificate,
        key=key,
    )
    processes.serve(doors, ready=lambda: typer.echo(f"止损已就绪：{doors.address}", err=True))


def worker() -> None:
    """只运行后台（平台另由 serve 运行，或网页在别的机器上）。

    例：DATABASE_URL=postgresql://zhisun@db/zhisun zhisun worker
    """
    from zhisun.site import prepare

    prepare.set_up_django()
    with prepare.database():
        from zhisun.site import worker as loops

        loops.main()


def init(
    *,
    admin: Annotated[str, typer.Option(help="第一个管理员的登录名")],
    title: Annotated[str, typer.Option(help="管理员姓名")],
    area: Annotated[str, typer.Option(help="中心辖区，行政区划代码 2–12 位，如 370800")],
    centre: Annotated[str, typer.Option(help="中心名称")],
    password: Annotated[
        str,
        typer.Option(
            envvar="ZHISUN_ADMIN_PASSWORD", prompt="密码", hide_input=True, confirmation_prompt=True
        ),
    ],
) -> None:
    """建库建表，登记中心和第一个管理员。

    例：zhisun init --admin xinxike --title 张伟 --area 370800 --centre 济宁市反诈中心
    """
    from zhisun.site import prepare, warming

    prepare.set_up_django()
    with prepare.database():
        prepare.bring_up_to_date()
        from zhisun.site import first_centre

        first_centre.found(
            first_centre.FirstCentre(
                username=admin, title=title, password=password, area=area, centre_name=centre
            )
        )
    warming.warm()
    typer.echo("已建好。用 zhisun serve 启动。", err=True)


def warm() -> None:
    """编译引擎，只需一次，以后各次启动直接使用；./run 安装后、init 和 upgrade 自动执行。

    例：zhisun warm
    """
    from zhisun.site import warming

    warming.warm()
    typer.echo("引擎已编译好。", err=True)


def upgrade() -> None:
    """装好新版本后：升级数据表和静态文件，编译引擎。先用 zhisun backup 备份。

    例：zhisun backup before.zhisun && zhisun upgrade
    """
    from zhisun.site import prepare, warming

    prepare.set_up_django()
    with prepare.database():
        prepare.bring_up_to_date()
    warming.warm()
    typer.echo("已是最新。", err=True)


def check() -> None:
    """一页体检：数据库、队列、接口、时钟、磁盘、审计链，每项正常或怎么办。

    例：zhisun check
    """
    from zhisun.site import prepare
    from zhisun.site.cli.welcome import show_findings

    prepare.set_up_django()
    with prepare.database():
        from zhisun.site import health

        findings = health.findings()
    show_findings(findings)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
