"""Writing the rows of a report. Everything here joins the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Min

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.models import Channel, Incident, ReportedTransfer
from zhisun.domains.cases.policy.report import (
    NewChannel,
    NewIncident,
    NewTransfer,
    NewVictim,
    claimed,
)
from zhisun.domains.cases.terms import OPEN, SUBJECT_OF, IncidentState
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.subjects import services as subjects
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict


def locked(incident_no: str, duty: Duty, *, by: Actor) -> Incident:
    """The incident, locked until the caller commits. Raises NotFound, NotPermitted. One query."""
    incident = Incident.objects.select_for_update().filter(incident_no=incident_no).first()
    if incident is None:
        raise NotFound("incident_unknown", incident_no=incident_no)
    try:
        require(by, duty, incident.area)
    except NotFound as outside:  # said as for any number that does not exist
        raise NotFound("incident_unknown", incident_no=incident_no) from outside
    return incident


def demand_open(incident: Incident) -> None:
    """Pass while the incident takes changes. Raises StateConflict."""
    if incident.state not in OPEN:
        label = str(IncidentState(incident.state).label)
        raise StateConflict("incident_closed", incident_no=incident.incident_no, state=label)


def unknown_institutions(transfers: Iterable[tuple[str, NewTransfer]]) -> list[InputError]:
    """A problem for each institution code that nobody has connected. At most one query."""
    told = [
        (f"{path}{field}", code)
        for path, transfer in transfers
        for field in ("from_institution_code", "to_institution_code")
        if (code := getattr(transfer, field))
    ]
    connected = {row.code for row in institutions()} if told else set()
    return [
        InputError("institution_not_connected", field=field, institution=code)
        for field, code in told
        if code not in connected
    ]


def incident_columns(report: NewIncident, state: IncidentState) -> dict[str, object]:
    """The columns of an incident that a report fills."""
    moments = [each.moved_at for each in report.transfers if each.moved_at is not None]
    return {
        "state": state,
        "area": report.area,
        "source": report.source,
        "draft_key": report.draft_key,
        "first_transfer_at": min(moments, default=None),
        "reporter_name": report.reporter.name,
        "reporter_phone": report.reporter.phone,
        "reporter_relation": report.reporter.relation or "",
        "fraud_type": report.fraud_type,
        "narrative": report.narrative,
        "elements": [asdict(element) for element in report.elements],
        "claimed_fen": claimed(report.claimed_fen, report.transfers),
        "attempted": report.attempted,
        "still_in_contact": report.still_in_contact,
        "holds_money": report.holds_money,
        "screen_shared": report.screen_shared,
        "remote_controlled": report.remote_controlled,
        "place": report.place,
    }


def victim_columns(victim: NewVictim) -> dict[str, object]:
    """The victim's columns; an enumeration not told is an empty text."""
    return asdict(victim) | {"id_type": victim.id_type or "", "sex": victim.sex or ""}


def transfer_columns(transfer: NewTransfer) -> dict[str, object]:
    """The columns of a reported transfer, but for its payee."""
    return asdict(transfer) | {"method": transfer.method or ""}


def add_rows(
    incident: Incident,
    transfers: Sequence[NewTransfer],
    channels: Sequence[NewChannel],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Write transfers (numbered on from the last) and channels, and note their subjects."""
    keys = _noted(transfers, channels, by=by, at=at)
    first = incident.transfers.count() + 1
    ReportedTransfer.objects.bulk_create(
        ReportedTransfer(
            incident=incident,
            sequence=sequence,
            payee_id=keys.get((SubjectKind.ACCOUNT, transfer.to_account)),
            **transfer_columns(transfer),
        )
        for sequence, transfer in enumerate(transfers, first)
    )
    Channel.objects.bulk_create(
        Channel(
            incident=incident,
            subject_id=keys.get((SUBJECT_OF.get(channel.kind), channel.value)),
            **asdict(channel) | {"direction": channel.direction or ""},
        )
        for channel in channels
    )


def payee_key(transfer: NewTransfer, *, by: Actor, at: datetime) -> int | None:
    """The subject of one transfer's payee account, None when the account is not known."""
    return _noted([transfer], [], by=by, at=at).get((SubjectKind.ACCOUNT, transfer.to_account))


def first_transfer_at(incident: Incident) -> datetime | None:
    """T0 by the transfers there are now. One query."""
    earliest: datetime | None = incident.transfers.aggregate(at=Min("moved_at"))["at"]
    return earliest


def _noted(
    transfers: Sequence[NewTransfer],
    channels: Sequence[NewChannel],
    *,
    by: Actor,
    at: datetime,
) -> dict[tuple[SubjectKind | None, str], int]:
    named = subjects_of(transfers, channels)
    return {
        (kind, value): subjects.note(kind, value, by=by, at=at, **named[kind, value])
        for kind, value in sorted(named)  # one order for everybody: no two wait for each other
    }


def subjects_of(
    transfers: Iterable[NewTransfer], channels: Iterable[NewChannel]
) -> dict[tuple[SubjectKind, str], dict[str, str]]:
    """The subjects that rows name, with what is told of each."""
    named = {
        (SubjectKind.ACCOUNT, each.to_account): {
            "institution_code": each.to_institution_code,
            "name": each.to_name,
        }
        for each in transfers
        if each.to_account
    }
    named |= {
        (SUBJECT_OF[each.kind], each.value): {"name": each.nickname}
        for each in channels
        if each.kind in SUBJECT_OF
    }
    return named
