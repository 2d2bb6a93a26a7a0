"""One indicator: where it comes from, what it hit, what it was worth, who acted on it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.indicator_desk import forms, looks
from zhisun.desks.indicator_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.directory.selectors import titles
from zhisun.domains.dissuasion.selectors.leads import led_by
from zhisun.domains.indicators import selectors
from zhisun.domains.indicators.policy import number_of, worth_now
from zhisun.domains.indicators.services.judge import restore, verify
from zhisun.domains.indicators.services.keep import retract
from zhisun.domains.takedown.selectors.takedowns import takedowns_against
from zhisun.kernel.errors import InputError, NotFound, StateConflict
from zhisun.shell.seat import DeskRequest, demand_readable, desk


@desk(duty=Duty.SEE_INDICATORS)
def page(request: DeskRequest, indicator: int) -> HttpResponse:
    """The indicator's own page. At most fifteen queries with the seat's four."""
    return render(request, "indicator_desk/one.html", _whole(request, indicator))


@require_POST
@desk(duty=Duty.KEEP_INDICATORS)
def act(request: DeskRequest, indicator: int, form: str) -> HttpResponse:
    """Do one verb. The page again: afresh, or with the form as it was typed."""
    if form not in VERBS:
        raise NotFound("indicator_form_unknown")
    values = request.POST.dict()
    try:
        demand_readable(values)
        VERBS[form](indicator, values, by=request.actor, at=request.at)
    except (InputError, StateConflict) as error:
        typed = forms.refused(form, values, error)
        context = _whole(request, indicator, typed)
        return render(request, "indicator_desk/one.html", context, status=error.status)
    if values.get("then") == "board":
        return redirect("indicator_desk:board")
    return redirect("indicator_desk:one", indicator=indicator)


def _retract(key: int, values: Mapping[str, str], **who: Any) -> None:
    retract(key, values.get("reason", ""), **who)


def _restore(key: int, values: Mapping[str, str], **who: Any) -> None:
    restore(key, values.get("reason", ""), **who)


def _verify(key: int, values: Mapping[str, str], **who: Any) -> None:
    del values
    verify(key, **who)


VERBS: Mapping[str, Callable[..., None]] = {
    "retract": _retract,
    "restore": _restore,
    "verify": _verify,
}


def _whole(request: DeskRequest, key: int, typed: Typed | None = None) -> dict[str, Any]:
    reader = request.actor
    now = selectors.dossier(key)
    line, life = now.line, selectors.lives()[now.line.kind]
    acts = history(number_of(key), by=reader)
    sees_warnings = Duty.SEE_WARNINGS.value in reader.duties
    named = titles({line.entered_by, *(act.actor for act in acts)})
    seen = line.seen_at or line.entered_at
    return {
        "looks": looks,
        "typed": typed or Typed(),
        "now": now,
        "line": line,
        "worth": worth_now(life, confidence=line.confidence, seen_at=seen, at=request.at),
        "may": looks.may(line, reader),
        "acts": acts,
        "who": lambda name: named.get(name) or _("系统自动"),
        "takedowns": takedowns_against(line.kind, line.form, by=reader),
        "dispatches": led_by(key, by=reader),
        "sees_warnings": sees_warnings,
        "reveals": Duty.REVEAL.value in reader.duties,
    }
