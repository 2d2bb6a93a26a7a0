"""Who an officer is when he acts."""

from zhisun.domains.access.models import Posting
from zhisun.domains.access.terms import DUTIES_OF, Role
from zhisun.domains.directory.selectors import officer as officer_row
from zhisun.kernel.actors import Actor
from zhisun.kernel.areas import prefix


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
