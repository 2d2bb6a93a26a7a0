"""`zhisun bench screen`: events × indicators on one core, and with --peer what others take.

Figures are processor time: of one thread for the engine, of all threads for the others. Every run
holds the hits of all of them against each other.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zhisun.engines.screening import hosts, matching
from zhisun.engines.screening.arrow import Column, pc
from zhisun.engines.screening.building import build
from zhisun.engines.screening.indicator_base import HOT, Base
from zhisun.engines.screening.matcher import Matcher
from zhisun.engines.screening.strings import parts
from zhisun.engines.screening.terms import EventKind
from zhisun.engines.tables import INSTANT
from zhisun.site import screening, snapshots
from zhisun.site.measuring import figures
from zhisun.site.measuring.screening_data import Sample
from zhisun.site.measuring.screening_peers import PEERS

RUNS = 5
PEER_RUNS = 3
BATCH = 65_536
BATCHES_OF_PEERS = 3
MOST_ASKED = 100_000
NOON_US = 1_780_000_000_000_000
NUMBERS = 1_000_000
SHORT = 200_000
ADDED = 20_000
Told = dict[str, Any]


def run(argv: Sequence[str]) -> None:
    """Measure and show. Raises SystemExit."""
    chosen = _arguments().parse_args(argv)
    sample = Sample(chosen.indicators, chosen.events)
    indicators = sample.table("domain", sample.domains)
    popular = sample.hosts.slice(0, MOST_ASKED)
    base, building_s = _timed(lambda: build(indicators, popular=popular).base)
    told: Told = {"indicators": chosen.indicators, "events": chosen.events}
    told["base"] = _base(base, building_s)
    told["hosts"] = _hosts(base, sample)
    told["kinds"] = _kinds(sample)
    told["files"] = _files(base, sample)
    if chosen.peer:
        told["peers"] = _peers(base, sample)
    figures.finish(told, chosen.json)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="zhisun bench screen", description="碰撞引擎的速度；例：--indicators 5000000 --peer"
    )
    parser.add_argument("--indicators", type=int, default=1_000_000, help="域名线索条数")
    parser.add_argument("--events", type=int, default=4_000_000, help="事件个数")
    parser.add_argument("--peer", action="store_true", help="也测 Polars、DuckDB、ClickHouse、dict")
    parser.add_argument("--json", type=Path, help="把数字写进这个文件")
    return parser


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """The result, and seconds of processor time."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def _nanoseconds(work: Callable[[], Any], events: int, runs: int = RUNS) -> float:
    """Processor time an event, median of the runs after one to warm up."""
    work()
    return statistics.median(_timed(work)[1] for _run in range(runs)) / events * 1e9


