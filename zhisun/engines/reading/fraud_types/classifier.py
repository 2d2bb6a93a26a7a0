"""`classify`: is this one telecom-fraud case, which type is it, and by which words."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhisun.engines.reading.fraud_types.features import SIZES, buckets, grams
from zhisun.engines.reading.fraud_types.judging import Judgement, judged
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.engines.reading.fraud_types.rules import Hit, hits, sums
from zhisun.engines.reading.fraud_types.squeezing import Squeezed, squeezed
from zhisun.engines.reading.fraud_types.weights import Weights, shipped

SURE = 0.55
"""Either confidence below which nobody should be told a type as if it were known. Ours."""

_CASE_LEAST = 0.5
_FEWEST = 4  # characters: a word alone asks a person
_MOST_REASONS = 8
_ENOUGH_REASONS = 3
_ALTERNATIVES = 3
_NO_CASE_ROW = len(TYPES) + 1  # as the words of the table are numbered


@dataclass(frozen=True, slots=True)
class Reason:
    """Words the verdict rests on: `given[start:end] == text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A class, how sure it is (0 to 1), and the words that speak for it, strongest first."""

    label: str
    confidence: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a text is, in two stages: a case or not, and which type.

    case_confidence: how sure `is_case` is. confidence: of a type, given that this is a case; of
    非电诈案情, the same as case_confidence. alternatives: the next types, best first, given a case;
    so what a text without a case would be is there too. sure: False asks a person to decide (弃权).
    """

    label: str
    confidence: float
    alternatives: tuple[Ranked, ...]
    reasons: tuple[Reason, ...]
    is_case: bool
    case_confidence: float
    sure: bool


def classify(text: str, *, weights: Weights | None = None) -> Verdict:
    """The class of `text`. weights: the shipped ones unless given. Linear; no text is refused."""
    used = weights or shipped()
    seen = squeezed(text)
    found = list(hits(seen))
    judgement = judged(linear(seen, used), sums(found, len(seen.codes)), seen.text)
    return _verdict(text, seen, found, judgement, used)


def linear(seen: Squeezed, weights: Weights) -> npt.NDArray[np.float64]:
    """Scores of the n-grams alone: float64[types + 1], the last one for "is a case"."""
    present = buckets(seen.codes)
    total = np.ones(len(present), dtype=np.float32) @ weights.grid[present] * weights.scale
    return np.asarray(total / max(len(present), 1) ** 0.5 + weights.offset, dtype=np.float64)


def _verdict(
    text: str, seen: Squeezed, found: list[Hit], judgement: Judgement, weights: Weights
) -> Verdict:
    order = np.argsort(-judgement.types, kind="stable").tolist()
    is_case = judgement.case >= _CASE_LEAST and len(seen.codes) > 1
    best, *others = order if is_case else [_NO_CASE_ROW, *order]
    case_confidence = judgement.case if is_case else 1 - judgement.case
    confidence = float(judgement.types[best]) if is_case else case_confidence
    return Verdict(
        label=_name(best),
        confidence=confidence,
        alternatives=tuple(
            Ranked(_name(row), float(judgement.types[row]), _told(text, seen, _words(found, row)))
            for row in others[:_ALTERNATIVES]
        ),
        reasons=_told(text, seen, _enough(seen, _words(found, best), best, weights)),
        is_case=is_case,
        case_confidence=case_confidence,
        sure=min(confidence, case_confidence) >= SURE and len(seen.codes) >= _FEWEST,
    )


def _name(row: int) -> str:
    return NO_CASE if row == _NO_CASE_ROW else TYPES[row]


def _told(text: str, seen: Squeezed, spans: list[tuple[int, int]]) -> tuple[Reason, ...]:
    places = [seen.span(*span) for span in spans]
    return tuple(Reason(text[start:end], start, end) for start, end in places)


def _words(found: list[Hit], row: int) -> list[tuple[int, int]]:
    """Words of the table that speak for a row, heaviest first, each where it stands first."""
    told: dict[str, Hit] = {}
    for hit in found:
        if row in hit.weights:
            told.setdefault(hit.word, hit)
    heavy = sorted(told.values(), key=lambda hit: (-hit.weights[row], hit.start))
    spans: list[tuple[int, int]] = []
    for hit in heavy:
        if all(end <= hit.start or hit.end <= start for start, end in spans):
            spans.append((hit.start, hit.end))
    return spans[:_MOST_REASONS]


def _enough(
    seen: Squeezed, words: list[tuple[int, int]], row: int, weights: Weights
) -> list[tuple[int, int]]:
    """`words`, and where they are too few the n-grams that weigh most, none over another."""
    if len(words) >= _ENOUGH_REASONS:
        return words
    size = SIZES[-1]
    pull = weights.grid[grams(seen.codes, size), -1 if row == _NO_CASE_ROW else row]
    pull = -pull if row == _NO_CASE_ROW else pull
    spans = list(words)
    for start in np.argsort(-pull, kind="stable")[: 4 * _ENOUGH_REASONS].tolist():
        if pull[start] <= 0 or len(spans) >= _ENOUGH_REASONS:
            break
        if all(end <= start or start + size <= first for first, end in spans):
            spans.append((start, start + size))
    return spans
