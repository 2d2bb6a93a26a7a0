"""What an error says to a person. One module per room, each with `TEXTS: code → msgid`.

A text may hold the error's facts as `{name}`. Facts named `…_fen` are shown as money, so the
room that raises never formats.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from zhisun.kernel.errors import Fact, ZhisunError
from zhisun.shell.filters import money

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@cache
def catalogue() -> Mapping[str, "_StrPromise | str"]:
    """Every code and its text. Raises ImproperlyConfigured when two rooms claim one code."""
    rooms = {
        module.name: import_module(f"{__name__}.{module.name}").TEXTS
        for module in iter_modules(__path__)
    }
    return merged(rooms)


def merged(
    rooms: Mapping[str, Mapping[str, "_StrPromise | str"]],
) -> Mapping[str, "_StrPromise | str"]:
    """One catalogue of several rooms. Raises ImproperlyConfigured on a code claimed twice."""
    texts: dict[str, _StrPromise | str] = {}
    claimed: dict[str, str] = {}
    for room, room_texts in rooms.items():
        for code, words in room_texts.items():
            if code in claimed:
                raise ImproperlyConfigured(f"{code} has a text in {claimed[code]} and in {room}")
            claimed[code] = room
            texts[code] = words
    return texts


def text(error: ZhisunError) -> str:
    """The sentence for a person, in the active language, with the facts filled in."""
    words = catalogue().get(error.code)
    if words is None:
        return _("操作没有完成 (代码 {code})。").format(code=error.code)
    return filled(str(words), error.facts)


def filled(words: str, facts: Mapping[str, Fact]) -> str:
    """The text with its `{facts}` put in; a fact it asks for and does not get is a gap."""
    return words.format_map(_Facts({name: _shown(name, fact) for name, fact in facts.items()}))


class _Facts(dict[str, str]):
    """An error about an error would hide the first one."""

    def __missing__(self, name: str) -> str:
        return "…"


def _shown(name: str, fact: Fact) -> str:
    if name.endswith("_fen") and isinstance(fact, int):
        return money(fact)
    return str(fact)
