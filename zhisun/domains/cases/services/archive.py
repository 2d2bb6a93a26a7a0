"""Storing reports of earlier years (旧案入库): many at a time, closed from the start."""

from collections.abc import Sequence
from datetime import datetime

from zhisun.domains.cases.models import Channel, Incident, ReportedTransfer, Victim
from zhisun.domains.cases.policy.report import NewIncident
from zhisun.domains.cases.services.numbers import numbers_at
from zhisun.domains.cases.services.rows import (
    incident_columns,
    subjects_of,
    transfer_columns,
    victim_columns,
)
from zhisun.domains.cases.terms import SUBJECT_OF, ChannelKind, IncidentState
from zhisun.domains.subjects import services as subjects
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor

Keys = dict[tuple[SubjectKind, str], int]


def archive(
    area: str,
    reports: Sequence[tuple[datetime, NewIncident]],
    *,
    handled_by: str,
    by: Actor,
    at: datetime,
) -> list[int]:
    """The keys of incidents made of valid, tidied old reports, in their order. Joins.

    Each with the instant it was reported; its number is of that day and it stands registered
    then, so that it lies where it belongs among today's. Nothing is published: what is closed
    drafts no order and warns nobody. handled_by: the officer who brought them in. Ten queries,
    however many.
    """
    numbers = numbers_at(area, [called_at for called_at, _report in reports])
    incidents = Incident.objects.bulk_create(
        Incident(
            incident_no=incident_no,
            case_no=case_no,
            called_at=called_at,
            registered_at=called_at,
            handled_by=handled_by,
            **incident_columns(report, IncidentState.CLOSED),
        )
        for (called_at, report), (incident_no, case_no) in zip(reports, numbers, strict=True)
    )
    told = [report for _called_at, report in reports]
    keys = subjects.note_all(
        subjects_of(
            (each for report in told for each in report.transfers),
            (each for report in told for each in report.channels),
        ),
        by=by,
        at=at,
    )
    _add_rows(incidents, told, keys)
    return [incident.pk for incident in incidents]


def _add_rows(incidents: Sequence[Incident], told: Sequence[NewIncident], keys: Keys) -> None:
    Victim.objects.bulk_create(
        Victim(incident=incident, **victim_columns(report.victim))
        for incident, report in zip(incidents, told, strict=True)
    )
    ReportedTransfer.objects.bulk_create(
        ReportedTransfer(
            incident=incident,
            sequence=sequence,
            payee_id=keys.get((SubjectKind.ACCOUNT, transfer.to_account)),
            **transfer_columns(transfer),
        )
        for incident, report in zip(incidents, told, strict=True)
        for sequence, transfer in enumerate(report.transfers, 1)
    )
    Channel.objects.bulk_create(
        Channel(
            incident=incident,
            kind=channel.kind,
            value=channel.value,
            subject_id=_key(keys, channel.kind, channel.value),
        )
        for incident, report in zip(incidents, told, strict=True)
        for channel in report.channels
    )


def _key(keys: Keys, kind: ChannelKind, value: str) -> int | None:
    subject = SUBJECT_OF.get(kind)
    return None if subject is None else keys.get((subject, value))
