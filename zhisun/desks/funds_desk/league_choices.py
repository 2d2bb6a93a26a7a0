"""What of the league is looked at, as an address carries it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from zhisun.domains.stop_payment.selectors.league import Asked, Behind
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.moments import CHINA

DAY = timedelta(days=1)
SPANS: dict[str, timedelta] = {"today": DAY, "7d": 7 * DAY, "30d": 30 * DAY}
"""Periods, and how much earlier the period lies that each is compared with."""
HOURS = 24


@dataclass(frozen=True, slots=True)
class Choices:
    """Period, institution, kind and hour as chosen. Unknown words choose nothing."""

    since: str = "today"
    institution: str = ""
    kind: str = ""
    hour: int | None = None

    @property
    def before(self) -> timedelta:
        """How much earlier the period before lies; today is compared with yesterday until now."""
        return SPANS[self.since]

    def asked(self, *, at: datetime) -> Asked:
        """The same as the league's selectors read it."""
        midnight = at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
        return Asked(
            since=midnight if self.since == "today" else at - self.before,
            until=at,
            institution_code=self.institution,
            kind=self.kind,
            hour=self.hour,
        )

    def address(self, **others: str | int) -> str:
        """The query of an address with the same choices but for `others`."""
        chosen: dict[str, str | int] = {
            "since": self.since,
            "institution": self.institution,
            "kind": self.kind,
            "hour": "" if self.hour is None else self.hour,
        }
        kept = {name: value for name, value in (chosen | others).items() if value != ""}
        return "?" + urlencode(kept)


def choices(query: Mapping[str, str]) -> Choices:
    """The choices in an address."""
    since, kind, hour = query.get("since", ""), query.get("kind", ""), query.get("hour", "")
    return Choices(
        since=since if since in SPANS else "today",
        institution=query.get("institution", "").strip()[:12],
        kind=kind if kind in OrderKind.values else "",
        hour=int(hour) if hour in {str(each) for each in range(HOURS)} else None,
    )


def behind_what(query: Mapping[str, str]) -> Behind:
    """Which orders an address wants to see; all that were sent when it does not say."""
    what = query.get("what", "")
    return Behind(what) if what in set(Behind) else Behind.SENT
