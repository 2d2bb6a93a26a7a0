"""Attaching a repeated report to the incident it repeats (并入)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Draft, Incident, Supplement
from zhisun.domains.cases.policy.likeness import TransferTrait, same_money, traits_of
from zhisun.domains.cases.policy.report import (
    NewChannel,
    NewIncident,
    NewTransfer,
    claimed,
    tidied,
)
from zhisun.domains.cases.services.drafts import demand_unregistered
from zhisun.domains.cases.services.likeness import demand_reason
from zhisun.domains.cases.services.register import claimed_sheet, demand_valid, settle_sheet
from zhisun.domains.cases.services.rows import (
    add_rows,
    demand_open,
    first_transfer_at,
    locked,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def attach_report(
    incident_no: str, report: NewIncident, *, reason: str, by: Actor, at: datetime
) -> None:
    """Add a report of the same fraud to its incident instead of registering it (并入).

    Transfers and channels the incident does not have are added and the claim covers them; what
    it has already stays as it is. Marks the call sheet and discards the draft. Raises
    InvalidReport, InputError, StateConflict, NotFound, NotPermitted.
    """
    demand_reason(reason)
    report = tidied(report)
    demand_valid(report, at=at)
    sheet = claimed_sheet(report.sheet_no, by=by)
    incident = locked(incident_no, Duty.REPORT, by=by)
    demand_open(incident)
    demand_unregistered(report.draft_key, by=by)
    transfers = _new_transfers(incident, report)
    add_rows(incident, transfers, _new_channels(incident, report), by=by, at=at)
    Supplement.objects.create(
        incident=incident,
        draft_key=report.draft_key,
        narrative=report.narrative,
        reason=reason.strip(),
        attached_at=at,
        attached_by=by.name,
    )
    settle_sheet(sheet, incident, by=by, at=at)
    Draft.objects.filter(officer=by.name, key=report.draft_key).delete()
    _grow(incident)
    record(
        by,
        "cases.attach_report",
        incident_no,
        at=at,
        area=incident.area,
        after={"transfers_added": len(transfers), "claimed_fen": incident.claimed_fen},
        reason=reason.strip(),
    )
    publish("cases.amended", incident_no, area=incident.area, at=at)


def _grow(incident: Incident) -> None:
    incident.revision += 1
    told = incident.transfers.all()
    incident.claimed_fen = claimed(None, told, before_fen=incident.claimed_fen)
    incident.first_transfer_at = first_transfer_at(incident)
    incident.save(update_fields=["revision", "claimed_fen", "first_transfer_at"])


def _new_transfers(incident: Incident, report: NewIncident) -> list[NewTransfer]:
    known = [
        TransferTrait(row.to_account, row.amount_fen, row.moved_at, row.serial)
        for row in incident.transfers.all()
    ]
    return [
        transfer
        for transfer, mine in zip(report.transfers, traits_of(report).transfers, strict=True)
        if mine not in known and not any(same_money(mine, theirs) for theirs in known)
    ]


def _new_channels(incident: Incident, report: NewIncident) -> list[NewChannel]:
    known = set(incident.channels.values_list("kind", "value"))
    return [each for each in report.channels if (each.kind.value, each.value) not in known]
