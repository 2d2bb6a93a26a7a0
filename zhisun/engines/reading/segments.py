"""Where one payment's story ends and the next begins (分段)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from zhisun.engines.reading.elements import Element

_NEXT = re.compile(
    r"[；;]|后来|然后|接着|随后|之后|第[二三四五六七八九]|另外"
    r"|[，,。\s\n][^，。；\n]{0,10}?[又再](?![说让要叫问催])"
)
_SENTENCE_END = re.compile(r"[。！？\n]")
_NEW_CLAUSE = re.compile(r"[，,](?=[^，,。；()]{0,12}?[向给往从用转打汇])")
_COMMA = re.compile(r"[，,]")


def boundaries(groups: Sequence[Sequence[Element]], text: str) -> list[int]:
    """One more than there are groups: group i is told from boundary i to boundary i + 1."""
    inner = [_between(one[-1].end, two[0].start, text) for one, two in pairwise(groups)]
    return [0, *inner, len(text)]


def _between(low: int, high: int, text: str) -> int:
    """At the first word that goes on to the next payment; else the last full stop or comma."""
    found = _NEXT.search(text, low, high)
    if found is not None:
        return found.start()
    if stops := list(_SENTENCE_END.finditer(text, low, high)):
        return stops[-1].end()
    comma = _NEW_CLAUSE.search(text, low, high) or _COMMA.search(text, low, high)
    return low if comma is None else comma.end()
