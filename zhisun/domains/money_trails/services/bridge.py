"""What an officer makes of a proposal across the gap (断点推断): takes it over, or dismisses it."""

from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import AddedTransfer, DismissedBridge
from zhisun.domains.money_trails.policy import inferred_paper
from zhisun.domains.money_trails.selectors.bridges import Bridge, bridges
from zhisun.domains.money_trails.services.add import NewTransfer, added
from zhisun.domains.money_trails.services.transfers import lock_trail
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound

LONGEST_REASON = 120


@transaction.atomic(durable=True)
def accept_bridge(incident_no: str, key: str, reason: str, *, by: Actor, at: datetime) -> int:
    """Take a proposal over as a movement added by hand, marked as inferred (采用推断); its key.

    reason: why the officer takes it for true. It counts like any added movement and is taken back
    like one; then the proposal is there again. Raises NotFound, NotPermitted
    (Duty.ADD_TRANSFER), InputError.
    """
    incident, bridge = _proposed(incident_no, key, by=by)
    reason = _checked(reason)
    new = NewTransfer(
        payer_account=bridge.giver.account_no,
        payer_name=bridge.giver.name,
        payee_account=bridge.taker.account_no,
        payee_name=bridge.taker.name,
        amount_fen=bridge.amount_fen,
        # The latest moment that fits: a second before the taker paid, unless it paid at once.
        moved_at=max(bridge.arrived_at, bridge.paid_at - timedelta(seconds=1)),
        paper=inferred_paper(reason),
        serial=f"T{bridge.key}",
    )
    row: AddedTransfer = added(incident, new, by=by, at=at)
    return row.pk


@transaction.atomic(durable=True)
def dismiss_bridge(incident_no: str, key: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Say that a proposal is wrong (不采用): it is shown no more. Harmless to repeat.

    Raises NotFound, NotPermitted (Duty.ADD_TRANSFER), InputError.
    """
    incident = incident_facts(incident_no, by=by)
    if DismissedBridge.objects.filter(incident_id=incident.key, key=key).exists():
        return
    incident, bridge = _proposed(incident_no, key, by=by)
    reason = _checked(reason)
    lock_trail(incident.key)
    _row, new = DismissedBridge.objects.get_or_create(
        incident_id=incident.key,
        key=key,
        defaults={"dismissed_by": by.name, "dismissed_at": at, "why": reason},
    )
    if not new:
        return
    verb = "money_trails.bridge_dismissed"
    after = _audited(bridge)
    record(by, verb, incident_no, at=at, area=incident.area, after=after, reason=reason)
    publish(verb, incident_no, area=incident.area, at=at)


def _proposed(incident_no: str, key: str, *, by: Actor) -> tuple[IncidentFacts, Bridge]:
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.ADD_TRANSFER, incident.area)
    for bridge in bridges(incident_no, by=by):
        if bridge.key == key:
            return incident, bridge
    raise NotFound("bridge_unknown")


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise InputError("reason_missing", field="reason")
    if len(reason) > LONGEST_REASON:
        raise InputError("text_too_long", field="reason", most=LONGEST_REASON)
    return reason


def _audited(bridge: Bridge) -> Facts:
    return {
        "key": bridge.key,
        "payer_account": bridge.giver.account_no,
        "payee_account": bridge.taker.account_no,
        "amount_fen": bridge.amount_fen,
        "arrived_at": bridge.arrived_at.isoformat(),
        "paid_at": bridge.paid_at.isoformat(),
        "fit": str(bridge.fit),
    }
