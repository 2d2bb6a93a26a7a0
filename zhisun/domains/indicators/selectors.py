"""How far the watch has come, and whether the base has changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, Sum

from zhisun.domains.indicators.models import (
    EventFeed,
    FeedHour,
    Hit,
    Indicator,
    LifeRule,
    SafeValue,
    WatchPlace,
)
from zhisun.domains.indicators.policy import form_of, harmed
from zhisun.domains.indicators.terms import LIVES, IndicatorKind, Life
from zhisun.kernel.errors import NotFound


def place_of(source: str) -> Any:
    """Where the watch stands in a source, None before it began. One query."""
    found = WatchPlace.objects.filter(source=source).first()
    return None if found is None else found.place


def state_of_base() -> str:
    """Changes whenever an indicator comes, changes or goes: the number of the last change.

    One query over an index. Numbers come in the order of the commits (services.changes.turn).
    """
    return str(Indicator.objects.aggregate(last=Max("change"))["last"] or 0)


def lives() -> dict[IndicatorKind, Life]:
    """How the kinds age here: by default, or as somebody set it. One query."""
    found = dict(LIVES)
    for rule in LifeRule.objects.all():
        half, whole = timedelta(days=rule.half_life_days), timedelta(days=rule.lifetime_days)
        found[IndicatorKind(rule.kind)] = Life(half, whole)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """One hit with what its indicator says.

    subject: whom the event is about, as its source names him, "" when it names nobody.
    """

    key: int
    event_time: datetime
    subject: str
    kind: str
    value: str
    indicator: int
    fraud_type: str
    severity: int
    confidence: int


def hit(key: int) -> HitRow | None:
    """One hit by its key. One query."""
    row = Hit.objects.select_related("indicator").filter(pk=key).first()
    if row is None:
        return None
    plain = ("event_time", "subject", "kind", "value")
    told = ("fraud_type", "severity", "confidence")
    return HitRow(
        **{name: getattr(row, name) for name in plain},
        **{name: getattr(row.indicator, name) for name in told},
        key=row.pk,
        indicator=row.indicator_id,
    )


def hits_of(event_id: str) -> list[str]:
    """The values of the indicators that an event hit. One query."""
    found = Hit.objects.filter(event_id=event_id).order_by("pk")
    return list(found.values_list("indicator__form", flat=True))


@dataclass(frozen=True, slots=True)
class SafeRow:
    """One value on the white list (白名单)."""

    kind: IndicatorKind
    form: str
    reason: str
    entered_by: str
    entered_at: datetime


def checked_form(kind: IndicatorKind, value: str) -> tuple[str, str]:
    """The normal form of a value and what on the white list it would harm, "" if nothing.

    Raises InputError with `field` value for what is no value of its kind. One query.
    """
    form = form_of(kind, value)
    return form, harmed(kind, form, SafeValue.objects.values_list("kind", "form"))


def safe_values(*, words: str = "", limit: int = 200) -> list[SafeRow]:
    """The white list, newest first; only what contains `words`. One query."""
    rows = SafeValue.objects.order_by("-entered_at", "-pk")
    if words:
        rows = rows.filter(Q(form__icontains=words) | Q(reason__icontains=words))
    return [
        SafeRow(IndicatorKind(row.kind), row.form, row.reason, row.entered_by, row.entered_at)
        for row in rows[:limit]
    ]


def value_of(key: int) -> tuple[str, str]:
    """Kind and normal form of an indicator, standing or not. Raises NotFound. One query."""
    found = Indicator.objects.filter(pk=key).values_list("kind", "form").first()
    if found is None:
        raise NotFound("indicator_unknown", key=key)
    return found


def safe_value_of(key: int) -> tuple[str, str]:
    """Kind and normal form of a value on the white list. Raises NotFound. One query."""
    found = SafeValue.objects.filter(pk=key).values_list("kind", "form").first()
    if found is None:
        raise NotFound("safe_value_unknown", key=key)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """What one source of events pushed in an hour, or in a day together (事件来源)."""

    name: str
    hour: datetime
    batches: int
    events: int
    hits: int
    unreadable: int
    refused_batches: int
    refused_events: int


_COUNTED = ("batches", "events", "hits", "unreadable", "refused_batches", "refused_events")


def feed_hours(*, at: datetime, hours: int = 24, limit: int = 200) -> list[FeedRow]:
    """The last hours of every source that pushed anything, newest first. One query."""
    since = at - timedelta(hours=hours)
    rows = FeedHour.objects.filter(hour__gt=since).order_by("-hour", "feed__name")
    found = rows.values_list("feed__name", "hour", *_COUNTED)[:limit]
    return [_feed_row(*row) for row in found]


def feed_days(*, at: datetime) -> list[FeedRow]:
    """Every source with its sums of the last 24 hours; `hour`: its last one. One query.

    Who had to be refused stands first.
    """
    since = at - timedelta(hours=24)
    sums = {f"sum_{name}": Sum(f"hours__{name}") for name in _COUNTED}
    rows = EventFeed.objects.filter(hours__hour__gt=since).annotate(last=Max("hours__hour"), **sums)
    order = ("-sum_refused_events", "-sum_events", "name")
    return [_feed_row(*row) for row in rows.order_by(*order).values_list("name", "last", *sums)]


def _feed_row(name: str, hour: datetime, *counted: int) -> FeedRow:
    told = dict(zip(_COUNTED, counted, strict=True))
    return FeedRow(name=name.removeprefix("machine:"), hour=hour, **told)
