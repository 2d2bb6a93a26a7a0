"""What a centre sets for itself: names and thresholds of the grades, clocks, ladder.

No national rule gives these values (domain.md §5.1, §5.4, §13): every one is a local rule, shown
with that note, and a change applies to what comes after it; stored due times stay.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from itertools import pairwise
from typing import Any

from zhisun.domains.dissuasion.terms import FULL_SCORE, Grade, Level
from zhisun.domains.stop_payment.terms import (
    OWN_HOLD_LASTS,
    OWN_HOLD_LONGEST,
    OWN_HOLD_SHORTEST,
)
from zhisun.kernel.errors import InputError

LONGEST_NAME = 10
FULL_SHARE = 100
LONGEST_CLOCK = 60 * 24 * 30
"""A month in minutes: anything longer is a typing error."""

MINUTE = timedelta(minutes=1)
Minutes = tuple[int, int, int]
LEVELS: tuple[Level, ...] = (Level.HIGH, Level.MEDIUM, Level.LOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one area.

    names: of grades 1 to 5. thresholds: least score of grades 2 to 5. high, medium, low: minutes
    until sign-in, first contact, meeting. meet_from: least grade that is not concluded on the
    telephone. unreachable_after: failed attempts. look_back_hours: after the outcome.
    message_alone_upto: highest grade that a message alone closes, 0 for none.
    account_hold_minutes: how long somebody's own account is held unless less or more is asked.
    quality_percent, truth_percent: share of a day's contacts and outcomes looked at again.
    """

    names: tuple[str, str, str, str, str] = ("一般", "关注", "中危", "高危", "特高危")
    thresholds: tuple[int, int, int, int] = (25, 45, 60, 80)
    high: Minutes = (3, 5, 60)
    medium: Minutes = (10, 30, 240)
    low: Minutes = (30, 120, 1440)
    meet_from: int = 4
    unreachable_after: int = 3
    look_back_hours: tuple[int, int] = (24, 72)
    message_alone_upto: int = 0
    account_hold_minutes: int = OWN_HOLD_LASTS // MINUTE
    quality_percent: int = 5
    truth_percent: int = 5

    def grade(self, score: int) -> Grade:
        """The grade of a score."""
        return Grade(1 + sum(score >= least for least in self.thresholds))

    def name(self, grade: int) -> str:
        """What this centre calls a grade."""
        return self.names[grade - 1]

    def clocks(self, grade: int, *, urgent: bool) -> tuple[timedelta, timedelta, timedelta]:
        """Time until sign-in, first contact and meeting. What is urgent takes the shortest."""
        minutes: Minutes = getattr(self, level(grade, urgent=urgent).value)
        return (
            timedelta(minutes=minutes[0]),
            timedelta(minutes=minutes[1]),
            timedelta(minutes=minutes[2]),
        )


DEFAULT = Rules()
"""What applies where nobody has set anything. Source: proposals of domain.md §5.1, §5.4."""


def level(grade: int, *, urgent: bool = False) -> Level:
    """The national level of a grade; what is urgent has the clocks of the highest."""
    if urgent or grade >= Grade.HIGH:
        return Level.HIGH
    return Level.MEDIUM if grade == Grade.MIDDLE else Level.LOW


def to_body(rules: Rules) -> dict[str, Any]:
    """The rules as stored."""
    return asdict(rules)


def from_body(body: dict[str, Any]) -> Rules:
    """The rules of what was stored; a value that a later version added is the default's."""
    known = {each.name for each in fields(Rules)}
    read: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in body.items()
        if name in known
    }
    return Rules(**read)


def demand_sound(rules: Rules) -> None:
    """Pass when the rules can be lived by. Raises InputError at the first field that cannot."""
    for problem in (*_of_grades(rules), *_of_clocks(rules), *_of_shares(rules)):
        raise problem


def _of_grades(rules: Rules) -> Iterator[InputError]:
    if not all(0 < len(name.strip()) <= LONGEST_NAME for name in rules.names):
        yield InputError("grade_name_wrong", field="names", most=LONGEST_NAME)
    if len({name.strip() for name in rules.names}) < len(rules.names):
        yield InputError("grade_names_alike", field="names")
    if not _rising((0, *rules.thresholds, FULL_SCORE + 1)):
        yield InputError("thresholds_not_rising", field="thresholds", most=FULL_SCORE)
    if not Grade.LOWEST <= rules.meet_from <= Grade.HIGHEST + 1:
        yield InputError("rule_out_of_range", field="meet_from", least=1, most=6)
    if not 0 <= rules.message_alone_upto <= Grade.LOW:
        yield InputError("rule_out_of_range", field="message_alone_upto", least=0, most=2)
    if not 1 <= rules.unreachable_after <= FULL_SCORE:
        yield InputError("rule_out_of_range", field="unreachable_after", least=1, most=FULL_SCORE)


def _of_shares(rules: Rules) -> Iterator[InputError]:
    for name in ("quality_percent", "truth_percent"):
        if not 0 <= getattr(rules, name) <= FULL_SHARE:
            yield InputError("rule_out_of_range", field=name, least=0, most=FULL_SHARE)


def _of_clocks(rules: Rules) -> Iterator[InputError]:
    for chosen in LEVELS:
        if not _rising((0, *getattr(rules, chosen.value), LONGEST_CLOCK + 1)):
            yield InputError("clocks_not_rising", field=chosen.value, most=LONGEST_CLOCK)
    least, most = OWN_HOLD_SHORTEST // MINUTE, OWN_HOLD_LONGEST // MINUTE
    if not least <= rules.account_hold_minutes <= most:
        yield InputError("rule_out_of_range", field="account_hold_minutes", least=least, most=most)
    if not _rising((0, *rules.look_back_hours, LONGEST_CLOCK)):
        yield InputError("clocks_not_rising", field="look_back_hours", most=LONGEST_CLOCK)


def _rising(values: tuple[int, ...]) -> bool:
    return all(lower < higher for lower, higher in pairwise(values))
