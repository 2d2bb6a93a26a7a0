"""A person's phone that should work again and does not, as far as anybody has said (应恢复).

Owed from the moment its restoration is due or asked for until the carrier says that it works:
over the line, or by telephone (services.by_word). Until then it rings, again and again.
"""

from datetime import datetime

from django.db import transaction

from zhisun.domains.audit.policy import Facts
from zhisun.domains.outbox.selectors import heard, is_down
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.moves import announce, locked
from zhisun.domains.takedown.terms import LATE_EVERY, NOT_RESTORED, RESTORED_WITHIN
from zhisun.kernel.actors import Actor


def line_is_down(institution_code: str, *, at: datetime) -> bool:
    """Whether nobody asks for mail on an institution's line. One query."""
    return is_down(heard([institution_code]).get(institution_code), at=at)


def owe(hold: Takedown, *, by: Actor, at: datetime) -> None:
    """A restoration of a locked hold was sent: it rings until the carrier has said so. Joins.

    At once when its line is down, for then nobody fetches it.
    """
    down = line_is_down(hold.institution_code, at=at)
    if hold.owed_at is None:
        due = min(hold.ends_at or at, at)
        _write(hold, owed_at=due, rings_at=at if down else at + RESTORED_WITHIN, late_rings=0)
        if down:
            _ring(hold, by=by, at=at)


def paid(hold: Takedown) -> None:
    """The phone works again, or was never suspended: nothing is owed. Joins."""
    if hold.owed_at is not None:
        bell = "" if hold.bell == NOT_RESTORED else hold.bell
        _write(hold, owed_at=None, rings_at=None, late_rings=0, bell=bell)


@transaction.atomic(durable=True)
def ring_unrestored(takedown_no: str, *, by: Actor, at: datetime) -> None:
    """Ring for a phone that should work again (应恢复而未恢复). Looks before it acts."""
    hold = locked(takedown_no)
    if hold.owed_at is not None and hold.rings_at is not None and hold.rings_at <= at:
        _ring(hold, by=by, at=at)


def _ring(hold: Takedown, *, by: Actor, at: datetime) -> None:
    """The first time at the telecom desk, from the second on also for the domains above."""
    rings = hold.late_rings + 1
    _write(hold, late_rings=rings, rings_at=at + LATE_EVERY, bell=hold.bell or NOT_RESTORED)
    after: Facts = {"owed_at": hold.owed_at.isoformat() if hold.owed_at else "", "times": rings}
    announce(hold, "rang", by=by, at=at, reason=NOT_RESTORED, after=after)
    if rings > 1:
        announce(hold, "own_phone_late", by=by, at=at, after=after)


def _write(hold: Takedown, **changes: str | int | datetime | None) -> None:
    Takedown.objects.filter(pk=hold.pk).update(**changes)
    for name, value in changes.items():
        setattr(hold, name, value)
