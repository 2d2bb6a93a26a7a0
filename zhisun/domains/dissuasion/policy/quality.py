"""Looking at a share of the work again (抽检): which share, and what is a fault.

No national rule was found: share, table of faults and what is grave are a local rule.
"""

import hashlib
from collections.abc import Iterable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sampled(TextChoices):
    """What was drawn: how somebody spoke, or whether what he wrote down is true (真实性抽查)."""

    CONTACT = "contact", _("通话和上门")
    OUTCOME = "outcome", _("结果真实性")


class Verdict(TextChoices):
    """What the second officer says."""

    PASSED = "passed", _("合格")
    FAILED = "failed", _("不合格")


class Fault(TextChoices):
    """What was wrong."""

    IDENTITY = "identity", _("没有核实是不是本人")
    UNTRUE = "untrue", _("记录与事实不符")
    LEAKED = "leaked", _("向无关的人透露情况")
    NO_HARM_SAID = "no_harm_said", _("没有说清骗局和危害")
    NOT_ASKED = "not_asked", _("没有问转账和对方账户")
    UNCHECKED = "unchecked", _("四查看三询问有漏项")
    UNRECORDED = "unrecorded", _("记录不全")
    LATE = "late", _("不及时")
    RUDE = "rude", _("态度生硬")


GRAVE = frozenset({Fault.IDENTITY, Fault.UNTRUE, Fault.LEAKED})
"""With one of these nothing passes."""


def drawn(numbers: Iterable[str], *, percent: int, day: date) -> list[str]:
    """Which of a day's work is looked at: `percent` of it, rounded up, in the order of drawing.

    By a digest of day and number: who draws again, on another machine or in another order, draws
    the same, and nobody can tell before the day is over.
    """
    known = sorted(set(numbers))
    wanted = -(-len(known) * percent // 100)
    by_lot = sorted(known, key=lambda number: (_lot(day, number), number))
    return by_lot[:wanted]


def _lot(day: date, number: str) -> str:
    return hashlib.sha256(f"{day.isoformat()}|{number}".encode()).hexdigest()
