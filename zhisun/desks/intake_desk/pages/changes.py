"""Changing an incident: a further transfer, a correction, other words, evidence (补正、证据)."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.reports import Reader, transfer, victim
from zhisun.desks.intake_desk.forms.typed import typed_from
from zhisun.desks.intake_desk.pages.incidents import NARRATIVE, VICTIM, Opened, shown
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.policy.checks import InvalidReport
from zhisun.domains.cases.policy.report import Amendment, Correction, NewTransfer
from zhisun.domains.cases.selectors.incidents import incident
from zhisun.domains.cases.services.amend import amend
from zhisun.domains.cases.services.evidence import NewEvidence, attach_evidence
from zhisun.domains.cases.terms import LARGEST_EVIDENCE
from zhisun.domains.directory.selectors import institutions
from zhisun.kernel.errors import InputError, NotFound, StateConflict
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

if TYPE_CHECKING:
    Upload = UploadedFile[Any]

HEAD = "transfers.0."
"""Names in the form of one transfer begin so, as in the form of a whole report."""


@require_POST
@desk(duty=Duty.REPORT)
def add_transfer(request: DeskRequest, incident_no: str) -> HttpResponse:
    """A transfer the victim remembered later."""
    return _amended(request, incident_no, "add")


@require_POST
@desk(duty=Duty.REPORT)
def correct_transfer(request: DeskRequest, incident_no: str, sequence: int) -> HttpResponse:
    """What a transfer should say: the name the bank refused, for instance."""
    return _amended(request, incident_no, str(sequence))


@require_POST
@desk(duty=Duty.REPORT)
def attach_file(request: DeskRequest, incident_no: str) -> HttpResponse:
    """Keep files the victim shows us, all that are good; the first that is not is named."""
    try:
        for uploaded in _uploaded(request):
            attach_evidence(incident_no, _evidence(uploaded), by=request.actor, at=request.at)
    except InputError as error:
        return again(request, incident_no, "evidence", {}, [error])
    return redirect("intake_desk:incident", incident_no)


@require_POST
@desk(duty=Duty.REPORT)
def reword(request: DeskRequest, incident_no: str, part: str) -> HttpResponse:
    """What the victim's particulars or the narrative should say (改事主、改案情), and why."""
    typed = typed_from(request.POST.dict())
    reader = Reader(request.at)
    if part == VICTIM:
        change = Amendment(victim=victim(typed, reader))
    elif part == NARRATIVE:
        change = Amendment(narrative=typed.narrative)
    else:
        raise NotFound("form_unknown")
    if reader.problems:
        return again(request, incident_no, part, typed.values, reader.problems)
    return _tried(request, incident_no, part, typed.values, change)


def _amended(request: DeskRequest, incident_no: str, form: str) -> HttpResponse:
    values = typed_from(request.POST.dict()).values
    reader = Reader(request.at)
    told = transfer(
        {name.removeprefix(HEAD): value for name, value in values.items()},
        HEAD,
        reader,
        Institutions(institutions()),
    )
    if reader.problems:
        return again(request, incident_no, form, values, reader.problems)
    return _tried(request, incident_no, form, values, _amendment(form, told))


def _tried(
    request: DeskRequest,
    incident_no: str,
    form: str,
    values: Mapping[str, str],
    change: Amendment,
) -> HttpResponse:
    try:
        amend(
            incident_no,
            change,
            revision=_revision(request),
            by=request.actor,
            at=request.at,
            reason=values.get("reason", ""),
        )
    except InvalidReport as invalid:
        return again(request, incident_no, form, values, invalid.problems)
    except (InputError, StateConflict) as problem:
        return again(request, incident_no, form, values, [problem])
    return redirect("intake_desk:incident", incident_no)


def _amendment(form: str, told: NewTransfer) -> Amendment:
    if form == "add":
        return Amendment(transfers=(told,))
    return Amendment(corrected=(Correction(sequence=int(form), transfer=told),))


def again(
    request: DeskRequest,
    incident_no: str,
    form: str,
    values: Mapping[str, str],
    problems: Iterable[InputError | StateConflict],
) -> HttpResponse:
    """The page with the form open, the text in it and every problem at its field."""
    errors = {
        str(problem.facts.get("field", "")).replace("corrected.0.transfer.", HEAD): text(problem)
        for problem in problems
    }
    row = incident(incident_no, by=request.actor)
    return shown(request, row, Opened(form=form, values=values, errors=errors))


def _uploaded(request: DeskRequest) -> "list[Upload]":
    files = request.FILES.getlist("evidence")
    if not files:
        raise InputError("evidence_missing", field="evidence")
    return files


def _evidence(uploaded: "Upload") -> NewEvidence:
    """The file, not read into memory when it is too large to be kept."""
    if (uploaded.size or 0) > LARGEST_EVIDENCE:
        raise InputError(
            "evidence_too_large", field="evidence", most_mb=LARGEST_EVIDENCE // 1024 // 1024
        )
    return NewEvidence(
        name=uploaded.name or "",
        media_type=uploaded.content_type or "",
        content=uploaded.read(),
    )


def _revision(request: DeskRequest) -> int:
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < len("9" * 10) else 0
