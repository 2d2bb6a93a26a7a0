"""What banks report as suspicious becomes drafts of the base, and is taken back with them."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.indicators.models import BaseNotice, Indicator
from zhisun.domains.indicators.policy import form_of
from zhisun.domains.indicators.services.changes import area_of, turn, write
from zhisun.domains.indicators.services.keep import Checker, NewIndicator, withdrawn
from zhisun.domains.indicators.services.store import store
from zhisun.domains.indicators.terms import (
    SOURCE_WITHDREW,
    IndicatorKind,
    IndicatorState,
    NoticeKind,
)
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError


@transaction.atomic(durable=True)
def propose_told(entry: NewIndicator, *, by: Actor, at: datetime) -> int:
    """Draft what a bank tells of; the key of the draft, or of what another source has already.

    What somebody has verified is not changed by it. Raises NotPermitted, InputError also for what
    is on the white list or was withdrawn by an officer.
    """
    require(by, Duty.PROPOSE_INDICATOR, by.area)
    turn()
    row = Checker(by=by, at=at).row(entry, IndicatorState.PROPOSED)
    live = Indicator.objects.filter(kind=row.kind, form=row.form, withdrawn_at=None)
    known = live.exclude(source=row.source).order_by("pk").first()
    if known is not None:
        return known.pk
    stored = store({0: row}, {})
    if stored.withdrawn_before:
        reason = stored.withdrawn_before[0]
        raise InputError("indicator_withdrawn_before", field="value", reason=reason)
    key = (*stored.new, *stored.renewed)[0]
    if stored.new:
        write(key, "propose_told", by=by, at=at, after={"kind": row.kind})
    return key


@transaction.atomic(durable=True)
def take_back_told(
    kind: IndicatorKind, value: str, source: str, *, by: Actor, at: datetime
) -> None:
    """A source takes back what it told of (来源撤回). Safe to repeat.

    Its draft goes; what somebody has verified stays, and rings until somebody has looked.
    Raises NotPermitted, InputError for a value that cannot be one.
    """
    require(by, Duty.PROPOSE_INDICATOR, by.area)
    turn()
    mine = Indicator.objects.filter(
        kind=kind, form=form_of(kind, value), source=source, withdrawn_at=None
    )
    for row in mine.select_for_update():
        if row.state == IndicatorState.PROPOSED:
            withdrawn(row, SOURCE_WITHDREW, by=by, at=at)
        else:
            _ring(row, by=by, at=at)


def _ring(row: Indicator, *, by: Actor, at: datetime) -> None:
    _notice, new = BaseNotice.objects.get_or_create(
        kind=NoticeKind.SOURCE_TOOK_BACK,
        indicator=row,
        defaults={
            "source": row.source,
            "right": row.right,
            "wrong": row.wrong,
            "rang_at": at,
        },
    )
    if new:
        publish("indicators.rang", str(row.pk), area=area_of(by), at=at)
