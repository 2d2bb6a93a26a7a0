"""Call sheets in (接警单) and who takes them."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.cases.models import CallSheet
from zhisun.domains.cases.policy.checks import texts
from zhisun.domains.cases.policy.report import tidied
from zhisun.domains.cases.terms import CLOCK_SKEW
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound, StateConflict


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """One sheet as the 110 system pushes it (domain.md §7.1)."""

    sheet_no: str
    called_at: datetime
    area: str
    caller_phone: str = ""
    caller_name: str = ""
    address: str = ""
    narrative: str = ""
    operator_no: str = ""


@transaction.atomic(durable=True)
def receive_call(call: NewCall, *, by: Actor, at: datetime) -> bool:
    """Take in one sheet (接收接警单); whether it was new. The first push of a number stands.

    Raises NotFound, NotPermitted, InputError.
    """
    require(by, Duty.PUSH_CALLS, call.area)
    call = tidied(call)
    _check(call, at)
    _sheet, new = CallSheet.objects.get_or_create(
        sheet_no=call.sheet_no, defaults=asdict(call) | {"received_at": at}
    )
    if new:
        record(by, "cases.receive_call", call.sheet_no, at=at, area=call.area)
        publish("cases.call_received", call.sheet_no, area=call.area, at=at)
    return new


@transaction.atomic(durable=True)
def take_call(sheet_no: str, *, by: Actor, at: datetime) -> None:
    """Take a waiting sheet (受理). Taking one's own again does nothing.

    Raises NotFound, NotPermitted, StateConflict to the second of two who reach for it.
    """
    sheet = CallSheet.objects.select_for_update().filter(sheet_no=sheet_no).first()
    if sheet is None:
        raise NotFound("call_unknown", sheet_no=sheet_no)
    require(by, Duty.REPORT, sheet.area)
    demand_free(sheet, by=by)
    if sheet.taken_by == by.name:
        return
    CallSheet.objects.filter(pk=sheet.pk).update(taken_by=by.name, taken_at=at)
    record(by, "cases.take_call", sheet_no, at=at, area=sheet.area)
    publish("cases.call_taken", sheet_no, area=sheet.area, at=at)


@transaction.atomic(durable=True)
def return_call(sheet_no: str, *, by: Actor, at: datetime) -> None:
    """Put a sheet one has taken back on the board (退回). Raises NotFound, StateConflict."""
    sheet = CallSheet.objects.select_for_update().filter(sheet_no=sheet_no).first()
    if sheet is None:
        raise NotFound("call_unknown", sheet_no=sheet_no)
    require(by, Duty.REPORT, sheet.area)
    demand_free(sheet, by=by)
    if not sheet.taken_by:
        return
    CallSheet.objects.filter(pk=sheet.pk).update(taken_by="", taken_at=None)
    record(by, "cases.return_call", sheet_no, at=at, area=sheet.area)
    publish("cases.call_received", sheet_no, area=sheet.area, at=at)


def demand_free(sheet: CallSheet, *, by: Actor) -> None:
    """Pass while the sheet is nobody's or the actor's own. Raises StateConflict."""
    if sheet.incident is not None:
        number = sheet.incident.incident_no
        raise StateConflict("call_registered", sheet_no=sheet.sheet_no, incident_no=number)
    if sheet.taken_by not in {"", by.name}:
        raise StateConflict("call_taken", sheet_no=sheet.sheet_no, taken_by=sheet.taken_by)


def _check(call: NewCall, at: datetime) -> None:
    for problem in texts(call, ""):
        raise problem
    if not call.sheet_no.strip():
        raise InputError("sheet_no_needed", field="sheet_no")
    if not call.area.isdigit():
        raise InputError("area_malformed", field="area", area=call.area)
    if call.called_at > at + CLOCK_SKEW:
        raise InputError("time_not_yet", field="called_at")
