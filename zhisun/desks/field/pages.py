"""My tasks, and one task: who, where, why, what to say, what came of it."""

import secrets
from urllib.parse import quote

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.field.whose import demand_own, officer_mark, round_shown
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.policy.informing import Told
from zhisun.domains.dissuasion.selectors import board
from zhisun.domains.dissuasion.selectors.dossier import Dossier, dossier
from zhisun.domains.dissuasion.selectors.others import others
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.account_holds import give_account_back
from zhisun.domains.dissuasion.services.contact import NewContact
from zhisun.domains.dissuasion.services.holds import RESTORABLE, give_phone_back
from zhisun.domains.dissuasion.services.photos import NewPhoto, keep_photo
from zhisun.domains.dissuasion.services.report import report
from zhisun.domains.dissuasion.services.route import give_back, sign
from zhisun.domains.dissuasion.terms import (
    LARGEST_PHOTO,
    WAITING,
    Check,
    ContactResult,
    DispatchState,
    Outcome,
    Step,
)
from zhisun.domains.stop_payment.terms import OwnGround
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.kernel.places import wgs84
from zhisun.shell.seat import DeskRequest, demand_readable, desk

MOST = 60
UNSIGNED = frozenset({DispatchState.GRADED, DispatchState.ASSIGNED})
SPEAKING = (Outcome.DISSUADED, Outcome.SAFE, Outcome.DEFRAUDED)
MISSES = (
    ContactResult.NO_ANSWER,
    ContactResult.OFF,
    ContactResult.REFUSED,
    ContactResult.NOT_SELF,
)


@desk(duty=Duty.HANDLE)
def tasks(request: DeskRequest) -> HttpResponse:
    """What the officer has to do: his own first, then what nobody has signed for."""
    reader = request.actor
    lines = board.queue(reader, limit=MOST)
    mine = [line for line in lines if line.handler == reader.name]
    free = [line for line in lines if not line.handler and line.state in UNSIGNED]
    context = {
        "mine": mine,
        "free": free,
        "rules": rules_of(reader.area),
        "officer": officer_mark(reader.name),
    }
    return render(request, "field/tasks.html", context)


@desk(duty=Duty.HANDLE)
def task(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """One task on one page, that also stands without network."""
    now = dossier(dispatch_no, by=request.actor)
    state = now.line.state
    phones = [hold for hold in now.holds if hold.state in RESTORABLE]
    accounts = [each for each in now.account_holds if each.hold.is_open]
    context = {
        "officer": officer_mark(request.actor.name),
        "others": others(dispatch_no, by=request.actor),
        "told_facts": list(Told),
        "way": _way(now),
        "now": now,
        "line": now.line,
        "rules": rules_of(now.line.area),
        "checks": list(Check),
        "speaking": SPEAKING,
        "misses": MISSES,
        "open": state in WAITING and state is not DispatchState.RETURNED,
        "signable": state in UNSIGNED,
        "returnable": state in {DispatchState.ASSIGNED, DispatchState.SIGNED},
        "phones": phones,
        "phone_approved": any(hold.approved_at for hold in phones),
        "accounts": [each.hold for each in accounts],
        "account_approved": any(each.hold.approved_at for each in accounts),
    }
    return render(request, "field/task.html", context)


@require_POST
@desk(duty=Duty.HANDLE)
def sign_for(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Sign for a task."""
    sign(dispatch_no, by=request.actor, at=request.at)
    return _done(request, reverse("field:task", args=[dispatch_no]))


@require_POST
@desk(duty=Duty.HANDLE)
def hand_back(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Return a task that is not this unit's, with a reason; the desk decides."""
    reason = request.POST.get("reason", "")
    demand_readable({"reason": reason})
    give_back(dispatch_no, reason, by=request.actor, at=request.at)
    return _done(request, reverse("field:tasks"))


@require_POST
@desk(duty=Duty.RESTORE_PHONE)
def phone_back(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Give the person's own phone back: whoever stands beside him needs it no longer silent."""
    dossier(dispatch_no, by=request.actor)
    give_phone_back(dispatch_no, str(_("现场民警恢复")), by=request.actor, at=request.at)
    return _done(request, reverse("field:task", args=[dispatch_no]))


@require_POST
@desk(duty=Duty.RESTORE_ACCOUNT)
def account_back(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Give the person's own account back: he is safe, or asks for it."""
    dossier(dispatch_no, by=request.actor)
    reason = str(_("现场民警恢复"))
    ground = OwnGround.OWNER_SAFE
    give_account_back(dispatch_no, ground, reason, by=request.actor, at=request.at)
    return _done(request, reverse("field:task", args=[dispatch_no]))


@require_POST
@desk(duty=Duty.HANDLE)
def send(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Take in what the officer pressed, now or when he had no network.

    What he did before the work began anew is kept with the round of then, and he is told.
    """
    demand_own(request)
    step, result, outcome = _pressed(request.POST.get("done", ""))
    told = request.POST.get("tried_at", "")
    attempt = NewContact(
        key=request.POST.get("key", ""),
        step=step,
        result=result,
        note=request.POST.get("note", ""),
        checks=[Check(each) for each in request.POST.getlist("checks") if each in Check.values],
        tried_at=instant(told) if told else None,
        round=round_shown(request),
    )
    sent = report(dispatch_no, attempt, outcome, by=request.actor, at=request.at)
    if not sent.of_earlier_round:
        return _done(request, reverse("field:tasks"))
    words = str(_("上一轮的结果，已记入，不结束本轮。"))
    return _done(request, reverse("field:task", args=[dispatch_no]), told=words)


@require_POST
@desk(duty=Duty.HANDLE)
def photograph(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Take in one photo, now or when the telephone had no network."""
    demand_own(request)
    sent = request.FILES.get("photo")
    if sent is None or isinstance(sent, list):
        raise InputError("photo_empty", field="photo")
    if (sent.size or 0) > LARGEST_PHOTO:
        raise InputError("photo_too_large", field="photo", most=LARGEST_PHOTO >> 20)
    told = request.POST.get("taken_at", "")
    photo = NewPhoto(
        # a form without its script has no key: the same picture is known by its bytes
        key=request.POST.get("key", "") or secrets.token_hex(16),
        content=sent.read(),
        taken_at=instant(told) if told else None,
    )
    keep_photo(dispatch_no, photo, by=request.actor, at=request.at)
    return _done(request, reverse("field:task", args=[dispatch_no]))


def _done(request: DeskRequest, address: str, *, told: str = "") -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"done": True} | ({"told": told} if told else {}))
    return redirect(address)


def _way(now: Dossier) -> str:
    """Where a map leads (RFC 5870: WGS-84): the address, else the point; "" for neither."""
    if now.person.address:
        return f"geo:0,0?q={quote(now.person.address, safe='')}"
    if now.position is None:
        return ""
    there = wgs84(now.position)
    point = f"{there.latitude:.6f},{there.longitude:.6f}"
    return f"geo:{point}?q={point}"


def _pressed(done: str) -> tuple[Step, ContactResult, Outcome | None]:
    """What one button says: step, result and outcome, the last may be empty."""
    try:
        step, result, outcome = done.split(":")
        return Step(step), ContactResult(result), Outcome(outcome) if outcome else None
    except ValueError as error:
        raise InputError("choice_unknown", field="done") from error
