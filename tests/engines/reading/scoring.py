"""Precision, recall and F1 per type of `read` on a file of labelled examples.

`python scoring.py FILE …` prints the table and every mistake.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from zhisun.engines.reading.lines import extract_line
from zhisun.site.measuring import element_scores
from zhisun.site.measuring.element_scores import Row, Score, whole

SHIPPED = Path(__file__).parents[2] / "data" / "extraction_examples.jsonl"


def rows_of(path: Path) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def found(row: Row) -> list[Row]:
    entities = extract_line(row)["entities"]
    assert isinstance(entities, list)
    return entities


def scores(rows: Iterable[Row]) -> dict[str, Score]:
    return element_scores.scores(rows, found)


def table_of(scored: Mapping[str, Score]) -> str:
    lines = ["| type | labelled | found | F1 | norm right |", "|---|---|---|---|---|"]
    lines += [
        f"| {kind} | {s.labelled} | {s.found} | {s.f1:.3f} | {s.norms:.3f} |"
        for kind, s in sorted(scored.items())
    ]
    every = whole(scored)
    lines.append(f"| all | {every.labelled} | {every.found} | {every.f1:.3f} | |")
    return "\n".join(lines)


def main(paths: list[str]) -> None:
    rows = [row for path in paths or [str(SHIPPED)] for row in rows_of(Path(path))]
    scored = scores(rows)
    sys.stdout.write(table_of(scored) + "\n")
    for kind, score in sorted(scored.items()):
        sys.stdout.writelines(f"{kind} {mistake}\n" for mistake in score.mistakes)


if __name__ == "__main__":
    main(sys.argv[1:])
