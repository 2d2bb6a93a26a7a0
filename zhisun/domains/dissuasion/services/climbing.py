"""What the ladder drafts by itself, and never sends (劝阻阶梯): both protective holds."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import BY_INSTITUTION, institutions_of
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.policy.ladder import Stand, stand
from zhisun.domains.dissuasion.selectors.joined import numbers_of
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, account_hold_drafted
from zhisun.domains.dissuasion.services.holds import phone_hold_drafted
from zhisun.domains.dissuasion.services.moves import announce, find
from zhisun.domains.dissuasion.terms import WAITING, ContactResult, Step
from zhisun.domains.stop_payment.selectors.own_holds import called_wrong, own_holds_of
from zhisun.domains.takedown.selectors.takedowns import own_phones_of
from zhisun.domains.takedown.terms import OWN_PHONE_LASTS
from zhisun.kernel.actors import Actor, job
from zhisun.kernel.errors import InputError, RuleViolation, StateConflict

READER = job("read_holds")
MOST_ACCOUNTS = 3
"""Accounts the ladder drafts holds of. Local rule: an officer may ask for more."""

NOBODY = ("job:", BY_INSTITUTION)
"""How the names of those begin who send and deliver messages: none of them signs a paper."""


@transaction.atomic(durable=True)
def draft_protection(dispatch_no: str, *, by: Actor, at: datetime) -> int:
    """Draft the holds of an urgent dispatch whose person nobody reaches; how many.

    Once each: what an officer asked for, or declined, is a person's matter from then on. The
    officer who tried to reach the person is named as the one that handles it; the duty officer
    decides. A telephone is drafted only where one carrier alone is connected: whose number it is,
    nobody can tell (it may be carried). Accounts: those known to be the person's. What stands in
    the way of a draft is written into the dispatch's history. Raises NotFound.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    mine = dispatch.contacts.filter(round=dispatch.reopened)
    rows = mine.order_by("pk").values_list("step", "result", "officer")
    tried = stand([(Step(step), ContactResult(result)) for step, result, _officer in rows])
    tryers = [officer for _step, _result, officer in rows if not officer.startswith(NOBODY)]
    handler = tryers[-1] if tryers else dispatch.handler
    if not handler or not _nobody_reaches(dispatch, tried, at):
        return 0
    evidence = f"急件，已尝试联系 {tried.failed} 次，没有联系到本人（系统按劝阻阶梯起草）"
    made = 0
    for draft in (*_phone(dispatch, handler, evidence), *_accounts(dispatch, handler, evidence)):
        made += _drafted(dispatch, draft, by=by, at=at)
    return made


Draft = Callable[[Actor, datetime], object]


def _nobody_reaches(dispatch: Dispatch, tried: Stand, at: datetime) -> bool:
    if not dispatch.urgent or dispatch.state not in WAITING:
        return False
    if dispatch.contacted_at is not None or dispatch.met_at is not None:
        return False
    return tried.failed > 0 or dispatch.contact_due_at <= at


def _phone(dispatch: Dispatch, handler: str, evidence: str) -> list[Draft]:
    carriers = institutions_of([Lane.TELECOM])
    asked = own_phones_of(*numbers_of(dispatch.dispatch_no), by=READER)
    if asked or len(carriers) != 1 or not dispatch.person.phone:
        return []

    def draft(by: Actor, at: datetime) -> object:
        code = carriers[0].code
        return phone_hold_drafted(
            dispatch, code, evidence, handler=handler, lasts=OWN_PHONE_LASTS, by=by, at=at
        )

    return [draft]


def _accounts(dispatch: Dispatch, handler: str, evidence: str) -> list[Draft]:
    if own_holds_of(*numbers_of(dispatch.dispatch_no), by=READER):
        return []
    mine = list(dispatch.person.accounts.order_by("-told_at", "pk"))
    wrong = called_wrong([row.account_no for row in mine], by=READER)
    known = [row for row in mine if (row.institution_code, row.account_no) not in wrong]

    def of(account: OwnAccount) -> Draft:
        def draft(by: Actor, at: datetime) -> object:
            return account_hold_drafted(
                dispatch, account, evidence, handler=handler, lasts=None, by=by, at=at
            )

        return draft

    return [
        of(
            OwnAccount(
                institution_code=row.institution_code,
                account_no=row.account_no,
                account_name=row.account_name,
            )
        )
        for row in known[:MOST_ACCOUNTS]
    ]


def _drafted(dispatch: Dispatch, draft: Draft, *, by: Actor, at: datetime) -> bool:
    try:
        with transaction.atomic():
            draft(by, at)
    except (InputError, RuleViolation, StateConflict) as objection:
        announce(dispatch, "hold_not_drafted", by=by, at=at, reason=objection.code)
        return False
    return True
