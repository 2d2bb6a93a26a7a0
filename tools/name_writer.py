"""Labelled text for the tagger of names: templates of tools/name_text, slots filled at random.

A line is a template. `{n}` is a name, `{n1}` the same one each time, `{t:n1}` a title after the
family name of `{n1}`, `{g:n1}` its given name, `{p|阿坤}` these very words; `[说|称|]` is one of
these each time. Every fifth line of a file is held out. All invented, written for this project.
"""

# ruff: noqa: PLR2004, S311  (shares of what is drawn stand where they are used; no secret is made)
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

import name_coiner as coin
import name_makers as make

from tests.engines.reading.phrasebook.slots import SLOTS
from zhisun.engines.identity.names import GIVEN, compound_surnames, surnames

HERE = make.HERE
HELD = 5
_SLOT = re.compile(
    r"\{(?:(?P<kind>[a-zA-Z]{1,2})(?P<index>\d?)(?::(?P<of>\w+))?"
    r"|(?P<type>[pado])\|(?P<said>[^{}]+))\}"
)
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_TYPES = {"p": "person", "a": "app", "d": "address", "o": "org"}
_FIRST = datetime(2025, 2, 3, 9, 0)  # noqa: DTZ001 Chinese time, as forms give it
_OTHERS = {
    "T": "time", "N": "newsday", "M": "amount", "B": "bank", "C": "card", "F": "phone",
    "L": "landline", "U": "url", "I": "idcard", "E": "service",
}  # fmt: skip


class Label(NamedTuple):
    """A labelled stretch of a text."""

    type: str
    start: int
    end: int


class Text(NamedTuple):
    """A text with its labels, the time it was taken down, and whether its line is held out."""

    text: str
    labels: tuple[Label, ...]
    ref: datetime | None


MAKERS: dict[str, tuple[str, Callable[[Random], str]]] = {
    "p": ("person", make.anyone), "n": ("person", make.full), "x": ("person", make.masked),
    "t": ("person", make.titled), "y": ("person", make.colloquial), "w": ("person", make.web),
    "e": ("person", make.foreign), "m": ("person", make.ethnic), "g": ("person", make.given),
    "a": ("app", make.app), "k": ("app", lambda rnd: rnd.choice(make.POOLS["known"])),
    "b": ("person", coin.nicked), "h": ("person", make.handle), "hs": ("person", coin.shop),
    "j": ("person", coin.word_name), "D": ("address", coin.port),
    "u": ("person", make.some), "z": ("person", make.short), "xs": ("person", make.hidden),
    "tt": ("person", make.titled), "cs": ("address", make.brief), "ct": ("address", make.town),
    "cr": ("address", make.on_road), "rc": ("address", make.crossing),
    "rb": ("address", make.landmark), "ds": ("address", make.pickup),
    "Q": ("", lambda rnd: rnd.choice(make.BEGUN)), "aq": ("", make.app),
    "l": ("address", lambda rnd: coin.station(rnd, make.POOLS["venue"])),
    "d": ("address", make.address), "c": ("address", make.place), "r": ("address", make.detailed),
    "v": ("address", make.spot), "f": ("address", make.abroad),
    "o": ("org", make.organisation), "op": ("org", make.police), "of": ("org", make.firm),
    "os": ("org", make.school),
    "og": ("org", make.government), "oh": ("org", make.hospital), "oe": ("org", make.employer),
    "oz": ("", make.employer), "az": ("", lambda rnd: rnd.choice(make.POOLS["meeting"])),
    "K": ("", lambda rnd: rnd.choice(make.WORDS)),
    "H": ("", lambda rnd: rnd.choice(make.POOLS["metplace"])),
    "G": ("", lambda rnd: str(rnd.randrange(10**6, 10**10))),
    "Y": ("", lambda rnd: str(rnd.randrange(9, 80))),
    "Z": ("", lambda rnd: rnd.choice(make.POOLS["brandsay"])),
    "s": ("", make.family), "J": ("", lambda rnd: rnd.choice(make.SHORT)),
}  # fmt: skip


