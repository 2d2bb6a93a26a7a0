"""The seats an officer may go to, shown in the top bar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from zhisun.kernel.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """One desk: its title, the route of its first page, and the duty that opens it.

    home_duty: whose own desk it is, where more people may look in than work there.
    place: the smaller stands further left; the keys Alt+1, Alt+2 … follow.
    """

    title: "str | _StrPromise"
    route: str
    duty: str
    home_duty: str = ""
    place: int = 1

    @property
    def address(self) -> str:
        """Where the desk begins."""
        return reverse(self.route)


_entries: list[Entry] = []


def install(entries: Iterable[Entry]) -> None:
    """Replace the menu. Called once, by `site.wiring`."""
    _entries[:] = entries


def installed() -> Sequence[Entry]:
    """The whole menu."""
    return tuple(_entries)


def of(actor: Actor | None) -> Sequence[Entry]:
    """The desks this actor's duties open, in menu order; none for somebody not signed in."""
    if actor is None:
        return ()
    return [entry for entry in _entries if entry.duty in actor.duties]


def here(entries: Sequence[Entry], path: str) -> Entry | None:
    """The desk a page belongs to: of several whose address begins it the longest."""
    above = [entry for entry in entries if path.startswith(entry.address)]
    return max(above, key=lambda entry: len(entry.address), default=None)


def home_of(actor: Actor) -> Entry | None:
    """The desk this actor works at, else the first he may look into, else None."""
    desks = of(actor)
    own = [entry for entry in desks if (entry.home_duty or entry.duty) in actor.duties]
    return next(iter([*own, *desks]), None)
