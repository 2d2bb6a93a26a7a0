"""The bell when what a warning rests on is taken back (线索撤下或降级)."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.dissuasion.models import Signal
from zhisun.domains.dissuasion.services.moves import find, ring
from zhisun.domains.dissuasion.terms import OPEN, Bell
from zhisun.domains.indicators.policy import number_of
from zhisun.domains.indicators.terms import IndicatorState
from zhisun.kernel.actors import Actor

BELLS = {
    IndicatorState.WITHDRAWN: Bell.LEAD_WITHDRAWN,
    IndicatorState.DEMOTED: Bell.LEAD_DEMOTED,
}


@transaction.atomic(durable=True)
def doubt_leads(dispatch_no: str, *, by: Actor, at: datetime) -> None:
    """Ring on an open dispatch for each of its indicators that is withdrawn or demoted now.

    An officer decides; nothing is closed or lowered. Each rings once a round. Raises NotFound,
    NotPermitted.
    """
    dispatch = find(dispatch_no, Duty.DISPATCH, by=by)
    if dispatch.state not in OPEN:
        return
    gone = Signal.objects.filter(dispatch=dispatch, indicator__state__in=sorted(BELLS))
    told = gone.order_by("indicator_id").values_list("indicator_id", "indicator__state").distinct()
    for key, state in told:
        ring(dispatch, BELLS[IndicatorState(state)], by=by, at=at, about=number_of(key))
