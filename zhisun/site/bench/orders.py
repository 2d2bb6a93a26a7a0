"""`zhisun bench orders`: from approval to the bytes at the institution, and the board's page.

The real tree runs in a fresh folder, with three simulated institutions: one waits for mail over
HTTPS, one over TCP, and one asks every second, as a simple client would. The board's page is read
by a signed-in officer; beside it, the same lines fetched whole and sorted in Python.
"""

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhisun.site.measuring import figures
from zhisun.site.measuring.ground import Ground, ground

if TYPE_CHECKING:
    from zhisun.site.measuring.despatch import Approval

HTTPS, TCP, POLLING = "102100099996", "104100000004", "103100000026"
NAMES = {HTTPS: "HTTPS 长轮询", TCP: "TCP 长轮询", POLLING: "对照：每秒问一次"}
HEADINGS = ("从审批到机构收到", "指令", "p50 毫秒", "p95 毫秒", "p99 毫秒")
ANSWERING_S = (60, 120)
"""Institutions answer so long after an order, and twice the time of approving: behind it all."""
WAITING_USUALLY = 0.02
"""Share of all orders that wait on a day's board."""
VISITS, WARMING, SLOW_VISITS = 100, 5, 10


def run(argv: Sequence[str]) -> None:
    """Measure and show. Raises SystemExit, GatewayUnavailable."""
    chosen = _arguments().parse_args(argv)
    quickest, slowest = (2 * chosen.seconds + wait for wait in ANSWERING_S)
    with ground((HTTPS, TCP, f"{POLLING}@1"), answering=(quickest, slowest)) as platform:
        told: dict[str, object] = {"ready_s": round(platform.ready_s, 1)}
        if chosen.seconds:
            told["despatch"] = _despatch(
                platform, chosen.rate, chosen.seconds, together=chosen.together
            )
        if chosen.board:
            told["board"] = _board(platform, chosen.board)
    figures.finish(told, chosen.json)


def _despatch(platform: Ground, rate: float, seconds: int, *, together: bool) -> dict[str, object]:
    from zhisun.site.measuring import despatch, processor  # noqa: PLC0415 they import tables
    from zhisun.site.measuring.reckoning import Books, rest  # noqa: PLC0415 it imports tables

    drafts = despatch.prepare(platform, int(rate * seconds))
    spent = [processor.spent(platform)]
    packets = despatch.case_by_case(drafts) if together else despatch.one_by_one(drafts)
    approvals = despatch.approve_all(packets, rate)
    books = Books(platform.institutions, platform.codes)
    arrived = despatch.arrivals(books, approvals)
    despatch.await_receipts()
    spent.append(processor.spent(platform))
    rest_s = rest(books) or math.inf
    spent.append(processor.spent(platform))
    took = max(each.done for each in approvals) - min(each.began for each in approvals)
    found = {name: _of(approvals, arrived, {code}) for code, name in NAMES.items()}
    found["两种长轮询"] = _of(approvals, arrived, {HTTPS, TCP})
    found["两种长轮询，从应审批的时刻算起"] = _of(approvals, arrived, {HTTPS, TCP}, from_due=True)
    verb = figures.spread([each.done - each.began for each in approvals])
    found["其中审批本身（签发文书、投递）"] = {"orders": len(approvals), **verb}
    figures.show(
        f"每秒审批 {len(approvals) / took:.1f} 条（要求 {rate:g}），共 {len(approvals)} 条",
        HEADINGS,
        [(name, *spread.values()) for name, spread in found.items()],
    )
    took_ms = _processor(spent, len(approvals))
    faster = found[NAMES[POLLING]]["p50_ms"] / found["两种长轮询"]["p50_ms"]
    print(f"每秒问一次的中位时间是长轮询的 {faster:.1f} 倍", flush=True)
    print(f"全部收到后 {rest_s:.0f} 秒，全部反馈、追踪、记账和封存完毕", flush=True)
    return {
        "rest_s": round(rest_s, 1),
        "rate": round(len(approvals) / took, 1),
        "wanted_rate": rate,
        "processor_ms": took_ms,
        **found,
    }


def _processor(spent: Sequence[Mapping[str, float]], orders: int) -> dict[str, list[float]]:
    """Milliseconds an order by process: until all was acknowledged, and until all was done."""
    from zhisun.site.measuring import processor  # noqa: PLC0415 it imports tables

    found = processor.per_order(spent, orders)
    headings = ("每条指令占用的处理器时间", "审批到签收，毫秒", "到全部办结，毫秒")
    figures.show("", headings, [(name, *each) for name, each in found.items()])
    return found


def _of(
    approvals: "Sequence[Approval]",
    arrived: dict[str, float],
    institutions: set[str],
    *,
    from_due: bool = False,
) -> dict[str, float]:
    latencies = [
        arrived[each.draft.application_id] - (each.due if from_due else each.began)
        for each in approvals
        if each.draft.institution in institutions
    ]
    return {"orders": len(latencies), **figures.spread(latencies)}


def _board(platform: Ground, orders: int) -> dict[str, object]:
    from zhisun.site.measuring import boards, despatch  # noqa: PLC0415 they import tables

    despatch.prepare(platform, 1)  # one real order to copy
    found: dict[str, object] = {}
    boards.fill(orders, int(orders * WAITING_USUALLY))
    found["usual"] = _pages(platform, f"{orders:,} 条指令，其中 {WAITING_USUALLY:.0%} 待办")
    boards.fill(orders, orders)
    found["all_waiting"] = _pages(platform, f"{2 * orders:,} 条指令，其中一半以上待办")
    return found


def _pages(platform: Ground, title: str) -> dict[str, dict[str, float]]:
    from zhisun.site.measuring import boards  # noqa: PLC0415 it imports tables

    boards.page_times(platform, WARMING)
    found = {
        "整页（HTTP，登录后）": figures.spread(boards.page_times(platform, VISITS)),
        "其中查询": figures.spread(boards.selector_times(VISITS)),
        "对照：全部取出再排序": figures.spread(boards.sorted_in_python_times(SLOW_VISITS)),
    }
    rows: list[tuple[figures.Figure, ...]]
    rows = [(name, *spread.values()) for name, spread in found.items()]
    figures.show(title, ("看板", "p50 毫秒", "p95 毫秒", "p99 毫秒"), rows)
    page, naive = found["整页（HTTP，登录后）"]["p95_ms"], found["对照：全部取出再排序"]["p95_ms"]
    print(f"光是取出再排序就是整页的 {naive / page:.1f} 倍（p95）", flush=True)
    return found


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench orders", description=__doc__)
    parser.add_argument("--rate", type=float, default=50, help="每秒审批多少条")
    parser.add_argument("--seconds", type=int, default=60, help="审批多少秒；0 不测")
    parser.add_argument("--together", action="store_true", help="一案一键全部批准，而不是逐条")
    parser.add_argument("--board", type=int, default=100_000, help="看板前有多少指令；0 不测")
    parser.add_argument("--json", type=Path, metavar="FILE", help="结果另存为 JSON")
    return parser
