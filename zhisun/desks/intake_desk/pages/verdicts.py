"""What becomes of an incident: filed, declined, closed; what loss is proven (立案、销案、核实)."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.desks.intake_desk.pages.changes import again
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.services.filing import close, decline, file_case, verify_loss
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.money import Fen
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.FILE)
def file_the_case(request: DeskRequest, incident_no: str) -> HttpResponse:
    """File the incident as a case (立案)."""
    values = _typed(request, "filed_no", "reason")
    return _decided(
        request,
        incident_no,
        "filing",
        values,
        lambda: file_case(incident_no, **values, by=request.actor, at=request.at),
    )


@require_POST
@desk(duty=Duty.FILE)
def decline_the_case(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Decide not to file (不予立案)."""
    values = _typed(request, "reason")
    return _decided(
        request,
        incident_no,
        "declining",
        values,
        lambda: decline(incident_no, **values, by=request.actor, at=request.at),
    )


@require_POST
@desk(duty=Duty.FILE)
def close_the_case(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Close the incident or withdraw the case (销案)."""
    values = _typed(request, "reason")
    return _decided(
        request,
        incident_no,
        "closing",
        values,
        lambda: close(incident_no, **values, by=request.actor, at=request.at),
    )


@require_POST
@desk(duty=Duty.REPORT)
def verify_the_loss(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Write down the loss that statements prove (核实损失)."""
    values = _typed(request, "verified")

    def verb() -> None:
        verified = _amount(values["verified"])
        verify_loss(incident_no, verified_fen=verified, by=request.actor, at=request.at)

    return _decided(request, incident_no, "loss", values, verb)


def _decided(
    request: DeskRequest,
    incident_no: str,
    form: str,
    values: Mapping[str, str],
    verb: Callable[[], None],
) -> HttpResponse:
    try:
        verb()
    except (InputError, StateConflict) as problem:
        return again(request, incident_no, form, values, [problem])
    return redirect("intake_desk:incident", incident_no)


def _typed(request: DeskRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _amount(told: str) -> Fen:
    if not told.strip():
        raise InputError("amount_needed", field="verified")
    try:
        return amount_of(told)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": "verified"})) from error
