"""Whom to call, when, and on which days (联系人、催办阶梯、放假调休)."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.models import CallStep, Contact, Institution, MovedDay
from zhisun.domains.directory.selectors import home_area
from zhisun.domains.directory.services import demand
from zhisun.domains.directory.terms import (
    DAYS_AT_MOST,
    LONGEST_WAIT,
    OF_NO_INSTITUTION,
    STEPS_AT_MOST,
    ContactRole,
    DutyDays,
    PaperWay,
)
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import InputError, NotFound

KEEP_CONTACTS, KEEP_CALENDAR = "directory.keep_contacts", "directory.keep_calendar"
_PHONE = re.compile(r"\+?[0-9][0-9 \-]{4,26}(转[0-9]{1,6})?")
LONGEST_NAME, LONGEST_COUNTER = 40, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """Somebody to call. institution_code: "" for the central bank and the regulator.

    from_clock, to_clock: Chinese time; they may cross midnight, equal ones are the whole day.
    """

    institution_code: str
    area: str
    role: ContactRole
    name: str
    phone: str
    days: DutyDays = DutyDays.EVERY_DAY
    from_clock: time = time()
    to_clock: time = time()


@transaction.atomic(durable=True)
def keep_contact(new: NewContact, *, by: Actor, at: datetime, key: int | None = None) -> int:
    """Add a contact or, with its key, change one (登记联系人); its key.

    Raises NotPermitted, NotFound, InputError.
    """
    standing = _contact(key, by=by) if key is not None else None
    area = prefix(new.area)
    demand(by, area, duty=KEEP_CONTACTS)
    facts = {
        "institution": _institution_of(new),
        "area": area,
        "role": new.role,
        "name": _name(new.name),
        "phone": _phone(new.phone),
        "days": new.days,
        "from_clock": new.from_clock,
        "to_clock": new.to_clock,
    }
    kept = Contact(pk=key, **facts)
    kept.save()
    told = _told(kept) | {"new": standing is None}
    record(by, KEEP_CONTACTS, _subject(new.institution_code), at=at, area=area, after=told)
    return kept.pk


@transaction.atomic(durable=True)
def drop_contact(key: int, *, by: Actor, at: datetime) -> None:
    """Take a contact out (撤销联系人); the audit keeps that there was one."""
    gone = _contact(key, by=by)
    code = gone.institution.code if gone.institution else ""
    record(by, "directory.drop_contact", _subject(code), at=at, area=gone.area, before=_told(gone))
    gone.delete()


@transaction.atomic(durable=True)
def keep_papers(
    institution_code: str, papers: Collection[PaperWay], counter: str, *, by: Actor, at: datetime
) -> None:
    """Say which papers an institution takes, and where its counter is (登记文书方式)."""
    demand(by, prefix(home_area()), duty=KEEP_CONTACTS)
    _demand_short(counter, "counter", LONGEST_COUNTER)
    ways = [way.value for way in PaperWay if way in papers]
    facts = {"papers": ways, "counter": counter.strip()}
    if not Institution.objects.filter(code=institution_code).update(**facts):
        raise NotFound("institution_unknown", institution_code=institution_code)
    after: Facts = {"papers": " ".join(ways), "counter": counter.strip()}
    record(by, "directory.keep_papers", institution_code, at=at, after=after)


@transaction.atomic(durable=True)
def set_ladder(
    area: str, steps: Sequence[tuple[int, ContactRole]], note: str, *, by: Actor, at: datetime
) -> None:
    """Let these minutes and roles count in an area from now on (设定催办阶梯).

    note: on what paper it rests. No steps: the ladder of the area around it counts again.
    """
    demand(by, prefix(area), duty=KEEP_CONTACTS)
    minutes = [minute for minute, _role in steps]
    sound = minutes == sorted(set(minutes)) and len(steps) <= STEPS_AT_MOST
    if not sound or not all(0 <= minute <= LONGEST_WAIT for minute in minutes):
        raise InputError("ladder_unsound", field="minutes", most=STEPS_AT_MOST)
    if not note.strip():
        raise InputError("reason_needed", field="note")
    CallStep.objects.filter(area=prefix(area)).delete()
    CallStep.objects.bulk_create(
        CallStep(area=prefix(area), level=level, minutes=minute, role=role)
        for level, (minute, role) in enumerate(steps, start=1)
    )
    after: Facts = {"steps": " ".join(f"{minute}:{role}" for minute, role in steps)}
    record(
        by,
        "directory.set_ladder",
        prefix(area),
        at=at,
        area=prefix(area),
        after=after,
        reason=note.strip()[:LONGEST_COUNTER],
    )


@transaction.atomic(durable=True)
def keep_days(first: date, last: date, name: str, *, works: bool, by: Actor, at: datetime) -> None:
    """Enter days that the State Council moved: off, or worked (登记放假调休).

    Terms that stand already keep their end. Raises NotPermitted, NotFound, InputError.
    """
    demand(by, prefix(home_area()), duty=KEEP_CALENDAR)
    if not timedelta() <= last - first < timedelta(days=DAYS_AT_MOST):
        raise InputError("days_unsound", field="last", most=DAYS_AT_MOST)
    words = _name(name)
    for number in range((last - first).days + 1):
        MovedDay.objects.update_or_create(
            day=first + timedelta(days=number),
            defaults={"works": works, "name": words, "kept_by": by.name},
        )
    after: Facts = {"last": last.isoformat(), "works": works, "name": words}
    record(by, KEEP_CALENDAR, first.isoformat(), at=at, after=after)


@transaction.atomic(durable=True)
def drop_day(day: date, *, by: Actor, at: datetime) -> None:
    """Take a moved day out of the calendar again (撤销放假调休)."""
    demand(by, prefix(home_area()), duty=KEEP_CALENDAR)
    if not MovedDay.objects.filter(day=day).delete()[0]:
        raise NotFound("day_unknown", day=day.isoformat())
    record(by, "directory.drop_day", day.isoformat(), at=at)


def _contact(key: int, *, by: Actor) -> Contact:
    found = Contact.objects.select_related("institution").filter(pk=key).first()
    if found is None:
        raise NotFound("contact_unknown")
    demand(by, found.area, duty=KEEP_CONTACTS)
    return found


def _institution_of(new: NewContact) -> Institution | None:
    above = new.role in OF_NO_INSTITUTION
    if above is bool(new.institution_code):
        raise InputError("contact_of_whom", field="institution_code")
    if above:
        return None
    found = Institution.objects.filter(code=new.institution_code, active=True).first()
    if found is None:
        raise NotFound("institution_unknown", institution_code=new.institution_code[:20])
    return found


def _name(name: str) -> str:
    if not name.strip():
        raise InputError("contact_name_missing", field="name")
    _demand_short(name, "name", LONGEST_NAME)
    return name.strip()


def _phone(phone: str) -> str:
    if not _PHONE.fullmatch(phone.strip()):
        raise InputError("contact_phone_unreadable", field="phone")
    return phone.strip()


def _demand_short(text: str, field: str, most: int) -> None:
    if len(text.strip()) > most or "\x00" in text:
        raise InputError("text_unreadable", field=field)


def _subject(institution_code: str) -> str:
    return institution_code or "contacts"


def _told(contact: Contact) -> dict[str, str | int | bool | None]:
    """What the audit keeps of a contact: neither name nor number."""
    return {"key": contact.pk, "role": contact.role, "days": contact.days}
