"""Booking money that went back to a victim (返还入账)."""

from datetime import datetime

from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import LedgerEntry
from zhisun.domains.money_trails.services.transfers import lock_trail
from zhisun.domains.money_trails.terms import Amount
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen


def book_returned(
    incident_no: str, account_no: str, amount_fen: Fen, cause: str, *, by: Actor, at: datetime
) -> None:
    """Append what a victim got back from a frozen account (已返还). Joins the caller's transaction.

    The caller answers for the duty, and gives the hold up by as much in the same transaction:
    more than is frozen cannot be given up (`stop_payment.services.returned`).
    """
    incident = incident_facts(incident_no, by=by)
    lock_trail(incident.key)
    LedgerEntry.objects.create(
        incident_id=incident.key,
        amount=Amount.RETURNED,
        account_no=account_no,
        amount_fen=amount_fen,
        cause=cause,
        at=at,
    )
    record(
        by,
        "money_trails.returned",
        incident_no,
        at=at,
        area=incident.area,
        after={"account_no": account_no, "amount_fen": amount_fen, "cause": cause},
    )
    publish("money_trails.returned", incident_no, area=incident.area, at=at)
