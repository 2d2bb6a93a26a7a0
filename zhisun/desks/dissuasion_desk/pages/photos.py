"""One photo from the street. Whoever sees it leaves a line in the audit."""

from django.http import HttpResponse
from django.shortcuts import render

from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.dissuasion.selectors.dossier import dossier
from zhisun.domains.dissuasion.services.photos import show_photo
from zhisun.kernel.errors import NotFound
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest, dispatch_no: str, photo: int) -> HttpResponse:
    """The photo with when, by whom and its digest, and the ones beside it."""
    now = dossier(dispatch_no, by=request.actor)
    keys = [each.key for each in now.photos]
    if photo not in keys:
        raise NotFound("photo_unknown")
    place = keys.index(photo)
    context = {
        "line": now.line,
        "row": now.photos[place],
        "number": place + 1,
        "count": len(keys),
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
        "names": titles({now.photos[place].officer}),
    }
    return render(request, "dissuasion_desk/photo.html", context)


@desk(duty=Duty.DISPATCH)
def file(request: DeskRequest, dispatch_no: str, photo: int) -> HttpResponse:
    """The picture itself; nothing in it runs."""
    media_type, content = show_photo(dispatch_no, photo, by=request.actor, at=request.at)
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
