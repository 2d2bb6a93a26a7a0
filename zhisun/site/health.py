"""`zhisun check`: what is well, what is not, and what to do about it."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from procrastinate.contrib.django.models import ProcrastinateJob

from zhisun.domains.audit import services as audit
from zhisun.domains.directory import selectors as directory
from zhisun.domains.outbox import selectors as outbox

OLDEST_NEWS = timedelta(minutes=1)
CLOCK_TOLERANCE = timedelta(seconds=2)
LEAST_FREE = 5 << 30
GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check."""

    subject: str
    well: bool
    detail: str
    remedy: str = ""


def findings() -> Sequence[Finding]:
    """Every check in order; one that fails to run is itself a finding."""
    return [_checked(subject, check) for subject, check in CHECKS.items()]


def database() -> Finding:
    """Reachable, and its tables are those of this version."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    version = connection.cursor().connection.info.server_version // 10000
    return Finding(
        "数据库",
        not plan,
        f"PostgreSQL {version}，待升级 {len(plan)} 项",
        "先 zhisun backup，再 zhisun upgrade",
    )


def queue() -> Finding:
    """News is delivered within a minute and none waits for a person."""
    backlog = outbox.backlog()
    late = backlog.oldest_event_at is not None and (
        datetime.now(UTC) - backlog.oldest_event_at > OLDEST_NEWS
    )
    return Finding(
        "队列",
        not late and not backlog.stuck,
        f"待处理 {backlog.events} 条，卡住 {backlog.stuck} 条",
        "看 zhisun worker 是否在运行；卡住的按日志里的 reaction_failed 处理",
    )


def jobs() -> Finding:
    """No ordinary job has given up."""
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    return Finding("后台任务", failed == 0, f"失败 {failed} 个", "按日志查明原因后重新提交")


def gateways() -> Finding:
    """Institutions are connected and fetch their orders."""
    connected = len(directory.institutions())
    waiting = outbox.backlog().parcels
    return Finding(
        "机构接口",
        connected > 0,
        f"已接入 {connected} 家，未签收 {waiting} 件",
        "登记机构并把密钥交给对方接口人",
    )


def clocks() -> Finding:
    """The machine and the database agree on the time: the 48 hours are counted by both."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs(datetime.now(UTC) - theirs)
    return Finding(
        "时钟",
        apart < CLOCK_TOLERANCE,
        f"与数据库相差 {apart.total_seconds():.1f} 秒",
        "在两台机器上启用时间同步（chrony）",
    )


def disk() -> Finding:
    """There is room where the state lies."""
    free = shutil.disk_usage(settings.ZHISUN_HOME).free
    return Finding("磁盘", free > LEAST_FREE, f"剩余 {free / GIB:.1f} GB", "清理或扩容数据目录")


def audit_chain() -> Finding:
    """Nobody has changed what was recorded."""
    breaks = sum(1 for _ in audit.verify())
    return Finding("审计链", breaks == 0, f"断裂 {breaks} 处", "用 zhisun verify-audit 查看并报告")


def transport() -> Finding:
    """Passwords and personal data do not cross the network in the clear."""
    return Finding(
        "加密传输",
        settings.HTTPS or settings.DEMO,
        "HTTPS 已启用" if settings.HTTPS else "未启用 HTTPS",
        "配置证书后设 ZHISUN_HTTPS=on",
    )


CHECKS: dict[str, Callable[[], Finding]] = {
    "数据库": database,
    "队列": queue,
    "后台任务": jobs,
    "机构接口": gateways,
    "时钟": clocks,
    "磁盘": disk,
    "审计链": audit_chain,
    "加密传输": transport,
}


def _checked(subject: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        return Finding(
            subject, well=False, detail=str(error).splitlines()[0], remedy="先处理数据库一项"
        )
