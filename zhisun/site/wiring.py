"""Who reacts to what, collected from the domains by convention."""

import importlib
from collections.abc import Callable
from datetime import datetime

from zhisun.site import rooms

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
