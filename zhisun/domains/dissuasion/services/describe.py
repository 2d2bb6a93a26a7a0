"""What somebody learns of the person while working on it (登记本人情况)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.terms import Language
from zhisun.domains.dissuasion.models import Dispatch, Person
from zhisun.domains.dissuasion.policy.informing import minor_on
from zhisun.domains.dissuasion.services.moves import announce, change, find_last
from zhisun.domains.dissuasion.services.signal import point_columns
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA
from zhisun.kernel.places import Position

LONGEST_PHONE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is known of the person now. None: not asked, what stood stays.

    language: a value of directory.terms.Language, "" for common speech. minor: refused when the
    identity number says otherwise.
    """

    language: str | None = None
    position: Position | None = None
    family_phone: str | None = None
    minor: bool | None = None
    student: bool | None = None


@dataclass(frozen=True, slots=True)
class _News:
    person: dict[str, Any]
    dispatch: dict[str, Any]


@transaction.atomic(durable=True)
def describe(dispatch_no: str, told: Described, *, by: Actor, at: datetime) -> None:
    """Write down what the person speaks, where he is, how his family is reached.

    Nobody is sent elsewhere by it: the desk sees who should go now. Raises NotFound,
    NotPermitted, InputError.
    """
    dispatch, _named = find_last(dispatch_no, Duty.HANDLE, by=by)
    _demand_age(dispatch, told.minor, at=at)
    news = _news(told)
    if news.person:
        Person.objects.filter(pk=dispatch.person_id).update(**news.person)
    change(dispatch, **news.dispatch)
    after = {name: bool(value) for name, value in (news.person | news.dispatch).items()}
    announce(dispatch, "described", by=by, at=at, after=after)


def _news(told: Described) -> _News:
    person: dict[str, Any] = {}
    if told.language is not None:
        if told.language not in ("", *Language.values):
            raise InputError("choice_unknown", field="language")
        person["language"] = told.language
    if told.family_phone:
        if "\x00" in told.family_phone or len(told.family_phone.strip()) > LONGEST_PHONE:
            raise InputError("text_unreadable", field="family_phone")
        person["family_phone"] = told.family_phone.strip()
    if told.position is not None and not told.position.sound:
        raise InputError("position_unreadable", field="latitude")
    told_of: dict[str, Any] = {} if told.minor is None else {"minor": told.minor}
    if told.student is not None:
        told_of |= {"student": told.student, "student_sure": True}
    return _News(person, point_columns(told.position) | told_of)


def _demand_age(dispatch: Dispatch, minor: bool | None, *, at: datetime) -> None:  # noqa: FBT001 a fact
    known = minor_on(dispatch.person.id_number, at.astimezone(CHINA).date())
    if minor is not None and known is not None and minor is not known:
        raise InputError("age_by_number", field="minor")
