"""What is done with a round up to the decision: victims, method, notice, chain."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from zhisun.desks.case_desk.next_steps import mark
from zhisun.desks.case_desk.pages.one_round import done
from zhisun.desks.case_desk.typed import Opened, confirmed, moment
from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.selectors import dossier
from zhisun.domains.restitution.services.decide import abandon, approve, review, send_back
from zhisun.domains.restitution.services.notice import decide_objection, record_objection, submit
from zhisun.domains.restitution.services.propose import choose, propose
from zhisun.domains.restitution.services.victims import add_victim, confirm_victim
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def add(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """A victim was found (新增事主)."""
    typed = _typed(request, "add")
    told = typed.value("incident_no").strip().upper()

    def verb() -> None:
        add_victim(restitution_no, told, by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "incident_no")


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def confirm(request: DeskRequest, restitution_no: str, incident_no: str) -> HttpResponse:
    """What a victim lost, what came back, where it goes (核实)."""
    typed = _typed(request, "confirm", incident_no)

    def verb() -> None:
        found = confirmed(typed.values)
        confirm_victim(restitution_no, incident_no, found, by=request.actor, at=request.at)

    fields = (
        "loss",
        "refunded",
        "return_account",
        "return_name",
        "return_bank",
        "agent",
        "other_account",
    )
    return done(request, restitution_no, typed, verb, *fields)


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def work_out(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Work out both methods (测算)."""

    def verb() -> None:
        propose(restitution_no, by=request.actor, at=request.at)

    return done(request, restitution_no, Opened(), verb)


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def choose_method(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Choose one of them with the reason (选定方法)."""
    typed = _typed(request, "choose")

    def verb() -> None:
        _demand_seen(request, restitution_no)
        method, why = typed.value("method"), typed.value("why")
        choose(restitution_no, method, why, by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "method", "why")


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def object_to(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Record an objection (登记异议)."""
    typed = _typed(request, "objection")

    def verb() -> None:
        received_at = moment(typed.values, "received_at", otherwise=request.at)
        record_objection(
            restitution_no,
            typed.value("who"),
            typed.value("words"),
            received_at=received_at,
            by=request.actor,
            at=request.at,
        )

    return done(request, restitution_no, typed, verb, "who", "words", "received_at")


@require_POST
@desk(duty=Duty.REVIEW_RETURN)
def decide(request: DeskRequest, restitution_no: str, key: int) -> HttpResponse:
    """Decide on an objection (处理异议)."""
    typed = _typed(request, "decide", str(key))

    def verb() -> None:
        verdict, reason = typed.value("upheld"), typed.value("reason")
        if verdict not in {"yes", "no"}:
            raise InputError("objection_verdict_missing", field="upheld")
        upheld = verdict == "yes"
        decide_objection(
            restitution_no, key, upheld=upheld, reason=reason, by=request.actor, at=request.at
        )

    return done(request, restitution_no, typed, verb, "upheld", "reason")


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def hand_in(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """Hand it to the team leader (呈报)."""

    def verb() -> None:
        submit(restitution_no, by=request.actor, at=request.at)

    return done(request, restitution_no, Opened(), verb)


@require_POST
@desk(duty=Duty.REVIEW_RETURN)
def agree(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """The team leader agrees to what he has seen (审核)."""

    def verb() -> None:
        _demand_seen(request, restitution_no)
        review(restitution_no, by=request.actor, at=request.at)

    return done(request, restitution_no, Opened(), verb)


@require_POST
@desk(duty=Duty.APPROVE_RETURN)
def consent(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """The head agrees to what he has seen; decision and notices are issued (批准)."""

    def verb() -> None:
        _demand_seen(request, restitution_no)
        approve(restitution_no, by=request.actor, at=request.at)

    return done(request, restitution_no, Opened(), verb)


@require_POST
@desk(duty=Duty.SEE_RETURNS)
def refuse(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """An officer of the chain does not agree (退回). The verb asks for the duty of the step."""
    typed = _typed(request, "back")

    def verb() -> None:
        send_back(restitution_no, typed.value("reason"), by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "reason")


@require_POST
@desk(duty=Duty.SEE_RETURNS)
def withdraw(request: DeskRequest, restitution_no: str) -> HttpResponse:
    """End the round without paying what is not paid (撤回). The verb asks for the duty."""
    typed = _typed(request, "abandon")

    def verb() -> None:
        abandon(restitution_no, typed.value("reason"), by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "reason")


def _typed(request: DeskRequest, form: str, about: str = "") -> Opened:
    return Opened(form, about, request.POST.dict())


def _demand_seen(request: DeskRequest, restitution_no: str) -> None:
    """Nobody agrees to figures that were worked out after he opened the page."""
    found = dossier(restitution_no, by=request.actor, masked=True)
    if request.POST.get("seen", "") != mark(found):
        raise StateConflict("return_seen_before", restitution_no=restitution_no)
