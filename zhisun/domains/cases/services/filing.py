"""What becomes of an incident: filed, declined or closed, and the loss that is proven."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Incident
from zhisun.domains.cases.policy.checks import loss, text
from zhisun.domains.cases.services.likeness import demand_reason
from zhisun.domains.cases.services.rows import demand_open, locked
from zhisun.domains.cases.terms import FILING_THRESHOLD_FEN, MOVES, IncidentState
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

BASIS = {
    "file_case": "法发〔2016〕32号",
    "decline": "公安机关办理刑事案件程序规定 第178条",
}
"""The line of law under a decision on a case (domain.md §3.1, §3.8)."""


@transaction.atomic(durable=True)
def file_case(
    incident_no: str, *, filed_no: str, by: Actor, at: datetime, reason: str = ""
) -> None:
    """File the incident as a case (立案); only then can money be frozen.

    Below the threshold of 3000 yuan a reason is needed: several acts add up, and an attempt is
    counted by messages and calls (domain.md §3.8). Raises InputError, StateConflict, NotFound,
    NotPermitted.
    """
    incident = locked(incident_no, Duty.FILE, by=by)
    filed_no = _checked_number(filed_no)
    lost = incident.claimed_fen if incident.verified_fen is None else incident.verified_fen
    if lost < FILING_THRESHOLD_FEN and not reason.strip():
        raise InputError("below_filing_threshold", field="reason", least_fen=FILING_THRESHOLD_FEN)
    incident.filed_no, incident.filed_at = filed_no, at
    before = _move(incident, IncidentState.FILED)
    after: Facts = {"state": incident.state, "filed_no": filed_no, "loss_fen": lost}
    _tell(incident, ("file_case", "filed"), (before, after), by=by, at=at, reason=reason)


@transaction.atomic(durable=True)
def decline(incident_no: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Decide not to file (不予立案). Raises InputError, StateConflict, NotFound, NotPermitted."""
    demand_reason(reason)
    incident = locked(incident_no, Duty.FILE, by=by)
    before = _move(incident, IncidentState.DECLINED)
    after: Facts = {"state": incident.state}
    _tell(incident, ("decline", "declined"), (before, after), by=by, at=at, reason=reason)


@transaction.atomic(durable=True)
def close(incident_no: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Close an incident or withdraw a case (销案).

    Raises InputError, StateConflict, NotFound, NotPermitted.
    """
    demand_reason(reason)
    incident = locked(incident_no, Duty.FILE, by=by)
    before = _move(incident, IncidentState.CLOSED)
    after: Facts = {"state": incident.state}
    _tell(incident, ("close", "closed"), (before, after), by=by, at=at, reason=reason)


@transaction.atomic(durable=True)
def verify_loss(incident_no: str, *, verified_fen: int, by: Actor, at: datetime) -> None:
    """Write down the loss that statements prove (核实损失); it may differ from the claim.

    Raises InputError, StateConflict, NotFound, NotPermitted.
    """
    for problem in loss(verified_fen, "verified"):
        raise problem
    incident = locked(incident_no, Duty.REPORT, by=by)
    demand_open(incident)
    before: Facts = {"verified_fen": incident.verified_fen}
    incident.verified_fen = verified_fen
    incident.revision += 1
    incident.save(update_fields=["verified_fen", "revision"])
    after: Facts = {"verified_fen": verified_fen, "claimed_fen": incident.claimed_fen}
    _tell(incident, ("verify_loss", "loss_verified"), (before, after), by=by, at=at)


def _checked_number(filed_no: str) -> str:
    filed_no = filed_no.strip()
    if not filed_no:
        raise InputError("filed_no_needed", field="filed_no")
    for problem in text(filed_no, "filed_no"):
        raise problem
    if Incident.objects.filter(filed_no=filed_no).exists():
        raise InputError("filed_no_taken", field="filed_no", filed_no=filed_no)
    return filed_no


def _move(incident: Incident, to: IncidentState) -> Facts:
    """Move a locked incident, which nobody can have moved since we read it; how it stood."""
    before: Facts = {"state": incident.state}
    if to not in MOVES[IncidentState(incident.state)]:
        label = str(IncidentState(incident.state).label)
        number = incident.incident_no
        raise StateConflict("incident_move_not_allowed", incident_no=number, state=label)
    incident.state = to
    incident.revision += 1
    incident.save(update_fields=["state", "revision", "filed_no", "filed_at"])
    return before


def _tell(
    incident: Incident,
    told: tuple[str, str],
    change: tuple[Facts, Facts],
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    (verb, news), (before, after) = told, change
    record(
        by,
        f"cases.{verb}",
        incident.incident_no,
        at=at,
        area=incident.area,
        before=before,
        after=after,
        reason=reason.strip(),
        legal_basis=BASIS.get(verb, ""),
    )
    publish(f"cases.{news}", incident.incident_no, area=incident.area, at=at)
