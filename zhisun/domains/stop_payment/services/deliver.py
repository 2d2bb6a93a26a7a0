"""Handing orders to an institution (发出、签收). The institution calls; we never do."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhisun.domains.outbox.services import LeasedParcel, lease
from zhisun.domains.outbox.services import acknowledge as acknowledge_parcels
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.moves import move_all
from zhisun.domains.stop_payment.services.own_holds.deliver import (
    lock_sent,
    stamp_acknowledged,
    stamp_sent,
    take_back_stale,
)
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.kernel.actors import Actor

BATCH = 20
"""Messages in one poll."""


@transaction.atomic(durable=True)
def collect(
    institution_code: str, *, by: Actor, at: datetime, limit: int = BATCH
) -> tuple[LeasedParcel, ...]:
    """The messages waiting for an institution, leased to this poll and stamped sent (取件).

    A message whose lease ran out unacknowledged comes again; its order keeps its first stamp.
    Protective holds lie in the same mailbox.
    """
    take_back_stale(institution_code, by=by, at=at)
    parcels = lease(institution_code, limit=limit, at=at)
    first = [parcel.key for parcel in parcels if parcel.first_time]
    if first:
        approved = Order.objects.filter(application_id__in=first, state=OrderState.APPROVED)
        move_all(list(approved.order_by("pk")), OrderState.SENT, by=by, at=at, sent_at=at)
        stamp_sent(first, by=by, at=at)
    return parcels


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
    # Orders first, mailbox second, as an answer locks them: the other way round an answer that
    # overtakes its acknowledgement and the acknowledgement would wait for each other.
    sent = Order.objects.filter(
        institution_code=institution_code,
        application_id__in=application_ids,
        state=OrderState.SENT,
    )
    orders = list(sent.select_for_update(of=("self",)).order_by("pk"))
    own = lock_sent(institution_code, application_ids)
    taken = set(acknowledge_parcels(institution_code, application_ids, fence=fence, at=at))
    received = [order for order in orders if order.application_id in taken]
    move_all(received, OrderState.ACKNOWLEDGED, by=by, at=at, acknowledged_at=at)
    stamp_acknowledged(own, taken, by=by, at=at)
    return len(taken)
