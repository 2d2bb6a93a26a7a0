"""One dispatch: who, why, what to say, what was tried, what comes next."""

import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.dissuasion_desk import looks
from zhisun.desks.dissuasion_desk.pages import others
from zhisun.desks.dissuasion_desk.pages.holding import ACCOUNT_VERBS, account_context
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import Act, history
from zhisun.domains.directory.selectors import institutions_of, titles, units_within
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.selectors.dossier import Dossier, dossier
from zhisun.domains.dissuasion.selectors.routing import choices
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.clocks import put_back, take
from zhisun.domains.dissuasion.services.conclude import conclude, look_back
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.holds import RESTORABLE, ask_phone_hold, give_phone_back
from zhisun.domains.dissuasion.services.messages import send_sms
from zhisun.domains.dissuasion.services.route import (
    assign,
    give_back,
    refuse_return,
    sign,
    take_back,
)
from zhisun.domains.dissuasion.terms import (
    BY_HAND,
    OF_STEP,
    WAITING,
    WORKED,
    Check,
    ContactResult,
    DispatchState,
    Finding,
    Grade,
    Outcome,
    Step,
)
from zhisun.domains.takedown.services.approve import approve
from zhisun.kernel.errors import InputError, RuleViolation, StateConflict, ZhisunError
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

CALLS = (Step.CALL, Step.SECOND_LINE, Step.FAMILY)
ACTS_SHOWN = 40
HOLD_MINUTES = (10, 20, 30, 60)
"""What the page offers; the law of the order (takedown.terms) allows two hours at most."""


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """The whole page. At most two dozen queries with the seat's."""
    return render(request, "dissuasion_desk/dispatch.html", whole(request, dispatch_no))


