"""News that puts an open takedown in doubt (存疑): it rings, and an officer decides."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.indicators.policy import harmed
from zhisun.domains.indicators.selectors import safe_value_of, value_of
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.services.moves import locked, ring
from zhisun.domains.takedown.terms import (
    INDICATOR_OF,
    LEAD_RETRACTED,
    NOW_SAFE,
    OPEN,
    Measure,
    TargetKind,
)
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def doubt_what_is_safe_now(safe_key: int, *, by: Actor, at: datetime) -> None:
    """Ring on every open takedown that a new entry of the white list speaks for.

    One query, and three for each that rings. Raises NotFound.
    """
    safe = safe_value_of(safe_key)
    for takedown_no, kind, form in _open(list(TargetKind)):
        if harmed(INDICATOR_OF[TargetKind(kind)], form, [safe]):
            ring(locked(takedown_no), NOW_SAFE, by=by, at=at)


@transaction.atomic(durable=True)
def doubt_what_was_led_by(indicator_key: int, *, by: Actor, at: datetime) -> None:
    """Ring on the open takedown of a value whose indicator was taken back. Raises NotFound."""
    kind, form = value_of(indicator_key)
    kinds = [target for target, indicator in INDICATOR_OF.items() if indicator == kind]
    for takedown_no, _kind, target in _open(kinds):
        if target == form:
            ring(locked(takedown_no), LEAD_RETRACTED, by=by, at=at)


def _open(kinds: list[TargetKind]) -> list[tuple[str, str, str]]:
    rows = Takedown.objects.filter(target_kind__in=kinds, state__in=sorted(OPEN))
    suspects = rows.exclude(measure__in=[Measure.RELEASE, Measure.HOLD_OWN_PHONE])
    return list(suspects.order_by("pk").values_list("takedown_no", "target_kind", "form"))
