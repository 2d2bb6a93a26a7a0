"""The funds desk's board (看板)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhisun.domains.stop_payment.models import Alarm, Order
from zhisun.domains.stop_payment.selectors.orders import OrderRow, readable, row
from zhisun.domains.stop_payment.terms import (
    ANSWER_DUE,
    ANSWER_OVERDUE,
    CALL,
    COUNTED,
    HOLDS,
    ON_THE_WAY,
    WAITING,
    OrderState,
)
from zhisun.kernel.actors import Actor

LINES = 100
"""Lines of a board: more than anybody reads; a line costs a page most of a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """What to show; an empty word or set filters nothing.

    overdue_at: only orders whose answer was due before this instant.
    """

    institution_code: str = ""
    states: frozenset[OrderState] = frozenset()
    incident_no: str = ""
    kind: str = ""
    overdue_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """How many orders stand where."""

    drafted: int
    on_the_way: int
    overdue: int
    active: int
    refused: int


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One clock that rang and nobody has seen."""

    key: int
    bell: str
    rang_at: datetime
    order: OrderRow


def board(by: Actor, *, shown: BoardFilter | None = None, limit: int = LINES) -> list[OrderRow]:
    """Orders somebody still has to act on, what can still be saved first. One query."""
    orders = Order.objects.filter(area__startswith=by.area, state__in=sorted(WAITING))
    orders = _narrowed(orders, shown or BoardFilter())
    return [row(o) for o in readable(orders).order_by("-save_rank", "pk")[:limit]]


def answered(by: Actor, *, shown: BoardFilter | None = None, limit: int = 50) -> list[OrderRow]:
    """The latest answers, newest first. One query."""
    orders = Order.objects.filter(area__startswith=by.area, answered_at__isnull=False)
    orders = _narrowed(orders, shown or BoardFilter())
    return [row(o) for o in readable(orders).order_by("-answered_at")[:limit]]


def holds_ending(
    by: Actor,
    *,
    at: datetime,
    within: timedelta,
    shown: BoardFilter | None = None,
    limit: int = LINES,
) -> list[OrderRow]:
    """Holds that end soon, soonest first. One query."""
    orders = Order.objects.filter(
        area__startswith=by.area,
        state=OrderState.ACTIVE,
        kind__in=sorted(HOLDS),
        held_until__lte=at + within,
    )
    orders = _narrowed(orders, shown or BoardFilter())
    return [row(o) for o in readable(orders).order_by("held_until")[:limit]]


def releases_due(
    by: Actor, *, shown: BoardFilter | None = None, limit: int = LINES
) -> list[OrderRow]:
    """Holds that must be released (待解除), the first to be due first. One query.

    Each row's `release_due_at` says until when. Source: domain.md §3.1, §12A.1 invariant 4.
    """
    orders = Order.objects.filter(
        area__startswith=by.area, state=OrderState.ACTIVE, release_due_at__isnull=False
    )
    orders = _narrowed(orders, shown or BoardFilter())
    return [row(o) for o in readable(orders).order_by("release_due_at", "pk")[:limit]]


def corrections(by: Actor, *, shown: BoardFilter | None = None, limit: int = 50) -> list[OrderRow]:
    """Refused orders that nobody has corrected yet, newest first. One query."""
    corrected = Order.objects.filter(corrects=OuterRef("pk"))
    orders = Order.objects.filter(
        ~Exists(corrected), area__startswith=by.area, state=OrderState.REFUSED
    )
    orders = _narrowed(orders, shown or BoardFilter())
    return [row(o) for o in readable(orders).order_by("-answered_at")[:limit]]


def alarms(by: Actor, *, limit: int = 50) -> list[AlarmRow]:
    """Clocks that rang and were not seen, newest first. One query.

    What rang for an answer falls silent with the answer.
    """
    calling = Q(bell__startswith=CALL) | Q(bell__in=[ANSWER_DUE, ANSWER_OVERDUE])
    rung = (
        Alarm.objects.filter(order__area__startswith=by.area, seen_by="")
        .exclude(calling & ~Q(order__state__in=sorted(ON_THE_WAY)))
        .select_related("order", "order__original")
        .order_by("-rang_at")
    )
    return [AlarmRow(a.pk, a.bell, a.rang_at, row(a.order)) for a in rung[:limit]]


def counts(by: Actor, *, at: datetime) -> BoardCounts:
    """The board's head. Two queries."""
    mine = Order.objects.filter(area__startswith=by.area)
    on_the_way = Q(state__in=sorted(ON_THE_WAY))
    found = mine.filter(state__in=sorted(COUNTED)).aggregate(
        drafted=Count("state", filter=Q(state=OrderState.DRAFTED)),
        on_the_way=Count("state", filter=on_the_way),
        overdue=Count("state", filter=on_the_way & Q(due_at__lt=at)),
        active=Count("state", filter=Q(state=OrderState.ACTIVE, kind__in=sorted(HOLDS))),
        refused=Count("state", filter=Q(state=OrderState.REFUSED)),
    )
    corrected = mine.filter(corrects__isnull=False).count()  # only refused orders are corrected
    return BoardCounts(**found | {"refused": found["refused"] - corrected})


def _narrowed(orders: QuerySet[Order], shown: BoardFilter) -> QuerySet[Order]:
    wanted = {
        "institution_code": shown.institution_code,
        "state__in": sorted(shown.states),
        "incident_no": shown.incident_no,
        "kind": shown.kind,
        "due_at__lt": shown.overdue_at,
    }
    return orders.filter(**{name: value for name, value in wanted.items() if value})
