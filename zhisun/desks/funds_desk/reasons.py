"""Why institutions refuse, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhisun.desks.funds_desk.looks import result_words
from zhisun.domains.stop_payment.selectors.league import Refusal


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for refusals: how many, and which institutions gave it."""

    result: str
    words: str
    orders: int
    given_by: tuple[Refusal, ...]


def reasons(refused: Sequence[Refusal]) -> list[Reason]:
    """Refusals by reason, most first."""
    by_result: dict[str, list[Refusal]] = {}
    for each in refused:
        by_result.setdefault(each.result, []).append(each)
    rows = [
        Reason(result, result_words(result), sum(one.orders for one in given), tuple(given))
        for result, given in by_result.items()
    ]
    return sorted(rows, key=lambda each: -each.orders)
