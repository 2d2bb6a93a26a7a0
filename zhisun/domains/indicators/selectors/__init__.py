"""The base as pages, the watch and other domains ask for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from zhisun.domains.indicators import tables
from zhisun.domains.indicators.models import (
    BaseNotice,
    EventFeed,
    FeedHour,
    Hit,
    Indicator,
    LifeRule,
    SafeValue,
    WatchPlace,
)
from zhisun.domains.indicators.policy import (
    Precision,
    form_of,
    harmed,
    indicator_precision,
    source_precision,
)
from zhisun.domains.indicators.terms import (
    LIVES,
    FeedKind,
    IndicatorKind,
    IndicatorState,
    Life,
    NoticeKind,
)
from zhisun.gateways.indicators.port import Shared
from zhisun.kernel.errors import NotFound


def place_of(source: str) -> Any:
    """Where the watch stands in a source, None before it began. One query."""
    found = WatchPlace.objects.filter(source=source).first()
    return None if found is None else found.place


def last_change() -> int:
    """Grows whenever an indicator comes, changes or goes. One query over an index.

    Numbers come in the order of the commits (services.changes.turn): who has read all up to one
    has missed none below it.
    """
    return int(Indicator.objects.aggregate(last=Max("change"))["last"] or 0)


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
    """What one source pushed in an hour, or in a day together (事件来源).

    hits: new hits of events; of warnings those that were new.
    """

    name: str
    brings: FeedKind
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
    rows = FeedHour.objects.filter(hour__gt=since).order_by("-hour", "feed__name", "feed__brings")
    found = rows.values_list("feed__name", "feed__brings", "hour", *_COUNTED)[:limit]
    return [_feed_row(*row) for row in found]


def feed_days(*, at: datetime) -> list[FeedRow]:
    """Every source with its sums of the last 24 hours; `hour`: its last one. One query.

    Who had to be refused stands first.
    """
    since = at - timedelta(hours=24)
    sums = {f"sum_{name}": Sum(f"hours__{name}") for name in _COUNTED}
    rows = EventFeed.objects.filter(hours__hour__gt=since).annotate(last=Max("hours__hour"), **sums)
    order = ("-sum_refused_events", "-sum_events", "name", "brings")
    return [
        _feed_row(*row)
        for row in rows.order_by(*order).values_list("name", "brings", "last", *sums)
    ]


def _feed_row(name: str, brings: str, hour: datetime, *counted: int) -> FeedRow:
    told = dict(zip(_COUNTED, counted, strict=True))
    return FeedRow(name=name.removeprefix("machine:"), brings=FeedKind(brings), hour=hour, **told)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which indicators somebody asks for; an empty field asks for all."""

    words: str = ""
    kind: str = ""
    state: str = ""
    source: str = ""
    fraud_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """One indicator as pages show it. An instant that is not known is None."""

    key: int
    kind: IndicatorKind
    value: str
    form: str
    state: IndicatorState
    state_at: datetime | None
    state_reason: str
    fraud_type: str
    severity: int
    confidence: int
    source: str
    verified_at: datetime | None
    valid_from: datetime | None
    valid_to: datetime | None
    seen_at: datetime | None
    lapses_at: datetime | None
    entered_by: str
    entered_at: datetime
    right: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One indicator with what stands around it; lists are the newest fifty.

    hits: event time and whom it was about. verdicts: dispatch, whether it was right, when.
    """

    line: IndicatorLine
    precision: Precision
    links: tuple[str, ...]
    hits: tuple[tuple[datetime, str, str], ...]
    hit_count: int
    verdicts: tuple[tuple[str, bool, datetime], ...]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """Something the base did by itself and nobody has seen yet."""

    key: int
    kind: NoticeKind
    indicator: int | None
    source: str
    right: int
    wrong: int
    rang_at: datetime


SHOWN = 50
_CODED = {"key", "kind", "state"}
_PLAIN = tuple(name for name in IndicatorLine.__dataclass_fields__ if name not in _CODED)


def board(shown: Narrowed, *, limit: int = 100) -> list[IndicatorLine]:
    """Indicators asked for, newest first. One query."""
    return [_line(row) for row in _asked(shown).order_by("-pk")[:limit]]


def counts() -> dict[str, int]:
    """How many indicators are in each state. One query."""
    rows = Indicator.objects.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)


def export(shown: Narrowed) -> Iterator[Shared]:
    """The indicators asked for, on their way to another base. Two queries."""
    return tables.shared(_asked(shown).order_by("pk"))


def dossier(key: int) -> Dossier:
    """Everything about one indicator. Raises NotFound. Six queries."""
    row = Indicator.objects.filter(pk=key).first()
    if row is None:
        raise NotFound("indicator_unknown", key=key)
    told = Indicator.objects.filter(source=row.source).exclude(pk=key)
    others = told.aggregate(good=Sum("right", default=0), bad=Sum("wrong", default=0))
    hits = Hit.objects.filter(indicator=row)
    verdicts = row.verdicts.order_by("-told_at", "-pk")[:SHOWN]
    return Dossier(
        line=_line(row),
        precision=indicator_precision(row.right, row.wrong, (others["good"], others["bad"])),
        links=tuple(row.links.order_by("pk").values_list("incident_no", flat=True)),
        hits=tuple(hits.order_by("-pk").values_list("event_time", "subject", "kind")[:SHOWN]),
        hit_count=hits.count(),
        verdicts=tuple(verdicts.values_list("dispatch_no", "right", "told_at")),
    )


def notices(*, limit: int = 20) -> list[NoticeRow]:
    """What nobody has seen yet, newest first. One query."""
    rows = BaseNotice.objects.filter(seen_by="").order_by("-rang_at", "-pk")[:limit]
    plain = ("source", "right", "wrong", "rang_at")
    return [
        NoticeRow(
            key=row.pk,
            kind=NoticeKind(row.kind),
            indicator=row.indicator_id,
            **{name: getattr(row, name) for name in plain},
        )
        for row in rows
    ]


def sources() -> list[tuple[str, int, Precision]]:
    """Every source: how many stand, how often they were right. One query."""
    rows = Indicator.objects.order_by("source").values_list("source")
    standing = Count("pk", filter=Q(state=IndicatorState.STANDING))
    told = rows.annotate(number=standing, good=Sum("right"), bad=Sum("wrong"))
    return [(source, number, source_precision(good, bad)) for source, number, good, bad in told]


def life_notes() -> dict[str, str]:
    """What the lives that somebody set are based on, by kind. One query."""
    return dict(LifeRule.objects.values_list("kind", "note"))


def known(kind: IndicatorKind, form: str) -> list[IndicatorLine]:
    """The indicators of a value, newest first. One query."""
    rows = Indicator.objects.filter(kind=kind, form=form).order_by("-pk")
    return [_line(row) for row in rows[:SHOWN]]


def _asked(shown: Narrowed) -> QuerySet[Indicator]:
    same = {"kind": shown.kind, "state": shown.state, "source": shown.source}
    same["fraud_type"] = shown.fraud_type
    rows = Indicator.objects.filter(**{name: value for name, value in same.items() if value})
    if shown.words:
        rows = rows.filter(
            Q(form__icontains=shown.words)
            | Q(value__icontains=shown.words)
            | Q(links__incident_no=shown.words.upper())
        ).distinct()
    return rows


def _line(row: Indicator) -> IndicatorLine:
    return IndicatorLine(
        **{name: getattr(row, name) for name in _PLAIN},
        key=row.pk,
        kind=IndicatorKind(row.kind),
        state=IndicatorState(row.state),
    )
