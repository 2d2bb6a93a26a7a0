"""`zhisun bench reading`: elements found in labelled texts, and texts read in a second on one core.

One table by type, beside the libraries one would use instead, one by origin (`provenance` of the
rows). All readers get the same rows; times are processor time, the best of several rounds.
"""

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from zhisun.engines.reading.lines import extract_line
from zhisun.kernel.errors import InputError
from zhisun.site import jsonl
from zhisun.site.measuring import figures
from zhisun.site.measuring.element_scores import Reader, Row, Score, scores, whole
from zhisun.site.measuring.growth import LONG, SHORT, growths
from zhisun.site.measuring.reading_peers import peers

SHIPPED = Path("tests/data/extraction_examples.jsonl")
"""The rows written for the project; they are in the source tree only."""
NOT_INSTALLED, NOTHING = "未安装", "–"
OURS = "zhisun"
_WORST = 8


def run(argv: Sequence[str]) -> None:
    """Read, score, show. Raises SystemExit, InputError when a file is no labelled text."""
    chosen = _arguments().parse_args(argv)
    rows = [row for path in chosen.data or [SHIPPED] for row in _rows(path)]
    readers: dict[str, Reader | None] = {OURS: ours} | peers()
    scored = {name: scores(rows, reader) for name, reader in readers.items() if reader}
    speeds = {name: _speed(rows, one, chosen.rounds) for name, one in readers.items() if one}
    _show_types(scored, readers)
    _show_times(scored)
    origins = _show_origins(rows)
    _show_speeds(speeds, readers)
    told: dict[str, object] = {
        "rows": len(rows),
        "f1": {name: _f1(table) for name, table in scored.items()},
        "origins": origins,
        "texts_per_second": {name: round(speed) for name, speed in speeds.items()},
    }
    if chosen.growth:
        told["growth"] = _show_growth(chosen.rounds)
    figures.finish(told, chosen.json)


def ours(row: Row) -> list[Row]:
    """What `zhisun extract` finds in a row."""
    found = extract_line(row)["entities"]
    return found if isinstance(found, list) else []


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        raise InputError("bench_data_missing", path=str(path))
    with jsonl.reading(path) as lines:
        rows: list[Row] = [
            jsonl.record(line, file=path, row=i) for i, line in enumerate(lines, start=1)
        ]
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.get("entities"), list) or not isinstance(row.get("text"), str):
            raise InputError("bench_data_unlabelled", path=str(path), line=number)
    return rows


def _speed(rows: Sequence[Row], reader: Reader, rounds: int) -> float:
    """Texts in a second of processor time, the best round."""
    return len(rows) / min(_seconds(rows, reader) for _ in range(rounds))


def _seconds(rows: Sequence[Row], reader: Reader) -> float:
    started = time.process_time()
    for row in rows:
        reader(row)
    return time.process_time() - started


def _show_types(
    scored: Mapping[str, Mapping[str, Score]], readers: Mapping[str, Reader | None]
) -> None:
    mine = scored[OURS]
    others = [name for name in readers if name != OURS]
    rows: list[list[figures.Figure]] = []
    for kind, score in [*sorted(mine.items()), ("合计", whole(mine))]:
        cells = [_peer(scored.get(name), kind) for name in others]
        rows.append([kind, score.labelled, f"{score.f1:.3f}", f"{score.value_f1:.3f}", *cells])
    headings = ["类型", "标注", "F1 位置", "F1 值", *(f"{name} 值" for name in others)]
    figures.show("按类型", headings, rows)


def _peer(table: Mapping[str, Score] | None, kind: str) -> str:
    if table is None:
        return NOT_INSTALLED
    found = table.get(kind)
    return NOTHING if found is None or not found.found else f"{found.value_f1:.3f}"


def _show_times(scored: Mapping[str, Mapping[str, Score]]) -> None:
    """Of the labelled times that were found at all: the day and the hour."""
    rows = [
        (name, _share(table["time"].days), _share(table["time"].hours))
        for name, table in scored.items()
        if "time" in table and table["time"].found
    ]
    figures.show("时间", ("读法", "日对", "时对"), rows)


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}（{len(hits)}）" if hits else NOTHING


def _show_origins(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    origins = sorted({str(row.get("provenance", "")) for row in rows})
    tables = {
        origin: scores([row for row in rows if str(row.get("provenance", "")) == origin], ours)
        for origin in origins
    }
    kinds = sorted({kind for table in tables.values() for kind in table})
    lines = [[kind, *(_cell(tables[origin].get(kind)) for origin in origins)] for kind in kinds]
    lines.append(["合计", *(_cell(whole(tables[origin])) for origin in origins)])
    figures.show("按来源（F1 位置，括号内为标注数）", ("类型", *origins), lines)
    return {origin: _f1(table) for origin, table in tables.items()}


def _cell(score: Score | None) -> str:
    return NOTHING if score is None else f"{score.f1:.3f}（{score.labelled}）"


def _show_speeds(speeds: Mapping[str, float], readers: Mapping[str, Reader | None]) -> None:
    rows: list[tuple[str, figures.Figure, str]] = [
        (name, round(speeds[name]), f"{speeds[OURS] / speeds[name]:.1f}")
        if name in speeds
        else (name, NOT_INSTALLED, NOTHING)
        for name in readers
    ]
    figures.show("速度（单核）", ("读法", "条/秒", "zhisun 快几倍"), rows)


def _show_growth(rounds: int) -> float:
    """The pieces whose cost grows most; the worst ratio."""
    found = sorted(growths(rounds), key=lambda one: -one.ratio)
    rows = [
        (
            one.what,
            one.piece if one.piece.isprintable() else ascii(one.piece),
            f"{one.ratio:.1f}",
            f"{one.seconds:.3f}",
        )
        for one in found[:_WORST]
    ]
    heading = (
        f"成本增长：{LONG} 字比 {SHORT} 字（线性约 {LONG // SHORT}，平方 {(LONG // SHORT) ** 2}）"
    )
    figures.show(heading, ("读什么", "重复的字", "倍", "秒"), rows)
    return round(found[0].ratio, 1)


def _f1(table: Mapping[str, Score]) -> dict[str, float]:
    return {kind: round(score.f1, 3) for kind, score in sorted(table.items())}


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhisun bench reading", description=__doc__)
    parser.add_argument(
        "--data",
        type=Path,
        action="append",
        metavar="FILE",
        help=f"标注过的 JSONL，可写几次；不写则为 {SHIPPED}",
    )
    parser.add_argument("--rounds", type=int, default=5, help="测速读几遍，取最快一遍")
    parser.add_argument(
        "--growth", action="store_true", help="另量敌意重复文本的成本增长（约一分钟）"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="数字写到这里")
    return parser
