"""`zhisun bench trace`: the money trail on a ledger of our own making, beside what one would use.

Order and index, one case, a thousand cases; where the money is against the truth, by rule and by
minute; the order inside a second; banks that have not answered; stopping and asking round by
round. `--peer` asks PostgreSQL, DuckDB,
networkx and a Python loop about the same rows.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from zhisun.engines.tables import MISSING
from zhisun.engines.tracing.asking import Asked
from zhisun.engines.tracing.chase import Outlook
from zhisun.engines.tracing.dwelling import Stays, joined, learnt, stays_of
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Ledger, build
from zhisun.engines.tracing.scene import Folk
from zhisun.engines.tracing.terms import ATTRIBUTING, Rule
from zhisun.engines.tracing.walking import walked
from zhisun.engines.tracing.warm import warm
from zhisun.site.measuring import figures, locating, stopping, tracing_peers
from zhisun.site.measuring.laundering import Case, World, world
from zhisun.site.measuring.stopping import Game

Row = tuple[str | int | float, ...]
JOINTLY, SINGLY = 1000, 500
MINUTES = (10, 30, 120)
BANKS_ANSWERING = (12, 9, 6, 3, 1)
ASKED_OF_PEERS, LOOKS = 50, 3
"""Cases put to the other programs; times each case is asked: the best counts, for all alike."""
PLAYED = 150
GAMES = {
    "10 分钟后，每分钟 5 户": Game(),
    "10 分钟后，每 12 秒 1 户": Game(seconds=12, width=1),
    "10 分钟后，每分钟不限户": Game(width=10_000),
    "10 分钟后，每分钟 1 户": Game(width=1),
    "10 分钟后，每 5 分钟 5 户": Game(seconds=300),
    "30 分钟后，每分钟 5 户": Game(minutes=30),
    "银行有快慢，每分钟 5 户": Game(slow=True),
}
SMALL = 1_000_000
"""Rows for programs that would need many gigabytes for all."""


def run(argv: Sequence[str]) -> None:
    """Measure and show."""
    chosen = _arguments().parse_args(argv)
    begin = time.perf_counter()
    warm()
    told: dict[str, object] = {"warm_s": round(time.perf_counter() - begin, 2)}
    print(f"编译好的代码就绪：{told['warm_s']} 秒", flush=True)
    large = world(chosen.rows, chosen.seed)
    told["speed"] = _speed(large, peers=chosen.peer)
    if chosen.quality_rows:
        truth = world(chosen.quality_rows, chosen.seed + 100)
        told["quality"] = _quality(truth)
        told["game"] = _game(truth)
    figures.finish(told, chosen.json)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench trace", description="资金穿透")
    parser.add_argument("--rows", type=int, default=10_000_000, help="流水笔数")
    parser.add_argument(
        "--quality-rows", type=int, default=2_000_000, help="对照真相的笔数，0 不做"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer", action="store_true", help="同时测量其他做法")
    parser.add_argument("--json", type=Path, help="把数字写到文件")
    return parser


def _speed(large: World, *, peers: bool) -> dict[str, object]:
    wall, spent = time.perf_counter(), time.process_time()
    ledger = build(large.transfers)
    wall, spent = time.perf_counter() - wall, time.process_time() - spent
    folk = known(ledger, large.accounts)
    told: dict[str, object] = {
        "rows": len(ledger),
        "build_s": round(wall, 2),
        "build_cpu_s": round(spent, 2),
        "arrays_mb": round(ledger.nbytes / 1e6),
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{len(ledger):,} 笔排序并建索引：{wall:.2f} 秒（处理器 {spent:.2f} 秒），"
        f"数组 {told['arrays_mb']} MB，进程峰值 {peak} MB（含生成的流水）",
        flush=True,
    )
    singles = [locating.question(ledger, folk, [case], None) for case in large.cases[:SINGLY]]
    joint = locating.question(ledger, folk, large.cases[:JOINTLY], None)
    rows: list[Row] = []
    for rule in ATTRIBUTING:
        alone = [_spent(ledger, folk, single, rule) for single in singles]
        spread = [1000 * figures.percentile(alone, share) for share in (0.5, 0.95, 1.0)]
        together = min(_spent(ledger, folk, joint, rule) for _ in range(3))
        rows.append((str(rule), *(round(ms, 3) for ms in spread), round(1000 * together)))
    show = (
        "规则",
        "一案 p50 毫秒",
        "p95",
        "最大",
        f"{min(JOINTLY, len(large.cases)):,} 案一起 毫秒",
    )
    figures.show("一案、多案（含金额，追到底；处理器时间）", show, rows)
    told["rules"] = rows
    if peers:
        told["peers"] = _peers(large, ledger, folk, singles[:ASKED_OF_PEERS])
    return told


def _spent(ledger: Ledger, folk: Folk, ready: Asked, rule: Rule) -> float:
    """Processor seconds: what others do on the machine counts less."""
    begin = time.process_time()
    walked(ledger.book, folk, ready.by(rule))
    return time.process_time() - begin


def _peers(
    large: World, ledger: Ledger, folk: Folk, singles: Sequence[Asked]
) -> dict[str, list[str | int | float]]:
    table = tracing_peers.moves(ledger)
    seeds = [ready.question.seed_row.tolist() for ready in singles]
    asks = [partial(walked, ledger.book, folk, each.by(Rule.LIFO)) for each in singles]
    ours = figures.percentile([_best(each) for each in asks], 0.5)
    rows: list[Row] = [("止损 LIFO，含金额", len(ledger), 0.0, round(1000 * ours, 3), 1.0)]
    small = table.slice(0, SMALL)
    inside = [each for each in seeds if max(each) < small.num_rows] or [[0]]
    for name, peer, given, questions in (
        ("PostgreSQL 递归查询，无金额", tracing_peers.postgres_reach, table, seeds),
        ("DuckDB 递归查询，无金额", tracing_peers.duckdb_reach, table, seeds),
        ("networkx，无金额", tracing_peers.networkx_reach, small, inside),
    ):
        with peer(given, large.people) as (loading, ask):
            ask(questions[0])  # plans, caches and compiled parts are there before the clock runs
            alone = [_best(partial(ask, each)) for each in questions]
            middle = figures.percentile(alone, 0.5)
        told_ms = round(1000 * middle, 2)
        rows.append((name, given.num_rows, round(loading, 1), told_ms, round(middle / ours, 1)))
    claims = {
        int(ledger.places.row[transfer]): fen
        for case in large.cases
        for transfer, fen in case.claims
    }
    claims.pop(MISSING, None)
    swept = tracing_peers.sweep(small, claims, large.people)
    rows.append(("Python 逐笔 FIFO", small.num_rows, 0.0, round(1000 * swept), round(swept / ours)))
    figures.show(
        "其他做法（同一台机器、同一批流水）",
        ("做法", "笔数", "装入 秒", "一案 p50 毫秒", "倍数"),
        rows,
    )
    return {str(row[0]): list(row[1:]) for row in rows}


def _best(ask: Callable[[], object]) -> float:
    """Seconds of the quickest of several looks."""
    spent = []
    for _ in range(LOOKS):
        begin = time.perf_counter()
        ask()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def _quality(truth: World) -> dict[str, object]:
    ledger = build(truth.transfers)
    folk = known(ledger, truth.accounts)
    rows: list[Row] = []
    for minutes in MINUTES:
        for rule in ATTRIBUTING:
            found = locating.located(truth, ledger, folk, rule, minutes=minutes)
            rows.append((minutes, str(rule), *_told(found)))
    headings = ("报案后 分钟", "规则", "前 3", "前 5", "前 10", "金额误差")
    figures.show(f"找到的钱（{len(truth.cases)} 案，对照真相）", headings, rows)
    orders: list[Row] = [
        ("本引擎的顺序", *_told(locating.located(truth, ledger, folk, Rule.LIFO, minutes=30)))
    ]
    for name, truly in (("真实顺序", True), ("秒内任意", False)):
        other = locating.in_order(truth, truly=truly)
        found = locating.located(
            truth,
            other,
            known(other, truth.accounts),
            Rule.LIFO,
            minutes=30,
            stretch=locating.STRETCH,
        )
        orders.append((name, *_told(found)))
    figures.show("同一秒内的顺序（LIFO，30 分钟）", ("顺序", *headings[2:]), orders)
    banks, fits = _silent(truth)
    figures.show("未反馈的银行（LIFO，30 分钟）", ("已反馈 家", "做法", *headings[2:]), banks)
    figures.show("撮合的提示", ("已反馈 家", "依据", "提示", "属实", "账户属团伙"), fits)
    return {"located": rows, "orders": orders, "banks": banks, "matched": fits}


def _silent(truth: World) -> tuple[list[Row], list[Row]]:
    """What is found with fewer banks answering; the proposals across the gap and how many hold."""
    banks: list[Row] = []
    fits: list[Row] = []
    for number in BANKS_ANSWERING:
        ended, about_ended = locating.answering(truth, number, stop=True)
        found = locating.located(truth, ended, about_ended, Rule.LIFO, minutes=30)
        banks.append((number, "停在未反馈处", *_told(found)))
        seen, about = locating.answering(truth, number, stop=False)
        found = locating.located(truth, seen, about, Rule.LIFO, minutes=30)
        banks.append((number, "穿过去", *_told(found)))
        matching = locating.Matching()
        found = locating.located(truth, seen, about, Rule.LIFO, minutes=30, matching=matching)
        banks.append((number, "穿过去并撮合", *_told(found)))
        fits += [(number, str(fit), *told) for fit, told in matching.told.items()]
    return banks, fits


def _game(truth: World) -> list[Row]:
    """Stop and query round by round, on the second half of the cases; the first half teaches."""
    half = len(truth.cases) // 2
    ledger = build(truth.transfers)
    folk = known(ledger, truth.accounts)
    dwelling = learnt(joined([_stays(ledger, folk, case) for case in truth.cases[:half]]))
    banks = stopping.Banks(truth.bank)
    centre = stopping.Centre(truth, ledger)
    played = truth.cases[half : half + PLAYED]
    rows: list[Row] = []
    for name, game in GAMES.items():
        knowing = Outlook(
            dwelling=dwelling,
            answering=banks.answering if game.slow else None,
            institutions=banks.names,
        )
        for how, rank, outlook in (
            ("逐级", stopping.BY_LEVEL, None),
            ("按金额", stopping.BY_AMOUNT, None),
            ("按预计挽回", stopping.BY_VALUE, None),
            ("按预计挽回，已学习", stopping.BY_VALUE, knowing),
        ):
            score = centre.play(played, game, rank, outlook)
            parts = (score.ceiling / score.lost, score.saved / score.lost, score.of_ceiling)
            rows.append((name, how, *(round(part, 3) for part in parts), score.strangers))
    headings = ("每轮", "次序", "上限", "保住", "占上限", "误停账户")
    figures.show(f"边止付边查询（{len(played)} 案）", headings, rows)
    return rows


def _stays(ledger: Ledger, folk: Folk, case: Case) -> Stays:
    ready = locating.question(ledger, folk, [case], None)
    found = walked(ledger.book, folk, ready.by(Rule.LIFO))
    return stays_of(ledger, folk, found, ready.question.as_of)


def _told(found: locating.Located) -> tuple[float, ...]:
    return (*(round(top, 3) for top in found.tops), round(found.error, 3))
