"""Stamps of protective holds in the mailbox (发出、签收). Each joins the poll's transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime

from zhisun.domains.outbox.services import withdraw
from zhisun.domains.stop_payment.models import OwnHold
from zhisun.domains.stop_payment.services.own_holds.moves import move, move_all
from zhisun.domains.stop_payment.terms import OrderKind, OrderState, OwnGround
from zhisun.kernel.actors import Actor


def take_back_stale(institution_code: str, *, by: Actor, at: datetime) -> None:
    """A hold whose time is over before anybody fetched it is not carried out any more."""
    stale = OwnHold.objects.filter(
        institution_code=institution_code,
        kind=OrderKind.STOP,
        state=OrderState.APPROVED,
        ends_at__lte=at,
    )
    for hold in stale.select_for_update(of=("self",)).order_by("pk"):
        if withdraw(hold.application_id, at=at):
            move(hold, OrderState.RECALLED, by=by, at=at, reason=str(OwnGround.DUE.label))


def stamp_sent(application_ids: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Stamp what is fetched for the first time."""
    approved = OwnHold.objects.filter(application_id__in=application_ids, state=OrderState.APPROVED)
    move_all(list(approved.order_by("pk")), OrderState.SENT, by=by, at=at, sent_at=at)


def lock_sent(institution_code: str, application_ids: Sequence[str]) -> list[OwnHold]:
    """What an acknowledgement may speak of, locked before the mailbox is."""
    sent = OwnHold.objects.filter(
        institution_code=institution_code,
        application_id__in=application_ids,
        state=OrderState.SENT,
    )
    return list(sent.select_for_update(of=("self",)).order_by("pk"))


def stamp_acknowledged(
    holds: Sequence[OwnHold], taken: Collection[str], *, by: Actor, at: datetime
) -> None:
    """Stamp what the institution says it has."""
    received = [hold for hold in holds if hold.application_id in taken]
    move_all(received, OrderState.ACKNOWLEDGED, by=by, at=at, acknowledged_at=at)
