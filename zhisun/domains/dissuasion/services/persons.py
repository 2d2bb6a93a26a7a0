"""Knowing a person again, so that whatever is told of him meets in one place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from zhisun.domains.dissuasion.models import Person, PersonAccount, PersonKey
from zhisun.domains.dissuasion.services.joining import join_dispatches
from zhisun.domains.dissuasion.terms import PersonKeyKind
from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.engines.identity.resident_ids import check_digit
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError

PERSON_LOCK = 7_262_005
"""Advisory lock class of what persons are known by; the second key is the value's hash."""

TELEPHONE = re.compile(r"\+?[0-9]{7,15}")
"""A number of a person, in normal form: with its area code or without, never a short service."""

EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
"""A resident identity number in normal form (GB 11643)."""

Key = tuple[PersonKeyKind, str]
FACTS = {
    "name": 60,
    "phone": 30,
    "family_phone": 30,
    "id_number": 30,
    "address": 200,
    "unit": 100,
    "language": 12,
}
"""What is kept of a person, and the characters of its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom a signal is about, as its source names him. One of the first three is needed.

    handle: what else he is known by: a pupil's number, a line's number in the traffic. language:
    a value of directory.terms.Language, "" while unknown.
    """

    id_number: str = ""
    phone: str = ""
    handle: str = ""
    name: str = ""
    family_phone: str = ""
    address: str = ""
    unit: str = ""
    language: str = ""


def demand_telephone(named: Named) -> Named:
    """Pass whom somebody typed or pushed, when his telephone is one (`phone` empty is one too).

    "无", "110" or a masked 137****1234 would make one person of everybody it is written for.
    Raises InputError.
    """
    if named.phone.strip():
        form = normalised(SubjectKind.PHONE, named.phone)
        if not TELEPHONE.fullmatch(form):
            raise InputError("signal_phone_wrong", field="phone")
    return named


def demand_id_number(named: Named) -> Named:
    """Pass whom somebody typed, when his identity number can be one; others' papers are passed.

    One wrong digit makes another person of him, and the number is what he is known by before all
    else. Raises InputError.
    """
    told = named.id_number.strip()
    form = normalised(SubjectKind.IDCARD, told) if told else ""
    if EIGHTEEN.fullmatch(form) and check_digit(form[:-1]) != form[-1]:
        raise InputError("signal_idcard_wrong", field="id_number")
    return named


def keys_of(named: Named) -> list[Key]:
    """What he is known by, in normal form. Raises InputError when it is nothing."""
    keys: list[Key] = []
    if named.id_number.strip():
        keys.append((PersonKeyKind.IDCARD, normalised(SubjectKind.IDCARD, named.id_number)))
    if named.phone.strip():
        keys.append((PersonKeyKind.PHONE, normalised(SubjectKind.PHONE, named.phone)))
    if named.handle.strip():
        keys.append((PersonKeyKind.OTHER, named.handle.strip()[:200]))
    if not keys:
        raise InputError("signal_names_nobody", field="phone")
    return keys


def known_person(named: Named, *, by: Actor, at: datetime) -> Person:
    """The person, locked; made if new, joined if two turn out to be one. Joins.

    An identity number is the person; a telephone may be a family's. So a telephone that belongs
    to somebody with another identity number names nobody here; nor do a telephone and a handle of
    persons with different numbers make them one.
    """
    keys = keys_of(named)
    _lock(keys)
    owners = _owners(keys)
    person = _chosen(keys, owners) or Person.objects.create(first_seen_at=at)
    for other in owners.values():
        if other.pk != person.pk and not _another(other, person, named):
            _join(other, person, by=by, at=at)
    _fill(person, named)
    PersonKey.objects.bulk_create(
        (PersonKey(person=person, kind=kind, value=value) for kind, value in keys),
        ignore_conflicts=True,
    )
    return person


def _lock(keys: Sequence[Key]) -> None:
    with connection.cursor() as cursor:
        for value in sorted(f"{kind}:{value}" for kind, value in keys):
            cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [PERSON_LOCK, value])


def _owners(keys: Sequence[Key]) -> dict[Key, Person]:
    """Who each key belongs to, all locked. A join by somebody else meanwhile is waited for."""
    while True:
        before = _owner_keys(keys)
        wanted = set(before.values())
        rows = Person.objects.filter(pk__in=wanted).order_by("pk")
        rows = rows.select_for_update(no_key=True)  # who holds a dispatch may still point at him
        people = {person.pk: person for person in rows}
        if _owner_keys(keys) == before:
            return {key: people[pk] for key, pk in before.items()}


def _owner_keys(keys: Sequence[Key]) -> dict[Key, int]:
    values = [value for _kind, value in keys]
    rows = PersonKey.objects.filter(value__in=values).values_list("kind", "value", "person_id")
    found = {(PersonKeyKind(kind), value): person for kind, value, person in rows}
    return {key: found[key] for key in keys if key in found}


def _chosen(keys: Sequence[Key], owners: dict[Key, Person]) -> Person | None:
    """By identity number first; by telephone unless that is somebody else's number."""
    told = dict(keys)
    for key in keys:
        owner = owners.get(key)
        if owner is None:
            continue
        number = told.get(PersonKeyKind.IDCARD, "")
        if key[0] is PersonKeyKind.IDCARD or not (number and owner.id_number):
            return owner
        if normalised(SubjectKind.IDCARD, owner.id_number) == number:
            return owner
    return None


def _another(other: Person, person: Person, named: Named) -> bool:
    """Whether he is known to be somebody else: an identity number of his own on either side."""
    if not other.id_number:
        return False
    theirs = normalised(SubjectKind.IDCARD, other.id_number)
    ours = {
        normalised(SubjectKind.IDCARD, told) for told in (person.id_number, named.id_number) if told
    }
    return bool(ours - {theirs})


def _join(one: Person, into: Person, *, by: Actor, at: datetime) -> None:
    """Two persons are one: what the first is known by, owns and went through is the second's.

    Which of two open dispatches goes on, and what it takes over: `services.joining`.
    """
    PersonKey.objects.filter(person=one).update(person=into)
    PersonAccount.objects.filter(person=one).update(person=into)
    _fill(into, Named(**{name: getattr(one, name) for name in FACTS}))
    join_dispatches(one, into, by=by, at=at)


def _fill(person: Person, named: Named) -> None:
    """What is known stays; a later signal fills gaps."""
    news = {
        name: getattr(named, name).replace("\x00", "").strip()
        for name in FACTS
        if not getattr(person, name)
    }
    news = {name: text[: FACTS[name]] for name, text in news.items() if text}
    if news:
        Person.objects.filter(pk=person.pk).update(**news)
        for name, text in news.items():
            setattr(person, name, text)
