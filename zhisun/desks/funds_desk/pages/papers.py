"""Issued papers, read inside the page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from zhisun.domains.access.terms import Duty
from zhisun.domains.documents.selectors import document_numbered
from zhisun.shell.seat import DeskRequest, desk


@desk(duty=Duty.SEE_DOCUMENTS)
def show(request: DeskRequest, number: str) -> HttpResponse:
    """The PDF of one paper, inline."""
    paper = document_numbered(number, by=request.actor)
    inline = content_disposition_header(as_attachment=False, filename=paper.row.filename)
    return HttpResponse(
        paper.content,
        content_type="application/pdf",
        headers={"Content-Disposition": inline or "inline"},
    )
