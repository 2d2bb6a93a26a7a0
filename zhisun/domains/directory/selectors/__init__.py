"""Looking up institutions, units and officers."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet, Subquery

from zhisun.domains.directory.models import Institution, MovedDay, Notice, Officer, Unit
from zhisun.domains.directory.policy import Shift, shifts_of
from zhisun.domains.directory.terms import (
    WITHOUT_MONEY,
    KeeperAct,
    Lane,
    Language,
    PaperWay,
    UnitKind,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import LEVELS, division, inside, prefix
from zhisun.kernel.errors import NotFound
from zhisun.kernel.moments import Calendar
from zhisun.kernel.places import Datum, Position

BY_INSTITUTION = "institution:"
"""How the name of an actor begins that is an institution at its gateway."""


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
    papers: tuple[PaperWay, ...] = ()
    counter: str = ""


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


@dataclass(frozen=True, slots=True)
class FrontRow:
    """What the fronts must know of an institution that calls.

    secret: its signing key, as hex. home_area: the centre's, "" while none is registered.
    """

    lane: Lane
    secret: str
    home_area: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit. area: as registered, maybe padded to six digits. shifts: none while unknown."""

    code: str
    name: str
    kind: UnitKind
    area: str
    area_name: str
    shifts: tuple[Shift, ...] = ()
    languages: frozenset[Language] = frozenset()
    position: Position | None = None

    def on_shift(self, at: datetime, days: Calendar) -> bool | None:
        """Whether its people are there at an instant; None while nobody has said when they are."""
        return any(shift.covers(at, days) for shift in self.shifts) if self.shifts else None


def front_row(code: str) -> FrontRow:
    """An active institution that has a signing key. Raises NotFound. One query."""
    centres = Unit.objects.filter(kind=UnitKind.CENTRE).order_by("pk")
    known = Institution.objects.filter(code=code, active=True).exclude(secret="")
    found = known.annotate(home=Subquery(centres.values("area")[:1]))
    row = found.values_list("lane", "secret", "home").first()
    if row is None:
        raise NotFound("institution_unknown", institution_code=code)
    lane, secret, home = row
    return FrontRow(Lane(lane), secret, home or "")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One act of a keeper that a duty officer has not looked at yet."""

    key: int
    at: datetime
    actor: str
    act: KeeperAct
    subject: str
    detail: str


def notices(*, by: Actor, limit: int = 50) -> list[NoticeRow]:
    """What keepers of the area did that nobody has looked at, newest first. One query."""
    unseen = Notice.objects.filter(seen_by="", area__startswith=by.area).order_by("-at", "-pk")
    return [
        NoticeRow(row.pk, row.at, row.actor, KeeperAct(row.verb), row.subject, row.detail)
        for row in unseen[:limit]
    ]


def institution(code: str) -> InstitutionRow:
    """The institution with this code. Raises NotFound. One query."""
    return institutions_coded([code])[code]


def institutions_coded(codes: Collection[str]) -> dict[str, InstitutionRow]:
    """The institutions with these codes, active or not. Raises NotFound. One query."""
    found = {row.code: _row(row) for row in Institution.objects.filter(code__in=codes)}
    for code in codes:
        if code not in found:
            raise NotFound("institution_unknown", institution_code=code)
    return found


def institutions(*, bank_codes: bool = False) -> tuple[InstitutionRow, ...]:
    """Active institutions that hold money, by code; only those that issue cards if `bank_codes`.

    One query.
    """
    active = Institution.objects.filter(active=True).order_by("code")
    active = active.exclude(lane__in=sorted(WITHOUT_MONEY))
    if bank_codes:
        active = active.exclude(bank_code="")
    return tuple(_row(found) for found in active)


def institutions_of(lanes: Iterable[Lane]) -> tuple[InstitutionRow, ...]:
    """Active institutions on these lanes, by code. One query."""
    active = Institution.objects.filter(active=True, lane__in=sorted(lanes)).order_by("code")
    return tuple(_row(found) for found in active)


def institution_of_bank(bank_code: str) -> InstitutionRow | None:
    """The institution that issues the cards of this bank code (ICBC …), if it is connected."""
    if not bank_code:
        return None
    found = Institution.objects.filter(bank_code=bank_code, active=True).first()
    return _row(found) if found else None


def unit(code: str) -> UnitRow:
    """The unit with this code. Raises NotFound. One query."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise NotFound("unit_unknown", unit_code=code)
    return _unit(found)


def units_around(area: str) -> list[UnitRow]:
    """Police units whose area holds this one, the largest area first. Areas as prefixes. One query.

    An institution's seat holds no ground.
    """
    sizes = [size for size in LEVELS if size <= len(area)]
    written = {area[:size] for size in sizes} | {division(area[:size]) for size in sizes[:3]}
    return _of_police(Unit.objects.filter(area__in=written), lambda own: inside(area, own))


def units_within(area: str) -> list[UnitRow]:
    """Police units in an area, the largest first. Areas as prefixes. One query."""
    return _of_police(Unit.objects.filter(area__startswith=area), lambda own: inside(own, area))


def _of_police(units: QuerySet[Unit], wanted: Callable[[str], bool]) -> list[UnitRow]:
    rows = [_unit(row) for row in units.exclude(kind=UnitKind.INSTITUTION)]
    found = [replace(row, area=prefix(row.area)) for row in rows if wanted(prefix(row.area))]
    return sorted(found, key=lambda row: (len(row.area), row.code))


def _unit(found: Unit) -> UnitRow:
    return UnitRow(
        found.code,
        found.name,
        UnitKind(found.kind),
        found.area,
        found.area_name,
        shifts_of(found.shifts),
        frozenset(Language(each) for each in found.languages),
        position_of(found.latitude, found.longitude, found.datum),
    )


def position_of(latitude: float | None, longitude: float | None, datum: str) -> Position | None:
    """The point that three columns hold, None when they hold none."""
    if latitude is None or longitude is None:
        return None
    return Position(latitude, longitude, Datum(datum))


def calendar() -> Calendar:
    """Which days are worked, as the centre keeps them (放假调休). One query."""
    moved = MovedDay.objects.values_list("day", "works")
    rows = list(moved)
    return Calendar(
        off=frozenset(day for day, works in rows if not works),
        worked=frozenset(day for day, works in rows if works),
    )


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
    return officers(username)[0]


def officers(*usernames: str) -> tuple[OfficerRow, ...]:
    """The officers with these login names, in their order. Raises NotFound. One query."""
    rows = Officer.objects.filter(username__in=usernames)
    found = {row[1]: OfficerRow(*row) for row in rows.values_list(*_OFFICER)}
    for username in usernames:
        if username not in found:
            raise NotFound("officer_unknown", username=username)
    return tuple(found[username] for username in usernames)


def titles(usernames: Iterable[str]) -> dict[str, str]:
    """The names people know of who acts, officers and institutions, by the name of the actor.

    One query, one more when there are institutions among them.
    """
    asked = set(usernames)
    officers = Officer.objects.filter(username__in=asked)
    named = dict(officers.values_list("username", "title"))
    codes = {name.removeprefix(BY_INSTITUTION) for name in asked if name.startswith(BY_INSTITUTION)}
    known = institutions_coded(codes) if codes else {}
    return named | {f"{BY_INSTITUTION}{code}": each.name for code, each in known.items()}


_OFFICER = (
    "pk",
    "username",
    "title",
    "badge_no",
    "phone",
    "unit__code",
    "unit__name",
    "unit__area",
)
"""The columns of an OfficerRow."""


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
        papers=tuple(PaperWay(way) for way in found.papers),
        counter=found.counter,
    )
