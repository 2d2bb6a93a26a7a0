"""When a case ends (不予立案、销案), or is filed after all: what has not left yet."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from zhisun.domains.directory.terms import Lane
from zhisun.domains.outbox.services import withdraw
from zhisun.domains.stop_payment.models import Order
from zhisun.domains.stop_payment.services.moves import move
from zhisun.domains.stop_payment.terms import (
    CASE_OVER,
    FILED_AFTER_ALL,
    NEVER_LEFT,
    RELEASES,
    WAITING,
    OrderKind,
    OrderState,
    Origin,
)
from zhisun.kernel.actors import Actor

ENDINGS = RELEASES | {OrderKind.QUERY_MOVEMENTS_RELEASE}


@transaction.atomic(durable=True)
def take_back(incident_no: str, *, by: Actor, at: datetime) -> None:
    """Decline every draft of a case that is over and recall what nobody has fetched (撤回).

    Releases stay. What has left is answered, and released when it holds. Raises StateConflict
    when an officer decides on one of them at this moment.
    """
    waiting = Order.objects.filter(
        incident_no=incident_no, state__in=[OrderState.DRAFTED, OrderState.APPROVED]
    )
    for order in waiting.exclude(kind__in=ENDINGS).order_by("pk"):
        if order.state == OrderState.DRAFTED:
            move(order, OrderState.DECLINED, by=by, at=at, reason=CASE_OVER)
        elif order.lane == Lane.PAPER or withdraw(order.application_id, at=at):
            move(order, OrderState.RECALLED, by=by, at=at, reason=CASE_OVER)


@transaction.atomic(durable=True)
def keep_after_all(incident_no: str, *, by: Actor, at: datetime) -> None:
    """Decline the releases that only the end of the case called for, now that it is filed.

    What an officer asked to be released stays due, and so does what is being released already.
    """
    drafts = Order.objects.filter(
        incident_no=incident_no,
        kind__in=RELEASES,
        origin=Origin.CLOCK,
        state=OrderState.DRAFTED,
    )
    for release in drafts.order_by("pk"):
        move(release, OrderState.DECLINED, by=by, at=at, reason=FILED_AFTER_ALL)
    asked = ~Q(origin=Origin.CLOCK) & ~Q(state__in=NEVER_LEFT)
    still_due = Order.objects.filter(
        Q(state__in=WAITING) | asked, original=OuterRef("pk"), kind__in=RELEASES
    )
    due = Order.objects.filter(incident_no=incident_no, release_due_at__isnull=False)
    due.exclude(Exists(still_due)).update(release_due_at=None)
