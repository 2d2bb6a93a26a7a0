"""Due instants of a dispatch. They may come earlier, never later."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.dissuasion.policy.rules import Rules


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a dispatch is signed for, the person spoken to, the person met."""

    sign: datetime
    contact: datetime
    meet: datetime


def due_of(rules: Rules, grade: int, *, urgent: bool, at: datetime, before: Due | None) -> Due:
    """The due instants when a dispatch got this grade at `at`.

    before: those it has; a clock that runs is never set back (domain.md §12A.2, issue 5: lower
    clocks never restart).
    """
    sign, contact, meet = rules.clocks(grade, urgent=urgent)
    new = Due(at + sign, at + contact, at + meet)
    if before is None:
        return new
    return Due(
        min(before.sign, new.sign), min(before.contact, new.contact), min(before.meet, new.meet)
    )
