"""Which unit goes, held against a slow choice by one criterion after the other."""

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zhisun.domains.dissuasion.policy.routing import Post, nearest, ranked

PLACES = ("37", "3708", "370811", "370811010", "370811010001", "370811020", "3709")
POSTS = st.lists(
    st.builds(
        Post,
        code=st.text("abcdef", min_size=1, max_size=3),
        name=st.just("单位"),
        area=st.sampled_from(PLACES),
        load=st.integers(0, 3),
        on_shift=st.sampled_from((None, True, False)),
        speaks=st.sampled_from((None, True, False)),
        metres=st.none() | st.integers(0, 3),
    ),
    max_size=8,
    unique_by=lambda post: post.code,
)


def slowly(posts: list[Post], place: str) -> Post | None:
    """Throw out whoever somebody else beats, one criterion after the other."""
    left = [post for post in posts if place[: len(post.area)] == post.area]
    beats: list[Callable[[Post, Post], bool]] = [
        lambda one, other: one.on_shift is not False and other.on_shift is False,
        lambda one, other: len(one.area) > len(other.area),
        lambda one, other: one.speaks is not False and other.speaks is False,
        _shorter,
        lambda one, other: one.load < other.load,
        lambda one, other: one.code < other.code,
    ]
    for beat in beats:
        left = [post for post in left if not any(beat(one, post) for one in left)]
    assert len(left) <= 1
    return left[0] if left else None


def _shorter(one: Post, other: Post) -> bool:
    if one.metres is None:
        return False
    return other.metres is None or one.metres < other.metres


@given(POSTS, st.sampled_from(PLACES))
def test_who_goes_is_who_is_left_by_every_criterion(posts: list[Post], place: str) -> None:
    assert nearest(posts, place) == slowly(posts, place)
    left, order = list(posts), []
    while (first := slowly(left, place)) is not None:
        order.append(first)
        left.remove(first)
    assert ranked(posts, place) == order


def test_each_criterion_decides_when_all_before_it_are_alike() -> None:
    def post(code: str, **facts: Any) -> Post:
        told: dict[str, Any] = {"name": "", "area": "370811010", "load": 1} | facts
        return Post(code, **told)

    county = post("county", area="370811", on_shift=True)
    asleep = post("asleep", on_shift=False, load=0)
    busy = post("busy", load=9)
    mute, deaf = post("mute", speaks=False, metres=1), post("deaf", speaks=True, metres=900)
    far, unknown = post("far", metres=2_000, load=9), post("unknown", load=0)
    place = "370811010001"
    assert nearest([asleep, county], place) == county
    assert nearest([busy, county], place) == busy
    assert nearest([mute, deaf], place) == deaf
    assert nearest([far, unknown], place) == far
    assert nearest([post("a"), post("b", load=0)], place) == post("b", load=0)
    assert nearest([post("b"), post("a")], place) == post("a")
    assert nearest([post("a")], "3709") is None
