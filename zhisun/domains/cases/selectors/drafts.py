"""Drafts: one sees one's own."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.cases.models import Draft
from zhisun.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One draft as it was typed."""

    key: str
    form: dict[str, object]
    revision: int
    saved_at: datetime


def draft(key: str, *, by: Actor) -> DraftRow | None:
    """One's own draft, None when there is none. One query."""
    found = Draft.objects.filter(officer=by.name, key=key).first()
    return _draft(found) if found else None


def drafts_of(*, by: Actor) -> list[DraftRow]:
    """One's own drafts, newest first. One query."""
    return [_draft(row) for row in Draft.objects.filter(officer=by.name).order_by("-saved_at")]


def _draft(row: Draft) -> DraftRow:
    return DraftRow(key=row.key, form=row.form, revision=row.revision, saved_at=row.saved_at)
