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


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some rows."""

    new: int
    renewed: int
    withdrawn: int
    rejects: list[Reject]


@transaction.atomic(durable=True)
def take_in(name: str, layout: str, read: Read, said: Said, *, by: Actor, at: datetime) -> int:
    """Read a file into the base (导入文件); the key of its intake.

    All of it in one transaction: rows that are right stand, the others are kept with place and
    reason. A row that its source takes back withdraws what stands of that source. Raises
    NotPermitted, InputError when rows have no source.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    demand_sources(read, said)
    told = [row for row in read.rows if not row.withdrawn]
    back = [row for row in read.rows if row.withdrawn]
    tally = rows_taken(told, back, said, by=by, at=at)
    rejects = unread_rows(read) + tally.rejects
    intake = Intake.objects.create(
        name=clean(name) or layout,
        layout=layout,
        taken_by=by.name,
        taken_at=at,
        new=tally.new,
        renewed=tally.renewed,
        withdrawn=tally.withdrawn,
        refused=len(rejects),
        rejects=rejects,
        done=len(read.rows),
        total=len(read.rows),
    )
    write_taken(intake, by=by, at=at)
    return intake.pk


def write_taken(intake: Intake, *, by: Actor, at: datetime) -> None:
    """The audit of one file. Joins the caller's transaction."""
    counted = ("new", "renewed", "withdrawn", "refused")
    facts: Facts = {name: getattr(intake, name) for name in counted}
    area = area_of(by)
    record(by, "indicators.take_in", f"intake {intake.pk}", at=at, area=area, after=facts)


def demand_sources(read: Read, said: Said) -> None:
    """Raises InputError when a row has no source and nobody says one for it."""
    if not said.source.strip() and not all(row.source.strip() for row in read.rows):
        raise InputError("indicator_source_missing", field="source")


def unread_rows(read: Read) -> list[Reject]:
    """Rows that could not be read at all, as they are kept."""
    return [
        [each.place, each.column, each.code, dict(each.facts), each.value] for each in read.unread
    ]


def rows_taken(
    told: Sequence[Shared],
    back: Sequence[Shared],
    said: Said,
    *,
    by: Actor,
    at: datetime,
    entered_by: str = "",
) -> Tally:
    """Enter rows and take others back. Joins the caller's transaction."""
    entries = (_entry(row, said) for row in told)
    stored, good, refused = taken(entries, by=by, at=at, entered_by=entered_by)
    rejects = [_reject(told[number], error) for number, error in sorted(refused.items())]
    gone, lost = _take_back(back, said, by=by, at=at)
    return Tally(len(stored.new), good - len(stored.new), gone, rejects + lost)


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
        source = clean(row.source) or clean(said.source)
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
    return [row.place, column, error.code, facts, clean(str(value))]


def clean(text: str) -> str:
    """A text as the tables hold it."""
    return text.replace("\x00", "").strip()[:LONGEST_NAME]
