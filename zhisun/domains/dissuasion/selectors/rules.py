"""Which rules apply where."""

from zhisun.domains.dissuasion.models import LocalRules
from zhisun.domains.dissuasion.policy.rules import DEFAULT, Rules, from_body
from zhisun.kernel.areas import LEVELS, division


def rules_of(area: str) -> Rules:
    """The rules of the smallest area around this one that has set some, else DEFAULT. One query."""
    around = {area[:size] for size in LEVELS} | {division(area[:size]) for size in LEVELS[:3]}
    found = LocalRules.objects.filter(area__in=around)
    nearest = max(found, key=lambda row: len(row.area.rstrip("0")), default=None)
    return DEFAULT if nearest is None else from_body(nearest.body)
