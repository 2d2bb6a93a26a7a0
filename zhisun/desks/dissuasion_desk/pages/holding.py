"""The person's own account on the page of a dispatch: asked for, approved, given back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import institutions_of
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.selectors.dossier import Dossier, dossier
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.account_holds import (
    OwnAccount,
    ask_account_hold,
    give_account_back,
)
from zhisun.domains.dissuasion.terms import WAITING, Grade
from zhisun.domains.stop_payment.services.own_holds.approve import (
    approve_own_hold,
    decline_own_hold,
)
from zhisun.domains.stop_payment.terms import OrderState, OwnGround
from zhisun.kernel.errors import InputError
from zhisun.shell.seat import DeskRequest

MINUTES = (10, 20, 30, 60, 120)
"""What the page offers beside the centre's own rule; two hours are the longest."""

GROUNDS = (OwnGround.OWNER_SAFE, OwnGround.APPEAL, OwnGround.MISTAKE)


def account_context(request: DeskRequest, now: Dossier) -> dict[str, Any]:
    """What the page says of holds of the person's own account. Two queries."""
    duties, lines = request.actor.duties, now.account_holds
    banks = institutions_of([Lane.BANK, Lane.PAYMENT])
    in_danger = now.line.urgent or now.line.grade >= Grade.HIGH
    unmet = now.line.state in WAITING and dict(now.stamps)["met_at"] is None
    usual = rules_of(now.line.area).account_hold_minutes
    held = {each.hold.account_no for each in lines if each.hold.is_open}
    offered = [each for each in now.accounts if not each.wrong and each.account_no not in held]
    return {
        "banks": [(each.code, each.short_name) for each in banks],
        "account_minutes": [
            (str(each), _("{n} 分钟").format(n=each)) for each in sorted({*MINUTES, usual})
        ],
        "account_usual": str(usual),
        "known_account": offered[0] if offered else None,
        "accounts_wrong": [each.wrong for each in now.accounts if each.wrong],
        "may_hold_account": bool(banks and in_danger and unmet),
        "account_drafts": [each.hold for each in lines if each.hold.state is OrderState.DRAFTED],
        "account_open": [each.hold for each in lines if each.hold.is_open],
        "account_grounds": [(each.value, str(each.label)) for each in GROUNDS],
        "approves_account": Duty.APPROVE_OWN_HOLD.value in duties,
        "restores_account": Duty.RESTORE_ACCOUNT.value in duties,
    }


def _ask(request: DeskRequest, number: str) -> None:
    post = request.POST
    minutes = post.get("minutes", "")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= len("120")):
        raise InputError("choice_unknown", field="minutes")
    account = OwnAccount(
        institution_code=post.get("institution", ""),
        account_no=post.get("account_no", ""),
        account_name=post.get("account_name", ""),
    )
    ask_account_hold(
        number,
        account,
        post.get("evidence", ""),
        lasts=timedelta(minutes=int(minutes)),
        by=request.actor,
        at=request.at,
    )


def _asked(request: DeskRequest, number: str) -> str:
    """The hold that was pressed, which must be one of this dispatch. Raises InputError."""
    hold_no = request.POST.get("hold", "")
    holds = {each.hold.hold_no for each in dossier(number, by=request.actor).account_holds}
    if hold_no not in holds:
        raise InputError("choice_unknown", field="hold")
    return hold_no


def _approve(request: DeskRequest, number: str) -> None:
    approve_own_hold(_asked(request, number), by=request.actor, at=request.at)


def _decline(request: DeskRequest, number: str) -> None:
    reason = request.POST.get("reason", "")
    decline_own_hold(_asked(request, number), reason, by=request.actor, at=request.at)


def _give_back(request: DeskRequest, number: str) -> None:
    ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
    if ground not in {each.value for each in GROUNDS}:
        raise InputError("choice_unknown", field="ground")
    dossier(number, by=request.actor)
    give_account_back(number, OwnGround(ground), reason, by=request.actor, at=request.at)


ACCOUNT_VERBS: dict[str, Callable[[DeskRequest, str], None]] = {
    "ask-account-hold": _ask,
    "approve-account-hold": _approve,
    "decline-account-hold": _decline,
    "give-account-back": _give_back,
}
