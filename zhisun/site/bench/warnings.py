"""`zhisun bench warnings`: one county's lists before millions of warnings.

The real tree runs in a fresh folder; the tables are filled in bulk with the warnings of a city of
eleven counties, and an officer of one county reads his board, page by page and filter by filter.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from zhisun.site.measuring import figures
from zhisun.site.measuring.ground import Ground, ground

WAITING_USUALLY = 0.02
"""Share of all warnings that have no outcome yet."""
WANTED_MS = 200.0


def run(argv: Sequence[str]) -> None:
    """Fill, read, show. Raises SystemExit, GatewayUnavailable."""
    chosen = _arguments().parse_args(argv)
    with ground(()) as platform:
        told = _measured(platform, chosen.warnings, chosen.share, chosen.visits)
    figures.finish(told, chosen.json)


def _measured(platform: Ground, warnings: int, share: float, visits: int) -> dict[str, object]:
    from zhisun.site.measuring import dispatches  # noqa: PLC0415 it imports tables

    dispatches.post_officer()
    began = time.monotonic()
    tables = dispatches.fill(warnings, int(warnings * share))
    filled_s = time.monotonic() - began
    print(
        f"{tables['dispatch']:,} 件预警（{tables['signal']:,} 条信号），其中 {share:.0%} 待办，"
        f"一个区县占 1/{dispatches.COUNTIES}；{tables['bytes'] / (1 << 30):.1f} GiB，"
        f"装入 {filled_s:.0f} 秒",
        flush=True,
    )
    spreads = {
        name: figures.spread(dispatches.page_times(platform, page, visits))
        for name, page in dispatches.LISTS.items()
    }
    headings = ("一个区县的清单（整页，HTTP，登录后）", "p50 毫秒", "p95 毫秒", "p99 毫秒")
    figures.show("", headings, [(name, *each.values()) for name, each in spreads.items()])
    worst = max(each["p95_ms"] for each in spreads.values())
    said = "达到" if worst <= WANTED_MS else "没有达到"
    print(f"最慢的清单 p95 {worst} 毫秒，要求 {WANTED_MS:g} 毫秒：{said}", flush=True)
    indexes = dispatches.indexes_used()
    figures.show("", ("查询", "用到的索引"), [(n, ", ".join(i)) for n, i in indexes.items()])
    return {
        "tables": tables,
        "filled_s": round(filled_s, 1),
        "share": share,
        "pages": spreads,
        "worst_p95_ms": worst,
        "indexes": indexes,
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench warnings", description=__doc__)
    parser.add_argument("--warnings", type=int, default=5_000_000, help="多少件预警")
    parser.add_argument("--share", type=float, default=WAITING_USUALLY, help="其中待办的比例")
    parser.add_argument("--visits", type=int, default=100, help="每个清单看多少次")
    parser.add_argument("--json", type=Path, metavar="FILE", help="结果另存为 JSON")
    return parser
