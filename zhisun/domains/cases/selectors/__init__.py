"""Reading incidents, within the reader's area.

What the domains above need of an incident is here; calls, drafts, look-alikes and the pages'
rows are in the files beside.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhisun.domains.cases.models import Incident, ReportedTransfer
from zhisun.domains.cases.terms import OPEN, FraudType, IncidentState, Method, PayeeKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTransferRow:
    """One reported transfer. `moved_at` is None while the victim does not know the time."""

    key: int
    sequence: int
    moved_at: datetime | None
    amount_fen: int
    currency: str
    method: Method | None
    from_institution_code: str
    from_bank_name: str
    from_name: str
    from_account: str
    to_institution_code: str
    to_bank_name: str
    to_name: str
    to_account: str
    to_kind: PayeeKind
    serial: str
    merchant: str
    stopped_already: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """What the domains above need of one incident. `first_transfer_at` is T0.

    filed_at: since when the case stands filed; None before, and again once it is withdrawn.
    """

    key: int
    incident_no: str
    case_no: str
    area: str
    state: IncidentState
    called_at: datetime
    filed_at: datetime | None
    first_transfer_at: datetime | None
    claimed_fen: int
    verified_fen: int | None
    fraud_type: FraudType
    victim_name: str
    handled_by: str
    transfers: tuple[ReportedTransferRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether money may be held for it: neither declined (不予立案) nor closed (销案)."""
        return self.state in OPEN


def facts(incident_no: str, *, by: Actor) -> IncidentFacts:
    """The facts of one incident. Raises NotFound, also outside the area. Two queries."""
    return facts_of(found(incident_no, by=by))


def seen_by(by: Actor) -> QuerySet[Incident]:
    """The incidents of the actor's area. Only a job sees the whole country."""
    if not by.area and not by.is_job:
        return Incident.objects.none()
    return Incident.objects.filter(area__startswith=by.area)


def found(incident_no: str, *, by: Actor) -> Incident:
    """The row of one incident with its victim, for the files beside. Raises NotFound. One query."""
    row = seen_by(by).select_related("victim").filter(incident_no=incident_no).first()
    if row is None:
        raise NotFound("incident_unknown", incident_no=incident_no)
    return row


def facts_of(row: Incident) -> IncidentFacts:
    """The facts of a row read before. One query."""
    return IncidentFacts(
        key=row.pk,
        incident_no=row.incident_no,
        case_no=row.case_no,
        area=row.area,
        state=IncidentState(row.state),
        called_at=row.called_at,
        filed_at=row.filed_at if row.state == IncidentState.FILED else None,
        first_transfer_at=row.first_transfer_at,
        claimed_fen=row.claimed_fen,
        verified_fen=row.verified_fen,
        fraud_type=FraudType(row.fraud_type),
        victim_name=row.victim.name,
        handled_by=row.handled_by,
        transfers=tuple(_transfer(each) for each in row.transfers.order_by("sequence")),
    )


def _transfer(row: ReportedTransfer) -> ReportedTransferRow:
    return ReportedTransferRow(
        key=row.pk,
        sequence=row.sequence,
        moved_at=row.moved_at,
        amount_fen=row.amount_fen,
        currency=row.currency,
        method=Method(row.method) if row.method else None,
        from_institution_code=row.from_institution_code,
        from_bank_name=row.from_bank_name,
        from_name=row.from_name,
        from_account=row.from_account,
        to_institution_code=row.to_institution_code,
        to_bank_name=row.to_bank_name,
        to_name=row.to_name,
        to_account=row.to_account,
        to_kind=PayeeKind(row.to_kind),
        serial=row.serial,
        merchant=row.merchant,
        stopped_already=row.stopped_already,
    )
