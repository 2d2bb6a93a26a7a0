"""Who reacts to what, collected from the domains by convention."""

import importlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from zhisun.shell import menu
from zhisun.site import rooms

if TYPE_CHECKING:
    from zhisun.api.v1.screen_door import Screen
    from zhisun.domains.indicators.services.push import Screened

Reaction = Callable[[str, datetime], None]


def reactions() -> dict[str, tuple[Reaction, ...]]:
    """Event name → what answers it, from `REACTIONS` of every domain's `reactions.py`.

    Domains come in alphabetical order, so that two runs do the same in the same order.
    """
    collected: dict[str, tuple[Reaction, ...]] = {}
    for domain in rooms.holding("reactions.py", "domains"):
        offered: dict[str, tuple[Reaction, ...]]
        offered = importlib.import_module(f"{domain}.reactions").REACTIONS
        for event, answers in offered.items():
            collected[event] = collected.get(event, ()) + tuple(answers)
    return collected


def install_menu() -> None:
    """Put the desks into the top bar: `ENTRIES` of every desk's `menu.py`, by their place."""
    desks = (importlib.import_module(f"{desk}.menu") for desk in rooms.holding("menu.py", "desks"))
    entries = [entry for desk in desks for entry in desk.ENTRIES]
    menu.install(sorted(entries, key=lambda entry: entry.place))


def open_door_to_engine() -> None:
    """Let the machine interface hold pushed events against the base of this installation.

    Nothing is opened before the first push: most processes never take one.
    """
    door = importlib.import_module("zhisun.api.v1.screen_door")  # it knows tables: now they are
    engine: list[Screen] = []

    def screen(events: Sequence[object]) -> "Screened":
        if not engine:
            engine.append(importlib.import_module("zhisun.site.pushed_events").Pushed().screen)
        return engine[0](events)

    door.fill(screen)
