"""Keeping the directory."""

import re
from datetime import datetime
from string import hexdigits

from django.db import transaction

from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.directory.models import Institution, Notice, Officer, Unit
from zhisun.domains.directory.terms import KeeperAct, Lane, UnitKind
from zhisun.domains.outbox.services import publish
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import inside, prefix
from zhisun.kernel.errors import InputError, NotFound, NotPermitted

MANAGE, SEE_NOTICES = "directory.manage", "directory.see_notices"
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
    demand(by, area, *standing)
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

    secret: the signing key as hex, because keys are bytes. A new one is told the duty officer.
    """
    demand(by)
    if lane is not Lane.PAPER and not secret:
        raise InputError("institution_needs_secret", field="secret", institution_code=code)
    if not _is_hex(secret):
        raise InputError("secret_not_hex", field="secret", institution_code=code)
    facts = {"name": name, "short_name": short_name, "lane": lane, "bank_code": bank_code}
    before = Institution.objects.filter(code=code).values_list("secret", flat=True).first()
    Institution.objects.update_or_create(
        code=code, defaults=facts | {"secret": secret, "contact": contact}
    )
    after: Facts = facts | {"secret_changed": before != secret}
    record(by, "directory.register_institution", code, at=at, after=after)
    if before != secret:
        tell(KeeperAct.SECRET_CHANGED, code, detail=name, area=by.area, by=by, at=at)


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
    demand(by, unit.area, *standing)
    officer, new = Officer.objects.update_or_create(
        username=username,
        defaults={"title": title, "unit": unit, "badge_no": badge_no, "phone": phone},
    )
    officer.set_password(password)
    officer.save(update_fields=["password"])
    after: Facts = {"unit": unit_code, "new": new}
    record(by, "directory.register_officer", username, at=at, area=unit.area, after=after)
    tell(KeeperAct.PASSWORD_SET, username, detail=title, area=unit.area, by=by, at=at)


def tell(act: KeeperAct, subject: str, *, detail: str, area: str, by: Actor, at: datetime) -> None:
    """Leave the duty officer a notice of a keeper's act. Joins the caller's transaction.

    What a job sets up before anybody sits at a desk is no news.
    """
    if by.is_job:
        return
    Notice.objects.create(
        at=at, actor=by.name, verb=act, subject=subject, detail=detail[:200], area=area
    )
    publish("directory.keeper_acted", subject, area=area, at=at)


@transaction.atomic(durable=True)
def see_notice(key: int, *, by: Actor, at: datetime) -> None:
    """Say that a keeper's act was looked at (已阅). Seen twice is seen.

    Raises NotFound, NotPermitted; whoever did it cannot be the one who looks at it.
    """
    notice = Notice.objects.filter(pk=key).first()
    if notice is None:
        raise NotFound("notice_unknown")
    demand(by, notice.area, duty=SEE_NOTICES)
    if notice.actor == by.name:
        raise NotPermitted("own_act")
    if Notice.objects.filter(pk=key, seen_by="").update(seen_by=by.name, seen_at=at):
        what: Facts = {"act": notice.verb, "actor": notice.actor}
        record(by, "directory.see_notice", notice.subject, at=at, area=notice.area, after=what)


def _is_hex(text: str) -> bool:
    return len(text) % 2 == 0 and all(letter in hexdigits for letter in text)


def demand(by: Actor, *areas: str, duty: str = MANAGE) -> None:
    """Pass when the actor may do this in these areas. Raises NotFound, NotPermitted.

    `access` stands above the directory, so its duties are checked here.
    """
    if by.is_job:
        return
    for area in areas:
        if not by.area or not inside(area, by.area):
            raise NotFound("outside_area", area=area)
    if duty not in by.duties:
        raise NotPermitted("duty_missing", duty=duty)
