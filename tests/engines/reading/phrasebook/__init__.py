"""Labelled text of our own (自写语料): templates in six registers, slots filled at random.

A line of a register's file is a template. Every fourth one is set aside: no rule was changed for
what it shows, so it tells how the rules do on wordings they were not written for.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.engines.reading.phrasebook.slots import SLOTS

REGISTERS = {"report": "written", "account": "written", "record": "written", "chat": "written"}
REGISTERS |= {"sms": "sms", "news": "news"}
ASIDE = 4
_SLOT = re.compile(r"\{(\w+)\}")
_FIRST_REPORT = datetime(2025, 2, 3, 9, 0)  # noqa: DTZ001 the report form gives Chinese time

Row = dict[str, object]


def templates(register: str, *, aside: bool) -> list[str]:
    """The lines of a register: those set aside, or the rest."""
    lines = Path(__file__).with_name(f"{register}.txt").read_text(encoding="utf-8").splitlines()
    return [line for i, line in enumerate(lines) if (i % ASIDE == ASIDE - 1) == aside]


def filled(template: str, rnd: Random, ref: datetime) -> tuple[str, list[Row]]:
    """The text and its entities."""
    text, entities, at = "", [], 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        at = slot.end()
        one = SLOTS[slot[1]](rnd, ref)
        start, end = len(text) + one.start, len(text) + one.end
        text += one.words
        label: Row = {"type": one.kind, "text": text[start:end], "start": start, "end": end}
        entities.append(label | {"norm": one.norm} | ({"approx": True} if one.approx else {}))
    return text + template[at:], entities


def rows(seed: int, each: int, *, aside: bool) -> Iterator[Row]:
    """`each` fillings of every template; in the news nobody knows when the text was taken down."""
    rnd = Random(seed)  # noqa: S311 invented text, not a secret
    for register, origin in REGISTERS.items():
        for number, template in enumerate(templates(register, aside=aside)):
            for i in range(each):
                ref = _FIRST_REPORT + timedelta(hours=rnd.randrange(14), days=rnd.randrange(300))
                text, entities = filled(template, rnd, ref)
                yield {
                    "id": f"{register}-{number}-{i}",
                    "provenance": origin,
                    "ref_time": None if register == "news" else f"{ref:%Y-%m-%dT%H:%M}",
                    "text": text,
                    "entities": entities,
                }
