"""Where money left sight, by the place that the statements tell (离开视线的地点)."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhisun.domains.money_trails.selectors.moves import Move
from zhisun.domains.money_trails.terms import Whereabouts
from zhisun.engines.reading.branches import branch_division, division_path
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitPlace:
    """One division. code and name are "" where no statement tells a place for sure.

    kinds: how the money left there, the most of it first.
    """

    code: str
    name: str
    number: int
    fen: Fen
    kinds: tuple[tuple[Whereabouts, Fen], ...]


def exit_places(moves: Iterable[Move]) -> list[ExitPlace]:
    """What left, by division: the most money first, what nobody can place last.

    The statement's remark decides (网点、ATM、商户所在地); where it is silent, the payee's name.
    The sums are traced money, so they add up to what the picture shows as gone.
    """
    found: dict[str, list[Move]] = {}
    for move in moves:
        code = branch_division(move.remark) or branch_division(move.payee_name)
        found.setdefault(code, []).append(move)
    places = [
        ExitPlace(
            code=code,
            name=division_path(code),
            number=len(here),
            fen=sum(move.carried_fen for move in here),
            kinds=_kinds(here),
        )
        for code, here in found.items()
    ]
    return sorted(places, key=lambda place: (not place.code, -place.fen, place.code))


def _kinds(moves: Iterable[Move]) -> tuple[tuple[Whereabouts, Fen], ...]:
    sums: dict[Whereabouts, Fen] = {}
    for move in moves:
        if move.ends_as is not None:
            sums[move.ends_as] = sums.get(move.ends_as, 0) + move.carried_fen
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
