"""Elements (要素): what `read` finds, and the candidates its recognisers offer."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from zhisun.engines.reading.folding import Folded

TYPES = (
    "phone",
    "hotline",
    "card",
    "idcard",
    "amount",
    "time",
    "url",
    "qq",
    "wechat",
    "telegram",
    "email",
    "crypto",
    "bank",
    "app",
    "person",
    "address",
    "org",
)

Extra = Mapping[str, object]
NO_FACTS: Extra = MappingProxyType({})


class Element(NamedTuple):
    """One element of a text. `text == given[start:end]`, elements of one text never overlap.

    norm: the normal form of its type (README.md), None where the words give none.
    confidence: 0–1, ours, for sorting and for asking back; not a probability.
    extra: facts of the type, e.g. `luhn_valid` and `bank` of a card, `approx` of an amount,
    `role` of an account, `alternatives` of an ambiguous run of digits.
    """

    type: str
    text: str
    start: int
    end: int
    norm: str | None
    confidence: float
    extra: Extra = NO_FACTS


class Found(NamedTuple):
    """A candidate in offsets of the folded text, end exclusive. A tuple, since many are made."""

    type: str
    start: int
    end: int
    norm: str | None
    confidence: float
    extra: Extra = NO_FACTS


@dataclass(frozen=True, slots=True)
class Page:
    """What every recogniser reads: the folded text and the local time it was taken down.

    ref: naive Chinese time; None when unknown. taken: a byte for each character, not 0 where a
    recogniser before has found something; to be asked, not written.
    """

    folded: Folded
    text: str
    ref: datetime | None
    taken: bytearray


def left_of(text: str, at: int, length: int) -> str:
    """Up to `length` characters before `at`."""
    return text[max(0, at - length) : at]


def in_order(elements: Sequence[Element], *types: str) -> list[Element]:
    """The elements of these types, in the order of the text."""
    return [element for element in elements if element.type in types]


class Shelf:
    """Elements of some types by place, for looking around without walking the whole text."""

    def __init__(self, elements: Iterable[Element]) -> None:
        self._elements = sorted(elements, key=lambda element: element.start)
        self._starts = [element.start for element in self._elements]

    def between(self, low: int, high: int) -> list[Element]:
        """Those that begin in low … high-1, in order."""
        first, last = bisect_left(self._starts, low), bisect_left(self._starts, high)
        return self._elements[first:last]


def as_entity(element: Element) -> dict[str, object]:
    """The entity of `zhisun extract`: the fixed fields, then the type's own."""
    return {
        "type": element.type,
        "text": element.text,
        "start": element.start,
        "end": element.end,
        "norm": element.norm,
        "confidence": round(element.confidence, 3),
        **element.extra,
    }
