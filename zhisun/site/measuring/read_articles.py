"""Verdicts on real articles beside what people said who read them whole (通读标注).

The articles are another's and stay where they are; the labels are ours and name them by id only.
A line of labels: `{"id", "labels": [class of the taxonomy, one a reader], "sure": [1 to 3, one a
reader]}`; 3: any careful reader would say so, 2: most would, 1: an honest second reader could say
the other, of a case or not.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeGuard

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.kernel.errors import InputError
from zhisun.site import jsonl

BIG_SIX = (*TYPES[:4], *TYPES[5:7])
"""The types that most articles tell of: tasks, investing, service, loans, shopping, authorities."""

FOUND = (0.90, 0.95)
_CASE_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Article:
    """One article. case: what all readers say, None if they differ. type: the same, or "".

    sure: of the least sure reader. odds: of the verdict for "a case", 0 to 1; said: its type if it
    were one.
    """

    case: bool | None
    type: str
    sure: int
    odds: float
    said: str


@dataclass(frozen=True, slots=True)
class NearMisses:
    """Of articles whose readers are at least so sure. Shares are 0 to 1.

    found, wrong: cases and near misses called a case as shipped. wrong_at: near misses called one
    with the threshold moved to where each share of FOUND of the cases is found.
    """

    sure: int
    cases: int
    near_misses: int
    found: float
    wrong: float
    wrong_at: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """texts: articles with labels; differing: readers do not agree on a case or not.

    missing: labels whose article is not among the texts. near_misses: by sureness, all first.
    types: F1 of each of the six big types that occur, of cases on whose type readers agree,
    whatever the first stage says, with how many there are.
    """

    texts: int
    differing: int
    missing: int
    near_misses: tuple[NearMisses, ...]
    types: dict[str, tuple[int, float]]

    @property
    def macro_f1(self) -> float:
        """Mean over the big types that occur."""
        return sum(f1 for _, f1 in self.types.values()) / max(len(self.types), 1)

    def told(self) -> dict[str, object]:
        """For a file of JSON."""
        return {**asdict(self), "macro_f1": self.macro_f1}


def counted(texts: Path, labels: Path) -> ReadArticles:
    """Every article of `texts` (JSONL with "id" and "text") that `labels` names.

    Raises InputError (`row_unreadable`, `bench_file_empty`).
    """
    given = _labels(labels)
    articles = _articles(texts, given)
    if not articles:
        raise InputError("bench_file_empty", file=str(texts))
    agreed = [article for article in articles if article.case is not None]
    return ReadArticles(
        texts=len(articles),
        differing=len(articles) - len(agreed),
        missing=len(given) - len(articles),
        near_misses=tuple(_near_misses(agreed, sure) for sure in (1, 2, 3)),
        types=_types([article for article in agreed if article.case and article.type]),
    )


def _articles(texts: Path, labels: dict[str, tuple[Sequence[str], int]]) -> list[Article]:
    found, seen = [], set[str]()
    with jsonl.reading(texts) as lines:
        for number, line in enumerate(lines, start=1):
            record = jsonl.record(line, file=texts, row=number)
            name, text = record.get("id"), record.get("text")
            if not isinstance(text, str) or not isinstance(name, str):
                raise jsonl.unreadable(texts, number, "text", "应有 id 和文字")
            if name in labels and name not in seen:
                seen.add(name)
                found.append(_article(text, *labels[name]))
    return found


def _article(text: str, labels: Sequence[str], sure: int) -> Article:
    verdict = classify(text)
    odds = verdict.case_confidence if verdict.is_case else 1 - verdict.case_confidence
    cases = {label != NO_CASE for label in labels}
    said = verdict.label if verdict.is_case else verdict.alternatives[0].label
    return Article(
        case=cases.pop() if len(cases) == 1 else None,
        type=labels[0] if len(set(labels)) == 1 else "",
        sure=sure,
        odds=odds,
        said=said,
    )


def _labels(path: Path) -> dict[str, tuple[Sequence[str], int]]:
    found: dict[str, tuple[Sequence[str], int]] = {}
    with jsonl.reading(path) as lines:
        for number, line in enumerate(lines, start=1):
            record = jsonl.record(line, file=path, row=number)
            name, labels, sure = record.get("id"), record.get("labels"), record.get("sure")
            if not isinstance(name, str):
                raise jsonl.unreadable(path, number, "id", "应为文字")
            if not _all_of(labels, (*TYPES, NO_CASE)):
                raise jsonl.unreadable(path, number, "labels", "不是类型目录里的名称")
            if not _all_of(sure, (1, 2, 3)) or len(sure) != len(labels):
                raise jsonl.unreadable(path, number, "sure", "每位读者一个数，1 至 3")
            found[name] = (labels, min(sure))
    return found


def _all_of(given: object, allowed: Sequence[object]) -> TypeGuard[list[Any]]:
    """Whether it is a list of some of the allowed, of whatever else it is made."""
    return isinstance(given, list) and len(given) > 0 and all(one in allowed for one in given)


def _near_misses(agreed: Sequence[Article], least: int) -> NearMisses:
    sure = [article for article in agreed if article.sure >= least]
    cases = sorted((article.odds for article in sure if article.case), reverse=True)
    others = [article.odds for article in sure if not article.case]
    return NearMisses(
        sure=least,
        cases=len(cases),
        near_misses=len(others),
        found=_above(cases, _CASE_LEAST),
        wrong=_above(others, _CASE_LEAST),
        wrong_at=tuple(_above(others, _threshold(cases, share)) for share in FOUND),
    )


def _threshold(cases: Sequence[float], share: float) -> float:
    """The odds of the last case that must be found; cases descend."""
    return cases[math.ceil(share * len(cases)) - 1] if cases else _CASE_LEAST


def _above(odds: Sequence[float], least: float) -> float:
    return sum(one >= least for one in odds) / len(odds) if odds else 0.0


def _types(cases: Sequence[Article]) -> dict[str, tuple[int, float]]:
    found = {}
    for name in BIG_SIX:
        there = sum(case.type == name for case in cases)
        told = sum(case.said == name for case in cases)
        hit = sum(case.type == case.said == name for case in cases)
        if there:
            found[name] = (there, 2 * hit / (there + told))
    return found
