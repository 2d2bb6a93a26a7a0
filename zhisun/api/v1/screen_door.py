"""The door to the screening engine: filled by `site`, which knows where the base is kept."""

from collections.abc import Callable, Sequence

from zhisun.domains.indicators.services.push import Screened

Screen = Callable[[Sequence[object]], Screened]
"""Events as they came (JSON) → what they hit and which of them cannot be read.

Raises GatewayUnavailable while the base is being made anew.
"""
_FILLED: list[Screen] = []


def fill(screen: Screen) -> None:
    """Put an engine behind the door; the last one counts."""
    _FILLED[:] = [screen]


def screen(events: Sequence[object]) -> Screened:
    """Hold events against the base."""
    (engine,) = _FILLED
    return engine(events)
