"""`zhisun bench kills`: random kills (-9) of every process under traffic, and the reckoning.

The real tree runs in a fresh folder: embedded PostgreSQL, two web workers, worker, TCP front and
five simulated institutions, each a process of its own. Exit code 1 when an order was lost or
carried out twice, when a fen is missing or when any other check fails.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhisun.site.cli.progress import Advance
from zhisun.site.measuring import figures
from zhisun.site.measuring.ground import ground

if TYPE_CHECKING:
    from zhisun.site.measuring.ordeal import Outcome

INSTITUTIONS = ("102100099996", "103100000026", "104100000004", "402451000010", "Z00831000014")
"""Two banks over HTTPS, two over TCP, one payment firm."""
FAULTS_SHOWN = 5


def run(argv: Sequence[str]) -> None:
    """Start, drive, kill, rest, reckon, show. Raises SystemExit, GatewayUnavailable."""
    chosen = _arguments().parse_args(argv)
    with ground(INSTITUTIONS) as platform, Advance("kill -9", chosen.kills) as seen:
        from zhisun.site.measuring.ordeal import Plan, endure  # noqa: PLC0415 it imports tables

        plan = Plan(
            kills=chosen.kills,
            seed=chosen.seed,
            pause_s=tuple(chosen.pause),
            call_every_s=chosen.every,
        )
        outcome = endure(platform, plan, hit=lambda: seen(1))
    _show(outcome)
    figures.finish(_told(outcome, platform.ready_s), chosen.json)
    if not outcome.well:
        raise SystemExit(1)


def _show(outcome: "Outcome") -> None:
    rows = [
        (check.name, check.seen, "通过" if check.well else f"不通过：{len(check.faults)}")
        for check in outcome.checks
    ]
    figures.show("清点", ("项目", "数量", "结果"), rows)
    for check in outcome.checks:
        for fault in check.faults[:FAULTS_SHOWN]:
            print(f"  {check.name}：{fault}")
    hits = "，".join(f"{part} {count}" for part, count in sorted(outcome.kills.items()))
    print(f"kill -9 共 {sum(outcome.kills.values())} 次，用时 {outcome.kills_s:.0f} 秒：{hits}")
    print(
        f"报警 {outcome.calls} 起，审批 {outcome.approved} 条，未批草稿 {outcome.drafts_left} 条，"
        f"不能审批 {dict(outcome.refused)}；停止后 {outcome.rest_s:.0f} 秒全部办结"
        + ("" if outcome.at_rest else "（未办结）")
    )


def _told(outcome: "Outcome", ready_s: float) -> dict[str, object]:
    return {
        "kills": dict(outcome.kills),
        "kills_s": round(outcome.kills_s, 1),
        "rest_s": round(outcome.rest_s, 1),
        "at_rest": outcome.at_rest,
        "ready_s": round(ready_s, 1),
        "calls": outcome.calls,
        "approved": outcome.approved,
        "drafts_left": outcome.drafts_left,
        "refused": dict(outcome.refused),
        "checks": {
            check.name: {"seen": check.seen, "faults": list(check.faults)}
            for check in outcome.checks
        },
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="杀进程的次数")
    parser.add_argument("--seed", type=int, default=1, help="同一个数，同样的报警和同样的次序")
    parser.add_argument(
        "--pause",
        type=float,
        nargs=2,
        default=(0.3, 1.0),
        metavar="秒",
        help="两次之间的最短和最长间隔",
    )
    parser.add_argument("--every", type=float, default=1.0, metavar="秒", help="隔多久一起报警")
    parser.add_argument("--json", type=Path, metavar="FILE", help="结果另存为 JSON")
    return parser
