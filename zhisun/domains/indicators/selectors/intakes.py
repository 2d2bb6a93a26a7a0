"""Files that were read into the base, and how far."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from zhisun.domains.indicators.models import Intake
from zhisun.domains.indicators.terms import IntakeState
from zhisun.kernel.errors import NotFound

_PLAIN = ("name", "layout", "taken_by", "taken_at", "new", "renewed", "withdrawn", "refused")
_READING = ("done", "total", "refusal", "refusal_facts")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One file. rejects: place, column, code, facts, value each; done: rows read of total.

    layout: "" until somebody has looked into it. total: 0 until it is known.
    """

    key: int
    name: str
    layout: str
    state: IntakeState
    taken_by: str
    taken_at: datetime
    new: int
    renewed: int
    withdrawn: int
    refused: int
    done: int
    total: int
    refusal: str
    refusal_facts: dict[str, Any]
    rejects: list[list[Any]]


def intake(key: int) -> IntakeRow:
    """One file that was read in. Raises NotFound. One query."""
    found = Intake.objects.defer("content").filter(pk=key).first()
    if found is None:
        raise NotFound("intake_unknown")
    plain = {name: getattr(found, name) for name in (*_PLAIN, *_READING, "rejects")}
    return IntakeRow(key=found.pk, state=IntakeState(found.state), **plain)


def intakes(*, limit: int = 20) -> list[IntakeRow]:
    """The files read in last, without their rejects. One query."""
    rows = Intake.objects.order_by("-taken_at", "-pk")
    told = rows.values(*_PLAIN, *_READING, "state", key=F("pk"))[:limit]
    return [IntakeRow(**row | {"state": IntakeState(row["state"])}, rejects=[]) for row in told]
