"""Guardian and school told from the street; works through a lost connection as a report does."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhisun.desks.field.whose import demand_own, round_shown
from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult, Told
from zhisun.domains.dissuasion.services.inform import NewInforming, inform
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import instant
from zhisun.shell.seat import DeskRequest, desk


@require_POST
@desk(duty=Duty.HANDLE)
def tell(request: DeskRequest, dispatch_no: str) -> HttpResponse:
    """Take in whom the officer told, now or when he had no network."""
    demand_own(request)
    post = request.POST
    whom, _colon, result = post.get("done", "").partition(":")
    if whom not in Informed.values or result not in InformResult.values:
        raise InputError("choice_unknown", field="done")
    told_at = post.get("tried_at", "")
    new = NewInforming(
        key=post.get("key", ""),
        whom=Informed(whom),
        result=InformResult(result),
        relation=post.get("relation", ""),
        told=[Told(each) for each in post.getlist("told") if each in Told.values],
        reason=post.get("reason", ""),
        told_at=instant(told_at) if told_at else None,
        round=round_shown(request),
    )
    inform(dispatch_no, new, by=request.actor, at=request.at)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"done": True})
    return redirect("field:task", dispatch_no=dispatch_no)
