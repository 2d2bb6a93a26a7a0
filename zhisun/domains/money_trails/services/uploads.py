"""Taking in a statement file part by part, so that a broken line loses nothing (上传流水)."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.money_trails.models import LearntHeading, StatementFile, StatementPart
from zhisun.domains.money_trails.services.transfers import banks
from zhisun.domains.money_trails.tables.statements import layout_json
from zhisun.domains.money_trails.terms import LARGEST_PART, LARGEST_STATEMENT, StatementState
from zhisun.domains.outbox.services import publish
from zhisun.engines.statements.books import open_book
from zhisun.engines.statements.headings import find
from zhisun.engines.statements.terms import Column
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict


@transaction.atomic(durable=True)
def begin_upload(
    incident_no: str, name: str, size: int, institution_code: str, *, by: Actor, at: datetime
) -> int:
    """Announce a file (开始上传); its key. The same file not yet whole is taken up again.

    Raises InputError, NotFound, NotPermitted (Duty.ADD_TRANSFER).
    """
    incident = incident_facts(incident_no, by=by)
    require(by, Duty.ADD_TRANSFER, incident.area)
    name = name.replace("\0", "").strip()[-200:]
    if not name:
        raise InputError("statement_name_missing", field="file")
    if size <= 0:
        raise InputError("statement_empty", field="file", file=name)
    if size > LARGEST_STATEMENT:
        raise InputError(
            "statement_too_large", field="file", file=name, most=LARGEST_STATEMENT >> 20
        )
    if institution_code and institution_code not in banks().codes:
        raise InputError("institution_not_connected", field="institution", institution="")
    begun, _new = StatementFile.objects.get_or_create(
        incident_id=incident.key,
        name=name,
        size=size,
        uploaded_by=by.name,
        state=StatementState.UPLOADING,
        defaults={"institution_code": institution_code, "uploaded_at": at},
    )
    return begun.pk


@transaction.atomic(durable=True)
def take_part(key: int, offset: int, content: bytes, *, by: Actor, at: datetime) -> int:
    """Keep the next bytes of a file (接收分片); how many it has now. Safe to repeat.

    A part that came before changes nothing; one that leaves a gap is told where to go on by the
    answer. Raises InputError, NotFound, NotPermitted.
    """
    del at  # a part has no history of its own
    file = locked(key, by=by)
    if len(content) > LARGEST_PART:
        raise InputError("statement_part_too_large", most=LARGEST_PART >> 20)
    fits = offset == file.received and 0 < len(content) <= file.size - file.received
    if file.state == StatementState.UPLOADING and fits:
        StatementPart.objects.create(file=file, offset=offset, content=content)
        StatementFile.objects.filter(pk=key).update(received=F("received") + len(content))
        return offset + len(content)
    return file.received


@transaction.atomic(durable=True)
def close_upload(key: int, *, by: Actor, at: datetime) -> int:
    """Look at a whole file and propose how its tables are read (核对上传); its key.

    Bytes that the case has already give the key of the file that brought them. A file that is no
    statement stays, refused, with the reason. Raises NotFound, NotPermitted, StateConflict.
    """
    file = locked(key, by=by)
    if file.state != StatementState.UPLOADING:
        return file.pk
    if file.received != file.size:
        raise StateConflict("statement_incomplete", received=file.received, size=file.size)
    data = content(file)
    digest = hashlib.sha256(data).hexdigest()
    same = StatementFile.objects.filter(incident=file.incident, sha256=digest).first()
    if same is not None:
        file.delete()
        return same.pk
    file.sha256, file.uploaded_at = digest, at
    try:
        file.tables = proposals(data, file)
        file.state = StatementState.RECEIVED
    except InputError as refusal:
        file.state, file.refusal = StatementState.REFUSED, refusal.code
    file.save()
    incident = file.incident
    after: Facts = {"file": file.pk, "sha256": digest, "size": file.size, "state": str(file.state)}
    verb = "money_trails.statement_received"
    record(by, verb, incident.incident_no, at=at, area=incident.area, after=after)
    publish(verb, incident.incident_no, area=incident.area, at=at)
    return file.pk


@transaction.atomic(durable=True)
def abandon_upload(key: int, *, by: Actor, at: datetime) -> None:
    """Forget a file that gave no rows (放弃上传). Raises NotFound, NotPermitted, StateConflict."""
    file = locked(key, by=by)
    if file.state in {StatementState.MAPPED, StatementState.IMPORTED}:
        raise StateConflict("statement_imported_already")
    incident = file.incident
    after: Facts = {"file": file.pk, "name": file.name}
    file.delete()
    verb = "money_trails.statement_abandoned"
    record(by, verb, incident.incident_no, at=at, area=incident.area, after=after)
    publish(verb, incident.incident_no, area=incident.area, at=at)


def locked(key: int, *, by: Actor, duty: Duty | None = Duty.ADD_TRANSFER) -> StatementFile:
    """A file nobody else writes. Joins. Raises NotFound outside the area, NotPermitted.

    duty: what the actor needs; a job that ends what an officer began needs none.
    """
    files = StatementFile.objects.select_related("incident").select_for_update(of=("self",))
    file = files.filter(pk=key, incident__area__startswith=by.area).first()
    if file is None:
        raise NotFound("statement_unknown")
    if duty is not None:
        require(by, duty, file.incident.area)
    return file


def content(file: StatementFile) -> bytes:
    """The bytes of a file. One query."""
    parts = file.parts.order_by("offset").values_list("content", flat=True)
    return b"".join(bytes(part) for part in parts.iterator(chunk_size=16))


def proposals(data: bytes, file: StatementFile) -> list[dict[str, object]]:
    """How each table would be read, as JSON. Raises InputError when none can be."""
    learnt = {
        each.heading: Column(each.column)
        for each in LearntHeading.objects.filter(institution_code=file.institution_code)
        if each.column in set(Column)
    }
    tables = [
        layout_json(number, sheet, find(sheet.head, learnt))
        for number, sheet in enumerate(open_book(data, file.name))
    ]
    if not any(table["headings"] for table in tables):
        raise InputError("statement_header_missing")
    return tables
