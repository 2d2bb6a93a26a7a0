"""Masked names as those of notices (打码的姓名): 郎*在, 雍×向 read as 郎某在, 雍某向."""

import re

from zhisun.engines.identity.names import surnames
from zhisun.engines.reading.words import pairs

_MASKS = "*×"
_KEPT = _MASKS + "於"
_WORDS = frozenset("年月元方路时楼上单相门花水石公平日点万号种支席宝帅干黑来能供索节")
"""Family names that stand before a sign of multiplication, or before masked words, more often."""
_FAMILIES = "".join(sorted(surnames() - _WORDS))
_MASKED = re.compile(
    rf"(?<=[{_FAMILIES}])(?:\*{{1,2}}|×{{1,2}})"
    r"(?![A-Za-z*×=%#购宝店服音东商品网银牌猫多淘]|\d(?!\d{0,3}[年月日时点]))"
)
"""苏**购 is a shop that may not be named, 宽×高 a size."""


def unmasked(text: str) -> str:
    """`text` with 某 for each sign that masks a given name: offsets stay."""
    if not any(mask in text for mask in _MASKS):
        return text
    return _MASKED.sub(_some, text)


def as_written(norm: str, raw: str) -> str:
    """`norm` of the name `raw`, with the signs it was masked with; 於潜 is no 于潜."""
    if len(norm) != len(raw) or not any(kept in raw for kept in _KEPT):
        return norm
    return "".join(said if said in _KEPT else char for char, said in zip(norm, raw, strict=True))


def _some(masked: re.Match[str]) -> str:
    """某, unless the character before is the end of a word: 搜索××."""
    at = masked.start()
    in_word = at > 1 and masked.string[at - 2 : at] in pairs()
    return masked[0] if in_word else "某" * len(masked[0])
