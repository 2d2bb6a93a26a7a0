"""Handing takedowns to an institution (发出、签收). The institution calls; we never do."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhisun.domains.outbox.services import LeasedParcel, lease, withdraw
from zhisun.domains.outbox.services import acknowledge as acknowledge_parcels
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.moves import move, move_all
from zhisun.domains.takedown.terms import Ground, Measure, TakedownState
from zhisun.kernel.actors import Actor

BATCH = 20
"""Messages in one poll."""


@transaction.atomic(durable=True)
def collect(
    institution_code: str, *, by: Actor, at: datetime, limit: int = BATCH
) -> tuple[LeasedParcel, ...]:
    """The messages waiting for an institution, leased to this poll and stamped sent (取件).

    A message whose lease ran out unacknowledged comes again; it keeps its first stamp. A person's
    own phone whose time is over before anybody fetched the order is not suspended any more.
    """
    _take_back_stale(institution_code, by=by, at=at)
    parcels = lease(institution_code, limit=limit, at=at)
    first = [parcel.key for parcel in parcels if parcel.first_time]
    if first:
        approved = Takedown.objects.filter(application_id__in=first, state=TakedownState.APPROVED)
        move_all(list(approved.order_by("pk")), TakedownState.SENT, by=by, at=at, sent_at=at)
    return parcels


def _take_back_stale(institution_code: str, *, by: Actor, at: datetime) -> None:
    stale = Takedown.objects.filter(
        institution_code=institution_code,
        measure=Measure.HOLD_OWN_PHONE,
        state=TakedownState.APPROVED,
        ends_at__lte=at,
    )
    for hold in stale.select_for_update(of=("self",)).order_by("pk"):
        if withdraw(hold.application_id, at=at):
            reason = str(Ground.DUE.label)
            move(hold, TakedownState.RECALLED, by=by, at=at, reason=reason)


@transaction.atomic(durable=True)
def acknowledge(
    institution_code: str,
    application_ids: Sequence[str],
    *,
    fence: int,
    by: Actor,
    at: datetime,
) -> int:
    """Stamp the messages an institution says it has (签收); how many that was news for.

    An old fence or an unknown id changes nothing: somebody else holds the lease now.
    """
    # Takedowns first, mailbox second, as an answer locks them (see stop_payment).
    sent = Takedown.objects.filter(
        institution_code=institution_code,
        application_id__in=application_ids,
        state=TakedownState.SENT,
    )
    rows = list(sent.select_for_update(of=("self",)).order_by("pk"))
    taken = set(acknowledge_parcels(institution_code, application_ids, fence=fence, at=at))
    received = [row for row in rows if row.application_id in taken]
    move_all(received, TakedownState.ACKNOWLEDGED, by=by, at=at, acknowledged_at=at)
    return len(taken)
