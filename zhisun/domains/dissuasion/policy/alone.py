"""When a warning message is all that is done (仅短信提醒): the lowest grades in great numbers."""

from collections.abc import Iterable

from zhisun.domains.dissuasion.policy.rules import Rules
from zhisun.domains.dissuasion.terms import Reason

KNOWN_BEFORE = frozenset({Reason.WARNED_BEFORE, Reason.DEFRAUDED_BEFORE})
"""Who was warned within thirty days, or defrauded, is not left to a message again. Local rule."""


def message_is_enough(
    rules: Rules, *, grade: int, urgent: bool, minor: bool, reasons: Iterable[str]
) -> bool:
    """Whether a dispatch of this kind is closed once its message has arrived. Off by default."""
    plain = not urgent and not minor and not KNOWN_BEFORE & set(reasons)
    return plain and grade <= rules.message_alone_upto
