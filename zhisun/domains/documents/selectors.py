"""Reading issued papers and templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.documents.models import Document, Template
from zhisun.domains.documents.policy.typesetting import shipped
from zhisun.domains.documents.terms import SHIPPED, DocumentKind, Json
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One paper in a list."""

    key: int
    number: str
    kind: DocumentKind
    subject: str
    institution_name: str
    filename: str
    issued_by: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One paper with its facts and its PDF."""

    row: DocumentRow
    facts: dict[str, Json]
    template_version: int
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One version of a template; version 0 is the shipped one and has no editor."""

    kind: DocumentKind
    area: str
    version: int
    source: str
    edited_by: str
    at: datetime | None


def document(key: int, *, by: Actor) -> DocumentFile:
    """A paper within the actor's area, with its PDF. Raises NotFound, NotPermitted. One query."""
    return _file(Document.objects.filter(pk=key).first(), str(key), by)


def document_numbered(number: str, *, by: Actor) -> DocumentFile:
    """The paper with this number (文号). Raises NotFound, NotPermitted. One query."""
    return _file(Document.objects.filter(number=number).first(), number, by)


def issued_for(subject: str, *, by: Actor) -> tuple[DocumentRow, ...]:
    """Papers of one order or incident within the actor's area, oldest first. One query."""
    papers = Document.objects.filter(subject=subject, area__startswith=by.area).order_by("pk")
    return tuple(_row(paper) for paper in papers.defer("content"))


def template(kind: DocumentKind, *, area: str) -> TemplateRow:
    """The template in force in an area: the nearest edited one, else the shipped. One query."""
    return _in_force(kind, area, Template.objects.filter(kind=kind, active=True))


def templates_in_force(*, by: Actor) -> tuple[TemplateRow, ...]:
    """The template of every kind that is in force in the actor's area. One query."""
    edited = list(Template.objects.filter(active=True))
    return tuple(
        _in_force(kind, by.area, [row for row in edited if row.kind == kind])
        for kind in DocumentKind
    )


def shipped_template(kind: DocumentKind) -> TemplateRow:
    """The template that comes with the platform (随附模板). No query."""
    return TemplateRow(kind, "", SHIPPED, shipped(kind), "", None)


def template_versions(kind: DocumentKind, *, by: Actor) -> tuple[TemplateRow, ...]:
    """Every version edited in the actor's area, newest first. One query."""
    rows = Template.objects.filter(kind=kind, area=by.area).order_by("-version")
    return tuple(_template_row(row) for row in rows)


def _in_force(kind: DocumentKind, area: str, edited: Iterable[Template]) -> TemplateRow:
    near = [row for row in edited if area.startswith(row.area)]
    if not near:
        return shipped_template(kind)
    return _template_row(max(near, key=lambda row: len(row.area)))


def _file(paper: Document | None, asked_for: str, by: Actor) -> DocumentFile:
    if paper is None:
        raise NotFound("document_unknown", number=asked_for)
    require(by, Duty.SEE_DOCUMENTS, paper.area)
    return DocumentFile(
        _row(paper), paper.facts, paper.template_version, bytes(paper.content), paper.sha256
    )


def _row(paper: Document) -> DocumentRow:
    return DocumentRow(
        key=paper.pk,
        number=paper.number,
        kind=DocumentKind(paper.kind),
        subject=paper.subject,
        institution_name=paper.facts["institution_name"],
        filename=paper.filename,
        issued_by=paper.issued_by,
        issued_at=paper.issued_at,
    )


def _template_row(row: Template) -> TemplateRow:
    return TemplateRow(
        DocumentKind(row.kind), row.area, row.version, row.source, row.edited_by, row.at
    )
