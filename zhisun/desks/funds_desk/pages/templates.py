"""The templates of papers (文书模板): which are in force, trying one, putting one in force."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhisun.desks.funds_desk.forms import Typed
from zhisun.desks.funds_desk.pages.acting import asked_by_htmx
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import titles
from zhisun.domains.documents.selectors import (
    TemplateRow,
    shipped_template,
    template_versions,
    templates_in_force,
)
from zhisun.domains.documents.services import edit_template, restore_template, try_template
from zhisun.domains.documents.terms import SHIPPED, DocumentKind
from zhisun.kernel.errors import InputError, NotFound
from zhisun.shell.messages import text
from zhisun.shell.seat import DeskRequest, demand_readable, desk

FIRST = DocumentKind.ASSISTANCE
TRIED = "tried_template"
"""Where the session keeps the source last tried, for the frame that shows its specimen."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What is known of templates: of all kinds the ones in force, of one kind its versions.

    now: of the kind, the one in force; begun: the one the editor begins from.
    """

    in_force: tuple[TemplateRow, ...]
    edited: tuple[TemplateRow, ...]
    now: TemplateRow
    begun: TemplateRow


@desk(duty=Duty.EDIT_TEMPLATE)
def page(request: DeskRequest, kind: str = FIRST.value) -> HttpResponse:
    """Every kind, and one of them in the editor. At most twelve queries with the seat's four.

    version: an older source to begin from; without it the one in force.
    """
    return render(request, "funds_desk/templates.html", _whole(request, _kind(kind)))


@require_POST
@desk(duty=Duty.EDIT_TEMPLATE)
def try_out(request: DeskRequest, kind: str) -> HttpResponse:
    """Set a specimen with what is in the editor, and keep nothing but the text (预览)."""
    chosen, source = _kind(kind), _source(request)
    try:
        demand_readable({"source": source})
        try_template(chosen, source, by=request.actor, at=request.at)
    except InputError as error:
        return _refused(request, chosen, source, error)
    request.session[TRIED] = {"kind": chosen.value, "source": source}
    typed = Typed("template", {"source": source})
    context = _whole(request, chosen, typed=typed, done=_("样张已排好，还没有保存。"))
    context |= {"specimen": _specimen_at(chosen, tried=request.at.isoformat()), "tried": True}
    return _answer(request, context)


@require_POST
@desk(duty=Duty.EDIT_TEMPLATE)
def save(request: DeskRequest, kind: str) -> HttpResponse:
    """Put what is in the editor in force (保存)."""
    chosen, source = _kind(kind), _source(request)
    try:
        demand_readable({"source": source})
        version = edit_template(chosen, source, by=request.actor, at=request.at)
    except InputError as error:
        return _refused(request, chosen, source, error)
    return _done(request, chosen, _("已保存，第 {version} 版生效。").format(version=version))


@require_POST
@desk(duty=Duty.EDIT_TEMPLATE)
def restore(request: DeskRequest, kind: str) -> HttpResponse:
    """Go back to the template the area had before it edited one (恢复随附模板)."""
    chosen = _kind(kind)
    restore_template(chosen, by=request.actor, at=request.at)
    return _done(request, chosen, _("已恢复，原来的各版仍可从版本列表取用。"))


@desk(duty=Duty.EDIT_TEMPLATE)
def specimen_pdf(request: DeskRequest, kind: str) -> HttpResponse:
    """The specimen of the source last tried (`tried`), of a `version`, or of what is in force."""
    chosen = _kind(kind)
    tried = request.session.get(TRIED, {}) if request.GET.get("tried") else {}
    if tried.get("kind") == chosen.value:
        source = str(tried["source"])
    else:
        source = _versions(request, chosen).begun.source
    content = try_template(chosen, source, by=request.actor, at=request.at)
    return HttpResponse(content, content_type="application/pdf")


def _kind(name: str) -> DocumentKind:
    if name not in DocumentKind.values:
        raise NotFound("form_unknown")
    return DocumentKind(name)


def _source(request: DeskRequest) -> str:
    """The editor's text with the line ends of a file: browsers send those of a letter."""
    return request.POST.get("source", "").replace("\r\n", "\n")


def _versions(request: DeskRequest, kind: DocumentKind) -> Versions:
    in_force = templates_in_force(by=request.actor)
    edited = template_versions(kind, by=request.actor)
    now = next(row for row in in_force if row.kind is kind)
    known = {str(row.version): row for row in (*edited, shipped_template(kind))}
    return Versions(in_force, edited, now, known.get(request.GET.get("version", ""), now))


def _whole(
    request: DeskRequest, kind: DocumentKind, *, typed: Typed | None = None, done: str = ""
) -> dict[str, Any]:
    """The page with one kind in the editor. Three queries."""
    found = _versions(request, kind)
    editors = {row.edited_by for row in (*found.in_force, *found.edited) if row.edited_by}
    return {
        "kind": kind,
        "found": found,
        "who": titles(editors) if editors else {},
        "mine": found.now.version != SHIPPED and found.now.area == request.actor.area,
        "typed": typed or Typed("template", {"source": found.begun.source}),
        "specimen": _specimen_at(kind, version=request.GET.get("version", "")),
        "wrong_line": 0,
        "tried": False,
        "done": done,
    }


def _specimen_at(kind: DocumentKind, **query: str) -> str:
    return f"{reverse('funds_desk:specimen', args=[kind.value])}?{urlencode(query)}"


def _refused(
    request: DeskRequest, kind: DocumentKind, source: str, error: InputError
) -> HttpResponse:
    """The editor as it was typed, with the error at it and the line it is in."""
    typed = Typed("template", {"source": source}, {"source": text(error)})
    context = _whole(request, kind, typed=typed)
    context |= {"wrong_line": error.facts.get("line", 0), "specimen": ""}
    return _answer(request, context, status=error.status)


def _done(request: DeskRequest, kind: DocumentKind, words: str) -> HttpResponse:
    if asked_by_htmx(request):
        return _answer(request, _whole(request, kind, done=words))
    return redirect("funds_desk:template", kind=kind.value)


def _answer(request: DeskRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    part = "templates_part.html" if asked_by_htmx(request) else "templates.html"
    return render(request, f"funds_desk/{part}", context, status=status)
