"""Giving and taking roles, registering programs, remembering nonces."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from zhisun.domains.access.models import MachineClient, Posting, SpentNonce
from zhisun.domains.access.policy import require
from zhisun.domains.access.selectors import token_digest
from zhisun.domains.access.terms import NONCE_KEPT, SIGN_IN_FAILED, SIGNED_IN, Duty, Role
from zhisun.domains.audit.services import record
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.domains.directory.services import tell
from zhisun.domains.directory.terms import KeeperAct
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import InputError, NotFound, NotPermitted


@transaction.atomic(durable=True)
def post(username: str, role: Role, *, by: Actor, at: datetime) -> None:
    """Give an officer a role (任命); nobody gives himself one. Raises NotFound, NotPermitted."""
    officer = officer_row(username)
    require(by, Duty.MANAGE_DIRECTORY, officer.area)
    _refuse_oneself(username, by=by)
    Posting.objects.get_or_create(officer_id=officer.key, role=role)
    record(by, "access.post", username, at=at, area=officer.area, after={"role": role})
    tell(KeeperAct.ROLE_GIVEN, username, detail=str(role.label), area=officer.area, by=by, at=at)


@transaction.atomic(durable=True)
def recall(username: str, role: Role, *, by: Actor, at: datetime) -> None:
    """Take a role away (免去), never one's own. Raises NotFound, NotPermitted."""
    officer = officer_row(username)
    require(by, Duty.MANAGE_DIRECTORY, officer.area)
    _refuse_oneself(username, by=by)
    Posting.objects.filter(officer_id=officer.key, role=role).delete()
    record(by, "access.recall", username, at=at, area=officer.area, before={"role": role})
    tell(KeeperAct.ROLE_TAKEN, username, detail=str(role.label), area=officer.area, by=by, at=at)


def _refuse_oneself(username: str, *, by: Actor) -> None:
    # Of two keepers each answers for the other; a centre with one asks the duty officer's unit.
    if username == by.name:
        raise NotPermitted("own_role")


@transaction.atomic(durable=True)
def register_machine(
    name: str, *, duties: Iterable[Duty], area: str, by: Actor, at: datetime
) -> str:
    """Add a program or give it a new token (登记对接系统); the token, shown this once.

    Raises NotFound, NotPermitted, InputError.
    """
    if not (area.isdigit() and prefix(area)):
        raise InputError("machine_needs_area", field="area")
    standing = MachineClient.objects.select_for_update().filter(name=name).first()
    for place in (area, standing.area) if standing else (area,):
        require(by, Duty.MANAGE_DIRECTORY, place)
    token = secrets.token_urlsafe(32)
    granted = sorted(str(duty.value) for duty in duties)
    facts = {"duties": granted, "area": area, "active": True}
    MachineClient.objects.update_or_create(
        name=name, defaults=facts | {"token_sha256": token_digest(token)}
    )
    after = {"duties": " ".join(granted), "area": area}
    record(by, "access.register_machine", name, at=at, area=area, after=after)
    tell(KeeperAct.MACHINE_TOKEN, name, detail=after["duties"], area=area, by=by, at=at)
    return token


@transaction.atomic(durable=True)
def retire_machine(name: str, *, by: Actor, at: datetime) -> None:
    """Let a program's token count no longer (停用对接系统). Raises NotFound, NotPermitted."""
    client = MachineClient.objects.select_for_update().filter(name=name).first()
    if client is None:
        raise NotFound("machine_unknown", name=name)
    require(by, Duty.MANAGE_DIRECTORY, client.area)
    MachineClient.objects.filter(pk=client.pk).update(active=False)
    record(by, "access.retire_machine", name, at=at, area=client.area)


@transaction.atomic(durable=True)
def note_sign_in(username: str, *, succeeded: bool, by: Actor, at: datetime) -> None:
    """Write down a try to sign in (登录); wrong ones in a row make the name wait."""
    record(by, SIGNED_IN if succeeded else SIGN_IN_FAILED, username[:80], at=at)


@transaction.atomic(durable=True)
def spend_nonce(nonce: str, *, by: Actor, at: datetime) -> bool:
    """Remember the nonce of a believed call; False when the same caller has used it before.

    Not waited for on disk: a crash may forget the last instants, in which a replayed poll could
    fetch a batch that its institution would fetch again anyway.
    """
    digest = hashlib.sha256(f"{by.name}\n{nonce}".encode(errors="replace")).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [digest, at + NONCE_KEPT])
        fresh: bool = cursor.rowcount == 1
    if digest.startswith("0"):  # one call in sixteen sweeps, so that the table stays small
        stale = SpentNonce.objects.filter(kept_until__lt=at).select_for_update(skip_locked=True)
        SpentNonce.objects.filter(pk__in=list(stale.values_list("pk", flat=True)[:200])).delete()
    return fresh


SPEND = """
with unhurried as (select set_config('synchronous_commit', 'off', true))
insert into access_spentnonce (digest, kept_until) select %s, %s from unhurried
on conflict do nothing
"""