def _base(base: Base, building_s: float) -> Told:
    hot = sum(base.sections[name].nbytes for name in HOT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.zix"
        _identity, writing_s = _timed(lambda: snapshots.write(base, path))
        began = time.perf_counter()
        (opened, _name), checking_s = _timed(lambda: snapshots.read(path))
        _quick, opening_s = _timed(lambda: snapshots.read(path, whole=False))
        wall_s = time.perf_counter() - began
    matcher = Matcher(opened)
    count = min(ADDED, base.rows // 10)
    names = pa.array([f"added-{number}.example.top" for number in range(count)])
    more = Sample(1000, 1000).table("domain", names)
    adding_s = _timed(lambda: matcher.add(more))[1]
    told = {
        "字节/条": round(base.size / base.rows, 1),
        "其中常驻内存": round(hot / base.rows, 1),
        "生成，秒": round(building_s, 2),
        "写快照，秒": round(writing_s, 2),
        "打开并校验，毫秒": round(checking_s * 1000),
        "只查结构打开，毫秒": round(opening_s * 1000),
        "增加一条，微秒": round(adding_s / count * 1e6, 2),
    }
    figures.show(f"线索底库 {base.rows:,} 条域名", ("", ""), list(told.items()))
    return told | {"opening_wall_s": round(wall_s, 3)}


def _hosts(base: Base, sample: Sample) -> Told:
    matcher = Matcher(base)
    told = {}
    for name, values in (("Zipf", sample.zipf), ("均匀", sample.uniform)):
        part = next(iter(parts(values, np.arange(len(values), dtype=np.int32))))
        count = len(part.rows)

        def kernel(part: Any = part) -> Any:
            return matching.run(hosts.screen_hosts, matcher.standing, False, part)  # noqa: FBT003

        told[f"内核，{name}"] = _nanoseconds(kernel, count)
        told[f"Arrow，{BATCH:,} 一批，{name}"] = _screened(matcher, EventKind.DNS, values)
    _show(f"域名事件 {len(sample.zipf):,} 个，0.1% 命中", told)
    return told


def _screened(matcher: Matcher, kind: EventKind, values: Column) -> float:
    at = pa.array(np.full(len(values), NOON_US)).cast(INSTANT)

    def batches() -> None:
        for start in range(0, len(values), BATCH):
            matcher.match(kind, values.slice(start, BATCH), at.slice(start, BATCH))

    return _nanoseconds(batches, len(values))


def _kinds(sample: Sample) -> Told:
    """The other kinds, through Arrow: `match` in batches."""
    count = min(NUMBERS, len(sample.zipf))
    phones, asked = sample.numbers(13_000_000_000, 19_999_999_999, count)
    accounts, paid = sample.numbers(6_217_000_000_000_000_000, 6_230_000_000_000_000_000, count)
    heads = pa.array(
        [str(number) for number in range(1700, 1710)] + ["162", "165", "167", "1713456"]
    )
    packages = pa.array([f"com.bad.app{number}.client" for number in range(SHORT)])
    used = pa.array([f"com.good.app{number}.client" for number in range(count)])
    carrying = sample.hosts.slice(0, SHORT // 10)
    cases = {
        "电话，四种写法": ("phone", phones, EventKind.CALL, sample.spelled(asked)),
        "号段": ("phone_prefix", heads, EventKind.CALL, asked),
        "账户，19 位": ("account", accounts, EventKind.TRANSFER, paid),
        "应用包名": ("app", packages, EventKind.APP, used),
        "网址 × 域名": ("domain", sample.domains, EventKind.URL, sample.pages(sample.uniform)),
        "网址 × 网址": ("url", sample.pages(carrying), EventKind.URL, sample.pages(sample.uniform)),
    }
    told = {}
    for name, (kind, values, event, happened) in cases.items():
        matcher = Matcher(build(sample.table(kind, values)).base)
        told[name] = _screened(matcher, event, happened)
    _show("其他类别，经 Arrow", told)
    return told


def _files(base: Base, sample: Sample) -> Told:
    """Parquet of all columns in, Parquet of hits out."""
    count = len(sample.zipf)
    ids = pa.array(np.arange(count)).cast(pa.string())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        snapshots.write(base, folder / "base.zix")
        at = pa.array(np.full(count, NOON_US) + np.arange(count)).cast(INSTANT)
        kinds = pc.take(pa.array(["dns"]), pa.array(np.zeros(count, np.int64)))
        columns = {"event_id": ids, "event_time": at, "subject": ids, "kind": kinds}
        pq.write_table(pa.table(columns | {"value": sample.zipf}), folder / "events.parquet")

        def screened() -> int:
            run = screening.Run(None, lambda _rows: None, str)
            words = (folder / "base.zix", folder / "events.parquet", folder / "hits.parquet")
            run.screen(*words, b"")
            return run.hits

        told = {"Parquet → 命中落盘": _nanoseconds(screened, count, 3)}
    _show(f"{count:,} 行五列，含打开快照", told)
    return told


def _peers(base: Base, sample: Sample) -> Told:
    matcher = Matcher(base)
    told: Told = {}
    for name, values in (("Zipf", sample.zipf), ("均匀", sample.uniform)):
        at = pa.array(np.full(len(values), NOON_US)).cast(INSTANT)
        hits = len(matcher.match(EventKind.DNS, values, at).rows)

        def at_once(values: Column = values, at: Column = at) -> Any:
            return matcher.match(EventKind.DNS, values, at)

        ours = _nanoseconds(at_once, len(values))
        rows: list[Sequence[str | int | float]] = [("zhisun，经 Arrow", round(ours, 1), 1, hits)]
        told[f"zhisun，{name}"] = {"ns": ours, "ratio": 1, "hits": hits}
        for peer, prepared in PEERS.items():
            count = prepared(sample.domains, values)
            found = count()
            taken = _nanoseconds(count, len(values), PEER_RUNS)
            rows.append((peer, round(taken, 1), round(taken / ours, 1), found))
            told[f"{peer}，{name}"] = {"ns": taken, "ratio": taken / ours, "hits": found}
        title = f"{len(values):,} 个域名事件一次交给，{name}"
        figures.show(title, ("", "纳秒/事件（CPU）", "倍数", "命中"), rows)
        told[f"same_hits，{name}"] = len({row[3] for row in rows}) == 1
        print("命中完全一致" if told[f"same_hits，{name}"] else "命中不一致！", flush=True)
        told[f"batches，{name}"] = _peers_in_batches(base, sample, values)
    return told


def _peers_in_batches(base: Base, sample: Sample, values: Column) -> Told:
    """The same of events as they come, in batches; the peers on the first few of them."""
    ours = _screened(Matcher(base), EventKind.DNS, values)
    few = [values.slice(start, BATCH) for start in range(0, len(values), BATCH)][:BATCHES_OF_PEERS]
    told: Told = {"zhisun，经 Arrow": {"ns": ours, "ratio": 1}}
    for peer, prepared in PEERS.items():
        taken = statistics.median(
            _nanoseconds(prepared(sample.domains, batch), len(batch), 1) for batch in few
        )
        told[peer] = {"ns": taken, "ratio": taken / ours}
    rows = [(name, round(each["ns"], 1), round(each["ratio"], 1)) for name, each in told.items()]
    figures.show(f"同样的事件，{BATCH:,} 个一批", ("", "纳秒/事件（CPU）", "倍数"), rows)
    return told


def _show(title: str, told: dict[str, float]) -> None:
    rows = [(name, round(taken, 1), round(1000 / taken, 1)) for name, taken in told.items()]
    figures.show(title, ("", "纳秒/事件（CPU）", "百万事件/秒/核"), rows)
