"""Looking up what reports have named. Which incidents name it is a question for `cases`."""

from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.subjects.models import Subject
from zhisun.domains.subjects.policy import normalised
from zhisun.domains.subjects.terms import SubjectKind
from zhisun.kernel.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRow:
    """One subject. It belongs to no area: fraud does not either."""

    key: int
    kind: SubjectKind
    value: str
    display: str
    institution_code: str
    name: str
    first_seen_at: datetime


def subject(kind: SubjectKind, value: str, *, by: Actor) -> SubjectRow | None:
    """The subject of this value in any spelling, if a report named it. One query.

    Raises NotPermitted, InputError.
    """
    require(by, Duty.SEE_CASES, by.area)
    found = Subject.objects.filter(kind=kind, value=normalised(kind, value)).first()
    if found is None:
        return None
    return SubjectRow(
        key=found.pk,
        kind=SubjectKind(found.kind),
        value=found.value,
        display=found.display,
        institution_code=found.institution_code,
        name=found.name,
        first_seen_at=found.first_seen_at,
    )
