"""`read`: every element of a text, exact places, none overlapping (要素抽取)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from zhisun.engines.reading.abroad import abroad
from zhisun.engines.reading.amounts import amounts
from zhisun.engines.reading.apps import apps
from zhisun.engines.reading.banks import banks, local_banks
from zhisun.engines.reading.elements import Element, Found, Page
from zhisun.engines.reading.far_names import far_names
from zhisun.engines.reading.folding import Folded, fold
from zhisun.engines.reading.form_fields import form_fields
from zhisun.engines.reading.handles import handles
from zhisun.engines.reading.links import links
from zhisun.engines.reading.masks import as_written
from zhisun.engines.reading.nicknames import nicknames
from zhisun.engines.reading.numbers import hotlines, numbers
from zhisun.engines.reading.organisations import organisations
from zhisun.engines.reading.persons import persons
from zhisun.engines.reading.places import places
from zhisun.engines.reading.roles import with_roles
from zhisun.engines.reading.tagging.tagger import settled
from zhisun.engines.reading.times import times
from zhisun.kernel.moments import CHINA

_RECOGNISERS: tuple[Callable[[Page], Iterable[Found]], ...] = (
    links,
    handles,
    times,
    numbers,
    hotlines,
    form_fields,
    amounts,
    banks,
    local_banks,
    organisations,
    far_names,
    places,
    abroad,
    apps,
    nicknames,
)
"""Surest first: what one has taken the next ones leave alone."""
_NAMES = frozenset({"person", "address", "org", "app"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def read(text: str, *, ref_time: datetime | None) -> tuple[Element, ...]:
    """The elements of `text`, in its order. Time linear in its length; any string is allowed.

    ref_time: when the text was taken down (naive is Chinese time); None leaves relative times
    without a date and years that were not said as XXXX, and so does a year outside 1900 to 2199.
    """
    folded, found = found_by_rules(text, ref_time=ref_time)
    found = settled(folded.text, found)
    elements = _placed(folded, sorted(found, key=lambda found: found.start))
    return with_roles(tuple(elements), text)


def found_by_rules(text: str, *, ref_time: datetime | None) -> tuple[Folded, list[Found]]:
    """The folded text and what the rules find in it, before the tagger settles names."""
    folded = fold(text)
    taken = _Taken(len(folded.text))
    page = Page(folded, folded.text, _local(ref_time), taken.mask)
    for recognise in _RECOGNISERS:
        taken.add(recognise(page))
    vouching = [found for found in taken.found if found.type in ("card", "bank")]
    taken.add(persons(page, vouching))
    return folded, taken.found


class _Taken:
    """Non-overlapping candidates: first come, first served; in one call the surer one wins."""

    def __init__(self, length: int) -> None:
        self.found: list[Found] = []
        self.mask = bytearray(length)

    def add(self, candidates: Iterable[Found]) -> None:
        ranked = list(candidates)
        if len(ranked) > 1 and _any_overlap(ranked):
            ranked.sort(key=lambda f: (-f.confidence, f.start - f.end, f.start))
        mask = self.mask
        for found in ranked:
            _, start, end, *_rest = found
            if start < end and mask.find(1, start, end) < 0:
                mask[start:end] = b"\x01" * (end - start)
                self.found.append(found)


def _any_overlap(candidates: Iterable[Found]) -> bool:
    """Whether two touch, or they are not in the order of the text: then rank decides."""
    last = 0
    for found in candidates:
        if found.start < last:
            return True
        last = found.end
    return False


def _placed(folded: Folded, found: Iterable[Found]) -> Iterator[Element]:
    """Back to the text as given. Two that share one unfolded character cannot both stand."""
    at = 0
    for one in found:
        start, end = folded.span(one.start, one.end)
        if start >= at:
            at = end
            raw = folded.raw[start:end]
            norm = as_written(one.norm, raw) if one.norm and one.type in _NAMES else one.norm
            yield Element(one.type, raw, start, end, norm, one.confidence, one.extra)


def _local(ref_time: datetime | None) -> datetime | None:
    """Naive Chinese time. A year no report is of (1 and 9999 of empty fields) says nothing."""
    if ref_time is None or not _FIRST_YEAR <= ref_time.year <= _LAST_YEAR:
        return None
    if ref_time.tzinfo is None:
        return ref_time
    return ref_time.astimezone(CHINA).replace(tzinfo=None)
