"""Precision, recall and F1 per type of `read` on a file of labelled examples.

A found element is right when type and span are those of the label. A label marked optional may be
missed, and nothing that touches it counts against the reader; nor does foreign money.
`python scoring.py FILE …` prints the table.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zhisun.engines.reading.lines import extract_line

SHIPPED = Path(__file__).parents[2] / "data" / "extraction_examples.jsonl"

Row = dict[str, object]


@dataclass
class Score:
    right: int = 0
    found: int = 0
    labelled: int = 0
    norm_right: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.labelled) if self.found + self.labelled else 1.0

    @property
    def norms(self) -> float:
        return self.norm_right / self.right if self.right else 1.0


def rows_of(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def scores(rows: Iterable[Row]) -> dict[str, Score]:
    table: defaultdict[str, Score] = defaultdict(Score)
    for row in rows:
        _score_row(row, table)
    return dict(table)


def _score_row(row: Row, table: defaultdict[str, Score]) -> None:
    labels = _dicts(row["entities"])
    wanted = {_key(label): label for label in labels}
    optional = [label for label in labels if label.get("optional")]
    found = _dicts(extract_line(row)["entities"])
    hits = {_key(one) for one in found} & set(wanted)
    for key, label in wanted.items():
        if key in hits or not label.get("optional"):
            table[key[0]].labelled += 1
        if key not in hits and not label.get("optional"):
            table[key[0]].mistakes.append(f"- {row['id']} {label['text']}")
    for one in found:
        _score_found(row, one, wanted, optional, table)


def _score_found(
    row: Row,
    one: Row,
    wanted: dict[tuple[str, int, int], Row],
    optional: list[Row],
    table: defaultdict[str, Score],
) -> None:
    score = table[str(one["type"])]
    label = wanted.get(_key(one))
    if label is None:
        if "currency" not in one and not any(_touch(one, other) for other in optional):
            score.found += 1
            score.mistakes.append(f"+ {row['id']} {one['text']}")
        return
    score.found += 1
    score.right += 1
    same = label["norm"] is None or _plain(one) == _plain(label)
    score.norm_right += same
    if not same:
        score.mistakes.append(f"= {row['id']} {one['text']} {one['norm']} not {label['norm']}")


def _plain(one: Row) -> str:
    norm = str(one["norm"])
    return norm.partition("://")[2].rstrip("/") or norm if one["type"] == "url" else norm


def _key(one: Row) -> tuple[str, int, int]:
    start, end = one["start"], one["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    return str(one["type"]), start, end


def _touch(one: Row, other: Row) -> bool:
    _, start, end = _key(one)
    _, low, high = _key(other)
    return start < high and low < end


def _dicts(value: object) -> list[Row]:
    assert isinstance(value, list)
    return value


def table_of(scored: dict[str, Score]) -> str:
    lines = ["| type | labelled | found | F1 | norm right |", "|---|---|---|---|---|"]
    lines += [
        f"| {kind} | {s.labelled} | {s.found} | {s.f1:.3f} | {s.norms:.3f} |"
        for kind, s in sorted(scored.items())
    ]
    counted = Counter({"labelled": 0})
    for s in scored.values():
        counted.update(labelled=s.labelled, found=s.found, right=s.right)
    f1 = 2 * counted["right"] / max(1, counted["found"] + counted["labelled"])
    lines.append(f"| all | {counted['labelled']} | {counted['found']} | {f1:.3f} | |")
    return "\n".join(lines)


def main(paths: list[str]) -> None:
    rows = [row for path in paths or [str(SHIPPED)] for row in rows_of(Path(path))]
    scored = scores(rows)
    sys.stdout.write(table_of(scored) + "\n")
    for kind, score in sorted(scored.items()):
        sys.stdout.writelines(f"{kind} {mistake}\n" for mistake in score.mistakes)


if __name__ == "__main__":
    main(sys.argv[1:])
