"""Whom to call about an answer that does not come (联系人、催办阶梯)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from zhisun.domains.directory.models import CallStep, Contact, MovedDay
from zhisun.domains.directory.policy import Step, on_duty
from zhisun.domains.directory.terms import SHIPPED_LADDER, ContactRole, DutyDays
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside
from zhisun.kernel.moments import Calendar

SHIPPED = tuple(Step(n, *step) for n, step in enumerate(SHIPPED_LADDER, start=1))

Ladders = Mapping[str, Sequence[Step]]
"""The steps each area has set for itself, by the area's prefix."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Somebody to call. Personal: name, phone. institution_code: "" for none."""

    key: int
    institution_code: str
    area: str
    role: ContactRole
    name: str
    phone: str
    days: DutyDays
    from_clock: time
    to_clock: time

    def reached(self, at: datetime, calendar: Calendar) -> bool:
        """Whether he is on duty at an instant."""
        return on_duty(self.days, self.from_clock, self.to_clock, at, calendar=calendar)

    @property
    def around_the_clock(self) -> bool:
        """Whether his hours are the whole day."""
        return self.from_clock == self.to_clock


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day that the State Council moved."""

    day: date
    works: bool
    name: str


def ladders() -> dict[str, tuple[Step, ...]]:
    """What every area has set for itself. One query."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in CallStep.objects.order_by("area", "level"):
        row = Step(step.level, step.minutes, ContactRole(step.role))
        found[step.area] = (*found.get(step.area, ()), row)
    return found


def ladder_of(area: str, known: Ladders) -> Sequence[Step]:
    """The ladder that counts in an area: the nearest one set, else the shipped. No query."""
    near = max((each for each in known if inside(area, each)), key=len, default=None)
    return SHIPPED if near is None else known[near]


def contacts_of(institution_codes: Collection[str]) -> list[ContactRow]:
    """Contacts of these institutions and of those above all, for every area. One query."""
    wanted = Q(institution=None) | Q(institution__code__in=institution_codes)
    return _rows(Contact.objects.filter(wanted))


def contacts(*, by: Actor) -> list[ContactRow]:
    """Contacts that count for some order the reader may see, by institution and role. One query."""
    return [
        row
        for row in _rows(Contact.objects.all())
        if inside(row.area, by.area) or inside(by.area, row.area)
    ]


def nearest(
    rows: Sequence[ContactRow], institution_code: str, role: ContactRole, area: str
) -> list[ContactRow]:
    """Those who hold a role for an order of an area, the nearest area's first. No query."""
    fit = [
        row
        for row in rows
        if row.role is role
        and row.institution_code in {"", institution_code}
        and inside(area, row.area)
    ]
    return sorted(fit, key=lambda row: (-len(row.area), row.key))


def moved_days(*, since: date) -> list[DayRow]:
    """Days moved from a date on, in order. One query."""
    found = MovedDay.objects.filter(day__gte=since).order_by("day")
    return [DayRow(row.day, row.works, row.name) for row in found]


def _rows(found: QuerySet[Contact]) -> list[ContactRow]:
    order = {role: number for number, role in enumerate(ContactRole)}
    rows = [
        ContactRow(
            key=row.pk,
            institution_code=row.institution.code if row.institution else "",
            area=row.area,
            role=ContactRole(row.role),
            name=row.name,
            phone=row.phone,
            days=DutyDays(row.days),
            from_clock=row.from_clock,
            to_clock=row.to_clock,
        )
        for row in found.select_related("institution")
    ]
    return sorted(rows, key=lambda row: (row.institution_code, order[row.role], row.key))
