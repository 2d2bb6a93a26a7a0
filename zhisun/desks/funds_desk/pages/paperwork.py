"""Forms of an order: correcting it, following it up, recording what went by hand."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk import forms
from zhisun.desks.funds_desk.forms import Typing, amount, moment
from zhisun.desks.funds_desk.pages.acting import act
from zhisun.domains.access.terms import Duty
from zhisun.domains.stop_payment.selectors.dossier import dossier
from zhisun.domains.stop_payment.services.correct import correct
from zhisun.domains.stop_payment.services.draft import draft
from zhisun.domains.stop_payment.services.paper import (
    record_owner_told,
    record_receipt,
    record_reply,
    record_sending,
)
from zhisun.kernel.errors import NotFound
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.DRAFT_ORDER)
def correct_one(request: DeskRequest, order_no: str) -> HttpResponse:
    """Draft the corrected order of a refused one (更正)."""

    def verb() -> object:
        order = dossier(order_no, by=request.actor).order
        correction = forms.correction(request.POST.dict(), now=order.account_no)
        return correct(order_no, correction, by=request.actor, at=request.at)

    return act(
        request,
        order_no,
        verb,
        done=_("已起草更正的指令，等待另一人审批。"),
        form="correct",
    )


@require_POST
@desk(duty=Duty.DRAFT_ORDER)
def follow_up(request: DeskRequest, order_no: str, form: str) -> HttpResponse:
    """Draft what follows from an order: extension, release, freeze, query."""
    read = forms.FOLLOW_UPS.get(form)
    if read is None:
        raise NotFound("form_unknown")
    now = dossier(order_no, by=request.actor)
    return act(
        request,
        order_no,
        lambda: draft(read(now, request.POST.dict()), by=request.actor, at=request.at),
        done=_("已起草，等待另一人审批。"),
        form=form,
    )


@require_POST
@desk(duty=Duty.RECORD_PAPER)
def on_paper(request: DeskRequest, order_no: str, form: str) -> HttpResponse:
    """Record what went by hand: sending, receipt, reply (登记纸质函件)."""
    record = PAPER_FORMS.get(form)
    if record is None:
        raise NotFound("form_unknown")
    return act(
        request,
        order_no,
        lambda: record(request, order_no, request.POST.dict()),
        done=_("已登记。"),
        form=form,
    )


def _sending(request: DeskRequest, order_no: str, values: Typing) -> None:
    record_sending(
        order_no,
        values.get("how", ""),
        sent_at=moment(values, "at") or request.at,
        by=request.actor,
        at=request.at,
    )


def _receipt(request: DeskRequest, order_no: str, values: Typing) -> None:
    record_receipt(
        order_no,
        values.get("who", ""),
        received_at=moment(values, "at") or request.at,
        by=request.actor,
        at=request.at,
    )


def _reply(request: DeskRequest, order_no: str, values: Typing) -> None:
    record_reply(
        order_no,
        values.get("result", "").strip(),
        balance_fen=amount(values, "balance") if values.get("balance", "").strip() else None,
        starts_at=moment(values, "at"),
        remark=values.get("remark", ""),
        by=request.actor,
        at=request.at,
    )


def _owner(request: DeskRequest, order_no: str, values: Typing) -> None:
    record_owner_told(
        order_no,
        values.get("how", ""),
        told_at=moment(values, "at") or request.at,
        by=request.actor,
        at=request.at,
    )


PAPER_FORMS = {"sending": _sending, "receipt": _receipt, "reply": _reply, "owner": _owner}
