"""May he? Duty × area, asked in every verb."""

from zhisun.domains.access.terms import Duty
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
