"""Dispatches that a message alone closes (仅短信提醒自动办结)."""

from datetime import datetime

from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.policy.alone import message_is_enough
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.services.moves import move
from zhisun.domains.dissuasion.terms import RECEIPT_USUALLY, DispatchState, Outcome
from zhisun.kernel.actors import Actor


def waits_for_message(dispatch: Dispatch) -> bool:
    """Whether nobody has it yet and a message would be enough. Two queries at most."""
    if dispatch.state != DispatchState.GRADED or dispatch.assigned_at is not None:
        return False
    return message_is_enough(
        rules_of(dispatch.area),
        grade=dispatch.grade,
        urgent=dispatch.urgent,
        minor=bool(dispatch.minor),
        reasons=[point["reason"] for point in dispatch.points],
    )


def message_under_way(dispatch: Dispatch, *, at: datetime) -> bool:
    """Whether a message that may be enough was handed over and may still be answered."""
    since = at - RECEIPT_USUALLY
    posted = dispatch.messages.filter(
        round=dispatch.reopened, about="", result="", posted_at__gt=since
    )
    return waits_for_message(dispatch) and posted.exists()


def close_alone(dispatch: Dispatch, *, by: Actor, at: datetime) -> None:
    """Close a locked dispatch whose message has arrived: warned, and no more is said. Joins."""
    note = "短信已送达，按本地规则不派人"
    move(
        dispatch,
        DispatchState.CLOSED,
        by=by,
        at=at,
        reason=note,
        outcome=Outcome.MESSAGE_ONLY,
        outcome_note=note,
        concluded_at=at,
        concluded_by=by.name,
        closed_at=at,
    )
