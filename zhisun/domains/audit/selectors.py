"""Reading the audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.audit.models import Entry
from zhisun.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Act:
    """One act as a page shows it."""

    at: datetime
    actor: str
    verb: str
    subject: str
    reason: str
    after: dict[str, object]


def history(subject: str, *, by: Actor, limit: int = 200) -> list[Act]:
    """Acts on one subject within the actor's area, newest first. One query."""
    entries = Entry.objects.filter(subject=subject, area__startswith=by.area).order_by("-pk")
    return [
        Act(entry.at, entry.actor, entry.verb, entry.subject, entry.reason, entry.after)
        for entry in entries[:limit]
    ]


def times_of(subject: str, *, verbs: Sequence[str], since: datetime) -> list[tuple[str, datetime]]:
    """Verb and instant of the acts on a subject since then, oldest first. One query."""
    acts = Entry.objects.filter(subject=subject, verb__in=verbs, at__gte=since).order_by("pk")
    return list(acts.values_list("verb", "at"))
