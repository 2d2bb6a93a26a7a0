"""What to ask next while the victim talks. The questions are data: `questions.toml` beside us."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from zhisun.domains.cases.terms import Asked, FraudType

EVERY_TYPE = "every_type"
_ORDER = tuple(Asked)
_FIRST = _ORDER.index(Asked.STILL_IN_CONTACT) + 1
"""Money and what is still at risk come before how it happened."""


@dataclass(frozen=True, slots=True)
class Question:
    """One scripted question and what its answer fills."""

    asks: str
    fills: Asked


def next_questions(fraud_type: FraudType | None, known_fields: Collection[str]) -> list[Question]:
    """The questions still open for this type, best first.

    known_fields: values of `Asked` that the report already holds. A type's own wording replaces
    the general one; without a type only the general questions are asked.
    """
    script = dict(_script()[EVERY_TYPE])
    own = _script()[fraud_type.value] if fraud_type else {}
    script |= own
    open_ones = [asked for asked in script if asked.value not in known_fields]
    of_type = list(own)
    return [
        Question(script[asked], asked)
        for asked in sorted(open_ones, key=lambda asked: _rank(asked, of_type))
    ]


def questions_of(fraud_type: FraudType) -> tuple[Question, ...]:
    """The questions written for one type, in the order of the file."""
    return tuple(Question(asks, asked) for asked, asks in _script()[fraud_type.value].items())


def _rank(asked: Asked, of_type: list[Asked]) -> tuple[bool, bool, int]:
    place = _ORDER.index(asked)
    if place < _FIRST:
        return (False, False, place)
    return (True, asked not in of_type, of_type.index(asked) if asked in of_type else place)


@cache
def _script() -> Mapping[str, Mapping[Asked, str]]:
    text = resources.files(__package__).joinpath("questions.toml").read_text(encoding="utf-8")
    return {
        kind: {Asked(fills): asks for fills, asks in questions.items()}
        for kind, questions in tomllib.loads(text).items()
        if isinstance(questions, dict)
    }
