"""Files of indicators (导入导出): what is right goes in, what is not is kept with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import Indicator, Intake
from zhisun.domains.indicators.policy import form_of
from zhisun.domains.indicators.services.changes import area_of
from zhisun.domains.indicators.services.keep import NewIndicator, kind_of, taken, withdrawn
from zhisun.domains.indicators.terms import LONGEST_NAME, SOURCE_WITHDREW
from zhisun.gateways.indicators.port import Read, Shared
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

Reject = list[Any]
"""Place, column, code, facts, value."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the one who imports says of rows that do not say it themselves."""

    source: str = ""
    fraud_type: str = ""


@transaction.atomic(durable=True)
def take_in(name: str, layout: str, read: Read, said: Said, *, by: Actor, at: datetime) -> int:
    """Read a file into the base (导入文件); the key of its intake.

    All of it in one transaction: rows that are right stand, the others are kept with place and
    reason. A row that its source takes back withdraws what stands of that source. Raises
    NotPermitted, InputError when rows have no source.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    if not said.source.strip() and not all(row.source.strip() for row in read.rows):
        raise InputError("indicator_source_missing", field="source")
    told = [row for row in read.rows if not row.withdrawn]
    stored, good, refused = taken((_entry(row, said) for row in told), by=by, at=at)
    rejects: list[Reject] = [
        [each.place, each.column, each.code, dict(each.facts), each.value] for each in read.unread
    ]
    for number, error in sorted(refused.items()):
        rejects.append(_reject(told[number], error))
    back = [row for row in read.rows if row.withdrawn]
    gone, lost = _take_back(back, said, by=by, at=at)
    intake = Intake.objects.create(
        name=_clean(name) or layout,
        layout=layout,
        taken_by=by.name,
        taken_at=at,
        new=len(stored.new),
        renewed=good - len(stored.new),
        withdrawn=gone,
        refused=len(rejects) + len(lost),
        rejects=rejects + lost,
    )
    counted = ("new", "renewed", "withdrawn", "refused")
    facts: Facts = {name: getattr(intake, name) for name in counted}
    area = area_of(by)
    record(by, "indicators.take_in", f"intake {intake.pk}", at=at, area=area, after=facts)
    return intake.pk


@transaction.atomic(durable=True)
def record_export(layout: str, rows: int, *, by: Actor, at: datetime) -> None:
    """Say that the base left the house (导出). Raises NotPermitted."""
    require(by, Duty.KEEP_INDICATORS, by.area)
    after: Facts = {"layout": layout, "rows": rows}
    record(by, "indicators.export", at.isoformat(), at=at, area=area_of(by), after=after)


def _entry(row: Shared, said: Said) -> NewIndicator:
    return NewIndicator(
        kind=row.kind,
        value=row.value,
        fraud_type=row.fraud_type or said.fraud_type,
        severity=row.severity,
        source=row.source.strip() or said.source,
        confidence=row.confidence,
        verified_at=row.verified_at,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        seen_at=row.seen_at,
        incident_nos=tuple(number[:24] for number in row.incident_nos if "\x00" not in number),
    )


def _take_back(
    rows: Sequence[Shared], said: Said, *, by: Actor, at: datetime
) -> tuple[int, list[Reject]]:
    """How many were withdrawn, and the rows whose indicator nobody knows. Two queries a row."""
    gone, lost = 0, []
    for row in rows:
        try:
            kind = kind_of(row.kind)
            form = form_of(kind, row.value)
        except InputError as error:
            lost.append(_reject(row, error))
            continue
        source = _clean(row.source) or _clean(said.source)
        live = Indicator.objects.select_for_update().filter(kind=kind, form=form, source=source)
        known = live.filter(withdrawn_at=None).first()
        if known is None:
            lost.append(_reject(row, InputError("indicator_nothing_to_withdraw", field="value")))
            continue
        withdrawn(known, SOURCE_WITHDREW, by=by, at=at)
        gone += 1
    return gone, lost


def _reject(row: Shared, error: InputError) -> Reject:
    facts = dict(error.facts)
    column = str(facts.pop("field", "value"))
    value = getattr(row, column, row.value)
    return [row.place, column, error.code, facts, _clean(str(value))]


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_NAME]
