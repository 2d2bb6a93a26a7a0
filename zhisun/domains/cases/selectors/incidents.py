"""Incidents as pages show them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from zhisun.domains.cases.models import Channel, Evidence, Incident, ReportedTransfer, Victim
from zhisun.domains.cases.policy.report import NarrativeElement, NewChannel, NewVictim, Reporter
from zhisun.domains.cases.selectors import IncidentFacts, facts_of, found, seen_by
from zhisun.domains.cases.terms import (
    ChannelKind,
    Direction,
    FraudType,
    IdType,
    IncidentState,
    Relation,
    Sex,
    Source,
)
from zhisun.domains.subjects.selectors import subject
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.moments import minutes_between

MOST_MENTIONS = 200
"""Incidents listed for one subject; the newest tell enough."""

_EVIDENCE = ("name", "media_type", "size", "sha256", "attached_at", "attached_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One file, without its bytes."""

    key: int
    name: str
    media_type: str
    size: int
    sha256: str
    attached_at: datetime
    attached_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """Everything an incident's page shows. Its parts are those a report is made of."""

    facts: IncidentFacts
    state: IncidentState
    revision: int
    source: Source
    registered_at: datetime
    filed_no: str
    reporter: Reporter
    victim: NewVictim
    narrative: str
    elements: tuple[NarrativeElement, ...]
    channels: tuple[NewChannel, ...]
    attempted: bool
    still_in_contact: bool | None
    holds_money: bool | None
    screen_shared: bool | None
    remote_controlled: bool | None
    place: str
    sheet_nos: tuple[str, ...]
    supplements: tuple[tuple[datetime, str, str], ...]
    evidence: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLine:
    """One incident in a list. `minutes_gone` counts from T0."""

    incident_no: str
    state: IncidentState
    area: str
    registered_at: datetime
    fraud_type: FraudType
    claimed_fen: int
    victim_name: str
    handled_by: str
    minutes_gone: int | None


def incident(incident_no: str, *, by: Actor) -> IncidentRow:
    """Everything of one incident but the bytes of its evidence. Raises NotFound. Six queries."""
    row = found(incident_no, by=by)
    return IncidentRow(
        facts=facts_of(row),
        state=IncidentState(row.state),
        revision=row.revision,
        source=Source(row.source),
        registered_at=row.registered_at,
        filed_no=row.filed_no,
        reporter=Reporter(
            name=row.reporter_name,
            phone=row.reporter_phone,
            relation=Relation(row.reporter_relation) if row.reporter_relation else None,
        ),
        victim=_victim(row.victim),
        narrative=row.narrative,
        elements=tuple(NarrativeElement(**element) for element in row.elements),
        channels=tuple(_channel(each) for each in row.channels.order_by("pk")),
        attempted=row.attempted,
        still_in_contact=row.still_in_contact,
        holds_money=row.holds_money,
        screen_shared=row.screen_shared,
        remote_controlled=row.remote_controlled,
        place=row.place,
        sheet_nos=tuple(row.call_sheets.order_by("pk").values_list("sheet_no", flat=True)),
        supplements=tuple(
            row.supplements.order_by("pk").values_list("attached_at", "reason", "narrative")
        ),
        evidence=tuple(
            EvidenceRow(**each)
            for each in row.evidence.order_by("pk").values(*_EVIDENCE, key=F("pk"))
        ),
    )


def evidence(incident_no: str, key: int, *, by: Actor) -> tuple[EvidenceRow, bytes]:
    """One file with its bytes. Raises NotFound. One query."""
    row = Evidence.objects.filter(
        pk=key, incident__in=seen_by(by).filter(incident_no=incident_no)
    ).first()
    if row is None:
        raise NotFound("evidence_unknown", incident_no=incident_no)
    columns = {name: getattr(row, name) for name in _EVIDENCE}
    return EvidenceRow(key=row.pk, **columns), bytes(row.content)


def recent(*, by: Actor, at: datetime, limit: int = 50) -> list[IncidentLine]:
    """The newest incidents of the area. One query."""
    rows = seen_by(by).select_related("victim").order_by("-registered_at", "-pk")
    return [_line(row, at) for row in rows[:limit]]


def mentions(kind: SubjectKind, value: str, *, by: Actor, at: datetime) -> list[IncidentLine]:
    """Incidents of the area that name a subject, newest first. Two queries.

    Raises NotPermitted, InputError.
    """
    known = subject(kind, value, by=by)
    if known is None:
        return []
    payees = ReportedTransfer.objects.filter(payee=known.key).values("incident")
    naming = payees.union(Channel.objects.filter(subject=known.key).values("incident"))
    rows = seen_by(by).filter(pk__in=naming).select_related("victim")
    return [_line(row, at) for row in rows.order_by("-registered_at", "-pk")[:MOST_MENTIONS]]


def _victim(row: Victim) -> NewVictim:
    return NewVictim(
        name=row.name,
        id_type=IdType(row.id_type) if row.id_type else None,
        id_number=row.id_number,
        sex=Sex(row.sex) if row.sex else None,
        age=row.age,
        phone=row.phone,
        other_phone=row.other_phone,
        address=row.address,
        unit=row.unit,
        occupation=row.occupation,
        education=row.education,
        app_installed=row.app_installed,
        warned_before=row.warned_before,
    )


def _channel(row: Channel) -> NewChannel:
    return NewChannel(
        kind=ChannelKind(row.kind),
        value=row.value,
        nickname=row.nickname,
        group=row.group,
        direction=Direction(row.direction) if row.direction else None,
        contacted_at=row.contacted_at,
        duration_seconds=row.duration_seconds,
    )


def _line(row: Incident, at: datetime) -> IncidentLine:
    started = row.first_transfer_at
    return IncidentLine(
        incident_no=row.incident_no,
        state=IncidentState(row.state),
        area=row.area,
        registered_at=row.registered_at,
        fraud_type=FraudType(row.fraud_type),
        claimed_fen=row.claimed_fen,
        victim_name=row.victim.name,
        handled_by=row.handled_by,
        minutes_gone=None if started is None else minutes_between(started, at),
    )
