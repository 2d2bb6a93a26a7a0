"""How long a measure may last."""

from datetime import datetime, timedelta

from zhisun.domains.stop_payment.terms import (
    FREEZE_MONTHS,
    FREEZES,
    LONG_FREEZE_MONTHS,
    MOVEMENTS_LAST,
    STOP_LASTS,
    STOPS,
    OrderKind,
)
from zhisun.kernel.moments import CHINA


def lasts_until(kind: OrderKind, start: datetime, *, long_freeze: bool = False) -> datetime | None:
    """The latest end the law allows a measure that begins at `start`; None for plain queries."""
    if kind in STOPS:
        return start + STOP_LASTS
    if kind in FREEZES:
        return months_later(start, LONG_FREEZE_MONTHS if long_freeze else FREEZE_MONTHS)
    return start + MOVEMENTS_LAST if kind is OrderKind.QUERY_MOVEMENTS else None


def months_later(start: datetime, months: int) -> datetime:
    """The same day and time so many months later in China, or the month's last day."""
    local = start.astimezone(CHINA)
    index = local.month - 1 + months
    year, month = local.year + index // 12, index % 12 + 1
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=CHINA)
    last_day = (following - timedelta(days=1)).day
    return local.replace(year=year, month=month, day=min(local.day, last_day))
