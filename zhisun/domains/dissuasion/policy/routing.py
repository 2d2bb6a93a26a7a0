"""Which unit goes there (分派): the nearest to the ground that covers the place."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """One unit that could go. area: as a prefix. load: dispatches it has open."""

    code: str
    name: str
    area: str
    load: int


def nearest(posts: Iterable[Post], place: str) -> Post | None:
    """The unit with the smallest area that holds the place; of several the least busy.

    City → county → station → team is the order of ever longer prefixes (issue 5). Ours: among
    equals by load, then by code, so that two runs choose alike.
    """
    holding = [post for post in posts if place.startswith(post.area)]
    return min(holding, key=lambda post: (-len(post.area), post.load, post.code), default=None)
