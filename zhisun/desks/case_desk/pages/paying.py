"""What happens after the decision: notices reach the banks, the banks pay (送达、付款)."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from zhisun.desks.case_desk.pages.one_round import done
from zhisun.desks.case_desk.typed import Opened, moment
from zhisun.domains.access.terms import Duty
from zhisun.domains.restitution.services.pay import record_handover, record_paid
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def handed_over(request: DeskRequest, restitution_no: str, code: str) -> HttpResponse:
    """An institution took its notice (登记送达)."""
    typed = Opened("hand", code, request.POST.dict())

    def verb() -> None:
        handed_at = moment(typed.values, "handed_at", otherwise=request.at)
        record_handover(restitution_no, code, handed_at=handed_at, by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "handed_at")


@require_POST
@desk(duty=Duty.PREPARE_RETURN)
def paid(request: DeskRequest, restitution_no: str, key: int) -> HttpResponse:
    """An institution paid one share (登记付款)."""
    typed = Opened("pay", str(key), request.POST.dict())

    def verb() -> None:
        paid_at = moment(typed.values, "paid_at", otherwise=request.at)
        receipt = typed.value("receipt")
        record_paid(restitution_no, key, receipt, paid_at=paid_at, by=request.actor, at=request.at)

    return done(request, restitution_no, typed, verb, "receipt", "paid_at")
