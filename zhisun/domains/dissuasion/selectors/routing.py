"""Who could go to a person, who should, and why (分派依据)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from zhisun.domains.directory.selectors import (
    UnitRow,
    calendar,
    position_of,
    units_around,
)
from zhisun.domains.directory.terms import Language
from zhisun.domains.dissuasion.models import Dispatch
from zhisun.domains.dissuasion.policy.routing import Post, ranked
from zhisun.domains.dissuasion.terms import WAITING
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound
from zhisun.kernel.places import Position, metres

CITY = len("3708")
"""A centre of a whole city is the desk itself; nothing is given to it by the machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Why this unit, as it stood when it got the dispatch.

    level: characters of its area. rank: from 1 among `of` units whose ground holds the place; 0
    when its ground does not. automatic: nobody chose it by hand.
    """

    unit_code: str
    unit_name: str
    automatic: bool
    level: int
    on_shift: bool | None
    speaks: bool | None
    language: str
    metres: int | None
    load: int
    rank: int
    of: int

    def __str__(self) -> str:
        """In one line, for the audit."""
        told = f"{self.rank}/{self.of} shift={self.on_shift} speaks={self.speaks}"
        return f"{told} metres={self.metres} load={self.load}"


def posts_for(row: Dispatch, units: Iterable[UnitRow], *, at: datetime) -> list[Post]:
    """These units as they stand for a dispatch at an instant. Two queries."""
    found = list(units)
    days, loads = calendar(), _loads(each.code for each in found)
    language = Language(row.person.language) if row.person.language else None
    here = position_of(row.latitude, row.longitude, row.datum)
    return [
        Post(
            code=each.code,
            name=each.name,
            area=each.area,
            load=loads.get(each.code, 0),
            on_shift=each.on_shift(at, days),
            speaks=language in each.languages if language else None,
            metres=_metres(here, each.position),
        )
        for each in found
    ]


def candidates(row: Dispatch, *, at: datetime) -> list[Post]:
    """Units below the city whose ground holds the person, who should go first. Three queries."""
    around = [each for each in units_around(row.area) if len(each.area) > CITY]
    return ranked(posts_for(row, around, at=at), row.area)


def choices(dispatch_no: str, *, by: Actor, at: datetime) -> list[Standing]:
    """Who could go now and why, first first, as the desk is shown it. Raises NotFound."""
    rows = Dispatch.objects.select_related("person")
    row = rows.filter(dispatch_no=dispatch_no, area__startswith=by.area).first()
    if row is None:
        raise NotFound("dispatch_unknown", dispatch_no=dispatch_no)
    found = candidates(row, at=at)
    return [reason_of(post, found, row, automatic=False) for post in found]


def reason_of(post: Post, among: list[Post], row: Dispatch, *, automatic: bool) -> Standing:
    """Why a unit got it, with its place among those that could go."""
    codes = [each.code for each in among]
    return Standing(
        unit_code=post.code,
        unit_name=post.name,
        automatic=automatic,
        level=len(post.area),
        on_shift=post.on_shift,
        speaks=post.speaks,
        language=row.person.language,
        metres=post.metres,
        load=post.load,
        rank=codes.index(post.code) + 1 if post.code in codes else 0,
        of=len(codes),
    )


def to_body(reason: Standing) -> dict[str, Any]:
    """The reason as stored."""
    return asdict(reason)


def from_body(body: dict[str, Any] | None) -> Standing | None:
    """The reason as stored, None for what was assigned before reasons were kept."""
    return Standing(**body) if body else None


def _metres(one: Position | None, other: Position | None) -> int | None:
    return None if one is None or other is None else round(metres(one, other))


def _loads(codes: Iterable[str]) -> dict[str, int]:
    rows = Dispatch.objects.filter(unit_code__in=list(codes), state__in=sorted(WAITING))
    return dict(rows.values_list("unit_code").annotate(Count("pk")))
