"""The league of institutions: how fast they acknowledge and answer, what they refuse (反馈时效).

An order belongs to the period in which it was sent, and to the hour of the day in China: whoever
is slow at night shows at night. What is not answered yet is counted beside the percentiles, or a
bank that never answers would look quick.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import ExtractHour

from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.selectors.orders import OrderRow, readable, row
from zhisun.domains.stop_payment.terms import ON_THE_WAY, OrderState
from zhisun.kernel.actors import Actor
from zhisun.kernel.moments import CHINA

SHOWN = 200
"""Orders one list shows at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Orders sent after `since` until `until`, of an institution, a kind, an hour of the day.

    The hour is China's. An empty choice leaves nothing out.
    """

    since: datetime
    until: datetime
    institution_code: str = ""
    kind: str = ""
    hour: int | None = None

    def earlier(self, span: timedelta) -> "Asked":
        """The same so much earlier."""
        return replace(self, since=self.since - span, until=self.until - span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Counts of one group of orders, and seconds from sending; None where nothing was answered.

    refused is part of answered; overdue is what is not answered and past its due instant.
    """

    sent: int = 0
    answered: int = 0
    refused: int = 0
    overdue: int = 0
    acknowledged_s: float | None = None
    median_s: float | None = None
    p90_s: float | None = None

    @property
    def open(self) -> int:
        """Not answered yet, late or not."""
        return self.sent - self.answered


NOTHING = Speed()


@dataclass(frozen=True, slots=True)
class Standing:
    """One institution, hour or kind: now and in the period before. key: its code, hour or kind."""

    key: str
    name: str
    now: Speed
    before: Speed

    @property
    def slower_s(self) -> float | None:
        """Seconds by which half of the answers became slower; negative for quicker."""
        if self.now.median_s is None or self.before.median_s is None:
            return None
        return self.now.median_s - self.before.median_s


@dataclass(frozen=True, slots=True)
class League:
    """All orders asked for; institutions slowest first (九成用时), hours and kinds in order."""

    total: Standing
    institutions: tuple[Standing, ...]
    hours: tuple[Standing, ...]
    kinds: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often one institution refused with one code."""

    result: str
    institution_code: str
    institution_name: str
    orders: int


class Behind(StrEnum):
    """Which orders stand behind a figure."""

    SENT = "sent"
    ANSWERED = "answered"
    REFUSED = "refused"
    OPEN = "open"
    OVERDUE = "overdue"


def league(asked: Asked, *, before: timedelta, by: Actor, at: datetime) -> League:
    """The league of a period and of the one that lies `before` earlier. One query."""
    former = asked.earlier(before)
    with connection.cursor() as cursor:
        cursor.execute(
            LEAGUE,
            {
                "area": f"{by.area}%",
                "since": asked.since,
                "until": asked.until,
                "former_since": former.since,
                "former_until": former.until,
                "institution": asked.institution_code,
                "kind": asked.kind,
                "hour": -1 if asked.hour is None else asked.hour,
                "at": at,
            },
        )
        found = cursor.fetchall()
    groups: dict[int, dict[str, Standing]] = {}
    for which, key, name, is_former, *figures in found:
        group = groups.setdefault(which, {})
        known = group.get(key) or Standing(key, name, NOTHING, NOTHING)
        speed = _speed(figures)
        group[key] = replace(known, before=speed) if is_former else replace(known, now=speed)
    groups = {which: _sent_now(group) for which, group in groups.items()}
    banks, hours, kinds = (groups.get(which, {}).values() for which in (BY_BANK, BY_HOUR, BY_KIND))
    return League(
        total=groups.get(BY_NOTHING, {}).get("", Standing("", "", NOTHING, NOTHING)),
        institutions=tuple(sorted(banks, key=_slowness)),
        hours=tuple(sorted(hours, key=lambda each: int(each.key))),
        kinds=tuple(sorted(kinds, key=lambda each: -each.now.sent)),
    )


def refusals(asked: Asked, *, by: Actor) -> list[Refusal]:
    """Refused orders by answer code and institution, most first. One query."""
    refused = _behind(asked, by=by).filter(state=OrderState.REFUSED)
    counted: dict[tuple[str, str, str], int] = {}
    for key in refused.values_list("result", "institution_code", "institution_name"):
        counted[key] = counted.get(key, 0) + 1
    rows = [Refusal(*key, orders) for key, orders in counted.items()]
    return sorted(rows, key=lambda each: (-each.orders, each.result, each.institution_code))


def overdue(
    asked: Asked, *, by: Actor, at: datetime, limit: int = SHOWN
) -> tuple[int, list[OrderRow]]:
    """Orders past due now, whenever they were sent: how many, and the longest due. Two queries."""
    late = _chosen(asked, by=by).filter(state__in=sorted(ON_THE_WAY), due_at__lt=at)
    shown = [row(each) for each in readable(late).order_by("due_at", "pk")[:limit]]
    return (late.count() if len(shown) == limit else len(shown)), shown


def behind(
    asked: Asked, what: Behind, *, by: Actor, at: datetime, result: str = ""
) -> tuple[int, list[OrderRow]]:
    """The orders behind a figure, slowest first: how many, and at most SHOWN. Two queries."""
    orders = _behind(asked, by=by)
    if what is Behind.ANSWERED:
        orders = orders.filter(answered_at__isnull=False)
    elif what is Behind.REFUSED:
        orders = orders.filter(state=OrderState.REFUSED)
    elif what is Behind.OPEN:
        orders = orders.filter(answered_at=None)
    elif what is Behind.OVERDUE:
        orders = orders.filter(answered_at=None, due_at__lt=at)
    if result:
        orders = orders.filter(result=result)
    took = (F("answered_at") - F("sent_at")).desc(nulls_first=True)
    return orders.count(), [
        row(each) for each in readable(orders).order_by(took, "sent_at")[:SHOWN]
    ]


def _behind(asked: Asked, *, by: Actor) -> QuerySet[Order]:
    return _chosen(asked, by=by).filter(sent_at__gt=asked.since, sent_at__lte=asked.until)


def _chosen(asked: Asked, *, by: Actor) -> QuerySet[Order]:
    orders = Order.objects.filter(area__startswith=by.area)
    if asked.institution_code:
        orders = orders.filter(institution_code=asked.institution_code)
    if asked.kind:
        orders = orders.filter(kind=asked.kind)
    if asked.hour is not None:
        orders = orders.alias(hour=ExtractHour("sent_at", tzinfo=CHINA)).filter(hour=asked.hour)
    return orders


BY_BANK, BY_HOUR, BY_KIND, BY_NOTHING = 0b011, 0b101, 0b110, 0b111
"""What PostgreSQL's grouping(code, hour, kind) says of a row of the league."""