@desk(duty=Duty.DISPATCH)
def part(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """What news changes: head, log and signals; what somebody is typing stays."""
    return render(request, "dissuasion_desk/dispatch_part.html", whole(request, dispatch_no))


@require_POST
@desk(duty=Duty.DISPATCH)
def act(request: DeskRequest, dispatch_no: str, verb: str) -> HttpResponse:
    """Do one verb and show the dispatch afresh; on an error the page with what was typed."""
    if verb not in VERBS:
        raise Http404
    try:
        _demand_readable(request)
        VERBS[verb](request, dispatch_no)
    except (InputError, RuleViolation, StateConflict) as error:
        return _refused(request, dispatch_no, verb, error)
    if verb in LEAVES:
        return redirect("dissuasion_desk:board")
    return redirect("dissuasion_desk:dispatch", dispatch_no=dispatch_no)


def _demand_readable(request: DeskRequest) -> None:
    if any("\0" in value for value in request.POST.values()):
        raise InputError("text_unreadable", field="note")


def _refused(request: DeskRequest, dispatch_no: str, verb: str, error: ZhisunError) -> HttpResponse:
    told = {
        "refused": verb,
        "alert": text(error),
        "field": str(error.facts.get("field", "")),
        "typed": request.POST.dict(),
    }
    context = whole(request, dispatch_no) | told
    return render(request, "dissuasion_desk/dispatch.html", context, status=error.status)


def whole(request: DeskRequest, dispatch_no: str) -> dict[str, Any]:
    """Everything the page shows. Raises NotFound."""
    reader = request.actor
    now = dossier(dispatch_no, by=reader)
    acts = history(dispatch_no, by=reader, limit=ACTS_SHOWN)
    state = now.line.state
    return {
        "looks": looks,
        "now": now,
        "line": now.line,
        "rules": rules_of(now.line.area),
        "acts": acts,
        "names": titles(_people(now, acts)),
        "stamps": [(looks.stamp_words()[name], at) for name, at in now.stamps],
        "units": units_within(reader.area),
        "candidates": choices(dispatch_no, by=reader, at=request.at) if state in WAITING else [],
        **others.context(request, dispatch_no),
        "key": secrets.token_hex(8),
        **_phone(request, now),
        **account_context(request, now),
        "receipt_late": now.message is not None and now.message.is_late(at=request.at),
        "steps": CALLS,
        "first_step": _first_call(now),
        "call_results": [r for r in ContactResult if r in OF_STEP[Step.CALL]],
        "checks": list(Check),
        "outcomes": list(BY_HAND),
        "findings": list(Finding),
        "waiting": state in WAITING,
        "worked": state in WORKED,
        "signable": state in {DispatchState.GRADED, DispatchState.ASSIGNED},
        "returnable": state in {DispatchState.ASSIGNED, DispatchState.SIGNED},
        "returned": state is DispatchState.RETURNED,
        **_looking_back(now),
        "mine": now.line.locked_by == reader.name,
        "busy": now.line.taken_by_another(reader.name, at=request.at),
        "refused": "",
        "alert": "",
        "field": "",
        "typed": {},
    }


def _looking_back(now: Dossier) -> dict[str, Any]:
    waiting = (each for each in now.look_backs if each.done_at is None)
    looks_back = now.line.state is DispatchState.CONCLUDED
    return {"looks_back": looks_back, "next_look_back": next(waiting, None)}


def _phone(request: DeskRequest, now: Dossier) -> dict[str, Any]:
    """What the page says of message and suspension of the person's own phone."""
    carriers, duties = institutions_of([Lane.TELECOM]), request.actor.duties
    open_ones = [hold for hold in now.holds if hold.state in RESTORABLE]
    in_danger = now.line.urgent or now.line.grade >= Grade.HIGH
    unmet = now.line.state in WAITING and dict(now.stamps)["met_at"] is None
    return {
        "channel": bool(carriers),
        "carriers": [(each.code, each.short_name) for each in carriers],
        "minutes": [(str(each), _("{n} 分钟").format(n=each)) for each in HOLD_MINUTES],
        "may_hold": bool(carriers and now.person.phone and in_danger and unmet and not open_ones),
        "open_holds": {hold.takedown_no for hold in open_ones},
        "phone_approved": any(hold.approved_at for hold in open_ones),
        "approves": Duty.APPROVE_PHONE_HOLD.value in duties,
        "restores": Duty.RESTORE_PHONE.value in duties,
    }


def _first_call(now: Dossier) -> Step:
    """The rung of the ladder to begin with, of those that are calls."""
    return next((step for step in now.next_steps if step in CALLS), Step.CALL)


def _people(now: Dossier, acts: list[Act]) -> set[str]:
    named = {now.line.handler, now.line.locked_by, now.returned_by}
    named |= (
        {each.officer for each in now.contacts}
        | {each.officer for each in now.photos}
        | {act.actor for act in acts}
    )
    for each in now.account_holds:
        named |= {each.hold.handler, each.hold.approved_by}
    return {name for name in named if name}


def _chosen(post: Mapping[str, str], name: str, among: Any) -> Any:
    """The value of a closed list that was pressed. Raises InputError."""
    value = post.get(name, "")
    if value not in among.values:
        raise InputError("choice_unknown", field=name)
    return among(value)


def _contact(request: DeskRequest, number: str) -> None:
    post = request.POST
    attempt = NewContact(
        key=post.get("key", ""),
        step=_chosen(post, "step", Step),
        result=_chosen(post, "result", ContactResult),
        number=post.get("number", ""),
        note=post.get("note", ""),
    )
    contact(number, attempt, by=request.actor, at=request.at)


def _conclude(request: DeskRequest, number: str) -> None:
    outcome = _chosen(request.POST, "outcome", Outcome)
    conclude(number, outcome, request.POST.get("note", ""), by=request.actor, at=request.at)


def _look_back(request: DeskRequest, number: str) -> None:
    post = request.POST
    hours = post.get("hours", "")
    if not hours.isdecimal():
        raise InputError("choice_unknown", field="hours")
    finding = _chosen(post, "finding", Finding)
    note = post.get("note", "")
    look_back(number, finding, note, hours=int(hours), by=request.actor, at=request.at)


def _assign(request: DeskRequest, number: str) -> None:
    unit, reason = request.POST.get("unit", ""), request.POST.get("reason", "")
    assign(number, unit, reason, by=request.actor, at=request.at)


def _with_reason(verb: Callable[..., None]) -> Callable[[DeskRequest, str], None]:
    def done(request: DeskRequest, number: str) -> None:
        verb(number, request.POST.get("reason", ""), by=request.actor, at=request.at)

    return done


def _plain(verb: Callable[..., object]) -> Callable[[DeskRequest, str], None]:
    def done(request: DeskRequest, number: str) -> None:
        verb(number, by=request.actor, at=request.at)

    return done


def _ask_hold(request: DeskRequest, number: str) -> None:
    post = request.POST
    minutes = post.get("minutes", "")
    if minutes not in {str(each) for each in HOLD_MINUTES}:
        raise InputError("choice_unknown", field="minutes")
    ask_phone_hold(
        number,
        post.get("institution", ""),
        post.get("evidence", ""),
        lasts=timedelta(minutes=int(minutes)),
        by=request.actor,
        at=request.at,
    )


def _approve_hold(request: DeskRequest, number: str) -> None:
    asked = {hold.takedown_no for hold in dossier(number, by=request.actor).holds}
    takedown_no = request.POST.get("takedown", "")
    if takedown_no not in asked:
        raise InputError("choice_unknown", field="takedown")
    approve(takedown_no, by=request.actor, at=request.at)


def _give_back(request: DeskRequest, number: str) -> None:
    reason = request.POST.get("reason", "")
    dossier(number, by=request.actor)
    give_phone_back(number, reason, by=request.actor, at=request.at)


VERBS: dict[str, Callable[[DeskRequest, str], None]] = {
    "take": _plain(take),
    "put-back": _plain(put_back),
    "sign": _plain(sign),
    "sms": _plain(send_sms),
    "contact": _contact,
    "conclude": _conclude,
    "describe": others.tell_of_person,
    "inform": others.tell,
    "joint-call": others.call_three,
    "look-back": _look_back,
    "assign": _assign,
    "ask-hold": _ask_hold,
    "approve-hold": _approve_hold,
    "give-phone-back": _give_back,
    **ACCOUNT_VERBS,
    "take-back": _with_reason(take_back),
    "return": _with_reason(give_back),
    "refuse-return": _with_reason(refuse_return),
}
LEAVES = frozenset({"put-back"})
"""Verbs after which the officer goes back to the queue."""
