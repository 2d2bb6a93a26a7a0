"""Numbering and issuing papers; keeping letterheads and templates."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import Done, record, record_all
from zhisun.domains.documents import selectors
from zhisun.domains.documents.models import Document, Letterhead, Template
from zhisun.domains.documents.policy.essentials import omitted
from zhisun.domains.documents.policy.facts import read
from zhisun.domains.documents.policy.samples import specimen
from zhisun.domains.documents.policy.sheet import digest, frozen, sheet
from zhisun.domains.documents.policy.typesetting import typeset
from zhisun.domains.documents.selectors import TemplateRow
from zhisun.domains.documents.terms import (
    LEGAL_BASIS,
    MARK_AT_MOST,
    SERIES,
    SOURCE_AT_MOST,
    DocumentKind,
    Facts,
    Json,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import division, inside, prefix
from zhisun.kernel.errors import InputError, NotFound
from zhisun.kernel.moments import CHINA

TEMPLATE_LOCK = 7_262_002
"""Advisory lock of template editors: versions follow one another."""


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A paper just issued. `sha256` is that of `content`, a PDF/A-2b."""

    key: int
    number: str
    filename: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Request:
    """A paper to be issued: its facts, and the order_no or incident_no under which pages list it.

    Without a subject it is listed under the incident_no of its facts.
    """

    facts: Mapping[str, Json]
    subject: str = ""


@transaction.atomic(durable=True)
def open_paper(number: str, *, by: Actor, at: datetime) -> selectors.DocumentFile:
    """A paper with its PDF, and a line of who opened it under what it is about (打开文书).

    Raises NotFound, NotPermitted.
    """
    paper = selectors.document_numbered(number, by=by)
    about = paper.row.subject or number
    record(by, "documents.opened", about, at=at, after={"number": number})
    return paper


def issue(
    kind: DocumentKind,
    facts: Mapping[str, Json],
    *,
    area: str,
    by: Actor,
    at: datetime,
    subject: str = "",
) -> IssuedDocument:
    """Number, set and keep one paper (签发), as `issue_all`. Joins the caller's transaction."""
    return issue_all(kind, [Request(facts, subject)], area=area, by=by, at=at)[0]


def issue_all(
    kind: DocumentKind, requests: Sequence[Request], *, area: str, by: Actor, at: datetime
) -> tuple[IssuedDocument, ...]:
    """Number, set and keep papers of one kind (签发): all of them, or none. Joins. Five queries.

    The series and the letterhead are those of the division the area lies in: 370800 for 3708.

    The caller answers for the duty; the area must lie in the actor's.
    Raises InputError on facts that are unknown, mistyped, missing or cannot be printed, and then
    no number is used up once the caller rolls back. The number's row stays locked until the
    caller commits: issue late in the transaction.
    """
    if not by.is_job and not (by.area and inside(area, by.area)):
        raise NotFound("outside_area", area=area)
    papers = [read(kind, request.facts) for request in requests]
    template = selectors.template(kind, area=area)
    seal = division(area)
    head = Letterhead.objects.filter(area=seal).first() or Letterhead(mark=f"反诈{seal}")
    numbers = next_numbers(kind, len(papers), area=seal, mark=head.mark, at=at)
    documents = []
    for request, paper, number in zip(requests, papers, numbers, strict=True):
        words = sheet(kind, paper, number=number, contact=head.contact, at=at)
        content = typeset(template.source, words, at=at)
        document = _document(kind, paper, number, content, template)
        document.filename = f"{words['title']}-{number}.pdf"
        document.subject = request.subject or paper.incident_no
        document.area = area
        document.issued_by = by.name
        document.issued_at = at
        documents.append(document)
    Document.objects.bulk_create(documents)
    _record(documents, by=by, at=at)
    return tuple(
        IssuedDocument(each.pk, each.number, each.filename, bytes(each.content), each.sha256)
        for each in documents
    )


def _record(documents: Sequence[Document], *, by: Actor, at: datetime) -> None:
    done = [
        Done(
            each.number,
            each.area,
            {},
            {"kind": each.kind, "subject": each.subject, "sha256": each.sha256},
            LEGAL_BASIS[DocumentKind(each.kind)],
        )
        for each in documents
    ]
    record_all(by, "documents.issue", done, at=at)


