"""Registering a report (登记警情)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import CallSheet, Draft, Incident, ReportedTransfer, Victim
from zhisun.domains.cases.policy.checks import InvalidReport, problems_of
from zhisun.domains.cases.policy.likeness import TransferTrait, same_money, traits_of
from zhisun.domains.cases.policy.report import NewIncident, tidied
from zhisun.domains.cases.selectors.likeness import duplicates
from zhisun.domains.cases.services.calls import demand_free
from zhisun.domains.cases.services.drafts import demand_unregistered
from zhisun.domains.cases.services.likeness import separate
from zhisun.domains.cases.services.numbers import next_numbers
from zhisun.domains.cases.services.rows import (
    add_rows,
    incident_columns,
    unknown_institutions,
    victim_columns,
)
from zhisun.domains.cases.terms import ASKS_FOR_DECISION, IncidentState
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound


@transaction.atomic(durable=True)
def register(report: NewIncident, *, by: Actor, at: datetime) -> str:
    """Make an incident of a report and give it its number (登记警情). All of it or nothing.

    Marks the call sheet and discards the draft with it. A report that looks like an open incident
    (same money, victim or telephone) is refused until `kept_apart` says with a reason that it is
    another fraud; `attach_report` is the other choice. The problem's field is
    `apart.<incident number>`, but for the same money its transfer's. Raises InvalidReport with
    every problem of the form at once, StateConflict when the sheet or the draft was registered
    before, NotFound, NotPermitted.
    """
    report = tidied(report)
    require(by, Duty.REPORT, report.area)
    demand_valid(report, at=at)
    sheet = claimed_sheet(report.sheet_no, by=by)
    incident_no, case_no = next_numbers(report.area, at=at)
    _demand_once(report, by)
    incident = Incident.objects.create(
        incident_no=incident_no,
        case_no=case_no,
        called_at=report.called_at or (sheet.called_at if sheet else at),
        registered_at=at,
        handled_by=by.name,
        **incident_columns(report, IncidentState.REGISTERED),
    )
    Victim.objects.create(incident=incident, **victim_columns(report.victim))
    add_rows(incident, report.transfers, report.channels, by=by, at=at)
    for decision in report.kept_apart:
        separate(incident, decision.incident_no, decision.reason, by=by, at=at)
    settle_sheet(sheet, incident, by=by, at=at)
    Draft.objects.filter(officer=by.name, key=report.draft_key).delete()
    facts = {"transfers": len(report.transfers), "claimed_fen": incident.claimed_fen}
    record(by, "cases.register", incident_no, at=at, area=incident.area, after=facts)
    publish("cases.registered", incident_no, area=incident.area, at=at)
    return incident_no


def demand_valid(report: NewIncident, *, at: datetime) -> None:
    """Pass when a tidied report has no problem. Raises InvalidReport. At most one query."""
    paths = [(f"transfers.{index}.", each) for index, each in enumerate(report.transfers)]
    problems = (*problems_of(report, at=at), *unknown_institutions(paths))
    if problems:
        raise InvalidReport(problems)


def claimed_sheet(sheet_no: str, *, by: Actor) -> CallSheet | None:
    """The sheet a report comes from, locked; None for a report without one. Joins.

    Raises NotFound, StateConflict when another call-taker has it or it is registered.
    """
    if not sheet_no:
        return None
    sheet = CallSheet.objects.select_for_update().filter(sheet_no=sheet_no).first()
    if sheet is None:
        raise NotFound("call_unknown", sheet_no=sheet_no)
    require(by, Duty.REPORT, sheet.area)
    demand_free(sheet, by=by)
    return sheet


def settle_sheet(sheet: CallSheet | None, incident: Incident, *, by: Actor, at: datetime) -> None:
    """Say which incident a sheet became. Joins."""
    if sheet is None:
        return
    CallSheet.objects.filter(pk=sheet.pk).update(
        incident=incident, taken_by=by.name, taken_at=sheet.taken_at or at
    )


def _demand_once(report: NewIncident, by: Actor) -> None:
    """Neither this form nor, without a decision, this money or this victim is registered twice.

    Asked after the numbering lock, so of two that race the second sees the first. A look-alike
    that is over takes no report and asks nothing but for money it names.
    """
    demand_unregistered(report.draft_key, by=by)
    decided = {decision.incident_no for decision in report.kept_apart}
    repeats = [
        InputError("transfer_reported_before", field=f"transfers.{index}", incident_no=number)
        for index, number in _same_money(report)
        if number not in decided
    ]
    decided |= {str(problem.facts["incident_no"]) for problem in repeats}
    repeats += [
        InputError(
            "report_like_another",
            field=f"apart.{like.incident_no}",
            incident_no=like.incident_no,
            reason=str(like.reasons[0].label),
        )
        for like in duplicates(traits_of(report), by=by)
        if like.is_open and like.incident_no not in decided and ASKS_FOR_DECISION & {*like.reasons}
    ]
    if repeats:
        raise InvalidReport(repeats)


def _same_money(report: NewIncident) -> list[tuple[int, str]]:
    traits = traits_of(report)
    if not traits.accounts and not traits.serials:
        return []
    known = ReportedTransfer.objects.select_related("incident").filter(
        Q(to_account__in=traits.accounts) | Q(serial__in=traits.serials),
        amount_fen__in={each.amount_fen for each in traits.transfers},
        incident__area__startswith=report.area,
    )
    stored = [
        (TransferTrait(row.to_account, row.amount_fen, row.moved_at, row.serial), row.incident)
        for row in known
    ]
    return [
        (index, incident.incident_no)
        for index, mine in enumerate(traits.transfers)
        for theirs, incident in stored
        if same_money(mine, theirs)
    ]
