"""Keeping what the victim shows us (证据)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Evidence
from zhisun.domains.cases.policy.checks import text
from zhisun.domains.cases.policy.media import media_type_of
from zhisun.domains.cases.services.rows import locked
from zhisun.domains.cases.terms import EVIDENCE_TYPES, LARGEST_EVIDENCE
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

UNTOLD = frozenset({"", "application/octet-stream", "application/vnd.ms-excel"})
"""What browsers say when they do not know; a table as text goes by the last on some machines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence:
    """One file as it arrives. media_type: as the browser guessed it; the bytes are believed."""

    name: str
    media_type: str
    content: bytes


@transaction.atomic(durable=True)
def attach_evidence(incident_no: str, file: NewEvidence, *, by: Actor, at: datetime) -> int:
    """Keep one file with the incident (上传证据); its key. The same bytes are kept once.

    Its media type is read from its bytes: a picture that is none, or a kind that is no evidence,
    is refused. Raises InputError, NotFound, NotPermitted.
    """
    _check(file)
    media_type = _kind(file)
    incident = locked(incident_no, Duty.REPORT, by=by)
    digest = hashlib.sha256(file.content).hexdigest()
    kept, new = Evidence.objects.get_or_create(
        incident=incident,
        sha256=digest,
        defaults={
            "name": file.name.strip(),
            "media_type": media_type,
            "size": len(file.content),
            "content": file.content,
            "attached_at": at,
            "attached_by": by.name,
        },
    )
    if new:
        after: Facts = {"sha256": digest, "size": len(file.content)}
        record(by, "cases.attach_evidence", incident_no, at=at, area=incident.area, after=after)
        publish("cases.evidence_attached", incident_no, area=incident.area, at=at)
    return kept.pk


def _check(file: NewEvidence) -> None:
    for problem in text(file.name, "file_name"):
        raise problem
    if not file.name.strip():
        raise InputError("evidence_name_needed", field="evidence")
    if not file.content:
        raise InputError("evidence_empty", field="evidence")
    if len(file.content) > LARGEST_EVIDENCE:
        most = LARGEST_EVIDENCE // 1024 // 1024
        raise InputError("evidence_too_large", field="evidence", most_mb=most)


def _kind(file: NewEvidence) -> str:
    """The file's media type by its bytes.

    A browser guesses by the name. Another guess of the same family is no contradiction; picture
    for what is a text is one.
    """
    found = media_type_of(file.content)
    told = file.media_type.split(";", maxsplit=1)[0].strip().lower()
    if found is None or found not in EVIDENCE_TYPES:
        raise InputError("evidence_type_refused", field="evidence", media_type=told[:60] or "?")
    family, told_family = found.split("/")[0], told.split("/")[0]
    recorded = {family, told_family} <= {"audio", "video"}  # one container holds both
    if told not in UNTOLD and told_family != family and not recorded:
        raise InputError(
            "evidence_not_what_it_says", field="evidence", media_type=told[:60], found=found
        )
    return found
