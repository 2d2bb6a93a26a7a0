"""Entering, importing and withdrawing indicators; naming what they must not hit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import Indicator, SafeValue
from zhisun.domains.indicators.policy import Safe, form_of, harmed
from zhisun.domains.indicators.terms import (
    LEAST_SEVERE,
    LONGEST_NAME,
    MOST_SEVERE,
    SURE,
    IndicatorKind,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIndicator:
    """An indicator as somebody enters it."""

    kind: str
    value: str
    fraud_type: str
    severity: int
    source: str
    confidence: int = SURE
    verified_at: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of rows: keys of the new ones, and the refused by number of row."""

    new: tuple[int, ...]
    known: int
    refused: dict[int, InputError]


@transaction.atomic(durable=True)
def add(entry: NewIndicator, *, by: Actor, at: datetime) -> int:
    """Enter one indicator (录入线索); its key, that of the standing one if it is known.

    Raises NotPermitted, InputError also for what would hit the white list.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    indicator = _checked(entry, _safe(), by=by, at=at)
    Indicator.objects.bulk_create([indicator], ignore_conflicts=True)
    standing = Indicator.objects.get(
        kind=indicator.kind, form=indicator.form, source=indicator.source, withdrawn_at=None
    )
    if standing.entered_at == at:
        record(by, "indicators.add", str(standing.pk), at=at, after={"kind": indicator.kind})
    return standing.pk


@transaction.atomic(durable=True)
def import_rows(entries: Iterable[NewIndicator], *, by: Actor, at: datetime) -> Imported:
    """Enter many (导入线索). Rows that cannot be are named with their reason; the others stand.

    Raises NotPermitted. Three queries and one for each thousand rows.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    safe = _safe()
    refused: dict[int, InputError] = {}
    checked: list[Indicator] = []
    for number, entry in enumerate(entries):
        try:
            checked.append(_checked(entry, safe, by=by, at=at))
        except InputError as error:
            refused[number] = error
    before = Indicator.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    Indicator.objects.bulk_create(checked, batch_size=1000, ignore_conflicts=True)
    new = Indicator.objects.filter(pk__gt=before, entered_at=at, entered_by=by.name)
    keys = tuple(new.order_by("pk").values_list("pk", flat=True))
    facts = {"new": len(keys), "refused": len(refused)}
    record(by, "indicators.import_rows", at.isoformat(), at=at, after=facts)
    return Imported(keys, len(checked) - len(keys), refused)


@transaction.atomic(durable=True)
def retract(key: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Take an indicator back (撤回线索): it hits nothing from now on.

    Raises NotPermitted, NotFound, InputError without a reason, StateConflict the second time.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    if not reason.strip():
        raise InputError("reason_needed", field="reason")
    if not Indicator.objects.filter(pk=key).exists():
        raise NotFound("indicator_unknown", key=key)
    standing = Indicator.objects.filter(pk=key, withdrawn_at=None)
    changes = {"withdrawn_at": at, "withdrawn_reason": reason.strip()[:LONGEST_NAME]}
    if not standing.update(**changes):
        raise StateConflict("indicator_withdrawn", key=key)
    record(by, "indicators.retract", str(key), at=at, reason=reason.strip())
    publish("indicators.retracted", str(key), area=by.area, at=at)


@transaction.atomic(durable=True)
def protect(kind: str, value: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Put a value on the white list (列入白名单). Harmless to repeat.

    Raises NotPermitted, InputError.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    if not reason.strip():
        raise InputError("reason_needed", field="reason")
    named = _kind(kind)
    safe = SafeValue(
        kind=named,
        form=form_of(named, value),
        reason=reason.strip()[:LONGEST_NAME],
        entered_by=by.name,
        entered_at=at,
    )
    SafeValue.objects.bulk_create([safe], ignore_conflicts=True)
    listed = SafeValue.objects.get(kind=safe.kind, form=safe.form)
    record(by, "indicators.protect", f"{safe.kind} {safe.form}", at=at, reason=safe.reason)
    publish("indicators.protected", str(listed.pk), area=by.area, at=at)


def _safe() -> list[Safe]:
    return list(SafeValue.objects.values_list("kind", "form"))


def _kind(kind: str) -> IndicatorKind:
    if kind not in IndicatorKind.values:
        raise InputError("indicator_kind_unknown", field="kind", kind=kind[:20])
    return IndicatorKind(kind)


def _checked(entry: NewIndicator, safe: list[Safe], *, by: Actor, at: datetime) -> Indicator:
    kind = _kind(entry.kind)
    form = form_of(kind, entry.value)
    if harm := harmed(kind, form, safe):
        raise InputError("indicator_on_white_list", field="value", safe=harm)
    if not LEAST_SEVERE <= entry.severity <= MOST_SEVERE:
        raise InputError("indicator_severity_wrong", field="severity")
    if not 0 <= entry.confidence <= SURE:
        raise InputError("indicator_confidence_wrong", field="confidence")
    if entry.valid_from and entry.valid_to and entry.valid_from >= entry.valid_to:
        raise InputError("indicator_window_empty", field="valid_to")
    return Indicator(
        kind=kind,
        value=entry.value,
        form=form,
        fraud_type=entry.fraud_type[:LONGEST_NAME],
        severity=entry.severity,
        confidence=entry.confidence,
        source=entry.source[:LONGEST_NAME],
        verified_at=entry.verified_at,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        entered_by=by.name,
        entered_at=at,
    )
