"""How the money page was asked: by which rule, up to when, beside which other rule."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from zhisun.domains.money_trails.terms import TraceRule

LATEST_SECOND = 253_402_300_799
"""The last second of the year 9999: what lies beyond is no instant."""
_SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices in an address; words nobody knows choose nothing. `until` None is the latest."""

    rule: TraceRule = TraceRule.FIFO
    beside: TraceRule | None = None
    until: datetime | None = None

    @property
    def words(self) -> dict[str, str]:
        """The same as the address carries it, the usual left out."""
        return {
            "rule": "" if self.rule is TraceRule.FIFO else self.rule.value,
            "beside": self.beside.value if self.beside else "",
            "until": str(int(self.until.timestamp())) if self.until else "",
        }


def asked(query: Mapping[str, str]) -> Asked:
    """The choices in an address."""
    rule, beside = query.get("rule", ""), query.get("beside", "")
    until = query.get("until", "")
    second = int(until) if _SECONDS.fullmatch(until) else LATEST_SECOND + 1
    chosen = TraceRule(rule) if rule in TraceRule.values else TraceRule.FIFO
    other = TraceRule(beside) if beside in TraceRule.values else None
    return Asked(
        rule=chosen,
        beside=None if other is chosen else other,
        until=datetime.fromtimestamp(second, UTC) if second <= LATEST_SECOND else None,
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """Stepping through time, in seconds since 1970; None where there is no further step."""

    first: int
    last: int
    now: int
    before: int | None
    after: int | None


def steps(instants: Sequence[datetime], *, until: datetime, latest: datetime) -> Steps:
    """Where one may step from `until`: to each second in which money moved, and to the latest."""
    last, now = int(latest.timestamp()), int(until.timestamp())
    seconds = sorted({int(each.timestamp()) for each in instants} | {last})
    return Steps(
        first=min(seconds[0], now),
        last=last,
        now=now,
        before=max((each for each in seconds if each < now), default=None),
        after=min((each for each in seconds if each > now), default=None),
    )
