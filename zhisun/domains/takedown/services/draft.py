"""Drafting a takedown (起草): the white list is asked before anybody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.selectors import IncidentFacts
from zhisun.domains.cases.selectors import facts as incident_facts
from zhisun.domains.cases.selectors.incidents import incident as incident_row
from zhisun.domains.directory.selectors import institution as institution_row
from zhisun.domains.indicators.selectors import checked_form
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.policy import check_measure, check_number, decide_by, term_of
from zhisun.domains.takedown.services.messages import application_id
from zhisun.domains.takedown.services.moves import announce
from zhisun.domains.takedown.terms import (
    INDICATOR_OF,
    OPEN,
    Measure,
    Origin,
    TakedownState,
    TargetKind,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, StateConflict
from zhisun.kernel.moments import CHINA


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTakedown:
    """What shall be done to what, by whom, why.

    incident_no or source_no (协查函、上级线索) says where it belongs; of the person's own phone
    source_no is the running dispatch that asks for it. area: only where there is no incident; the
    actor's when empty.
    handler: login name of the officer named as 经办人; the drafter when empty, so a job names one.
    lasts: None until it is released; the usual term of measures that need one.
    """

    target_kind: TargetKind
    target: str
    measure: Measure
    institution_code: str
    reason: str
    evidence: str
    incident_no: str = ""
    source_no: str = ""
    area: str = ""
    handler: str = ""
    lasts: timedelta | None = None
    origin: Origin = Origin.BY_HAND


@transaction.atomic(durable=True)
def draft(new: NewTakedown, *, by: Actor, at: datetime) -> str:
    """Draft one takedown and return its number (起草).

    Raises NotPermitted, NotFound, RuleViolation; InputError also for what the white list
    protects; StateConflict, naming it, while another is open on this target.
    """
    return drafted(new, by=by, at=at).takedown_no


def drafted(
    new: NewTakedown, *, by: Actor, at: datetime, original: Takedown | None = None
) -> Takedown:
    """`draft` for the verbs that draft on the way. Joins their transaction."""
    incident = incident_facts(new.incident_no, by=by) if new.incident_no else None
    area = incident.area if incident else new.area or by.area
    require(by, Duty.DRAFT_TAKEDOWN, area)
    form = _sound_form(new, by=by)
    _refuse_second(new.target_kind, form)
    row = _row(new, form, incident, area=area, by=by, at=at)
    row.original = original
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        refuse_without_dispatch(row, error)
        # somebody drafted the same at this moment
        _refuse_second(new.target_kind, form)
        raise StateConflict("target_taken", takedown_no="") from error
    after = {"measure": row.measure, "institution": row.institution_code}
    announce(row, str(TakedownState.DRAFTED), by=by, at=at, reason=row.reason, after=after)
    return row


def refuse_protected(kind: TargetKind, target: str) -> str:
    """The normal form of a target that may be taken down.

    Raises InputError: unreadable, a service number, or on the white list (naming what).
    """
    try:
        form, harm = checked_form(INDICATOR_OF[kind], target)
    except InputError as error:
        raise InputError(error.code, **{**error.facts, "field": "target"}) from error
    if harm:
        raise InputError("target_on_white_list", field="target", safe=harm)
    check_number(kind, form)
    return form


def refuse_without_dispatch(takedown: Takedown, error: IntegrityError) -> None:
    """Raise StateConflict if the database missed the running dispatch of an own phone.

    Dispatches stand above this domain, so only the database can ask (`own_phone_on_dispatch`).
    """
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if broken == "own_phone_on_dispatch":
        number = takedown.source_no
        raise StateConflict("own_phone_without_dispatch", dispatch_no=number) from error


def _sound_form(new: NewTakedown, *, by: Actor) -> str:
    for name in ("reason", "evidence"):
        if not getattr(new, name).strip():
            raise InputError(f"takedown_{name}_missing", field=name)
    if by.is_job and not new.handler:
        raise InputError("takedown_handler_missing", field="handler")
    own = new.measure is Measure.HOLD_OWN_PHONE
    if own and (new.origin is not Origin.DISSUASION or not new.source_no.strip()):
        raise InputError("own_phone_needs_dispatch", field="measure")
    if not new.incident_no and not new.source_no.strip():
        raise InputError("takedown_case_missing", field="incident_no")
    institution = institution_row(new.institution_code)
    check_measure(new.target_kind, new.measure, institution.lane)
    form = refuse_protected(new.target_kind, new.target)
    if new.incident_no and new.target_kind is TargetKind.PHONE and not own:
        _refuse_victims_phone(form, new.incident_no, by=by)
    return form


def _refuse_victims_phone(form: str, incident_no: str, *, by: Actor) -> None:
    case = incident_row(incident_no, by=by)
    for phone in (case.victim.phone, case.reporter.phone):
        if phone and checked_form(INDICATOR_OF[TargetKind.PHONE], phone)[0] == form:
            raise InputError("target_is_victims_phone", field="target")


def _refuse_second(kind: TargetKind, form: str) -> None:
    open_ones = Takedown.objects.filter(target_kind=kind, form=form, state__in=sorted(OPEN))
    other = open_ones.exclude(measure=Measure.RELEASE).first()
    if other is not None:
        raise StateConflict("target_taken", takedown_no=other.takedown_no)


def _row(
    new: NewTakedown,
    form: str,
    incident: IncidentFacts | None,
    *,
    area: str,
    by: Actor,
    at: datetime,
) -> Takedown:
    institution = institution_row(new.institution_code)
    number = next_number()
    return Takedown(
        takedown_no=takedown_no(number, at=at),
        application_id=application_id(number, incident.case_no if incident else ""),
        target_kind=new.target_kind,
        target=new.target.strip(),
        form=form,
        measure=new.measure,
        state=TakedownState.DRAFTED,
        origin=new.origin,
        incident_id=incident.key if incident else None,
        incident_no=new.incident_no,
        source_no=new.source_no.strip(),
        area=area,
        institution_code=institution.code,
        institution_name=institution.name,
        lane=institution.lane,
        reason=new.reason.strip(),
        evidence=new.evidence.strip(),
        requested_by=by.name,
        handler=new.handler or by.name,
        lasts=term_of(new.measure, new.lasts),
        drafted_at=at,
        clock_at=decide_by(new.measure, at),
    )


def takedown_no(number: int, *, at: datetime) -> str:
    """The number people read: F, the Chinese day, six digits."""
    return f"F{at.astimezone(CHINA):%Y%m%d}{number:06d}"


def next_number() -> int:
    """The next running number. Joins the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('takedown_takedown_no')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
