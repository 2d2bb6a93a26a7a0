"""Opening a round, and confirming who lost how much (立项、核实事主)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.restitution.models import Claimant, Restitution, ReturnAccount
from zhisun.domains.restitution.services.frozen import Frozen, frozen_now
from zhisun.domains.restitution.services.moves import Change, announce, demand, find, joined, move
from zhisun.domains.restitution.terms import CASES_AT_MOST, ENDED, RULES, UNDECIDED
from zhisun.domains.restitution.terms import RestitutionState as State
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import Fact, InputError, RuleViolation, StateConflict
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What was found out about a victim. refunded_fen: what came back otherwise already.

    agent: who acts for the victim and which authority was checked. other_account: why the money
    goes to another account of the victim, and the paper that shows it. Both "" as a rule.
    """

    loss_fen: Fen
    refunded_fen: Fen = 0
    return_account: str
    return_name: str
    return_bank: str
    agent: str = ""
    other_account: str = ""


@transaction.atomic(durable=True)
def open_round(incident_nos: Sequence[str], *, by: Actor, at: datetime, follows: str = "") -> str:
    """Open a round over what is frozen for these cases (立项); its number.

    follows: the round before, which must have ended; what it paid stays paid and counts.
    Raises NotPermitted, NotFound, InputError; RuleViolation when nothing is frozen;
    StateConflict when an account is in another open round.
    """
    incidents = [incident_facts(number, by=by) for number in sorted(set(incident_nos))]
    if not incidents or len(incidents) > CASES_AT_MOST:
        raise InputError("restitution_cases_missing", field="incident_nos", most=CASES_AT_MOST)
    for incident in incidents:
        require(by, Duty.PREPARE_RETURN, incident.area)
    before = find(follows) if follows else None
    if before is not None:
        require(by, Duty.PREPARE_RETURN, before.area)
        demand(before, *ENDED)
    row = Restitution.objects.create(
        restitution_no=_next_number(at),
        state=State.DRAFTED,
        area=incidents[0].area,
        follows=before,
        round=before.round + 1 if before else 1,
        handler=by.name,
        prepared_by=by.name,
        opened_at=at,
    )
    for incident in incidents:
        _claimant(row, incident)
    _take_accounts(row, frozen_now([each.incident_no for each in incidents], by=by))
    announce(
        row, "opened", by=by, at=at, after={"cases": " ".join(i.incident_no for i in incidents)}
    )
    return row.restitution_no


@transaction.atomic(durable=True)
def add_victim(restitution_no: str, incident_no: str, *, by: Actor, at: datetime) -> None:
    """A victim was found: the round is worked out anew, and noticed again (新增事主).

    Once it is decided, the round is withdrawn or paid, and a round that follows takes him in.
    """
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, *UNDECIDED)
    incident = incident_facts(incident_no.strip(), by=by)
    if row.claimants.filter(incident_id=incident.key).exists():
        raise InputError("claimant_there_already", field="incident_no", incident_no=incident_no)
    if row.claimants.count() >= CASES_AT_MOST:
        raise InputError("restitution_cases_missing", field="incident_no", most=CASES_AT_MOST)
    _claimant(row, incident)
    cases = list(row.claimants.values_list("incident_no", flat=True))
    _take_accounts(row, frozen_now(cases, by=by))
    announce(row, "victim_added", by=by, at=at, after={"incident_no": incident_no})
    if row.state != State.DRAFTED:
        back_to_work(row, reason=incident_no, by=by, at=at)


@transaction.atomic(durable=True)
def confirm_victim(
    restitution_no: str, incident_no: str, found: Confirmed, *, by: Actor, at: datetime
) -> None:
    """Confirm a victim's loss, refunds and own account (核实). Raises InputError."""
    row = find(restitution_no)
    require(by, Duty.PREPARE_RETURN, row.area)
    demand(row, State.DRAFTED)
    claimant = row.claimants.filter(incident_no=incident_no).first()
    if claimant is None:
        raise InputError("claimant_unknown", field="incident_no", incident_no=incident_no)
    _check(found)
    claimant.loss_fen, claimant.refunded_fen = found.loss_fen, found.refunded_fen
    claimant.return_account = found.return_account.replace(" ", "")
    claimant.return_name, claimant.return_bank = found.return_name, found.return_bank
    claimant.agent, claimant.other_account = found.agent.strip(), found.other_account.strip()
    claimant.confirmed_by, claimant.confirmed_at = by.name, at
    claimant.save()
    row.prepared_by = joined(row.prepared_by, by.name)
    row.save(update_fields=["prepared_by"])
    facts: dict[str, Fact] = {"incident_no": incident_no, "loss_fen": found.loss_fen}
    refunds: dict[str, Fact] = {"refunded_fen": found.refunded_fen}
    announce(row, "victim_confirmed", by=by, at=at, after=facts | refunds)


def back_to_work(row: Restitution, *, reason: str, by: Actor, at: datetime) -> None:
    """Undo everything after the victims: chain, notice, proposal. Joins."""
    undone: dict[str, Change] = dict.fromkeys(("method", "why", "reviewed_by", "notice_no"), "")
    stamps = ("proposed", "noticed", "notice_rang", "submitted", "reviewed")
    undone |= dict.fromkeys((*(f"{stamp}_at" for stamp in stamps), "notice_until"))
    move(row, State.DRAFTED, by=by, at=at, reason=reason, **undone)


def _check(found: Confirmed) -> None:
    if found.loss_fen <= 0:
        raise InputError("loss_missing", field="loss")
    if not 0 <= found.refunded_fen <= found.loss_fen:
        raise InputError("refund_above_loss", field="refunded")
    for name in ("return_account", "return_name", "return_bank"):
        if not getattr(found, name).strip():
            raise InputError("return_account_missing", field=name)


def _claimant(row: Restitution, incident: IncidentFacts) -> None:
    Claimant.objects.create(
        restitution=row,
        incident_id=incident.key,
        incident_no=incident.incident_no,
        victim_name=incident.victim_name,
        loss_fen=incident.claimed_fen if incident.verified_fen is None else incident.verified_fen,
    )


def _take_accounts(row: Restitution, frozen: Sequence[Frozen]) -> None:
    if not any(each.frozen_fen for each in frozen):
        raise RuleViolation("nothing_frozen", source=RULES)
    standing = set(row.accounts.values_list("account_no", flat=True))
    try:
        with transaction.atomic():
            ReturnAccount.objects.bulk_create(
                ReturnAccount(
                    restitution=row,
                    account_no=each.account_no,
                    account_name=each.account_name,
                    institution_code=each.institution_code,
                    institution_name=each.institution_name,
                    frozen_fen=each.frozen_fen,
                    held_until=each.held_until,
                )
                for each in frozen
                if each.frozen_fen and each.account_no not in standing
            )
    except IntegrityError as error:
        raise StateConflict("account_in_another_round") from error


def _next_number(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('restitution_no')")
        number: int = cursor.fetchone()[0]
    return f"F{at.astimezone(CHINA):%Y%m%d}{number:06d}"
