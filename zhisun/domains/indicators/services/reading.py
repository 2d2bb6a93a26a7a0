"""Large files of indicators: kept, then read some thousand rows at a time by a job."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import Intake
from zhisun.domains.indicators.services.changes import area_of
from zhisun.domains.indicators.services.intake import (
    Reject,
    Said,
    clean,
    demand_sources,
    rows_taken,
    unread_rows,
    write_taken,
)
from zhisun.domains.indicators.terms import ROWS_AT_ONCE, IntakeState
from zhisun.domains.outbox.services import publish
from zhisun.gateways.indicators import files
from zhisun.gateways.indicators.port import LARGEST_BYTES, Read, Shared
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict

STOPPED = "intake_stopped"
"""Why a file was not read to its end when nothing is wrong with it."""


@transaction.atomic(durable=True)
def receive_file(name: str, content: bytes, said: Said, *, by: Actor, at: datetime) -> int:
    """Keep a file to be read by a job (接收线索文件); the key of its intake.

    The same bytes with the same words, while they are read, give the key they have. Raises
    NotPermitted, InputError.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    if not content:
        raise InputError("indicator_file_missing", field="file")
    if len(content) > LARGEST_BYTES:
        raise InputError("indicator_file_too_large", field="file", most=LARGEST_BYTES >> 20)
    words = {"source": clean(said.source), "fraud_type": clean(said.fraud_type)}
    digest = hashlib.sha256(content).hexdigest()
    intake, fresh = Intake.objects.get_or_create(
        sha256=digest,
        state=IntakeState.WAITING,
        **words,
        defaults={
            "name": clean(name) or digest[:12],
            "content": content,
            "taken_by": by.name,
            "taken_at": at,
            **dict.fromkeys(("new", "renewed", "withdrawn", "refused"), 0),
        },
    )
    if fresh:
        _tell(intake, "file_received", by=by, at=at)
    return intake.pk


@transaction.atomic(durable=True)
def read_again(key: int, *, by: Actor, at: datetime) -> None:
    """Have a file read on that could not be read to its end (继续导入). It goes on where it was.

    Raises NotFound, NotPermitted, StateConflict.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    intake = _locked(key)
    if intake.state != IntakeState.REFUSED or intake.content is None:
        raise StateConflict("intake_not_open", state=str(IntakeState(intake.state).label))
    intake.state, intake.refusal, intake.refusal_facts = IntakeState.WAITING, "", {}
    intake.save(update_fields=["state", "refusal", "refusal_facts"])
    _tell(intake, "file_received", by=by, at=at)


def read_file(key: int, *, by: Actor, at: datetime) -> None:
    """Read a waiting file to its end (导入线索文件). Safe to repeat: it goes on where it was.

    Its rows go in ROWS_AT_ONCE at a time, each lot with its rejects and its count or not at all.
    A file that cannot be read changes nothing of the base. Raises NotFound.
    """
    intake = Intake.objects.filter(pk=key).first()
    if intake is None:
        raise NotFound("intake_unknown")
    if intake.state != IntakeState.WAITING or intake.content is None:
        return
    said = Said(intake.source, intake.fraud_type)
    try:
        layout, read = files.read(bytes(intake.content))
        demand_sources(read, said)
    except InputError as error:
        give_up(key, error, by=by, at=at)
        return
    _begin(key, layout, read, by=by, at=at)
    # what a source takes back comes last, as in a small file
    rows = sorted(read.rows, key=lambda row: row.withdrawn)
    for first in range(intake.done, len(rows), ROWS_AT_ONCE):
        _store(key, first, rows[first : first + ROWS_AT_ONCE], said, by=by, at=at)
    _finish(key, by=by, at=at)


@transaction.atomic(durable=True)
def give_up(key: int, why: InputError, *, by: Actor, at: datetime) -> None:
    """Say that a file could not be read (读不了). What was taken stays.

    Its bytes stay only when the fault was ours, so that it can be read on. Raises NotFound.
    """
    intake = _locked(key)
    if intake.state != IntakeState.WAITING:
        return
    intake.state, intake.refusal = IntakeState.REFUSED, why.code
    intake.refusal_facts = {name: str(fact)[:200] for name, fact in why.facts.items()}
    intake.save(update_fields=["state", "refusal", "refusal_facts"])
    if why.code != STOPPED:
        Intake.objects.filter(pk=key).update(content=None)
    _tell(intake, "file_refused", by=by, at=at)


@transaction.atomic(durable=True)
def _begin(key: int, layout: str, read: Read, *, by: Actor, at: datetime) -> None:
    intake = _locked(key)
    if intake.state != IntakeState.WAITING or intake.total or intake.layout:
        return
    intake.layout, intake.total = layout, len(read.rows)
    intake.rejects = unread_rows(read)
    intake.refused = len(intake.rejects)
    intake.save(update_fields=["layout", "total", "rejects", "refused"])
    publish("indicators.file_read_on", str(key), area=area_of(by), at=at)


@transaction.atomic(durable=True)
def _store(
    key: int, first: int, rows: Sequence[Shared], said: Said, *, by: Actor, at: datetime
) -> None:
    intake = _locked(key)
    if intake.state != IntakeState.WAITING or intake.done != first:
        return  # another run of the job was here
    told = [row for row in rows if not row.withdrawn]
    back = [row for row in rows if row.withdrawn]
    tally = rows_taken(told, back, said, by=by, at=at, entered_by=intake.taken_by)
    rejects: list[Reject] = [*intake.rejects, *tally.rejects]
    Intake.objects.filter(pk=key).update(
        done=first + len(rows),
        new=intake.new + tally.new,
        renewed=intake.renewed + tally.renewed,
        withdrawn=intake.withdrawn + tally.withdrawn,
        refused=len(rejects),
        rejects=rejects,
    )
    publish("indicators.file_read_on", str(key), area=area_of(by), at=at)


@transaction.atomic(durable=True)
def _finish(key: int, *, by: Actor, at: datetime) -> None:
    intake = _locked(key)
    if intake.state != IntakeState.WAITING or intake.done < intake.total:
        return
    Intake.objects.filter(pk=key).update(state=IntakeState.READ, content=None)
    write_taken(intake, by=by, at=at)
    publish("indicators.file_read", str(key), area=area_of(by), at=at)


def _locked(key: int) -> Intake:
    found = Intake.objects.defer("content").select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound("intake_unknown")
    return found


def _tell(intake: Intake, what: str, *, by: Actor, at: datetime) -> None:
    area, verb = area_of(by), f"indicators.{what}"
    after: Facts = {"sha256": intake.sha256, "state": str(intake.state), "done": intake.done}
    record(by, verb, f"intake {intake.pk}", at=at, area=area, after=after)
    publish(verb, str(intake.pk), area=area, at=at)
