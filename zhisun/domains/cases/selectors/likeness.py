"""Reports that may be one (疑似重复)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhisun.domains.cases.models import Incident, ReportedTransfer, Separation, Victim
from zhisun.domains.cases.policy.likeness import Traits, TransferTrait, likeness
from zhisun.domains.cases.selectors import seen_by
from zhisun.domains.cases.terms import OPEN, Likeness
from zhisun.kernel.actors import Actor

MOST_LIKE = 200
"""Look-alikes compared; beyond it the payee is a merchant and likeness says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeIncident:
    """An incident that may be the same fraud, and why; strongest reason first.

    is_open: a report can still be attached to it.
    """

    incident_no: str
    registered_at: datetime
    victim_name: str
    claimed_fen: int
    is_open: bool
    reasons: tuple[Likeness, ...]


def duplicates(traits: Traits, *, by: Actor, incident_no: str = "") -> list[LikeIncident]:
    """Incidents of the area like a report (疑似重复), most alike first. Two queries.

    incident_no: the incident the traits are of; it is left out, and so are those it was kept
    apart from.
    """
    rows = seen_by(by).filter(pk__in=_named_in(traits)).exclude(incident_no=incident_no)
    if incident_no:
        apart = Separation.objects.filter(incident__incident_no=incident_no).values("other")
        back = Separation.objects.filter(other__incident_no=incident_no).values("incident")
        rows = rows.exclude(pk__in=apart).exclude(pk__in=back)
    rows = rows.select_related("victim").prefetch_related("transfers").order_by("-pk")
    like = [_like(row, traits) for row in rows[:MOST_LIKE]]
    order = list(Likeness)
    return sorted((row for row in like if row.reasons), key=lambda row: order.index(row.reasons[0]))


def traits_of_incident(incident_no: str, *, by: Actor) -> Traits:
    """The traits of a registered incident; empty outside the area. Two queries."""
    rows = seen_by(by).filter(incident_no=incident_no).select_related("victim")
    row = rows.prefetch_related("transfers").first()
    return _traits(row) if row else Traits()


def _named_in(traits: Traits) -> QuerySet[Any, Any]:
    # A union of four look-ups, each by its index; one join over all reads the whole table.
    id_numbers = {traits.id_number} - {""}
    return (
        Victim.objects.filter(id_number__in=id_numbers)
        .values("incident")
        .union(
            Victim.objects.filter(phone__in=traits.phones).values("incident"),
            ReportedTransfer.objects.filter(to_account__in=traits.accounts).values("incident"),
            ReportedTransfer.objects.filter(serial__in=traits.serials).values("incident"),
        )
    )


def _like(row: Incident, traits: Traits) -> LikeIncident:
    return LikeIncident(
        incident_no=row.incident_no,
        registered_at=row.registered_at,
        victim_name=row.victim.name,
        claimed_fen=row.claimed_fen,
        is_open=row.state in OPEN,
        reasons=likeness(traits, _traits(row)),
    )


def _traits(row: Incident) -> Traits:
    victim = row.victim
    return Traits(
        id_number=victim.id_number,
        phones=frozenset(phone for phone in (victim.phone, victim.other_phone) if phone),
        transfers=tuple(
            TransferTrait(each.to_account, each.amount_fen, each.moved_at, each.serial)
            for each in row.transfers.all()
        ),
    )
