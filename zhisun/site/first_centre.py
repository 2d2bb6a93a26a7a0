"""The first entries of a real installation: its centre and the officer who enters the rest."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zhisun.domains.access import services as access
from zhisun.domains.access.terms import Role
from zhisun.domains.directory import services as directory
from zhisun.domains.directory.terms import UnitKind
from zhisun.kernel import areas
from zhisun.kernel.actors import job
from zhisun.kernel.errors import InputError

BY = job("init")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCentre:
    """What `zhisun init` asks."""

    username: str
    title: str
    password: str
    area: str
    centre_name: str


def found(centre: FirstCentre) -> None:
    """Register the centre and its administrator. Raises InputError on an odd area or password."""
    if not centre.area.isdecimal() or len(centre.area) not in areas.LEVELS:
        raise InputError("centre_area_unreadable", field="area", area=centre.area[:20])
    try:
        validate_password(centre.password)
    except ValidationError as error:
        raise InputError(
            "password_too_weak", field="password", reason="；".join(error.messages)
        ) from error
    at = datetime.now(UTC)
    code = centre.area.ljust(12, "0")
    directory.register_unit(
        code,
        centre.centre_name,
        kind=UnitKind.CENTRE,
        area=areas.prefix(centre.area),
        area_name="",
        by=BY,
        at=at,
    )
    directory.register_officer(
        centre.username, centre.title, unit_code=code, password=centre.password, by=BY, at=at
    )
    access.post(centre.username, Role.DIRECTORY_KEEPER, by=BY, at=at)
