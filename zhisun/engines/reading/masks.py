"""Masked names as those of notices (打码的姓名): 郎*在, 雍×向 read as 郎某在, 雍某向."""

import re

from zhisun.engines.identity.names import surnames

_MASKS = "*×"
_WORDS = frozenset("年月元方路时楼上单相门花水石公平日点万号种支席宝帅干黑来能")
"""Family names that stand before a sign of multiplication, or before masked words, more often."""
_FAMILIES = "".join(sorted(surnames() - _WORDS))
_MASKED = re.compile(
    rf"(?<=[{_FAMILIES}])(?:\*{{1,2}}|×{{1,2}})"
    r"(?![A-Za-z*×=%#]|\d(?!\d{0,3}[年月日时点]))"
)


def unmasked(text: str) -> str:
    """`text` with 某 for each sign that masks a given name: offsets stay."""
    if not any(mask in text for mask in _MASKS):
        return text
    return _MASKED.sub(lambda masked: "某" * len(masked[0]), text)


def as_masked(norm: str, raw: str) -> str:
    """`norm` of what `raw` says, with the signs it was masked with."""
    if "某" not in norm or len(norm) != len(raw) or not any(mask in raw for mask in _MASKS):
        return norm
    return "".join(said if said in _MASKS else char for char, said in zip(norm, raw, strict=True))
