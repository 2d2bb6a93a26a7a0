"""How well elements were found (要素评分): F1 per type against labelled texts.

A label is `{"type", "text", "start", "end", "norm"}`, sometimes `optional`: it may be missed, and
what touches it does not count against the reader; nor does foreign money, which carries `currency`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Row = Mapping[str, object]
Reader = Callable[[Row], Sequence[Row]]
"""A labelled row in, the entities found in its text out."""

Key = tuple[str, int, int]
_DAY, _HOUR = len("2025-03-12"), len("2025-03-12T09")


@dataclass
class Score:
    """One type. right: type and span as labelled; valued: a label touched, with its value.

    days, hours: labelled times touched whose day (hour) is the one labelled, and how many say one.
    """

    right: int = 0
    found: int = 0
    labelled: int = 0
    norm_right: int = 0
    valued: int = 0
    days: list[bool] = field(default_factory=list)
    hours: list[bool] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """By type and span; 1 where there was nothing to find and nothing was found."""
        return self._f1(self.right)

    @property
    def value_f1(self) -> float:
        """By type and value, wherever the edges are."""
        return self._f1(self.valued)

    @property
    def norms(self) -> float:
        """Of those with the right span, the share with the right value."""
        return self.norm_right / self.right if self.right else 1.0

    def _f1(self, right: int) -> float:
        return 2 * right / (self.found + self.labelled) if self.found + self.labelled else 1.0


def scores(rows: Iterable[Row], reader: Reader) -> dict[str, Score]:
    """The score of each type that is labelled or found."""
    table: dict[str, Score] = {}
    for row in rows:
        _score_row(row, entities(row), reader(row), table)
    return table


def whole(table: Mapping[str, Score]) -> Score:
    """All types together."""
    together = Score()
    for score in table.values():
        together.right += score.right
        together.found += score.found
        together.labelled += score.labelled
        together.valued += score.valued
    return together


def entities(row: Row) -> Sequence[Row]:
    """The labels of a row."""
    labels = row["entities"]
    return labels if isinstance(labels, list) else []


def _score_row(
    row: Row, labels: Sequence[Row], found: Sequence[Row], table: dict[str, Score]
) -> None:
    wanted = {_key(label): label for label in labels}
    optional = [label for label in labels if label.get("optional")]
    hits = {_key(one) for one in found} & set(wanted)
    for key, label in wanted.items():
        score = table.setdefault(key[0], Score())
        if key in hits or not label.get("optional"):
            score.labelled += 1
            _value(score, label, [one for one in found if _touch(one, label)])
        if key not in hits and not label.get("optional"):
            score.mistakes.append(f"- {row['id']} {label['text']}")
    for one in found:
        _score_found(row, one, wanted.get(_key(one)), optional, table)


def _value(score: Score, label: Row, touching: Sequence[Row]) -> None:
    said = _plain(label)
    same = [_plain(one) for one in touching if one["type"] == label["type"]]
    timed = label["type"] == "time"
    score.valued += any(_as_precise(one, said, len(said)) if timed else one == said for one in same)
    if timed and same and label["norm"]:
        score.days.append(any(_as_precise(one, said, _DAY) for one in same))
        if len(said) >= _HOUR and said[-1].isdigit() and "T" in said:
            score.hours.append(any(_as_precise(one, said, _HOUR) for one in same))


def _as_precise(one: str, said: str, length: int) -> bool:
    return one[: min(length, len(said))] == said[:length]


def _score_found(
    row: Row, one: Row, label: Row | None, optional: Iterable[Row], table: dict[str, Score]
) -> None:
    score = table.setdefault(str(one["type"]), Score())
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


def _key(one: Row) -> Key:
    return str(one["type"]), *_span(one)


def _span(one: Row) -> tuple[int, int]:
    return int(str(one["start"])), int(str(one["end"]))


def _touch(one: Row, other: Row) -> bool:
    (start, end), (low, high) = _span(one), _span(other)
    return start < high and low < end
