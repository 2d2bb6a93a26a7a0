"""Growing old (时效): what has lapsed leaves the base, and how long each kind lasts here."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import Done, record, record_all
from zhisun.domains.indicators.models import Indicator, LifeRule, NextChange
from zhisun.domains.indicators.policy import number_of
from zhisun.domains.indicators.services.changes import area_of, reason_of, turn
from zhisun.domains.indicators.services.keep import kind_of
from zhisun.domains.indicators.terms import LONGEST_DAYS, IndicatorState
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

AT_MOST = 20_000
"""Indicators one run of the clock takes; the next run takes the rest."""


@transaction.atomic(durable=True)
def expire(*, by: Actor, at: datetime) -> int:
    """Take what has lapsed by now out of the base (到期); how many. Five queries."""
    require(by, Duty.KEEP_INDICATORS, by.area)
    turn()
    due = Indicator.objects.filter(state=IndicatorState.STANDING, lapses_at__lte=at)
    keys = sorted(due.order_by("lapses_at").values_list("pk", flat=True)[:AT_MOST])
    if not keys:
        return 0
    over: dict[str, str | datetime] = {"state": IndicatorState.EXPIRED, "state_at": at}
    over["state_reason"] = ""
    Indicator.objects.filter(pk__in=keys).update(change=NextChange(), **over)
    area, told = area_of(by), {"state": IndicatorState.EXPIRED.value}
    done = (Done(number_of(key), area, {}, told, "") for key in keys)
    record_all(by, "indicators.expired", done, at=at)
    publish("indicators.expired", str(len(keys)), area=area, at=at)
    return len(keys)


@transaction.atomic(durable=True)
def set_life(
    kind: str, half_life_days: int, lifetime_days: int, note: str, *, by: Actor, at: datetime
) -> None:
    """Say how long a kind lasts here (设定时效): for what is entered or seen from now on.

    Ends that are stored stay. Raises NotPermitted, InputError.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    named = kind_of(kind)
    days = {"half_life_days": half_life_days, "lifetime_days": lifetime_days}
    for name, number in days.items():
        if not 1 <= number <= LONGEST_DAYS:
            raise InputError("life_out_of_range", field=name, most=LONGEST_DAYS)
    if not note.strip():
        raise InputError("life_needs_note", field="note")
    stamps = {"note": reason_of(note), "set_by": by.name, "set_at": at}
    LifeRule.objects.update_or_create(kind=named, defaults={**days, **stamps})
    after: Facts = {"kind": named.value, **days}
    record(by, "indicators.set_life", f"life {named.value}", at=at, after=after, reason=note)
