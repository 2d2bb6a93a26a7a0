"""Indicators and who keeps them."""

from datetime import datetime
from typing import Any

from tests.builders.city import AT, KEEPER
from zhisun.domains.indicators.models import Indicator
from zhisun.domains.indicators.services.keep import NewIndicator, add
from zhisun.domains.indicators.services.learn import learn


def entry(kind: str = "domain", value: str = "evil.example", **more: Any) -> NewIndicator:
    """An indicator as somebody enters it."""
    facts: dict[str, Any] = {"fraud_type": "SD", "severity": 4, "source": "市局通报"}
    return NewIndicator(kind=kind, value=value, **(facts | more))


def entered(kind: str = "domain", value: str = "evil.example", **more: Any) -> int:
    """Its key."""
    at: datetime = more.pop("at", AT)
    return add(entry(kind, value, **more), by=KEEPER, at=at)


def the(key: int) -> Indicator:
    """The row as it stands."""
    return Indicator.objects.get(pk=key)


def told(key: int, *, right: int = 0, wrong: int = 0, at: datetime = AT) -> None:
    """So many dissuasions that were right to be made, then so many that were not."""
    before = the(key).right + the(key).wrong
    for number in range(before, before + right + wrong):
        good = number < before + right
        learn(f"Q{key}-{number}", [key], right=good, by=KEEPER, at=at)
