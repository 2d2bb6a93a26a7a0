"""When to try again."""

from datetime import datetime, timedelta

from zhisun.domains.outbox.terms import LONGEST_BACKOFF


def next_try(attempts: int, *, at: datetime) -> datetime:
    """When an event is due again after its `attempts`-th failure: 1, 2, 4 … s, at most 5 min."""
    return at + min(timedelta(seconds=2 ** min(attempts - 1, 16)), LONGEST_BACKOFF)
