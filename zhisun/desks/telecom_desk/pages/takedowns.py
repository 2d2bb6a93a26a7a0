"""One takedown: facts, stamps, paper, looks, history, and what can be done with it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.telecom_desk import forms, looks
from zhisun.desks.telecom_desk.forms import Typed
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.selectors import history
from zhisun.domains.directory.selectors import BY_INSTITUTION, titles
from zhisun.domains.takedown.selectors.board import lines_down
from zhisun.domains.takedown.selectors.takedowns import dossier
from zhisun.domains.takedown.services.approve import approve, decline, recall
from zhisun.domains.takedown.services.by_hand import record_answer, record_sending
from zhisun.domains.takedown.services.by_word import CarriersWord, record_restored
from zhisun.domains.takedown.services.check import record_check
from zhisun.domains.takedown.services.clocks import see_bell
from zhisun.domains.takedown.services.release import request_release, restore_early
from zhisun.domains.takedown.services.taking import put_back, take
from zhisun.domains.takedown.terms import OPEN, Finding, Ground
from zhisun.kernel.errors import (
    GatewayRefused,
    InputError,
    NotFound,
    RuleViolation,
    StateConflict,
)
from zhisun.shell.seat import DeskRequest, demand_readable, desk

CORRECTABLE = (InputError, RuleViolation, GatewayRefused, StateConflict)
GROUNDS = (Ground.MISTAKE, Ground.APPEAL, Ground.NO_LONGER_NEEDED)


@desk(duty=Duty.SEE_TAKEDOWNS)
def page(request: DeskRequest, takedown_no: str) -> HttpResponse:
    """The takedown's own page. At most eleven queries with the seat's four."""
    return render(request, "telecom_desk/takedown.html", _whole(request, takedown_no))


@require_POST
@desk(duty=Duty.SEE_TAKEDOWNS)
def act(request: DeskRequest, takedown_no: str, form: str) -> HttpResponse:
    """Do one verb on a takedown. Its page again: afresh, or with the form as it was typed."""
    if form not in VERBS:
        raise NotFound("takedown_form_unknown")
    values = request.POST.dict()
    from_list = request.headers.get("HX-Target") == "toasts"
    try:
        demand_readable(values)
        VERBS[form](takedown_no, values, by=request.actor, at=request.at)
    except CORRECTABLE as error:
        if from_list:
            raise
        typed = forms.refused(form, values, error)
        context = _whole(request, takedown_no, typed=typed)
        return render(request, "telecom_desk/takedown.html", context, status=error.status)
    if not from_list:
        return redirect("telecom_desk:takedown", takedown_no=takedown_no)
    words = {"tone": "ok", "words": _("{number} 已办理。").format(number=takedown_no)}
    response = render(request, "shell/toast.html", words)
    response.headers["HX-Trigger"] = "telecom-changed"
    return response


def _finding(values: Mapping[str, str]) -> Finding:
    if values.get("finding", "") not in Finding.values:
        raise InputError("finding_missing", field="finding")
    return Finding(values["finding"])


def _ground(values: Mapping[str, str]) -> Ground:
    if values.get("ground", "") not in {str(ground.value) for ground in GROUNDS}:
        raise InputError("ground_missing", field="ground")
    return Ground(values["ground"])


def _with_reason(
    verb: Callable[..., object], number: str, values: Mapping[str, str], **who: Any
) -> None:
    verb(number, values.get("reason", ""), **who)


def _without(
    verb: Callable[..., object], number: str, values: Mapping[str, str], **who: Any
) -> None:
    del values
    verb(number, **who)


def _release(number: str, values: Mapping[str, str], **who: Any) -> None:
    request_release(number, _ground(values), values.get("reason", ""), **who)


def _check(number: str, values: Mapping[str, str], **who: Any) -> None:
    record_check(number, _finding(values), values.get("remark", ""), **who)


def _sending(number: str, values: Mapping[str, str], **who: Any) -> None:
    record_sending(number, values.get("how", ""), **who)


def _answer(number: str, values: Mapping[str, str], **who: Any) -> None:
    record_answer(
        number,
        values.get("result", ""),
        operator=values.get("operator", ""),
        remark=values.get("remark", ""),
        executed_at=forms.moment(values, "executed_at"),
        **who,
    )


def _by_word(number: str, values: Mapping[str, str], **who: Any) -> None:
    told = CarriersWord(
        operator=values.get("operator", ""),
        words=values.get("words", ""),
        restored_at=forms.moment(values, "restored_at"),
    )
    record_restored(number, told, **who)


VERBS: Mapping[str, Callable[..., None]] = {
    "take": partial(_without, take),
    "put-back": partial(_without, put_back),
    "approve": partial(_without, approve),
    "seen": partial(_without, see_bell),
    "decline": partial(_with_reason, decline),
    "recall": partial(_with_reason, recall),
    "restore": partial(_with_reason, restore_early),
    "by-word": _by_word,
    "release": _release,
    "check": _check,
    "sending": _sending,
    "answer": _answer,
}
"""What can be done with a takedown, by the name of its form."""


def _whole(request: DeskRequest, takedown_no: str, *, typed: Typed | None = None) -> dict[str, Any]:
    """Everything the page shows. Raises NotFound. Seven queries."""
    now = dossier(takedown_no, by=request.actor)
    row = now.row
    acts = history(takedown_no, by=request.actor)
    named = {
        row.requested_by,
        row.handler,
        row.approved_by,
        row.locked_by,
        *(one.checked_by for one in now.checks),
    }
    names = titles({*named, *(each.actor for each in acts)})
    may = looks.may(row, request.actor)
    typed = typed or Typed()
    suspended = row.holds_own_phone and (row.state in OPEN or row.owed_at is not None)
    free = row.locked_until is None or row.locked_until <= request.at
    if typed.form and typed.form not in may.forms:
        typed = Typed(alert=typed.alert or " ".join(typed.problems.values()))
    return {
        "looks": looks,
        "now": now,
        "row": row,
        "may": may,
        "typed": typed,
        "late": row.is_late(at=request.at),
        "down": suspended and bool(lines_down([row], at=request.at)),
        "mine": row.locked_by == request.actor.name and not free,
        "busy": row.taken_by_another(request.actor.name, at=request.at),
        "takeable": free and (row.state in OPEN or bool(row.bell)),
        "acts": acts,
        "handling": _("经办机构") if row.handler.startswith(BY_INSTITUTION) else _("经办人"),
        "who": lambda name: _name(name, names),
        "said": lambda entry: _said(entry.verb, entry.reason),
        "reveals": Duty.REVEAL.value in request.actor.duties,
        "findings": [(str(one.value), str(one.label)) for one in Finding],
        "grounds": [(str(one.value), str(one.label)) for one in GROUNDS],
        "results": [(code, f"{code} {words}") for code, words in looks.ANSWERS.items()],
    }


def _said(verb: str, reason: str) -> str:
    return looks.bell_words(reason) if verb.endswith(("rang", "bell_seen")) else reason


def _name(name: str, names: Mapping[str, str]) -> str:
    if name.startswith("job:"):
        return _("系统")
    return names.get(name, _("机构") if name.startswith(BY_INSTITUTION) else name)
