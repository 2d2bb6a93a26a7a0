"""Giving and taking roles."""

from datetime import datetime

from django.db import transaction

from zhisun.domains.access.models import Posting
from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty, Role
from zhisun.domains.audit.services import record
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.kernel.actors import Actor


@transaction.atomic(durable=True)
def post(username: str, role: Role, *, by: Actor, at: datetime) -> None:
    """Give an officer a role (任命). Raises NotFound, NotPermitted."""
    officer = officer_row(username)
    require(by, Duty.MANAGE_DIRECTORY, officer.area)
    Posting.objects.get_or_create(officer_id=officer.key, role=role)
    record(by, "access.post", username, at=at, area=officer.area, after={"role": role})


@transaction.atomic(durable=True)
def recall(username: str, role: Role, *, by: Actor, at: datetime) -> None:
    """Take a role away (免去). Raises NotFound, NotPermitted."""
    officer = officer_row(username)
    require(by, Duty.MANAGE_DIRECTORY, officer.area)
    Posting.objects.filter(officer_id=officer.key, role=role).delete()
    record(by, "access.recall", username, at=at, area=officer.area, before={"role": role})
