"""The board's filters, as an address carries them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhisun.domains.stop_payment.selectors.board import BoardFilter
from zhisun.domains.stop_payment.terms import ON_THE_WAY, WAITING, OrderKind, OrderState

LISTS = ("waiting", "holds", "refused", "answered", "releases")
OVERDUE, UNDER_WAY = "overdue", "on_the_way"


@dataclass(frozen=True, slots=True)
class Shown:
    """The board's filters as chosen: which list, and what of it. Unknown words choose nothing."""

    list: str = "waiting"
    institution: str = ""
    state: str = ""
    incident: str = ""
    kind: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.institution or self.state or self.incident or self.kind)

    def filter(self, *, at: datetime) -> BoardFilter:
        """The same as the board's selector reads it."""
        return BoardFilter(
            institution_code=self.institution,
            states=_states(self.state) if self.list == "waiting" else frozenset(),
            incident_no=self.incident,
            kind=self.kind,
            overdue_at=at if self.state == OVERDUE and self.list == "waiting" else None,
        )


def shown(query: Mapping[str, str]) -> Shown:
    """The filters in an address."""
    wanted, state, kind = query.get("list", ""), query.get("state", ""), query.get("kind", "")
    return Shown(
        list=wanted if wanted in LISTS else LISTS[0],
        institution=query.get("institution", "").strip()[:12],
        state=state if state in {value for value, _words in state_choices()} else "",
        incident=query.get("incident", "").strip().upper()[:24],
        kind=kind if kind in OrderKind.values else "",
    )


def state_choices() -> list[tuple[str, str]]:
    """States one may filter by, in the order of an order's life."""
    waiting = [(str(s.value), str(s.label)) for s in OrderState if s in WAITING]
    return [("", _("全部状态")), *waiting, (UNDER_WAY, _("在途")), (OVERDUE, _("超时未反馈"))]


def _states(state: str) -> frozenset[OrderState]:
    if state in {UNDER_WAY, OVERDUE}:
        return ON_THE_WAY
    return frozenset({OrderState(state)}) if state else frozenset()
