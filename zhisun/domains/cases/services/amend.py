"""Amending an incident: what the victim finds out later, and what was misheard (补正)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Incident, ReportedTransfer, Victim
from zhisun.domains.cases.policy.checks import InvalidReport, problems_of_change, text
from zhisun.domains.cases.policy.report import Amendment, Correction, claimed, tidied
from zhisun.domains.cases.services.rows import (
    add_rows,
    demand_open,
    first_transfer_at,
    locked,
    payee_key,
    transfer_columns,
    unknown_institutions,
    victim_columns,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

Told = dict[str, str | int | bool | None]

PLAIN = (
    "fraud_type",
    "narrative",
    "attempted",
    "still_in_contact",
    "holds_money",
    "screen_shared",
    "remote_controlled",
    "place",
)
"""What an amendment changes on the incident itself, column for column."""


@transaction.atomic(durable=True)
def amend(
    incident_no: str,
    change: Amendment,
    *,
    revision: int,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> int:
    """Change an incident (补正); its new revision. All of it or nothing.

    revision: the one the page showed; if somebody amended since, StateConflict says which stands
    now. Whoever changes the victim's particulars (`change.victim`, all of them) or the narrative
    leaves both wordings in the audit, and may say why. Orders keep the account they were drafted
    with: a correction makes new ones possible and changes none. Raises InvalidReport, NotFound,
    NotPermitted; InputError for a reason that does not fit.
    """
    change = tidied(change)
    incident = locked(incident_no, Duty.REPORT, by=by)
    demand_open(incident)
    _demand_seen(incident, revision, reason)
    _demand_valid(incident, change, at)
    corrected = [each.sequence for each in change.corrected]
    told_before, told_after = _retold(incident, change)
    before = told_before | _audited(incident) | _transfers_audited(incident, corrected)
    if change.victim is not None:
        Victim.objects.filter(incident=incident).update(**victim_columns(change.victim))
    for correction in change.corrected:
        _correct(incident, correction, by=by, at=at)
    add_rows(incident, change.transfers, change.channels, by=by, at=at)
    _apply(incident, change)
    after = told_after | _audited(incident) | _transfers_audited(incident, corrected)
    after["transfers_added"] = len(change.transfers)
    after["transfers_corrected"] = len(change.corrected)
    what = ("cases.amend", incident_no)
    record(by, *what, at=at, area=incident.area, before=before, after=after, reason=reason.strip())
    publish("cases.amended", incident_no, area=incident.area, at=at)
    return incident.revision


def _demand_seen(incident: Incident, revision: int, reason: str) -> None:
    for problem in text(reason, "reason"):
        raise problem
    if incident.revision != revision:
        now = incident.revision
        number = incident.incident_no
        raise StateConflict("incident_changed", incident_no=number, revision=now)


def _audited(incident: Incident) -> Told:
    names = {*PLAIN, "claimed_fen"} - {"narrative"}  # a text that stays is not written twice
    return {name: getattr(incident, name) for name in sorted(names)}


def _retold(incident: Incident, change: Amendment) -> tuple[Told, Told]:
    """What the narrative and the victim's particulars said and will say, where they differ."""
    before: Told = {}
    after: Told = {}
    if change.narrative is not None and change.narrative != incident.narrative:
        before["narrative"], after["narrative"] = incident.narrative, change.narrative
    victim = Victim.objects.get(incident=incident)
    new = victim_columns(change.victim) if change.victim is not None else {}
    for name, value in new.items():
        if (old := getattr(victim, name)) != value:
            before[f"victim.{name}"] = old
            after[f"victim.{name}"] = value if isinstance(value, int | bool | None) else str(value)
    return before, after


def _transfers_audited(incident: Incident, sequences: Sequence[int]) -> Told:
    """The four facts a bank compares, of each transfer that is corrected."""
    rows = incident.transfers.filter(sequence__in=sequences).order_by("sequence")
    return {
        f"transfer_{row.sequence}": " ".join(
            (row.to_account, row.to_name, str(row.amount_fen), str(row.moved_at))
        )
        for row in rows
    }


def _demand_valid(incident: Incident, change: Amendment, at: datetime) -> None:
    paths = [
        *((f"transfers.{i}.", each) for i, each in enumerate(change.transfers)),
        *((f"corrected.{i}.transfer.", each.transfer) for i, each in enumerate(change.corrected)),
    ]
    problems = [
        *problems_of_change(change, narrative=incident.narrative, at=at),
        *unknown_institutions(paths),
    ]
    sequences = set(incident.transfers.values_list("sequence", flat=True))
    problems += [
        InputError("transfer_unknown", field=f"corrected.{i}", sequence=each.sequence)
        for i, each in enumerate(change.corrected)
        if each.sequence not in sequences
    ]
    if problems:
        raise InvalidReport(problems)


def _correct(incident: Incident, correction: Correction, *, by: Actor, at: datetime) -> None:
    transfer = correction.transfer
    ReportedTransfer.objects.filter(incident=incident, sequence=correction.sequence).update(
        payee_id=payee_key(transfer, by=by, at=at), **transfer_columns(transfer)
    )


def _apply(incident: Incident, change: Amendment) -> None:
    for name in PLAIN:
        if (value := getattr(change, name)) is not None:
            setattr(incident, name, value)
    if change.reporter is not None:
        incident.reporter_name = change.reporter.name
        incident.reporter_phone = change.reporter.phone
        incident.reporter_relation = change.reporter.relation or ""
    if change.elements is not None:
        incident.elements = [asdict(element) for element in change.elements]
    elif change.narrative is not None:
        incident.elements = []  # they pointed into the narrative that is gone
    told = incident.transfers.all()
    incident.claimed_fen = claimed(change.claimed_fen, told, before_fen=incident.claimed_fen)
    incident.first_transfer_at = first_transfer_at(incident)
    incident.revision += 1
    incident.save()
