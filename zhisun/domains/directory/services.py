"""Keeping the directory."""

import re
from datetime import datetime
from string import hexdigits

from django.db import transaction

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.models import Institution, Officer, Unit
from zhisun.domains.directory.terms import Lane, UnitKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside, prefix
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

MANAGE = "directory.manage"
_LOGIN = re.compile(r"[0-9A-Za-z._@-]{1,40}")


@transaction.atomic(durable=True)
def register_unit(
    code: str, name: str, *, kind: UnitKind, area: str, area_name: str, by: Actor, at: datetime
) -> None:
    """Add or rename a unit (登记单位). Raises NotPermitted, NotFound, InputError.

    An area that is the whole country is refused: only background jobs may see all of it.
    """
    if not (area.isdigit() and prefix(area)):
        raise InputError("area_malformed", field="area", area=area[:20])
    standing = Unit.objects.filter(code=code).values_list("area", flat=True)
    _require(by, area, *standing)
    facts = {"name": name, "kind": kind, "area": area, "area_name": area_name}
    Unit.objects.update_or_create(code=code, defaults=facts)
    record(by, "directory.register_unit", code, at=at, area=area, after=facts)


@transaction.atomic(durable=True)
def register_institution(
    code: str,
    name: str,
    *,
    short_name: str,
    lane: Lane,
    by: Actor,
    at: datetime,
    bank_code: str = "",
    secret: str = "",
    contact: str = "",
) -> None:
    """Add or change an institution (登记机构). Raises NotPermitted, InputError.

    secret: the signing key as hex, because keys are bytes.
    """
    _require(by)
    if lane is not Lane.PAPER and not secret:
        raise InputError("institution_needs_secret", field="secret", institution_code=code)
    if not _is_hex(secret):
        raise InputError("secret_not_hex", field="secret", institution_code=code)
    facts = {"name": name, "short_name": short_name, "lane": lane, "bank_code": bank_code}
    Institution.objects.update_or_create(
        code=code, defaults=facts | {"secret": secret, "contact": contact}
    )
    record(by, "directory.register_institution", code, at=at, after=facts)


@transaction.atomic(durable=True)
def register_officer(
    username: str,
    title: str,
    *,
    unit_code: str,
    password: str,
    by: Actor,
    at: datetime,
    badge_no: str = "",
    phone: str = "",
) -> None:
    """Add an officer or give him a new password (登记人员).

    A login name holds no colon: the names of jobs and institutions do, and they may do what no
    person may. Raises NotPermitted, NotFound, InputError.
    """
    if not _LOGIN.fullmatch(username):
        raise InputError("text_unreadable", field="username")
    unit = Unit.objects.filter(code=unit_code).first()
    if unit is None:
        raise NotFound("unit_unknown", unit_code=unit_code)
    standing = Officer.objects.filter(username=username).values_list("unit__area", flat=True)
    _require(by, unit.area, *standing)
    officer, new = Officer.objects.update_or_create(
        username=username,
        defaults={"title": title, "unit": unit, "badge_no": badge_no, "phone": phone},
    )
    officer.set_password(password)
    officer.save(update_fields=["password"])
    after: Facts = {"unit": unit_code, "new": new}
    record(by, "directory.register_officer", username, at=at, area=unit.area, after=after)


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(letter in hexdigits for letter in text)


def _require(by: Actor, *areas: str) -> None:
    # `access` stands above the directory, so the one duty it has is checked here.
    if by.is_job:
        return
    for area in areas:
        if not by.area or not inside(area, by.area):
            raise NotFound("outside_area", area=area)
    if MANAGE not in by.duties:
        raise NotPermitted("duty_missing", duty=MANAGE)
