"""Deciding on look-alikes: one fraud or two."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import Incident, Separation
from zhisun.domains.cases.policy.checks import text
from zhisun.domains.cases.services.rows import locked
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound


@transaction.atomic(durable=True)
def keep_apart(incident_no: str, other_no: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Say that two incidents are two frauds (分列), so that nobody is asked again.

    Harmless to repeat; the first reason stands. Raises InputError, NotFound, NotPermitted.
    """
    demand_reason(reason)
    incident = locked(incident_no, Duty.REPORT, by=by)
    separate(incident, other_no, reason.strip(), by=by, at=at)


def separate(incident: Incident, other_no: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Write the decision that `incident` and another are two. Joins. Raises NotFound."""
    seen = Incident.objects.filter(area__startswith=by.area)
    other = seen.filter(incident_no=other_no).exclude(pk=incident.pk).first()
    if other is None:
        raise NotFound("incident_unknown", incident_no=other_no)
    Separation.objects.get_or_create(
        incident=incident,
        other=other,
        defaults={"reason": reason, "decided_at": at, "decided_by": by.name},
    )
    record(
        by,
        "cases.keep_apart",
        incident.incident_no,
        at=at,
        area=incident.area,
        after={"other": other_no},
        reason=reason,
    )


def demand_reason(reason: str) -> None:
    """Pass when a reason is given and fits. Raises InputError."""
    if not reason.strip():
        raise InputError("reason_needed", field="reason")
    for problem in text(reason, "reason"):
        raise problem