def templates(*, held: bool) -> list[str]:
    """The lines of all files: those held out, or the others."""
    found = []
    for path in sorted(HERE.glob("lines_*.txt")):
        lines = path.read_text(encoding="utf-8").replace("\\n", "\1").splitlines()
        lines = [line.replace("\1", "\n") for line in lines if line]
        found += [line for i, line in enumerate(lines) if (i % HELD == HELD - 1) == held]
    return found


def filled(template: str, rnd: Random) -> Text:
    """The text of one filling, with its labels."""
    text, labels, at, known = "", list[Label](), 0, dict[str, str]()
    ref = _FIRST + timedelta(hours=rnd.randrange(300 * 24))
    template = _CHOICE.sub(lambda match: rnd.choice(match[1].split("|")), template)
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        at = slot.end()
        kind, said = _said(slot, known, rnd, ref)
        if kind:
            labels.append(Label(kind, len(text), len(text) + len(said)))
        text += said
    return Text(text + template[at:], tuple(labels), ref)


def _said(
    slot: re.Match[str], known: dict[str, str], rnd: Random, ref: datetime
) -> tuple[str, str]:
    """Type of the label, "" for none, and the words."""
    if slot["said"]:
        return _TYPES[slot["type"]], slot["said"]
    kind = slot["kind"]
    if kind in _OTHERS:
        return "", SLOTS[_OTHERS[kind]](rnd, ref).words
    type_, maker = MAKERS[kind]
    if slot["of"]:
        return type_, _derived(kind, known[slot["of"]], rnd)
    said = maker(rnd)
    return type_, known.setdefault(kind + slot["index"], said) if slot["index"] else said


def _derived(kind: str, name: str, rnd: Random) -> str:
    """A title after somebody's family name, a masked or small name, a given name alone."""
    surname = name[:2] if name[:2] in compound_surnames() else name[:1]
    return {
        "t": make.titled(rnd, surname),
        "x": surname + "某",
        "y": rnd.choice("小老") + surname,
        "g": name[len(surname) :] if len(name) > len(surname) + 1 else name,
        "s": surname,
    }[kind]


def texts(seed: int, each: int, *, held: bool) -> Iterator[Text]:
    """`each` fillings of every template, three times as many of those with choices."""
    rnd = Random(seed)
    for template in templates(held=held):
        for _ in range(3 * each if _CHOICE.search(template) else each):
            yield filled(template, rnd)


_SHAPES = (
    (re.compile(r".*某"), make.masked),
    (re.compile(r".*[A-Za-z·]"), make.foreign),
    (
        re.compile(
            rf"[{''.join(sorted(surnames()))}](?:{'|'.join(sorted(set(make.POOLS['title'])))})$"
        ),
        make.titled,
    ),
    (re.compile(r"[小老阿大].{1,2}$|.{1,2}[哥姐]$|.子$"), make.colloquial),
    (
        re.compile(
            rf"(?:{'|'.join(sorted(compound_surnames()))}|[{''.join(sorted(surnames()))}])"
            rf"[{''.join(sorted(GIVEN))}]{{1,2}}$"
        ),
        make.full,
    ),
)


def refilled(text: str, labels: list[Label], rnd: Random, share: float) -> Text:
    """The same text with that share of its names replaced by others of their kind."""
    fresh, moved, at, known = "", list[Label](), 0, dict[str, str]()
    for label in sorted(labels, key=lambda one: one.start):
        said = text[label.start : label.end]
        if said not in known:
            known[said] = _another(label.type, said, rnd) if rnd.random() < share else said
        fresh += text[at : label.start]
        moved.append(Label(label.type, len(fresh), len(fresh) + len(known[said])))
        fresh += known[said]
        at = label.end
    return Text(fresh + text[at:], tuple(moved), None)


def _another(kind: str, said: str, rnd: Random) -> str:
    if kind == "app":
        return make.app(rnd)
    if kind != "person":
        return said
    for shape, maker in _SHAPES:
        if shape.match(said):
            return maker(rnd)
    return said if len(said) < 3 else rnd.choice([make.web, make.ethnic])(rnd)
