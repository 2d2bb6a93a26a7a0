"""Looking up institutions, units and officers."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhisun.domains.directory.models import Institution, Officer, Unit
from zhisun.domains.directory.terms import Lane, UnitKind
from zhisun.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One institution."""

    key: int
    code: str
    name: str
    short_name: str
    lane: Lane
    bank_code: str
    feedback_hours: int
    contact: str


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """One officer as papers and messages name him."""

    key: int
    username: str
    title: str
    badge_no: str
    phone: str
    unit_code: str
    unit_name: str
    area: str


def institution(code: str) -> InstitutionRow:
    """The institution with this code. Raises NotFound. One query."""
    found = Institution.objects.filter(code=code).first()
    if found is None:
        raise NotFound("institution_unknown", institution_code=code)
    return _row(found)


def institutions(*, bank_codes: bool = False) -> tuple[InstitutionRow, ...]:
    """Active institutions by code; only those that issue cards if `bank_codes`. One query."""
    active = Institution.objects.filter(active=True).order_by("code")
    if bank_codes:
        active = active.exclude(bank_code="")
    return tuple(_row(found) for found in active)


def institution_of_bank(bank_code: str) -> InstitutionRow | None:
    """The institution that issues the cards of this bank code (ICBC …), if it is connected."""
    if not bank_code:
        return None
    found = Institution.objects.filter(bank_code=bank_code, active=True).first()
    return _row(found) if found else None


def secret_of(code: str) -> str:
    """The signing key of an active institution, as hex. Raises NotFound. One query."""
    found = Institution.objects.filter(code=code, active=True).exclude(secret="").first()
    if found is None:
        raise NotFound("institution_unknown", institution_code=code)
    return found.secret


def home_area() -> str:
    """The area of the centre that runs this platform: the one registered first. One query.

    Raises NotFound while there is none.
    """
    centre = Unit.objects.filter(kind=UnitKind.CENTRE).order_by("pk").first()
    if centre is None:
        raise NotFound("centre_unknown")
    return centre.area


def officer(username: str) -> OfficerRow:
    """The officer with this login name. Raises NotFound. One query."""
    found = Officer.objects.select_related("unit").filter(username=username).first()
    if found is None:
        raise NotFound("officer_unknown", username=username)
    return OfficerRow(
        key=found.pk,
        username=found.username,
        title=found.title,
        badge_no=found.badge_no,
        phone=found.phone,
        unit_code=found.unit.code,
        unit_name=found.unit.name,
        area=found.unit.area,
    )


def titles(usernames: Iterable[str]) -> dict[str, str]:
    """The names people know of officers, by login name. One query."""
    officers = Officer.objects.filter(username__in=set(usernames))
    return dict(officers.values_list("username", "title"))


def _row(found: Institution) -> InstitutionRow:
    return InstitutionRow(
        key=found.pk,
        code=found.code,
        name=found.name,
        short_name=found.short_name,
        lane=Lane(found.lane),
        bank_code=found.bank_code,
        feedback_hours=found.feedback_hours,
        contact=found.contact,
    )
