"""Issued papers, read inside the page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhisun.domains.access.terms import Duty
from zhisun.domains.documents.services import open_paper
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.SEE_DOCUMENTS)
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The PDF of one paper, inline. The audit keeps who opened it."""
    paper = open_paper(number, by=request.actor, at=request.at)
    inline = content_disposition_header(as_attachment=False, filename=paper.row.filename)
    return HttpResponse(
        paper.content,
        content_type="application/pdf",
        headers={"Content-Disposition": inline or "inline"},
    )
