"""Working out both methods, and choosing one (测算、选定方法)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import calendar
from zhisun.domains.money_trails.services.attribution import attributed
from zhisun.domains.restitution.models import Restitution, Share
from zhisun.domains.restitution.policy import Ground, Pair, plans
from zhisun.domains.restitution.services.frozen import frozen_now, returned_before
from zhisun.domains.restitution.services.moves import demand, find, joined, move
from zhisun.domains.restitution.services.papers import publicity, submitted
from zhisun.domains.restitution.terms import NOTICE_PERIOD, RULES, Method
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, RuleViolation
from zhisun.kernel.moments import moved_off_holidays
from zhisun.kernel.money import Fen


@transaction.atomic(durable=True)
def propose(restitution_no: str, *, by: Actor, at: datetime) -> None:
    """Follow the cases' money together and work out both methods (测算).

    What is kept can be worked out again: engine version, digest of all inputs, the instant.
    Raises NotPermitted, InputError; RuleViolation when nothing is frozen any more.
    """
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.DRAFTED, State.PROPOSED)
    unconfirmed = row.claimants.filter(confirmed_at=None).first()
    if unconfirmed is not None:
        raise InputError("claimant_unconfirmed", incident_no=unconfirmed.incident_no)
    if row.state == State.PROPOSED:
        move(row, State.DRAFTED, by=by, at=at)
    _refresh(row, by=by)
    engine, trace_digest, ground = ground_of(row, by=by, at=at)
    _keep(row, ground)
    move(
        row,
        State.PROPOSED,
        by=by,
        at=at,
        handler=by.name,
        prepared_by=joined(row.prepared_by, by.name),
        engine=engine,
        digest=ground.digest(trace_digest),
        proposed_at=at,
    )


@transaction.atomic(durable=True)
def choose(restitution_no: str, method: str, why: str, *, by: Actor, at: datetime) -> None:
    """Choose a method (选定). Where anybody's part is in proportion, 30 days of notice begin.

    Where every rule agrees on every fen, it goes to the team leader at once. Raises InputError.
    """
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.PROPOSED)
    if method not in Method.values:
        raise InputError("method_unknown", field="method")
    if not why.strip():
        raise InputError("reason_missing", field="why")
    refuse_if_overtaken(row, by=by)
    chosen = "traced_fen" if method == Method.TRACED else "proportional_fen"
    shares = Share.objects.filter(account__restitution=row)
    shares.update(share_fen=F(chosen))
    if not shares.filter(share_fen__gt=0).exists():
        raise InputError("nothing_to_return", field="method")
    row.method = method
    prepared = joined(row.prepared_by, by.name)
    facts = {"method": method, "why": why.strip(), "handler": by.name, "prepared_by": prepared}
    if method == Method.TRACED and not shares.filter(share_fen__gt=F("direct_fen")).exists():
        row.why = why.strip()
        submitted(row, by=by, at=at)
        move(row, State.SUBMITTED, by=by, at=at, reason=why, submitted_at=at, **facts)
        return
    until = moved_off_holidays(at + NOTICE_PERIOD, calendar=calendar())
    number = publicity(row, until, by=by, at=at)
    move(
        row,
        State.NOTICED,
        by=by,
        at=at,
        reason=why,
        notice_no=number,
        noticed_at=at,
        notice_until=until,
        **facts,
    )


def refuse_if_overtaken(row: Restitution, *, by: Actor) -> None:
    """What was proposed must still be what is known. Raises RuleViolation.

    Compares the frozen amounts, the losses and the intervals, as of the proposal's instant.
    """
    if row.proposed_at is None:
        raise RuleViolation("restitution_overtaken", source=RULES)
    _engine, _digest, now = ground_of(row, by=by, at=row.proposed_at)
    frozen = dict(row.accounts.values_list("account_no", "divisible_fen"))
    kept = {
        (share.account.account_no, share.claimant.incident_no): (share.least_fen, share.most_fen)
        for share in Share.objects.filter(account__restitution=row).select_related(
            "account", "claimant"
        )
    }
    if frozen != dict(now.frozen) or kept != dict(now.intervals):
        raise RuleViolation("restitution_overtaken", source=RULES)


def ground_of(row: Restitution, *, by: Actor, at: datetime) -> tuple[str, str, Ground]:
    """Version and digest of the trace, and what the division of a round rests on, as of `at`."""
    claimants = list(row.claimants.order_by("incident_no"))
    cases = [each.incident_no for each in claimants]
    found = attributed(cases, by=by, at=at)
    before = returned_before(cases, by=by)
    held = {each.account_no: each.frozen_fen for each in frozen_now(cases, by=by)}
    frozen: dict[str, Fen] = {}
    intervals: dict[Pair, tuple[Fen, Fen]] = {}
    for account in row.accounts.order_by("account_no").values_list("account_no", flat=True):
        gone = sum(fen for (_case, where), fen in before.items() if where == account)
        frozen[account] = max(0, min(held.get(account, 0), found.together(account) - gone))
        for case in cases:
            least, most = found.interval(case, account)
            paid = before.get((case, account), 0)
            if most > paid:
                intervals[account, case] = (max(0, least - paid), most - paid)
    owed = {each.incident_no: each.owed_fen for each in claimants}
    return found.method, found.digest, Ground(frozen=frozen, owed=owed, intervals=intervals)


def _refresh(row: Restitution, *, by: Actor) -> None:
    """Bring frozen amounts and what was paid before up to now."""
    cases = list(row.claimants.values_list("incident_no", flat=True))
    held = {each.account_no: each for each in frozen_now(cases, by=by)}
    for account in row.accounts.all():
        now = held.get(account.account_no)
        account.frozen_fen, account.divisible_fen = now.frozen_fen if now else 0, 0
        account.held_until = now.held_until if now else None
        account.save(update_fields=["frozen_fen", "divisible_fen", "held_until"])
    before = returned_before(cases, by=by)
    for claimant in row.claimants.all():
        claimant.returned_fen = sum(
            fen for (case, _account), fen in before.items() if case == claimant.incident_no
        )
        claimant.save(update_fields=["returned_fen"])
    if not any(each.frozen_fen for each in held.values()):
        raise RuleViolation("nothing_frozen", source=RULES)


def _keep(row: Restitution, ground: Ground) -> None:
    Share.objects.filter(account__restitution=row).delete()
    accounts = {each.account_no: each for each in row.accounts.all()}
    claimants = {each.incident_no: each for each in row.claimants.all()}
    for account_no, fen in ground.frozen.items():
        row.accounts.filter(account_no=account_no).update(divisible_fen=fen)
    Share.objects.bulk_create(
        Share(
            account=accounts[account],
            claimant=claimants[case],
            least_fen=ground.intervals[account, case][0],
            most_fen=ground.intervals[account, case][1],
            direct_fen=plan.direct_fen,
            traced_fen=plan.traced_fen,
            proportional_fen=plan.proportional_fen,
        )
        for (account, case), plan in plans(ground).items()
    )
