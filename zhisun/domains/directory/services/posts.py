"""When the people of a unit are there, what they speak and where it stands (单位值守)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.models import Unit
from zhisun.domains.directory.policy import shifts_of
from zhisun.domains.directory.services import demand
from zhisun.domains.directory.terms import Language
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import InputError, NotFound
from zhisun.kernel.places import Position

KEEP_POSTS = "directory.keep_posts"


@transaction.atomic(durable=True)
def keep_post(
    unit_code: str,
    *,
    shifts: str,
    languages: Collection[Language],
    position: Position | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say when a unit's people are there, what they speak, where it stands (登记值守).

    shifts: as `policy.shifts_of` reads them; none means unknown. What is given replaces what
    stood. Raises NotFound, NotPermitted, InputError.
    """
    found = Unit.objects.select_for_update().filter(code=unit_code).first()
    if found is None:
        raise NotFound("unit_unknown", unit_code=unit_code[:20])
    demand(by, prefix(found.area), duty=KEEP_POSTS)
    if position is not None and not position.sound:
        raise InputError("position_unreadable", field="latitude")
    found.shifts = "\n".join(str(shift) for shift in shifts_of(shifts))
    found.languages = [each.value for each in Language if each in languages]
    found.latitude = position.latitude if position else None
    found.longitude = position.longitude if position else None
    found.datum = position.datum.value if position else ""
    found.save(update_fields=["shifts", "languages", "latitude", "longitude", "datum"])
    after: Facts = {
        "shifts": found.shifts,
        "languages": " ".join(found.languages),
        "position": f"{found.latitude} {found.longitude} {found.datum}" if position else "",
    }
    record(by, KEEP_POSTS, unit_code, at=at, area=prefix(found.area), after=after)
    publish("directory.post_kept", unit_code, area=prefix(found.area), at=at)
