"""Verdicts of the classifier beside the labels of a file."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.kernel.errors import InputError
from zhisun.site import jsonl


@dataclass(frozen=True, slots=True)
class Row:
    """One class: texts that bear it, and how verdicts hit it."""

    texts: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1. macro_f1: mean over the classes the file has. top_two: of told types.

    cases_found: cases called a case; false_cases: others called one (both 0 without such texts).
    """

    texts: int
    accuracy: float
    macro_f1: float
    top_two: float
    cases_found: float
    false_cases: float
    rows: dict[str, Row]
    confused: Counter[tuple[str, str]]

    def told(self) -> dict[str, object]:
        """For a file of JSON."""
        told = asdict(self)
        told["confused"] = [[*pair, count] for pair, count in self.confused.most_common()]
        return told


def scored(path: Path) -> Score:
    """Every line's text classified and held against its label.

    Raises InputError (`row_unreadable`) for a line without text or a label of the taxonomy, or
    `bench_file_empty`.
    """
    pairs: list[tuple[str, str]] = []
    near: list[bool] = []
    with jsonl.reading(path) as lines:
        for number, line in enumerate(lines, start=1):
            text, label = _read(jsonl.record(line, file=path, row=number), path, number)
            verdict = classify(text)
            pairs.append((label, verdict.label))
            ranked = [verdict.label, *(each.label for each in verdict.alternatives)]
            near.append(label in [each for each in ranked if each != NO_CASE][:2])
    if not pairs:
        raise InputError("bench_file_empty", file=str(path))
    return _score(pairs, near)


def _read(record: jsonl.Record, path: Path, number: int) -> tuple[str, str]:
    text, label = record.get("text"), record.get("label")
    if not isinstance(text, str):
        raise jsonl.unreadable(path, number, "text", "应是文字")
    if label not in {*TYPES, NO_CASE}:
        raise jsonl.unreadable(path, number, "label", "不是类型目录里的名称")
    return text, str(label)


def _score(pairs: list[tuple[str, str]], near: list[bool]) -> Score:
    labels = [label for label in (*TYPES, NO_CASE) if any(label == true for true, _ in pairs)]
    rows = {label: _row(label, pairs) for label in labels}
    cases = [said != NO_CASE for true, said in pairs if true != NO_CASE]
    others = [said != NO_CASE for true, said in pairs if true == NO_CASE]
    types = [hit for (true, _), hit in zip(pairs, near, strict=True) if true != NO_CASE]
    return Score(
        texts=len(pairs),
        accuracy=_share([true == said for true, said in pairs]),
        macro_f1=round(sum(row.f1 for row in rows.values()) / len(rows), 4),
        top_two=_share(types),
        cases_found=_share(cases),
        false_cases=_share(others),
        rows=rows,
        confused=Counter(pair for pair in pairs if pair[0] != pair[1]),
    )


def _row(label: str, pairs: list[tuple[str, str]]) -> Row:
    hit = sum(true == said == label for true, said in pairs)
    told = sum(said == label for _, said in pairs)
    there = sum(true == label for true, _ in pairs)
    return Row(
        there,
        round(hit / told, 4) if told else 0.0,
        round(hit / there, 4),
        round(2 * hit / (told + there), 4),
    )


def _share(claims: list[bool]) -> float:
    return round(sum(claims) / len(claims), 4) if claims else 0.0
