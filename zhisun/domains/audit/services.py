"""Recording acts and sealing them into a chain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from zhisun.domains.audit.models import Entry, Seal
from zhisun.domains.audit.policy import GENESIS, Facts, digest
from zhisun.kernel.actors import Actor

SEAL_LOCK = 7_262_001
"""Advisory lock of the sealer: one chain, one writer."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act did to one subject. Without an area the actor's own is written."""

    subject: str
    area: str
    before: Facts
    after: Facts
    legal_basis: str = ""


def record(
    by: Actor,
    verb: str,
    subject: str,
    *,
    at: datetime,
    area: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
    reason: str = "",
    legal_basis: str = "",
) -> None:
    """Write one act (审计). Joins the caller's transaction and refuses to run outside one."""
    done = Done(subject, area, before or {}, after or {}, legal_basis)
    record_all(by, verb, [done], at=at, reason=reason)


def record_all(
    by: Actor, verb: str, done: Iterable[Done], *, at: datetime, reason: str = ""
) -> None:
    """Write one act on many subjects, an entry each (审计). Joins the caller's transaction.

    One query, however many there are.
    """
    _demand_transaction()
    Entry.objects.bulk_create(
        Entry(
            at=at,
            actor=by.name,
            seat=by.seat,
            verb=verb,
            subject=each.subject,
            area=each.area or by.area,
            before=dict(each.before),
            after=dict(each.after),
            reason=reason,
            legal_basis=each.legal_basis,
        )
        for each in done
    )


@transaction.atomic(durable=True)
def seal(*, limit: int = 1000) -> int:
    """Append up to `limit` unsealed entries to the chain; how many it sealed.

    Sealing runs behind the acts so that they never wait for one another: an entry is provable
    from the moment it is sealed, seconds after the act.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [SEAL_LOCK])
    last = Seal.objects.order_by("-pk").first()
    previous = last.digest if last else GENESIS
    seals = []
    for entry in Entry.objects.filter(seal=None).order_by("pk")[:limit]:
        link = digest(previous, _facts(entry))
        seals.append(Seal(entry=entry, previous=previous, digest=link))
        previous = link
    Seal.objects.bulk_create(seals)
    return len(seals)


def verify() -> Iterator[str]:
    """Every break of the chain, as one line each; nothing when it holds. Reads the whole chain."""
    previous = GENESIS
    for link in Seal.objects.select_related("entry").order_by("pk").iterator(chunk_size=2000):
        if link.previous != previous:
            yield f"seal {link.pk}: the link before it is missing"
        if link.digest != digest(link.previous, _facts(link.entry)):
            yield f"entry {link.entry.pk}: changed after it was sealed"
        previous = link.digest


def _facts(entry: Entry) -> dict[str, object]:
    facts = {
        field.attname: getattr(entry, field.attname)
        for field in Entry._meta.concrete_fields  # noqa: SLF001 Django's documented model API
    }
    return facts | {"at": entry.at.astimezone(UTC).isoformat()}


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit.record needs the caller's transaction")
