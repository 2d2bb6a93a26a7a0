"""Keeping what is typed (草稿), so that it survives the browser and the server."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Draft, Incident
from zhisun.domains.cases.policy.checks import text
from zhisun.domains.cases.terms import LARGEST_DRAFT
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict

Form = Mapping[str, object]

UNSAVED = 0
"""Revision of a draft that this very call has made."""


@transaction.atomic(durable=True)
def save_draft(
    key: str, form: Form, *, revision: int, by: Actor, at: datetime, tab: str = ""
) -> int:
    """Keep a form as far as it is typed (暂存); the revision it has now. Three queries.

    revision: the one this page last saw, 0 for a new draft. tab: a name the page gives itself;
    a page that never heard our last answer may save over its own text. Another page's newer text
    is never overwritten: StateConflict says which revision stands. Raises InputError,
    NotPermitted. Not audited: nothing has been reported yet.
    """
    require(by, Duty.REPORT, by.area)
    _check(key, form, tab)
    kept = _storable(form)
    fresh = Draft(officer=by.name, key=key, form=kept, tab=tab, saved_at=at, revision=UNSAVED)
    Draft.objects.bulk_create([fresh], ignore_conflicts=True)
    draft = Draft.objects.select_for_update().filter(officer=by.name, key=key).first()
    if draft is None or draft.revision == UNSAVED:
        demand_unregistered(key, by=by)
    if draft is None:
        raise StateConflict("draft_gone", draft_key=key)
    if draft.revision not in {UNSAVED, revision} and not (tab and draft.tab == tab):
        if draft.form == kept:
            return draft.revision
        raise StateConflict("draft_newer", draft_key=key, revision=draft.revision)
    draft.form, draft.tab, draft.saved_at = kept, tab, at
    draft.revision += 1
    draft.save(update_fields=["form", "tab", "saved_at", "revision"])
    return draft.revision


@transaction.atomic(durable=True)
def discard_draft(key: str, *, by: Actor, at: datetime) -> None:
    """Throw one's draft away (丢弃草稿). A draft that is gone already is fine."""
    require(by, Duty.REPORT, by.area)
    gone, _rows = Draft.objects.filter(officer=by.name, key=key).delete()
    if gone:
        record(by, "cases.discard_draft", key, at=at)


def demand_unregistered(key: str, *, by: Actor) -> None:
    """Pass unless this draft has become an incident, or part of one. Joins.

    Raises StateConflict: a form sent twice registers once, and a late save of a page does not
    bring its draft back to life. At most two queries.
    """
    if not key:
        return
    made = (
        Incident.objects.filter(handled_by=by.name, draft_key=key).first()
        or Incident.objects.filter(
            supplements__attached_by=by.name, supplements__draft_key=key
        ).first()
    )
    if made is not None:
        raise StateConflict("draft_registered", draft_key=key, incident_no=made.incident_no)


def _storable(value: object) -> object:
    """The value without the two things that are text to a browser and not to the database."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode(errors="replace").decode()
    if isinstance(value, Mapping):
        return {_storable(name): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value


def _check(key: str, form: Form, tab: str) -> None:
    for problem in (*text(key, "draft_key"), *text(tab, "tab")):
        raise problem
    if not key:
        raise InputError("draft_key_needed", field="draft_key")
    kept = json.dumps(form, ensure_ascii=False)
    if len(kept.encode(errors="replace")) > LARGEST_DRAFT:
        raise InputError("draft_too_large", field="narrative", most_kb=LARGEST_DRAFT // 1024)
