"""The telecom desk's lists (通信席看板)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from zhisun.domains.outbox.selectors import heard, is_down
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.selectors.takedowns import TakedownRow, row, seen_by
from zhisun.domains.takedown.terms import LEFT, ON_THE_WAY, OPEN, WAITING, Measure, TakedownState
from zhisun.kernel.actors import Actor

LINES = 100
"""Lines of a list: more than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """What to show; an empty word filters nothing. words: part of a target or a number."""

    words: str = ""
    target_kind: str = ""
    institution_code: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand where."""

    drafted: int
    on_the_way: int
    overdue: int
    active: int
    own_phones: int
    relapsed: int


def waiting(by: Actor, shown: Narrowed, *, limit: int = LINES) -> list[TakedownRow]:
    """What somebody has to act on, the first to be due on top. One query."""
    return _listed(seen_by(by).filter(state__in=sorted(WAITING)), shown, "clock_at", limit)


def standing(by: Actor, shown: Narrowed, *, limit: int = LINES) -> list[TakedownRow]:
    """What stands, the first to be looked at, ended or restored on top. One query."""
    return _listed(seen_by(by).filter(state=TakedownState.ACTIVE), shown, "clock_at", limit)


def answered(by: Actor, shown: Narrowed, *, limit: int = LINES) -> list[TakedownRow]:
    """The latest answers, newest first. One query."""
    rows = seen_by(by).filter(answered_at__isnull=False)
    return _listed(rows, shown, "-answered_at", limit)


def relapsed(by: Actor, shown: Narrowed, *, limit: int = LINES) -> list[TakedownRow]:
    """What came back, newest first. One query."""
    return _listed(seen_by(by).filter(state=TakedownState.RELAPSED), shown, "-pk", limit)


def own_phones(by: Actor, *, limit: int = LINES) -> list[TakedownRow]:
    """People whose phone is or is being suspended, the first to be restored on top. One query."""
    rows = seen_by(by).filter(measure=Measure.HOLD_OWN_PHONE, state__in=sorted(OPEN))
    return _listed(rows, Narrowed(), "clock_at", limit)


def late_phones(by: Actor, *, at: datetime, limit: int = LINES) -> list[TakedownRow]:
    """People whose phone should work again and of which no carrier has said so, longest first.

    By the stored end, whether or not the clocks ran meanwhile. One query.
    """
    stands = Q(state__in=sorted(LEFT | {TakedownState.ACTIVE}), ends_at__lte=at)
    rows = seen_by(by).filter(stands | Q(owed_at__lte=at), measure=Measure.HOLD_OWN_PHONE)
    rows = rows.order_by(Coalesce("owed_at", "ends_at"), "pk")
    return [row(each) for each in rows[:limit]]


def lines_down(rows: Iterable[TakedownRow], *, at: datetime) -> frozenset[str]:
    """Which institutions of these takedowns nobody asks on the line for. At most one query."""
    codes = {each.institution_code for each in rows}
    asked = heard(codes) if codes else {}
    return frozenset(code for code in codes if is_down(asked.get(code), at=at))


def ringing(by: Actor, *, limit: int = 20) -> list[TakedownRow]:
    """What rings and nobody has seen to, longest first. One query."""
    return _listed(seen_by(by).exclude(bell=""), Narrowed(), "clock_at", limit)


def counts(by: Actor, *, at: datetime) -> Counts:
    """The head of the desk. One query."""
    on_the_way = Q(state__in=sorted(ON_THE_WAY))
    found = seen_by(by).aggregate(
        drafted=Count("pk", filter=Q(state=TakedownState.DRAFTED)),
        on_the_way=Count("pk", filter=on_the_way),
        overdue=Count("pk", filter=Q(state__in=sorted(OPEN), clock_at__lt=at)),
        active=Count("pk", filter=Q(state=TakedownState.ACTIVE)),
        own_phones=Count("pk", filter=Q(measure=Measure.HOLD_OWN_PHONE, state__in=sorted(OPEN))),
        relapsed=Count("pk", filter=Q(state=TakedownState.RELAPSED)),
    )
    return Counts(**found)


def _listed(rows: QuerySet[Takedown], shown: Narrowed, order: str, limit: int) -> list[TakedownRow]:
    wanted = {"target_kind": shown.target_kind, "institution_code": shown.institution_code}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if shown.words:
        rows = rows.filter(
            Q(form__icontains=shown.words)
            | Q(takedown_no=shown.words.upper())
            | Q(incident_no=shown.words.upper())
        )
    return [row(each) for each in rows.order_by(order, "pk")[:limit]]