LEAGUE = """
select grouping(code, hour, kind) as which, coalesce(code, hour::text, kind, ''), max(name), former,
       count(*), count(took), count(*) filter (where state = 'refused'),
       count(*) filter (where took is null and due_at < %(at)s),
       percentile_cont(0.5) within group (order by acknowledged),
       percentile_cont(array[0.5, 0.9]) within group (order by took)
from (
  select institution_code as code, institution_name as name, kind, state, due_at,
         extract(hour from sent_at at time zone 'Asia/Shanghai')::int as hour,
         sent_at <= %(since)s as former,
         extract(epoch from acknowledged_at - sent_at)::float as acknowledged,
         extract(epoch from answered_at - sent_at)::float as took
  from stop_payment_order
  where area like %(area)s and sent_at > %(former_since)s and sent_at <= %(until)s
    and (sent_at > %(since)s or sent_at <= %(former_until)s)
    and (%(institution)s = '' or institution_code = %(institution)s)
    and (%(kind)s = '' or kind = %(kind)s)
) as orders
where %(hour)s < 0 or hour = %(hour)s
group by grouping sets ((former, code), (former, hour), (former, kind), (former))
"""


def _speed(figures: list[Any]) -> Speed:
    sent, answered, refused, late, acknowledged_s, took = figures
    median_s, p90_s = took or (None, None)
    return Speed(
        sent=sent,
        answered=answered,
        refused=refused,
        overdue=late,
        acknowledged_s=acknowledged_s,
        median_s=median_s,
        p90_s=p90_s,
    )


def _sent_now(group: dict[str, Standing]) -> dict[str, Standing]:
    """Without those who were sent nothing in the period itself."""
    return {key: each for key, each in group.items() if each.now.sent}


def _slowness(standing: Standing) -> tuple[bool, float, str]:
    """Slowest first; who has not answered anything stands before everybody."""
    p90_s = standing.now.p90_s
    return (p90_s is not None, -(p90_s or 0), standing.key)
