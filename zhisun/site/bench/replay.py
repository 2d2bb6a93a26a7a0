"""`zhisun bench replay`: events through the real watch, killed on the way, twice over.

The real tree runs in a fresh folder (embedded PostgreSQL, web, worker); `zhisun watch` reads files
of events and is killed with -9 at random, and so is the worker. Then everything is replayed again.
Exit code 1 when a hit was lost, stored twice or invented, when a signal is missing, or when
somebody has two open dispatches.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhisun.site.cli.progress import Advance
from zhisun.site.measuring import figures
from zhisun.site.measuring.ground import ground

if TYPE_CHECKING:
    from zhisun.site.measuring.replay import Outcome

FAULTS_SHOWN = 5


def run(argv: Sequence[str]) -> None:
    """Start, replay twice, reckon, show. Raises SystemExit, GatewayUnavailable."""
    chosen = _arguments().parse_args(argv)
    loads = [os.getloadavg()[0]]
    with ground(()) as platform, Advance("重放", 2 * chosen.files) as seen:
        from zhisun.site.measuring.replay import endure  # noqa: PLC0415 it imports tables
        from zhisun.site.measuring.replay_events import Size  # noqa: PLC0415 as above

        size = Size(
            events=chosen.events,
            files=chosen.files,
            hits=chosen.hits,
            victims=chosen.victims,
            indicators=chosen.indicators,
            seed=chosen.seed,
        )
        outcome = endure(platform, size, chosen.kills, seen=seen)
    loads.append(os.getloadavg()[0])
    _show(outcome, chosen.events)
    told = _told(outcome) | {"events": chosen.events, "load": loads}
    figures.finish(told, chosen.json)
    if not outcome.well:
        raise SystemExit(1)


def _show(outcome: "Outcome", events: int) -> None:
    rows = [
        (check.name, check.seen, "通过" if check.well else f"不通过：{len(check.faults)}")
        for check in outcome.checks
    ]
    figures.show("清点", ("项目", "数量", "结果"), rows)
    for check in outcome.checks:
        for fault in check.faults[:FAULTS_SHOWN]:
            print(f"  {check.name}：{fault}")
    for number, (told, rest_s) in enumerate(zip(outcome.rounds, outcome.rest_s, strict=True), 1):
        kills = "，".join(f"{part} {count}" for part, count in sorted(told.kills.items()))
        print(
            f"第 {number} 遍：{events:,} 个事件，{told.seconds:.0f} 秒，"
            f"每秒 {events / told.seconds:,.0f} 个；kill -9：{kills or '无'}；"
            f"其后 {rest_s:.0f} 秒全部送达"
        )
    counts = "，".join(f"{name} {count:,}" for name, count in outcome.counts.items())
    print(f"库中：{counts}")


def _told(outcome: "Outcome") -> dict[str, object]:
    return {
        "rounds": [
            {"seconds": round(told.seconds, 1), "kills": told.kills} for told in outcome.rounds
        ],
        "rest_s": [round(each, 1) for each in outcome.rest_s],
        "counts": outcome.counts,
        "checks": {
            check.name: {"seen": check.seen, "faults": list(check.faults)[:FAULTS_SHOWN]}
            for check in outcome.checks
        },
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench replay", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000_000, help="事件个数")
    parser.add_argument("--files", type=int, default=100, help="分成多少个文件")
    parser.add_argument("--hits", type=int, default=20_000, help="其中命中的个数")
    parser.add_argument("--victims", type=int, default=6_000, help="命中落在多少条线路上")
    parser.add_argument("--indicators", type=int, default=50_000, help="线索条数")
    parser.add_argument("--kills", type=int, default=12, help="每一遍 kill -9 的次数")
    parser.add_argument("--seed", type=int, default=1, help="同一个数，同样的事件")
    parser.add_argument("--json", type=Path, metavar="FILE", help="结果另存为 JSON")
    return parser
