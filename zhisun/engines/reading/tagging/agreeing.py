"""One name is told one way in a text (同名同读): 往事随风 once is not 随风 the next time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.words import pairs

_SHORTEST = 3
_OFTEN = 2
_MANY, _SHARE, _LIKELY = 40, 2, 0.7
_AGREEING = frozenset({"person", "app"})
_NO_NAME_ENDS = frozenset("将被把向")
"""王某将: what begins the next words, unless the text has the name so more than once."""
_THEN, _DONE_TO = frozenset("正已也又还均曾刚便即遂可"), frozenset("被在与和向将把")
_NAMES_TOO, _DONE_IN = frozenset("正刚均"), frozenset("被")
"""王某正被 is 王某, whom something happens to; 陈某刚向警方 is 陈某刚."""

_FAMILIAR = frozenset("小阿")
"""小金(库) is a word, and somebody who is called so twice."""

Wholes = Mapping[str, Sequence[tuple[int, int]]]
"""By a part of names: how far in whole ones it stands, and how long they are."""


def agreed(text: str, found: list[Found]) -> list[Found]:
    """`found`, where a person or program that stands in full elsewhere is told in full.

    A name that is longer by one character than one told twice and stands once is that one; so is
    a 某 before a word no name ends with. text: the folded text, in whose offsets `found` counts.
    Linear in the text and in `found`.
    """
    told = _told(text, found)
    few = sum(map(len, told.values())) < _OFTEN
    if few and not any(_ends_wrong(text, one) for one in found if one.type == "person"):
        return [*found, *_again(text, found)] if told else found
    found = [_cut(text, one, told[one.type]) if one.type in told else one for one in found]
    for kind, names in _told(text, found).items():
        if wholes := _wholes(names):
            ordered = sorted(found, key=lambda one: one.start)
            found = _in_full(text, ordered, kind, wholes, frozenset(names))
    return [*found, *_again(text, found)]


def _told(text: str, found: Iterable[Found]) -> defaultdict[str, Counter[str]]:
    """How often each name stands, by kind."""
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        if one.type in _AGREEING:
            told[one.type][text[one.start : one.end]] += 1
    return told


def _again(text: str, found: list[Found]) -> Iterator[Found]:
    """Somebody whose name is no word, wherever it stands again and nothing else was found."""
    names = Counter(
        text[one.start : one.end]
        for one in found
        if one.type == "person" and text[one.end - 1] != "某"
    )
    if not names or len(names) > _MANY:
        return
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for name in sorted(names, key=lambda name: (-len(name), name)):
        seldom = names[name] < _OFTEN
        word = len(name) < _SHORTEST and name in pairs() and (seldom or name[0] not in _FAMILIAR)
        if word or ("某" in name and seldom):
            continue
        places = [at for at in _places(text, name) if taken.find(1, at, at + len(name)) < 0]
        if len(places) <= _SHARE * names[name]:
            for at in places:
                taken[at : at + len(name)] = b"\1" * len(name)
                yield Found("person", at, at + len(name), name, _LIKELY)


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def _ends_wrong(text: str, one: Found) -> bool:
    """Whether what was taken for the last character of a 某 begins the next words."""
    last = text[one.end - 1]
    if one.end - one.start < _SHORTEST or text[one.end - 2] != "某":
        return False
    after = text[one.end : one.end + 1]
    done = _DONE_IN if last in _NAMES_TOO else _DONE_TO
    return last in _NO_NAME_ENDS or (last in _THEN and after in done)


def _begins_word(text: str, at: int) -> bool:
    """Behind 蔡某: 花呗."""
    return text.startswith("花呗", at) or text[at : at + 2] in pairs()


def _cut(text: str, one: Found, names: Counter[str]) -> Found:
    name = text[one.start : one.end]
    if len(name) < _SHORTEST or names[name] > 1:
        return one
    if name[-2] == "某":  # beside 李某 there is 李某军
        word = _begins_word(text, one.end - 1) and names[name[:-1]] > 0
        wrong = word or _ends_wrong(text, one)
    else:
        wrong = names[name[:-1]] >= _OFTEN and name[-1] != name[-2]  # 王芳芳 is not 王芳
    return one._replace(end=one.end - 1, norm=name[:-1]) if wrong else one


def _wholes(names: Iterable[str]) -> Wholes:
    """By each name that is a part of another, the longest first; few shapes, however many names."""
    known, shapes = set(names), defaultdict(set)
    for name in known:
        for size in range(2, len(name)):
            for at in range(len(name) - size + 1):
                part = name[at : at + size]
                if part in known:
                    shapes[part].add((at, len(name)))
    return {
        part: sorted(those, key=lambda shape: (-shape[1], shape)) for part, those in shapes.items()
    }


def _in_full(
    text: str, found: list[Found], kind: str, wholes: Wholes, names: Collection[str]
) -> list[Found]:
    """Each part that the text goes on to a whole name around, as the whole."""
    told: list[Found] = []
    for number, one in enumerate(found):
        low = told[-1].end if told else 0
        high = found[number + 1].start if number + 1 < len(found) else len(text)
        longer = one
        shapes = wholes.get(text[one.start : one.end], ()) if one.type == kind else ()
        for offset, length in shapes:
            at = one.start - offset
            name = text[max(0, at) : at + length]
            if low <= at and at + length <= high and name in names:
                longer = one._replace(start=at, end=at + length, norm=name)
                break
        told.append(longer)
    return told
