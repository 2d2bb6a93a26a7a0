"""May he? Duty × area, asked in every verb."""

from collections.abc import Sequence
from datetime import datetime

from zhisun.domains.access.terms import SIGN_IN_TRIES, SIGN_IN_WAIT, Duty
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside
from zhisun.kernel.errors import NotFound, NotPermitted


def require(by: Actor, duty: Duty, area: str) -> None:
    """Pass if the actor has the duty over the area; background jobs always pass.

    Raises NotFound outside his area (what he may not see does not exist for him),
    NotPermitted without the duty.
    """
    if by.is_job:
        return
    if not by.area or not inside(area, by.area):
        raise NotFound("outside_area", area=area)
    if duty not in by.duties:
        raise NotPermitted("duty_missing", duty=str(duty.label))


def waits_until(failures: Sequence[datetime], *, at: datetime) -> datetime | None:
    """Until when a login name must wait after wrong passwords in a row, or None. Ours."""
    recent = [moment for moment in failures if moment > at - SIGN_IN_WAIT]
    return recent[-1] + SIGN_IN_WAIT if len(recent) >= SIGN_IN_TRIES else None
