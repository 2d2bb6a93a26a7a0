"""The person's own account, held while somebody drives there (保护性止付), and given back.

The order itself, its approver, its end and its automatic restoration are `stop_payment`'s; here
it is asked for from the dispatch, and given back once there is an outcome. A held account must
outlive the first handshake at the door, so unlike the phone it waits for the outcome.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.dissuasion.models import Dispatch, DispatchAlarm, PersonAccount
from zhisun.domains.dissuasion.selectors.joined import last_no, numbers_of
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.holds import LADDER, demand_danger
from zhisun.domains.dissuasion.services.moves import announce, find, find_last
from zhisun.domains.dissuasion.terms import Bell
from zhisun.domains.stop_payment.selectors.own_holds import own_holds_of
from zhisun.domains.stop_payment.services.own_holds.draft import NewOwnHold, drafted
from zhisun.domains.stop_payment.services.own_holds.release import give_back_own
from zhisun.domains.stop_payment.terms import OwnGround
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount:
    """An account as somebody names it."""

    institution_code: str
    account_no: str
    account_name: str


@transaction.atomic(durable=True)
def ask_account_hold(
    dispatch_no: str,
    account: OwnAccount,
    evidence: str,
    *,
    lasts: timedelta | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Ask for the person's own account to be held (申请保护性止付); the order's number.

    Only while the person is in grave danger and not met. The duty officer approves; it ends by
    itself after `lasts`, the centre's rule if None. Raises NotFound, NotPermitted, InputError
    (also for an account that is not the person's), RuleViolation, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    demand_danger(dispatch)
    return account_hold_drafted(
        dispatch, account, evidence, handler=by.name, lasts=lasts, by=by, at=at
    )


def account_hold_drafted(
    dispatch: Dispatch,
    account: OwnAccount,
    evidence: str,
    *,
    handler: str,
    lasts: timedelta | None,
    by: Actor,
    at: datetime,
) -> str:
    """`ask_account_hold` of a dispatch found and locked before. Joins the transaction."""
    minutes = rules_of(dispatch.area).account_hold_minutes
    lasts = timedelta(minutes=minutes) if lasts is None else lasts
    account_no = "".join(account.account_no.split())
    _refuse_another(dispatch, account.institution_code, account_no)
    new = NewOwnHold(
        source_no=dispatch.dispatch_no,
        joined_sources=tuple(numbers_of(dispatch.dispatch_no)[1:]),
        institution_code=account.institution_code,
        account_no=account_no,
        account_name=account.account_name,
        person_name=dispatch.person.name,
        reason=f"正在被诈骗，联系不上或劝不住（劝阻任务 {dispatch.dispatch_no}）",
        evidence=evidence,
        area=dispatch.area,
        handler=handler,
        lasts=lasts,
    )
    hold = drafted(new, by=LADDER, at=at)
    keep_account(dispatch.person_id, account, told_by=by.name, at=at)
    told: Facts = {"hold": hold.hold_no, "minutes": lasts // timedelta(minutes=1)}
    announce(dispatch, "account_hold_asked", by=by, at=at, reason=evidence.strip(), after=told)
    return hold.hold_no


def _refuse_another(dispatch: Dispatch, institution_code: str, account_no: str) -> None:
    """Whose account it is known to be: another person's, or the one the money is to go to."""
    owned = PersonAccount.objects.filter(
        institution_code=institution_code, account_no=account_no
    ).exclude(person_id=dispatch.person_id)
    if owned.exists():
        raise InputError("own_account_of_another_person", field="account_no")
    told = dispatch.signals.exclude(counterpart="").values_list("counterpart", flat=True)
    if account_no and account_no in {"".join(each.split()) for each in told}:
        raise InputError("own_account_is_payee", field="account_no")


def keep_account(person_id: int, account: OwnAccount, *, told_by: str, at: datetime) -> None:
    """Remember that an account is the person's. Joins. What is known of another stays his."""
    PersonAccount.objects.get_or_create(
        institution_code=account.institution_code,
        account_no="".join(account.account_no.split()),
        defaults={
            "person_id": person_id,
            "account_name": account.account_name.strip()[:100],
            "told_by": told_by,
            "told_at": at,
        },
    )


def give_account_back(
    dispatch_no: str, ground: OwnGround, reason: str, *, by: Actor, at: datetime
) -> int:
    """Give back every account that is held for a dispatch (恢复本人账户); how many.

    Also those asked for under the number of a dispatch that was joined to it, or whichever it was
    joined to. What was only asked for is dropped. Safe to repeat. Raises NotFound, NotPermitted,
    InputError.
    """
    standing = [
        hold for hold in own_holds_of(*numbers_of(last_no(dispatch_no)), by=by) if hold.is_open
    ]
    for hold in standing:
        give_back_own(hold.hold_no, ground, reason, by=by, at=at)
    return len(standing)


@transaction.atomic(durable=True)
def shout(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Ring at the desk for a protective measure: each time anew, though it was seen before."""
    dispatch, _named = find_last(dispatch_no, Duty.DISPATCH, by=by)
    DispatchAlarm.objects.update_or_create(
        dispatch_id=dispatch.pk,
        bell=Bell.OWN_HOLD,
        round=dispatch.reopened,
        hours=0,
        defaults={"rang_at": at, "seen_by": ""},
    )
    announce(dispatch, "alarm_rang", by=by, at=at, reason=Bell.OWN_HOLD.value)
