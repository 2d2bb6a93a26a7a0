"""`zhisun bench money`: the money page, its machine interface and the league of institutions.

The real tree runs in a fresh folder and is asked over HTTP, one look after the other: an ordinary
case, the same case with 200,000 transfers, and the league before 100,000 orders. Processor time is
that of all parts of the platform together, background work included.
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from zhisun.site.measuring import figures
from zhisun.site.measuring.ground import Ground, ground

BANK = "103100000026"
HEADINGS = ("一次打开", "次数", "p50 毫秒", "p95 毫秒", "p99 毫秒", "处理器 毫秒")
LARGE_VISITS = 20


def run(argv: Sequence[str]) -> None:
    """Measure and show. Raises SystemExit, GatewayUnavailable."""
    chosen = _arguments().parse_args(argv)
    with ground((BANK,), answering=(600, 1200)) as platform:
        told = _measured(platform, chosen)
    rows: list[tuple[figures.Figure, ...]]
    rows = [(name, *spread.values()) for name, spread in told.items()]
    figures.show("资金页、接口、反馈榜（经 HTTP，逐次打开）", HEADINGS, rows)
    figures.finish(told, chosen.json)


def _measured(platform: Ground, chosen: argparse.Namespace) -> dict[str, dict[str, float]]:
    from zhisun.domains.money_trails.reactions import trace_report  # noqa: PLC0415 it imports tables
    from zhisun.site.measuring import boards, despatch, trails  # noqa: PLC0415 they import tables

    draft = despatch.prepare(platform, 1)[0]
    case, at = draft.incident_no, datetime.now(UTC)
    trace_report(case, at)
    page, address = f"/funds/money/{case}/part/", f"/api/v1/incidents/{case}/trail"
    headers = {"Authorization": f"Bearer {trails.token()}"}
    told = {}

    def look(name: str, where: str, visits: int) -> None:
        told[name] = _spread(*trails.looks(platform, where, visits))

    look("普通案件，第一次", page, 1)
    look("普通案件", page, chosen.visits)
    trails.reads(platform, address, headers, 1)
    told["普通案件，接口"] = _spread(*trails.reads(platform, address, headers, chosen.visits))
    if chosen.transfers:
        trails.with_large_ledger(case, chosen.transfers)
        size = f"{chosen.transfers:,} 笔"
        look(f"{size}，第一次", page, 1)
        look(f"{size}，再看", page, LARGE_VISITS)
        look(f"{size}，补上比例混同", f"{page}?full=1", 1)
        look(f"{size}，补上以后", f"{page}?full=1", LARGE_VISITS)
        many = trails.reads(platform, address, headers, LARGE_VISITS)
        told[f"{size}，接口"] = _spread(*many)
    if chosen.orders:
        boards.fill(chosen.orders, chosen.orders // 50)
        trails.send_all()
        look(f"反馈榜 30 天，{chosen.orders:,} 条指令", "/funds/replies/?since=30d", LARGE_VISITS)
    return told


def _spread(seconds: Sequence[float], processor_s: float) -> dict[str, float]:
    spread = figures.spread(seconds)
    return {"visits": len(seconds), **spread, "processor_ms": round(1000 * processor_s, 1)}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench money", description=__doc__)
    parser.add_argument("--visits", type=int, default=100, help="普通案件看多少次")
    parser.add_argument("--transfers", type=int, default=200_000, help="大案多少笔；0 不测")
    parser.add_argument("--orders", type=int, default=100_000, help="反馈榜前多少条指令；0 不测")
    parser.add_argument("--json", type=Path, metavar="FILE", help="结果另存为 JSON")
    return parser
