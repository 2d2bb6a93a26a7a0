"""Taking and deciding: one key each (领取、批准、不同意、撤回、已阅)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import looks
from zhisun.desks.funds_desk.pages import acting
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.directory.services import see_notice
from zhisun.domains.stop_payment.policy.packets import packets
from zhisun.domains.stop_payment.selectors.orders import OrderRow, drafts_of
from zhisun.domains.stop_payment.services.approve import approve, approve_together, decline, recall
from zhisun.domains.stop_payment.services.take import put_back, see_alarm, take, take_next
from zhisun.domains.stop_payment.terms import RELEASES
from zhisun.kernel.errors import ZhisunError
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order of a batch; `refusal` is "" when it left."""

    order: OrderRow
    refusal: str


@require_POST
@desk(duty=Duty.APPROVE_ORDER)
def take_the_next(request: DeskRequest) -> HttpResponse:
    """Take the draft that saves most and open it (领取下一件)."""
    return _next(request, done="")


@require_POST
@desk(duty=Duty.APPROVE_ORDER)
def take_one(request: DeskRequest, order_no: str) -> HttpResponse:
    """Take one draft (领取)."""
    return acting.act(
        request,
        order_no,
        lambda: take(order_no, by=request.actor, at=request.at),
        done=_("已领取 {order_no}。").format(order_no=order_no),
    )


@require_POST
@desk(duty=Duty.APPROVE_ORDER)
def give_back(request: DeskRequest, order_no: str) -> HttpResponse:
    """Give a taken draft back (放回)."""
    return acting.act(
        request,
        order_no,
        lambda: put_back(order_no, by=request.actor, at=request.at),
        done=_("已放回 {order_no}。").format(order_no=order_no),
    )


@require_POST
@desk(duty=Duty.SEE_ORDERS)
def approve_one(request: DeskRequest, order_no: str) -> HttpResponse:
    """Approve a draft (批准); from the queue, take the next one at once."""
    return _decided(
        request,
        order_no,
        lambda: approve(order_no, by=request.actor, at=request.at),
        done=_("已批准 {order_no}，正在发往机构。").format(order_no=order_no),
    )


@require_POST
@desk(duty=Duty.SEE_ORDERS)
def decline_one(request: DeskRequest, order_no: str) -> HttpResponse:
    """Refuse a draft with a reason (不同意)."""
    reason = request.POST.get("reason", "")
    return _decided(
        request,
        order_no,
        lambda: decline(order_no, reason, by=request.actor, at=request.at),
        done=_("已退回 {order_no}，不发出。").format(order_no=order_no),
        form="decline",
    )


@require_POST
@desk(duty=Duty.SEE_ORDERS)
def recall_one(request: DeskRequest, order_no: str) -> HttpResponse:
    """Take back an approved order that nobody has fetched (撤回)."""
    reason = request.POST.get("reason", "")
    return acting.act(
        request,
        order_no,
        lambda: recall(order_no, reason, by=request.actor, at=request.at),
        done=_("已撤回 {order_no}。").format(order_no=order_no),
        form="recall",
    )


@require_POST
@desk(duty=Duty.SEE_ORDERS)
def approve_all(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Approve every waiting draft of a case, and say what became of each.

    A release is left to be read alone: what one key holds, one key must not let go.
    """
    incident_facts(incident_no, by=request.actor)
    outcomes = _all_tried(request, drafts_of(incident_no, by=request.actor))
    if not acting.asked_by_htmx(request):
        return redirect("funds_desk:money", incident_no=incident_no)
    context = {
        "looks": looks,
        "outcomes": outcomes,
        "left": sum(not outcome.refusal for outcome in outcomes),
    }
    response = render(request, "funds_desk/outcomes.html", context)
    response.headers["HX-Trigger"] = acting.CHANGED
    return response


@require_POST
@desk(duty=Duty.APPROVE_ORDER)
def alarm_seen(request: DeskRequest, key: int) -> HttpResponse:
    """Say that an alarm was seen (已阅)."""
    see_alarm(key, by=request.actor, at=request.at)
    return acting.toast(request, _("提醒已阅。"))


@require_POST
@desk(duty=Duty.SEE_NOTICES)
def notice_seen(request: DeskRequest, key: int) -> HttpResponse:
    """Say that a keeper's change was looked at (已阅)."""
    see_notice(key, by=request.actor, at=request.at)
    return acting.toast(request, _("管理变更已阅。"))


def _all_tried(request: DeskRequest, drafts: Sequence[OrderRow]) -> list[Outcome]:
    """In packets; of a packet that is refused, each order on its own."""
    refusals: dict[str, str] = {}
    alike = [(order.order_no, order.kind) for order in drafts if order.kind not in RELEASES]
    for packet in packets(alike):
        try:
            approve_together(packet, by=request.actor, at=request.at)
        except ZhisunError:
            refusals |= {order_no: _tried(request, order_no) for order_no in packet}
    alone = _("解除要逐条审批。")
    return [
        Outcome(order, alone if order.kind in RELEASES else refusals.get(order.order_no, ""))
        for order in drafts
    ]


def _tried(request: DeskRequest, order_no: str) -> str:
    try:
        approve(order_no, by=request.actor, at=request.at)
    except ZhisunError as error:
        return text(error)
    return ""


def _decided(
    request: DeskRequest,
    order_no: str,
    verb: Callable[[], object],
    *,
    done: str,
    form: str = "",
) -> HttpResponse:
    answer = acting.act(request, order_no, verb, done=done, form=form)
    decided = answer.status_code < HTTPStatus.BAD_REQUEST
    if decided and acting.in_queue(request) and not acting.from_list(request):
        return _next(request, done=done)
    return answer


def _next(request: DeskRequest, *, done: str) -> HttpResponse:
    order_no = take_next(by=request.actor, at=request.at)
    if order_no is not None:
        return acting.panel(request, order_no, done=done, queue=True)
    if not acting.asked_by_htmx(request):
        return redirect("funds_desk:board")
    response = render(request, "funds_desk/queue_empty.html", {"done": done})
    response.headers["HX-Trigger"] = acting.CHANGED
    return response
