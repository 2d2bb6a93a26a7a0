"""Who an officer, an institution or a program is when it acts."""

import hashlib
from datetime import datetime

from zhisun.domains.access.models import MachineClient, Posting
from zhisun.domains.access.policy import waits_until
from zhisun.domains.access.terms import (
    DUTIES_OF,
    INSTITUTION_DUTIES,
    SIGN_IN_FAILED,
    SIGN_IN_WAIT,
    SIGNED_IN,
    Role,
)
from zhisun.domains.audit.selectors import times_of
from zhisun.domains.directory.selectors import BY_INSTITUTION, home_area
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix
from zhisun.kernel.errors import NotPermitted


def actor_of(username: str) -> Actor:
    """The actor of a signed-in officer: his roles' duties over his unit's area. Two queries."""
    officer = officer_row(username)
    postings = Posting.objects.filter(officer_id=officer.key).order_by("role")
    roles = [Role(role) for role in postings.values_list("role", flat=True)]
    return Actor(
        name=officer.username,
        area=prefix(officer.area),
        duties=frozenset(str(duty.value) for role in roles for duty in DUTIES_OF[role]),
        seat=str(roles[0].value) if roles else "",
        title=officer.title,
    )


def institution_actor(code: str, *, area: str = "") -> Actor:
    """The actor of an institution whose signature was believed, in the centre's area.

    area: the centre's; one query when the caller does not know it. Raises NotFound while no
    centre is registered.
    """
    duties = frozenset(str(duty.value) for duty in INSTITUTION_DUTIES)
    return Actor(name=f"{BY_INSTITUTION}{code}", area=prefix(area or home_area()), duties=duties)


def machine_of(token: str) -> Actor:
    """The actor of the program that holds this token. Raises NotPermitted. One query."""
    digest = token_digest(token)
    client = MachineClient.objects.filter(token_sha256=digest, active=True).first()
    if client is None:
        raise NotPermitted("token_unknown")
    return Actor(
        name=f"machine:{client.name}",
        area=prefix(client.area),
        duties=frozenset(client.duties),
        title=client.name,
    )


def token_digest(token: str) -> str:
    """What is kept of a token. It is 256 random bits, so it needs neither salt nor slowness."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def sign_in_waits_until(username: str, *, at: datetime) -> datetime | None:
    """Until when a login name must wait after wrong passwords, or None. One query."""
    acts = times_of(username, verbs=[SIGNED_IN, SIGN_IN_FAILED], since=at - SIGN_IN_WAIT)
    failures: list[datetime] = []
    for verb, moment in acts:
        failures = [] if verb == SIGNED_IN else [*failures, moment]
    return waits_until(failures, at=at)
