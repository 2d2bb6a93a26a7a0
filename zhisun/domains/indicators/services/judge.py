"""What a person decides about an indicator: verify a draft, put one back, look at a notice."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.services import record
from zhisun.domains.indicators.models import BaseNotice
from zhisun.domains.indicators.policy import lapse
from zhisun.domains.indicators.selectors import lives
from zhisun.domains.indicators.services.changes import locked, move, reason_of, turn, write
from zhisun.domains.indicators.services.keep import Checker, NewIndicator
from zhisun.domains.indicators.services.store import store
from zhisun.domains.indicators.terms import IndicatorKind, IndicatorState
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound


@transaction.atomic(durable=True)
def propose(entry: NewIndicator, *, by: Actor, at: datetime) -> int:
    """Enter a draft (提出线索) that hits nothing until it is verified; its key.

    One that is known stays as it is. Raises NotPermitted, InputError as `keep.add`.
    """
    require(by, Duty.PROPOSE_INDICATOR, by.area)
    if not entry.source.strip():
        raise InputError("indicator_source_missing", field="source")
    turn()
    row = Checker(by=by, at=at).row(entry, IndicatorState.PROPOSED)
    stored = store({0: row}, {0: entry.incident_nos}, withdrawn_too=True)
    key = (*stored.new, *stored.renewed)[0]
    write(key, "propose", by=by, at=at, after={"kind": row.kind})
    return key


@transaction.atomic(durable=True)
def verify(key: int, *, by: Actor, at: datetime) -> None:
    """Say that a draft is right (核实线索): it stands from now on.

    The white list is asked again. Raises NotPermitted, NotFound, InputError, StateConflict.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    _stand(key, "verified", "", by=by, at=at, verified_at=at)


@transaction.atomic(durable=True)
def restore(key: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Put a demoted or expired indicator back (恢复线索), with a reason.

    Outcomes from before do not demote it again. Raises NotPermitted, NotFound, InputError,
    StateConflict.
    """
    require(by, Duty.KEEP_INDICATORS, by.area)
    _stand(key, "restored", reason_of(reason), by=by, at=at)


def _stand(
    key: int, verb: str, reason: str, *, by: Actor, at: datetime, **stamps: datetime
) -> None:
    turn()
    indicator = locked(key)
    Checker(by=by, at=at).form(indicator.kind, indicator.form)
    life = lives()[IndicatorKind(indicator.kind)]
    ends = lapse(life, confidence=indicator.confidence, seen_at=at)
    if indicator.valid_to is not None:
        ends = min(ends, indicator.valid_to)
    if ends <= at:
        raise InputError("indicator_window_over", field="reason")
    stamps |= {"seen_at": at, "lapses_at": ends}
    move(indicator, IndicatorState.STANDING, verb, reason=reason, by=by, at=at, **stamps)


@transaction.atomic(durable=True)
def see_notice(key: int, *, by: Actor, at: datetime) -> None:
    """Say that a notice was read (提醒已阅). Harmless to repeat. Raises NotPermitted, NotFound."""
    require(by, Duty.KEEP_INDICATORS, by.area)
    notice = BaseNotice.objects.select_for_update().filter(pk=key).first()
    if notice is None:
        raise NotFound("base_notice_unknown")
    if not notice.seen_by:
        BaseNotice.objects.filter(pk=key).update(seen_by=by.name)
        record(by, "indicators.notice_seen", f"{notice.kind} {notice.source}", at=at)
