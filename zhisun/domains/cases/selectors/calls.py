"""Call sheets as the intake desk sees them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhisun.domains.cases.models import CallSheet
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call sheet."""

    sheet_no: str
    called_at: datetime
    area: str
    caller_phone: str
    caller_name: str
    address: str
    narrative: str
    operator_no: str
    taken_by: str


def waiting_calls(*, by: Actor, limit: int = 50) -> list[CallRow]:
    """Call sheets of the area that nobody has taken, oldest first. One query."""
    waiting = _sheets(by).filter(taken_by="", incident=None).order_by("called_at", "pk")
    return [_call(row) for row in waiting[:limit]]


def calls_of(*, by: Actor) -> list[CallRow]:
    """Call sheets the actor has taken and not registered, oldest first. One query."""
    taken = _sheets(by).filter(taken_by=by.name, incident=None).order_by("called_at", "pk")
    return [_call(row) for row in taken]


def call(sheet_no: str, *, by: Actor) -> CallRow:
    """One call sheet. Raises NotFound. One query."""
    found = _sheets(by).filter(sheet_no=sheet_no).first()
    if found is None:
        raise NotFound("call_unknown", sheet_no=sheet_no)
    return _call(found)


def _sheets(by: Actor) -> QuerySet[CallSheet]:
    if not by.area and not by.is_job:
        return CallSheet.objects.none()
    return CallSheet.objects.filter(area__startswith=by.area)


def _call(row: CallSheet) -> CallRow:
    return CallRow(
        sheet_no=row.sheet_no,
        called_at=row.called_at,
        area=row.area,
        caller_phone=row.caller_phone,
        caller_name=row.caller_name,
        address=row.address,
        narrative=row.narrative,
        operator_no=row.operator_no,
        taken_by=row.taken_by,
    )
