"""Following the money of a case anew whenever something arrives (资金追踪)."""

import hashlib
from datetime import datetime

from django.db import transaction

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import Holding, Trace, TracedTransfer, Transfer
from zhisun.domains.money_trails.services.ledger import balance_ledger
from zhisun.domains.money_trails.services.transfers import lock_trail, reported, take_in, told
from zhisun.domains.money_trails.tables import Ledger, carried, load, lying
from zhisun.domains.outbox.services import publish
from zhisun.domains.stop_payment.selectors.answers import answers_of
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.engines.tracing.follow import follow
from zhisun.engines.tracing.terms import Fault, Params
from zhisun.engines.tracing.trail import Trail
from zhisun.kernel.actors import Actor

STATEMENTS = frozenset({OrderKind.QUERY_DETAIL, OrderKind.QUERY_MOVEMENTS})
"""Kinds whose answers list movements."""


@transaction.atomic(durable=True)
def retrace(incident_no: str, *, by: Actor, at: datetime) -> bool:
    """Bring a case's transfers, trail and ledger up to what is known; whether anything changed.

    Safe to repeat: the same knowledge gives the same trail and no ledger entry.
    Raises NotFound.
    """
    incident = incident_facts(incident_no, by=by)
    lock_trail(incident.key)
    answers = [a for a in answers_of(incident_no, by=by) if a.kind in STATEMENTS and a.applied]
    rows = reported(incident)
    for answer in answers:
        rows += told(answer)
    news = take_in(incident.key, rows)
    transfers = list(Transfer.objects.filter(incident_id=incident.key).order_by("pk"))
    until = {answer.account_no: answer.received_at for answer in answers}
    ledger = load(transfers, until)
    trail = follow(ledger.transfers, ledger.claims, ledger.standing, Params(as_of=at))
    changed = _record(incident.key, trail, ledger, at=at) or bool(news)
    changed = balance_ledger(incident, trail_inflow(trail, ledger), by=by, at=at) or changed
    if changed:
        publish("money_trails.traced", incident_no, area=incident.area, at=at)
    return changed


def trail_inflow(trail: Trail, ledger: Ledger) -> dict[str, int]:
    """Traced inflow in fen by account number."""
    return {
        ledger.accounts[row["account"]]: row["inflow_fen"] for row in trail.holdings.to_pylist()
    }


def _record(incident_key: int, trail: Trail, ledger: Ledger, *, at: datetime) -> bool:
    digest = _fingerprint(trail)
    last = Trace.objects.filter(incident_id=incident_key).first()
    if last is not None and last.digest == digest:
        return False
    Trace.objects.update_or_create(
        incident_id=incident_key,
        defaults={
            "method": trail.method,
            "rule": str(Params().rule),
            "digest": digest,
            "traced_at": at,
            "faults": _faults(trail, ledger),
        },
    )
    Holding.objects.filter(incident_id=incident_key).delete()
    Holding.objects.bulk_create(
        Holding(
            incident_id=incident_key,
            account_no=row.account_no,
            account_name=ledger.names.get(row.account_no, ""),
            institution_code=ledger.institutions.get(row.account_no, ""),
            level=row.level,
            whereabouts=row.whereabouts,
            inflow_fen=row.inflow_fen,
            still_there_fen=row.still_there_fen,
            last_moved_at=row.last_moved_at,
        )
        for row in lying(trail, ledger)
    )
    TracedTransfer.objects.filter(incident_id=incident_key).delete()
    TracedTransfer.objects.bulk_create(
        TracedTransfer(
            incident_id=incident_key, transfer_id=transfer, level=level, amount_fen=amount_fen
        )
        for (transfer, level), amount_fen in carried(trail).items()
    )
    return True


def _fingerprint(trail: Trail) -> str:
    # The engine's own digest holds the as-of instant, which every run moves; what it found does
    # not move with it, so that a run without news is seen to be one.
    found = [table.to_pylist() for table in (trail.accounts, trail.edges, trail.holdings)]
    return hashlib.sha256(repr((trail.method, found)).encode()).hexdigest()


def _faults(trail: Trail, ledger: Ledger) -> list[dict[str, str | int]]:
    return [
        {
            "fault": Fault(row["fault"]).name.lower(),
            "account_no": ledger.accounts[row["account"]] if row["account"] >= 0 else "",
            "fen": row["fen"],
        }
        for row in trail.faults.to_pylist()
    ]
