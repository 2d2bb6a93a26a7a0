"""Following the money of a case anew whenever something arrives (资金追踪)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import Holding, Trace, TracedTransfer, Transfer
from zhisun.domains.money_trails.policy import Row, movements, settled
from zhisun.domains.money_trails.services.basis import (
    keep_basis,
    origin_of_movements,
    origin_of_transfers,
)
from zhisun.domains.money_trails.services.ledger import balance_ledger
from zhisun.domains.money_trails.services.transfers import (
    added,
    banks,
    lock_trail,
    reported,
    take_in,
    told,
)
from zhisun.domains.money_trails.services.uploaded import Case, case_of, keys_of, uploads
from zhisun.domains.money_trails.tables.basis import Origin, reached_otherwise
from zhisun.domains.money_trails.tables.trail import (
    Ledger,
    carried,
    load,
    load_movements,
    lying,
    silent,
    with_names,
)
from zhisun.domains.outbox.services import publish
from zhisun.domains.stop_payment.selectors.answers import AnswerRow, answers_of
from zhisun.domains.stop_payment.selectors.orders import OrderRow, holds_of
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.engines.tracing.follow import follow
from zhisun.engines.tracing.terms import Fault, Params
from zhisun.engines.tracing.trail import Trail
from zhisun.gateways.codes import Meaning, answer_code
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import Fen

STATEMENTS = frozenset({OrderKind.QUERY_DETAIL, OrderKind.QUERY_MOVEMENTS})
"""Kinds whose answers list movements."""

ANSWERING = frozenset({Meaning.DONE, Meaning.PARTIAL})
"""What an answer must mean for its statement to be one."""


@transaction.atomic(durable=True)
def retrace(incident_no: str, *, by: Actor, at: datetime) -> bool:
    """Bring a case's transfers, trail and ledger up to what is known; whether anything changed.

    Safe to repeat: the same knowledge gives the same trail and no ledger entry. News that waited
    behind other news comes with an older instant than the last trace: it sets no picture back.
    Raises NotFound.
    """
    lock_trail(incident_facts(incident_no, by=by).key)
    incident = incident_facts(incident_no, by=by)  # as it is now that nobody else writes
    at = max(at, _traced_at(incident.key) or at)
    answers = [a for a in answers_of(incident_no, by=by) if a.kind in STATEMENTS and a.applied]
    known = banks()
    statements = [row for answer in answers for row in told(answer, known)]
    told_of = (reported(incident, known), added(incident, known))
    until = covered(answers, holds_of(incident_no, by=by), at=at)
    files = uploads(incident.key)
    if files:
        found = _follow_files(case_of(files, statements, told_of, known), until, at=at)
    else:
        found = _follow_rows(
            incident.key, movements(told_of[0], statements, told_of[1]), until, at=at
        )
    trail, ledger = found.trail, found.ledger
    changed = _record(incident.key, found, at=at) or found.news
    keep_basis(incident.key, ledger, found.origin)
    changed = balance_ledger(incident, trail_inflow(trail, ledger), by=by, at=at) or changed
    if changed:
        publish("money_trails.traced", incident_no, area=incident.area, at=at)
    return changed


def _traced_at(incident_key: int) -> datetime | None:
    last = Trace.objects.filter(incident_id=incident_key)
    return last.values_list("traced_at", flat=True).first()


@dataclass(frozen=True, slots=True)
class _Found:
    """A trail and the ledger it was found in. carried: claimed money by (transfer key, level).

    news: whether the case's transfers changed.
    """

    trail: Trail
    ledger: Ledger
    carried: dict[tuple[int, int], Fen]
    origin: Origin
    news: bool


def _follow_rows(
    incident_key: int, rows: list[Row], until: dict[str, datetime], *, at: datetime
) -> _Found:
    news = take_in(incident_key, rows)
    transfers = list(Transfer.objects.filter(incident_id=incident_key).order_by("pk"))
    ledger = load(transfers, until)
    trail = follow(ledger.transfers, ledger.claims, ledger.standing, Params(as_of=at))
    return _Found(trail, ledger, carried(trail), origin_of_transfers(transfers), news)


def _follow_files(case: Case, until: dict[str, datetime], *, at: datetime) -> _Found:
    """Of uploaded rows those that carry claimed money become transfers; the rest stay files'."""
    reach = case.covered()
    for account, moment in until.items():
        reach[account] = max(moment, reach.get(account, moment))
    ledger = load_movements(case.found, case.told, reach)
    trail = follow(ledger.transfers, ledger.claims, ledger.standing, Params(as_of=at))
    flows = carried(trail)
    rows = {place: case.row(place) for place in {*case.told_or_answered(), *(p for p, _ in flows)}}
    incident_key = next(iter(case.files.values())).incident_id
    news = take_in(incident_key, rows.values())
    keys = keys_of(incident_key, rows)
    flows = {(keys[place], level): fen for (place, level), fen in flows.items()}
    # Other rules bring money to other accounts; whose they are is not read again for a page.
    others = [case.row(place) for place in reached_otherwise(ledger, at=at) if place not in rows]
    named = with_names(ledger, [*rows.values(), *others])
    return _Found(trail, named, flows, origin_of_movements(case, keys), news)


def covered(
    answers: list[AnswerRow], holds: list[OrderRow], *, at: datetime
) -> dict[str, datetime]:
    """How far each account is known: as its statement reaches, or until now while it is held.

    What an institution refused to tell covers nothing. Money under a hold cannot have left; other
    money may leave as the statement is printed, so that none reaches until now: the same answers
    give the same picture whenever they are read.
    """
    until: dict[str, datetime] = {}
    before = at - timedelta(seconds=1)
    for answer in answers:
        if answer_code(answer.result).meaning in ANSWERING:
            account_no = settled(answer.account_no)
            reaches = min(answer.reaches, before)
            until[account_no] = max(reaches, until.get(account_no, reaches))
    held = {settled(hold.account_no) for hold in holds}
    return until | dict.fromkeys(held & until.keys(), at)


def trail_inflow(trail: Trail, ledger: Ledger) -> dict[str, int]:
    """Traced inflow in fen by account number."""
    return {
        ledger.accounts[row["account"]]: row["inflow_fen"] for row in trail.holdings.to_pylist()
    }


def _record(incident_key: int, found: _Found, *, at: datetime) -> bool:
    trail, ledger = found.trail, found.ledger
    digest = _fingerprint(trail, ledger)
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
        for (transfer, level), amount_fen in found.carried.items()
    )
    return True


def _fingerprint(trail: Trail, ledger: Ledger) -> str:
    # The engine's own digest holds the as-of instant, which every run moves; what it found does
    # not move with it, so that a run without news is seen to be one. A name is news.
    found = [table.to_pylist() for table in (trail.accounts, trail.edges, trail.holdings)]
    told = sorted(ledger.names.items()), sorted(ledger.institutions.items())
    return hashlib.sha256(repr((trail.method, found, told)).encode()).hexdigest()


def _faults(trail: Trail, ledger: Ledger) -> list[dict[str, str | int]]:
    found = [
        {
            "fault": Fault(row["fault"]).name.lower(),
            "account_no": ledger.accounts[row["account"]] if row["account"] >= 0 else "",
            "fen": row["fen"],
        }
        for row in trail.faults.to_pylist()
    ]
    # Of an account without a statement, as of the victim's own, nobody knows what it held: that
    # it paid more than others' statements show coming says nothing.
    shortfall, unknown = Fault.SHORTFALL.name.lower(), ledger.victims | silent(ledger)
    return [
        fault
        for fault in found
        if fault["fault"] != shortfall or fault["account_no"] not in unknown
    ]
