"""Which dispatches the board lists: the list and what narrows it, read from the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import units_within
from zhisun.domains.dissuasion.policy.rules import Rules
from zhisun.domains.dissuasion.selectors.board import Shown
from zhisun.domains.dissuasion.terms import WAITING, WORKED, DispatchState, Grade, SignalSource

LISTS = ("waiting", "unassigned", "worked", "look_back", "done", "reviews")
UNASSIGNED = frozenset({DispatchState.GRADED, DispatchState.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the address asks for; a value that is not on offer narrows nothing."""

    list: str = LISTS[0]
    grade: str = ""
    unit: str = ""
    type: str = ""
    source: str = ""
    urgent: str = ""
    late: str = ""

    def shown(self, *, at: datetime) -> Shown:
        """The same for the selectors."""
        states = {"unassigned": UNASSIGNED, "worked": WORKED}.get(self.list, WAITING)
        return Shown(
            states=states,
            unit_code=self.unit,
            least_grade=int(self.grade or 0),
            urgent=bool(self.urgent),
            fraud_type=self.type,
            source=self.source,
            overdue_at=at if self.late and self.list not in {"look_back", "done"} else None,
        )

    def address(self, **changes: str) -> str:
        """The board's address with these choices."""
        return f"{reverse('dissuasion_desk:board')}?{self.query(**changes)}"

    def query(self, **changes: str) -> str:
        """The same as the words behind the question mark."""
        kept = QueryDict(mutable=True)
        told = {name: getattr(self, name) for name in Chosen.__dataclass_fields__} | changes
        kept.update({name: value for name, value in told.items() if value})
        return kept.urlencode()


def chosen(query: dict[str, str]) -> Chosen:
    """What an address asks for."""
    unit = query.get("unit", "")
    return Chosen(
        list=_of(query, "list", LISTS) or LISTS[0],
        grade=_of(query, "grade", [str(grade) for grade in Grade.values]),
        unit=unit if unit.isascii() and unit.isalnum() and len(unit) <= len("370811000000") else "",
        type=_of(query, "type", FraudType.values),
        source=_of(query, "source", SignalSource.values),
        urgent=_of(query, "urgent", ["on"]),
        late=_of(query, "late", ["on"]),
    )


def offers(area: str, rules: Rules) -> dict[str, Any]:
    """What the filters offer, as pairs of value and words."""
    grades = [(str(n), _("{grade}以上").format(grade=rules.name(n))) for n in Grade.values[1:]]
    types = [(kind.value, str(kind.label)) for kind in FraudType if kind is not FraudType.FEI]
    return {
        "grades": [("", _("所有等级")), *grades],
        "units": [("", _("所有单位")), *((row.code, row.name) for row in units_within(area))],
        "types": [("", _("所有类型")), *types],
        "sources": [("", _("所有来源")), *((s.value, str(s.label)) for s in SignalSource)],
    }


def _of(query: dict[str, str], name: str, known: Any) -> str:
    value = query.get(name, "")
    return value if value in known else ""