def _document(
    kind: DocumentKind, paper: Facts, number: str, content: bytes, template: TemplateRow
) -> Document:
    kept = frozen(paper)
    return Document(
        number=number,
        kind=kind,
        facts=kept,
        digest=digest(kind, number, kept),
        template_area=template.area,
        template_version=template.version,
        template_digest=hashlib.sha256(template.source.encode()).hexdigest(),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def next_numbers(
    kind: DocumentKind, count: int, *, area: str, mark: str, at: datetime
) -> list[str]:
    """The next numbers of an area, kind and Chinese year: 济公(反诈)止字〔2026〕00012号 and so on.

    Joins the caller's transaction, which holds the row until it ends: a roll-back gives the
    numbers back, so that the series has no gaps and no doubles. One query.
    """
    _demand_transaction()
    year = at.astimezone(CHINA).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into documents_numbering as series (area, kind, year, last)"
            " values (%s, %s, %s, %s) on conflict (area, kind, year)"
            " do update set last = series.last + excluded.last returning last",
            [area, kind.value, year, count],
        )
        row: tuple[int] = cursor.fetchone()
    last = row[0]
    return [
        f"{mark}{SERIES[kind]}字〔{year}〕{number:05d}号"
        for number in range(last - count + 1, last + 1)
    ]


@transaction.atomic(durable=True)
def set_letterhead(area: str, mark: str, *, contact: str = "", by: Actor, at: datetime) -> None:
    """Say how a division signs its papers (发文代字). Raises NotPermitted, NotFound, InputError."""
    area = division(area)
    require(by, Duty.EDIT_TEMPLATE, area)
    mark = mark.strip()
    if not mark or len(mark) > MARK_AT_MOST:
        raise InputError("letterhead_mark_unusable", field="mark")
    taken = Letterhead.objects.filter(mark=mark).exclude(area=area)
    used = Document.objects.filter(number__startswith=mark).exclude(area__startswith=prefix(area))
    if taken.exists() or used.exists():
        raise InputError("letterhead_mark_taken", field="mark", mark=mark)
    Letterhead.objects.update_or_create(area=area, defaults={"mark": mark, "contact": contact})
    after = {"mark": mark, "contact": contact}
    record(by, "documents.set_letterhead", area, at=at, area=area, after=after)


def try_template(kind: DocumentKind, source: str, *, by: Actor, at: datetime) -> bytes:
    """The full specimen set with a source that need not be in force (预览). Keeps nothing.

    Raises NotPermitted, InputError `document_template_broken` with the line and Typst's reason.
    """
    require(by, Duty.EDIT_TEMPLATE, by.area)
    _check_source(source)
    return specimen(kind, source, at=at)


@transaction.atomic(durable=True)
def edit_template(kind: DocumentKind, source: str, *, by: Actor, at: datetime) -> int:
    """Put a new version of a template in force for the actor's area (编辑模板); its version.

    Sample papers are set first: one with every fact, one with the least. Raises NotPermitted,
    InputError `document_template_broken` with the line and Typst's reason, or
    `document_template_omits` with what the paper would lack. Papers already issued keep the
    version they were set with.
    """
    try_template(kind, source, by=by, at=at)
    if missing := omitted(kind, source, at=at):
        raise InputError("document_template_omits", field="source", missing="、".join(missing))
    mine = Template.objects.filter(kind=kind, area=by.area)
    _one_editor_at_a_time()
    version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
    mine.filter(active=True).update(active=False)
    Template.objects.create(
        kind=kind, area=by.area, version=version, source=source, edited_by=by.name, at=at
    )
    after = {"version": version, "digest": hashlib.sha256(source.encode()).hexdigest()}
    record(by, "documents.edit_template", kind.value, at=at, area=by.area, after=after)
    return version


@transaction.atomic(durable=True)
def restore_template(kind: DocumentKind, *, by: Actor, at: datetime) -> None:
    """Go back to the template of the area above, or the shipped one (恢复模板). Keeps versions.

    Raises NotPermitted.
    """
    require(by, Duty.EDIT_TEMPLATE, by.area)
    _one_editor_at_a_time()
    Template.objects.filter(kind=kind, area=by.area, active=True).update(active=False)
    record(by, "documents.restore_template", kind.value, at=at, area=by.area)


def _check_source(source: str) -> None:
    if len(source) > SOURCE_AT_MOST:
        raise InputError("document_template_too_long", field="source", length=len(source))
    if '"@' in source:
        # A paper must not need the internet to be set.
        raise InputError("document_template_imports_package", field="source")


def _one_editor_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [TEMPLATE_LOCK])


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("documents joins the caller's transaction")
