"""Naming what no indicator may hit (白名单), and what becomes of those that would."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import BaseNotice, Indicator, SafeValue
from zhisun.domains.indicators.policy import (
    SafeList,
    address_of_site,
    form_of,
    names_above,
    pages_above,
)
from zhisun.domains.indicators.services.changes import reason_of, turn
from zhisun.domains.indicators.services.keep import kind_of, withdrawn
from zhisun.domains.indicators.terms import (
    LONGEST_NAME,
    NOW_LISTED,
    IndicatorKind,
    IndicatorState,
    NoticeKind,
)
from zhisun.domains.outbox.services import publish
from zhisun.engines.identity.known_sites import fronts_of
from zhisun.engines.screening.normal import site
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def protect(kind: str, value: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Put a value on the white list (列入白名单). Harmless to repeat.

    What of the base would hit it is withdrawn at once, and whoever acted on it is told. A page
    below a listed one does not hit it and may be a lure: it stays, and rings for the base's keeper.

    Raises NotPermitted, InputError.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    told = reason_of(reason)
    named = kind_of(kind)
    form = form_of(named, value)
    turn()
    safe = SafeValue(kind=named, form=form, reason=told, entered_by=by.name, entered_at=at)
    SafeValue.objects.bulk_create([safe], ignore_conflicts=True)
    listed = SafeValue.objects.get(kind=named, form=form)
    record(by, "indicators.protect", f"{named} {form}", at=at, reason=told)
    publish("indicators.protected", str(listed.pk), area=by.area, at=at)
    alone = SafeList([(named, form)])
    for indicator in _harming(named, form).select_for_update().order_by("pk"):
        if alone.harmed(IndicatorKind(indicator.kind), indicator.form):
            withdrawn(indicator, f"{NOW_LISTED}：{told}"[:LONGEST_NAME], by=by, at=at)
    if named == IndicatorKind.URL:
        _ring_below(form, at=at)


def _harming(kind: IndicatorKind, form: str) -> QuerySet[Indicator]:
    """Indicators, not withdrawn, among which those are that would hit a value."""
    live = Indicator.objects.filter(withdrawn_at=None)
    if kind == IndicatorKind.IP:
        return live.filter(kind=kind)
    if kind == IndicatorKind.DOMAIN:
        names = [*names_above(form), *fronts_of(form)]
        return live.filter(kind__in=[kind, IndicatorKind.URL], form__in=names)
    if kind == IndicatorKind.URL:
        covering = Q(kind=kind, form__in=pages_above(form))
        covering |= Q(kind=IndicatorKind.DOMAIN, form__in=names_above(site(form)))
        if address_of_site(form):
            covering |= Q(kind=IndicatorKind.IP)
        return live.filter(covering)
    begins = [form[:length] for length in range(1, len(form) + 1)]
    prefixes = Q(kind=IndicatorKind.PHONE_PREFIX, form__in=begins)
    same = Q(kind=kind, form=form)
    return live.filter(same | prefixes if kind == IndicatorKind.PHONE else same)


def _ring_below(form: str, *, at: datetime) -> None:
    """A notice for each page of the base below a listed one that has none nobody has seen."""
    if "?" in form:
        return  # only the same query lies below a query
    below = Q(form__startswith=f"{form}/") | Q(form__startswith=f"{form}?")
    open_states = (IndicatorState.PROPOSED, IndicatorState.STANDING)
    pages = Indicator.objects.filter(below, kind=IndicatorKind.URL, state__in=open_states)
    rung = BaseNotice.objects.filter(kind=NoticeKind.BELOW_LISTED, seen_by="")
    told = rung.filter(indicator__isnull=False).values("indicator")
    BaseNotice.objects.bulk_create(
        BaseNotice(
            kind=NoticeKind.BELOW_LISTED,
            indicator=page,
            source=page.source,
            right=page.right,
            wrong=page.wrong,
            rang_at=at,
        )
        for page in pages.exclude(pk__in=told).order_by("pk")
    )
