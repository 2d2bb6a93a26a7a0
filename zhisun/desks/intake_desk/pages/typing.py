"""What happens while one types: the text is kept, read, and the form filled (随打随读)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.intake_desk.forms.typed import kept, typed_from
from zhisun.desks.intake_desk.pages.sheets import Sheet, sheet_of
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors.drafts import draft
from zhisun.domains.cases.services.drafts import discard_draft, save_draft
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.shell.filters import clock_time
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, desk

PANELS = ("clock", "question", "guess", "likeness", "elements")


@require_POST
@desk(duty=Duty.REPORT)
def page(request: DeskRequest) -> HttpResponse:
    """Read a form as it stands and keep it as a draft. JSON for `intake.js`.

    A draft that another page saved since is not overwritten: both texts come back.
    """
    by, at = request.actor, request.at
    typed = typed_from(request.POST.dict())
    sheet = sheet_of(typed, by=by, at=at)
    keeping = _keep(request, sheet, by=by, at=at)
    return JsonResponse({"turn": _whole(request, "turn"), **keeping, **_shown(request, sheet)})


@require_POST
@desk(duty=Duty.REPORT)
def discard(request: DeskRequest, key: str) -> HttpResponse:
    """Throw one's draft away."""
    discard_draft(key, by=request.actor, at=request.at)
    return redirect("intake_desk:desk")


def _keep(request: DeskRequest, sheet: Sheet, *, by: Actor, at: datetime) -> dict[str, Any]:
    typed = sheet.screen.typed
    revision = _whole(request, "revision")
    try:
        saved = save_draft(
            typed["draft_key"],
            kept(typed),
            revision=revision,
            by=by,
            at=at,
            tab=request.POST.get("tab", ""),
        )
    except StateConflict as conflict:
        return _conflict(conflict, by)
    except InputError as error:  # too large to keep: still read, and said so
        return {"revision": revision, "unkept": text(error)}
    return {"revision": saved, "saved": _("已保存 {time}").format(time=clock_time(at))}


def _conflict(conflict: StateConflict, by: Actor) -> dict[str, Any]:
    told: dict[str, Any] = {"unkept": text(conflict)}
    if conflict.code == "draft_newer":
        theirs = draft(str(conflict.facts["draft_key"]), by=by)
        if theirs is not None:
            told["theirs"] = {
                "revision": theirs.revision,
                "narrative": str(theirs.form.get("narrative", "")),
                "saved": clock_time(theirs.saved_at),
            }
    if conflict.code == "draft_registered":
        told["registered"] = str(conflict.facts["incident_no"])
    return told


def _shown(request: DeskRequest, sheet: Sheet) -> dict[str, Any]:
    screen = sheet.screen
    return {
        "fields": {name: asdict(held) for name, held in screen.held.items() if name != "narrative"},
        "transfers": screen.rows,
        "channels": screen.channel_rows,
        "origins": {row: asdict(origin) for row, origin in screen.origins.items()},
        "notes": sheet.notes,
        "segments": [asdict(segment) for segment in sheet.segments],
        "gates": {row: _part(request, sheet, "gate", row=row) for row in screen.rows},
        "panels": {name: _part(request, sheet, name) for name in PANELS},
    }


def _part(request: DeskRequest, sheet: Sheet, name: str, **more: object) -> str:
    address = f"intake_desk/parts/{name}.html"
    return render_to_string(address, {"sheet": sheet, "at": request.at, **more}, request=request)


def _whole(request: DeskRequest, name: str) -> int:
    told = request.POST.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < len("9" * 10) else 0
