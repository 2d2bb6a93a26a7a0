"""Which unit goes there (分派): on shift, nearest to the ground, speaking the person's language."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """One unit that could go, as it stands for one person at one instant.

    area: as a prefix. on_shift: None while nobody has entered its hours. speaks: None when no
    language of the person's is known. metres: None without both points. load: dispatches it has
    without an outcome.
    """

    code: str
    name: str
    area: str
    load: int
    on_shift: bool | None = None
    speaks: bool | None = None
    metres: int | None = None


def ranked(posts: Iterable[Post], place: str) -> list[Post]:
    """The units whose ground holds the place, who should go first.

    A unit whose people are not there comes after all others: at night the county's desk goes
    before a team that sleeps (unknown hours count as there). Then the smallest ground, which is
    city → county → station → team (issue 5), then who speaks the person's language, the shorter
    way (unknown ways last), the smaller load. By code at the end, so that two runs choose alike.
    The order is a local rule.
    """
    holding = [post for post in posts if place.startswith(post.area)]
    return sorted(holding, key=_order)


def nearest(posts: Iterable[Post], place: str) -> Post | None:
    """Who should go; None when no unit's ground holds the place."""
    return next(iter(ranked(posts, place)), None)


def _order(post: Post) -> tuple[bool, int, bool, float, int, str]:
    way = float("inf") if post.metres is None else post.metres
    away, mute = post.on_shift is False, post.speaks is False
    return away, -len(post.area), mute, way, post.load, post.code
