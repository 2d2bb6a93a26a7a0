"""`zhisun serve` and `zhisun demo`: the whole platform as one tree of processes."""

import contextlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from zhisun.kernel.errors import GatewayUnavailable
from zhisun.site import environment, parts, prepare, rooms
from zhisun.site import logs as log_lines
from zhisun.site.embedded import EmbeddedPostgres
from zhisun.site.parts import Doors
from zhisun.site.supervisor import (
    LONGEST_PAUSE,
    SHORTEST_PAUSE,
    Part,
    Supervisor,
    demand_free_port,
    logged,
    sole,
)

DEMO_FOLDER = "demo"
INSTITUTIONS_FOLDER = "institutions"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDay:
    """How the sample city lives: `speed` city seconds pass in one real second.

    past: a new city has two weeks behind it, in which money was frozen.
    """

    seed: int = 1
    speed: int = 60
    fresh: bool = False
    past: bool = True


def serve(doors: Doors, *, ready: Callable[[], None]) -> None:
    """Run the platform until a signal. Raises InputError, GatewayUnavailable."""
    with sole(environment.home()):
        _demand_free_ports(doors)
        run(lambda: parts.platform(doors), ready=ready, tell=logged)


def demo(
    doors: Doors,
    day: DemoDay,
    *,
    told: Callable[[str], None],
    ready: Callable[[], None],
) -> None:
    """Run the platform with the sample city until a signal, always on the embedded database.

    told: hears each step of the start. Raises InputError, GatewayUnavailable.
    """
    home = environment.home() / DEMO_FOLDER
    with sole(home):
        _demand_free_ports(doors)
        if day.fresh:
            _wipe(home)
        os.environ |= {"ZHISUN_HOME": str(home), "ZHISUN_DEMO": "on", "DATABASE_URL": ""}
        logs = home / "logs"
        logs.mkdir(exist_ok=True)
        told("正在启动内置数据库和建表")

        def tell(part: str, what: str) -> None:
            if what in {"part_died", "part_restarted"}:
                told(f"{part} 停了，正在重启" if what == "part_died" else f"{part} 已重启")

        run(lambda: _demo_parts(doors, day, logs, told), ready=ready, tell=tell)


def run(
    make_parts: Callable[[], Sequence[Part]],
    *,
    ready: Callable[[], None],
    tell: Callable[[str, str], None],
    pauses: tuple[float, float] = (SHORTEST_PAUSE, LONGEST_PAUSE),
) -> None:
    """Run these parts on an up-to-date database until a signal. PostgreSQL first and last.

    Raises InputError, GatewayUnavailable.
    """
    prepare.set_up_django()
    with prepare.database(keep=True) as server:
        try:
            prepare.bring_up_to_date()
            tend = _tender(server, tell)
            Supervisor(make_parts(), tell, tend, pauses).run(ready=ready)
        finally:
            prepare.stop_database()


def _tender(
    server: EmbeddedPostgres | None, tell: Callable[[str, str], None]
) -> Callable[[], None]:
    """Starts the embedded server again when it died; parts meanwhile wait for it by themselves."""

    def tend() -> None:
        if server is None or not server.gone():
            return
        tell("postgres", "part_died")
        with contextlib.suppress(GatewayUnavailable):  # the next look tries again
            server.ensure()
            tell("postgres", "part_restarted")

    return tend


def _demo_parts(
    doors: Doors, day: DemoDay, logs: Path, told: Callable[[str], None]
) -> Sequence[Part]:
    from zhisun.site import sample_city  # noqa: PLC0415 models exist once Django is set up

    log_lines.into_file(logs / "demo.log")
    told("正在装入示例城市")
    at = datetime.now(UTC)
    credentials = _city_with_past(logs.parent, at, told) if day.past else sample_city.load(at)
    simulated = {  # the institutions first: the day's first call already needs them
        "institutions": [
            *("--tcp", f"{doors.host}:{doors.tcp_port}"),
            *("--credentials", str(credentials)),
        ],
        # Banks take their own time however fast the city's day goes: officers race them.
        "city": [
            *("--token", sample_city.call_push_token(at), "--speed", str(day.speed)),
            *("--warning-token", sample_city.warning_push_token(at)),
        ],
    }
    told("正在启动网页、后台和模拟机构")
    return [*parts.platform(doors, logs=logs), *_city_parts(doors, day, logs, simulated)]


def _city_with_past(home: Path, at: datetime, told: Callable[[str], None]) -> Path:
    """The city, with its earlier days if it is new; the file with its institutions' secrets.

    Before any part runs, so that none of them takes the past for news of today.
    """
    from zhisun.site import (  # noqa: PLC0415 as above
        earlier_days,
        earlier_warnings,
        pushed_events,
        sample_city,
    )

    if (home / sample_city.CREDENTIALS).exists():
        return sample_city.load(at)
    credentials = sample_city.load(at - earlier_days.BEGAN)
    told("正在补上前两周的案件（只在第一次，约十秒）")
    earlier_days.live(home / INSTITUTIONS_FOLDER, at)
    told("正在补上前两周的预警、劝阻和封停（只在第一次，约八秒）")
    earlier_warnings.live(home / INSTITUTIONS_FOLDER, at, pushed_events.in_home)
    return credentials


def _city_parts(
    doors: Doors, day: DemoDay, logs: Path, simulated: dict[str, list[str]]
) -> list[Part]:
    common = ["--platform", doors.address, "--seed", str(day.seed)]
    common += ["--home", str(logs.parent / INSTITUTIONS_FOLDER)]
    return [
        Part(
            name,
            parts.module(f"zhisun.simulator.{name}", *common, *own),
            log=logs / f"{name}.log",
        )
        for name, own in simulated.items()
        if rooms.has(f"zhisun.simulator.{name}")
    ]


def _demand_free_ports(doors: Doors) -> None:
    """Before anything is started: a taken port is the commonest mistake."""
    for port in (doors.port, doors.tcp_port):
        demand_free_port(doors.host, port)


def _wipe(home: Path) -> None:
    """Everything but the lock that we hold."""
    EmbeddedPostgres(home).stop()
    for path in home.iterdir():
        if path.name == "supervisor.lock":
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
