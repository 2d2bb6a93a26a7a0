"""Warnings that another system pushes: admitted by its rate, then counted."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.services import throttle
from zhisun.domains.indicators.terms import FeedKind
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def admit_warning(*, by: Actor, at: datetime) -> int:
    """Let one warning in (预警准入): 0, or the seconds its source has to wait first.

    Each source has an account of its own. A repeat is asked for like any other: to know it costs
    as much. Raises NotPermitted.
    """
    require(by, Duty.WARN, by.area)
    rate = settings.WARNINGS_PER_SECOND
    feed = throttle.account(FeedKind.WARNINGS, rate=rate, by=by, at=at)
    return throttle.debit(feed, 1, rate=rate, at=at)


@transaction.atomic(durable=True)
def count_warning(*, new: bool, readable: bool, by: Actor, at: datetime) -> None:
    """Count a warning that was let in, in its source's hour (收下预警). Raises NotPermitted."""
    require(by, Duty.WARN, by.area)
    rate = settings.WARNINGS_PER_SECOND
    feed = throttle.account(FeedKind.WARNINGS, rate=rate, by=by, at=at)
    throttle.count(feed, at=at, batches=1, events=1, hits=int(new), unreadable=int(not readable))
