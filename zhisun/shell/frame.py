"""What the page frame needs on every page, as a context processor."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from zhisun.domains.access.terms import Role
from zhisun.engines.identity.divisions import division_name
from zhisun.kernel.areas import prefix
from zhisun.shell import menu

if TYPE_CHECKING:
    from datetime import datetime

    from zhisun.kernel.actors import Actor

THEMES = ("light", "dark")
_LEVELS = (6, 4, 2)
"""Digits of a county, a city, a province."""
THEME_COOKIE = "zhisun_theme"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Actor (or None), instant, theme, language and menu. No query.

    The theme lives in a cookie so that the server draws the page in it at once.
    """
    actor: Actor | None = getattr(request, "actor", None)
    at: datetime | None = getattr(request, "at", None)
    entries = menu.of(actor)
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "actor": actor,
        "seat_title": str(Role(actor.seat).label) if actor and actor.seat in Role.values else "",
        "seat_area": _area_name(actor.area) if actor else "",
        "at": at,
        "theme": theme if theme in THEMES else "light",
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "menu": entries,
        "here": menu.here(entries, request.path),
        "path": request.path,
    }


def _area_name(area: str) -> str:
    """济宁市 for 3708 and 370800, the county of a station; digits that no table names stay."""
    cut = prefix(area)
    named = (division_name(cut[:length]) for length in (len(cut), *_LEVELS) if length <= len(cut))
    return next(filter(None, named), area)
