"""Which takedowns a clock has to look at."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import (
    LEFT,
    RESTORE_AGAIN,
    WAITING,
    Measure,
    TakedownState,
)

AT_MOST = 500
"""Takedowns one run of a clock takes; the next run takes the rest."""


def to_restore(*, at: datetime) -> list[str]:
    """People's own phones whose time is over and that nobody is giving back yet. One query.

    One whose restoration was refused comes again after RESTORE_AGAIN, whatever state it is in.
    """
    releases = Takedown.objects.filter(original=OuterRef("pk"), measure=Measure.RELEASE)
    under_way = Q(state__in=sorted(WAITING))
    just_refused = Q(state=TakedownState.REFUSED, answered_at__gt=at - RESTORE_AGAIN)
    waiting = sorted(LEFT | {TakedownState.ACTIVE, TakedownState.APPROVED})
    over = Takedown.objects.filter(
        Q(state__in=waiting, ends_at__lte=at) | Q(owed_at__lte=at),
        ~Exists(releases.filter(under_way | just_refused)),
        measure=Measure.HOLD_OWN_PHONE,
    )
    return list(over.order_by("ends_at").values_list("takedown_no", flat=True)[:AT_MOST])


def ended(*, at: datetime) -> list[str]:
    """What stands and whose term is over, earliest first. One query."""
    over = Takedown.objects.filter(state=TakedownState.ACTIVE, ends_at__lte=at)
    over = over.exclude(measure=Measure.HOLD_OWN_PHONE).order_by("ends_at")
    return list(over.values_list("takedown_no", flat=True)[:AT_MOST])


def unrestored(*, at: datetime) -> list[str]:
    """People's own phones that should work again and ring for it now. One query."""
    late = Takedown.objects.filter(owed_at__isnull=False, rings_at__lte=at).order_by("rings_at")
    return list(late.values_list("takedown_no", flat=True)[:AT_MOST])


def overdue(*, at: datetime) -> list[str]:
    """What somebody should have done by now and nothing rings for. One query.

    What is owed has a clock of its own (`unrestored`), and so has the release that pays it.
    """
    owed = Q(owed_at__isnull=False) | Q(original__owed_at__isnull=False)
    late = Takedown.objects.filter(clock_at__lte=at, bell="").exclude(owed).order_by("clock_at")
    return list(late.values_list("takedown_no", flat=True)[:AT_MOST])
