"""Where money left sight, by the place that the statements tell (离开视线的地点)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from zhisun.desks.funds_desk.province_tile_table import TILES
from zhisun.domains.money_trails.selectors.moves import Move
from zhisun.domains.money_trails.terms import Whereabouts
from zhisun.engines.identity.divisions import CITY, COUNTY, PROVINCE, by_code
from zhisun.engines.reading.branches import branch_division, division_path
from zhisun.kernel.money import Fen

Located = tuple[str, Move]
"""A movement out of sight after the code of its division."""

SHADES = 4
"""Steps of a tile's shade; the amount stands on it as well."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One province of the schematic. shade: 0 where nothing left sight, else 1 to SHADES."""

    code: str
    name: str
    letter: str
    column: int
    row: int
    number: int
    fen: Fen
    shade: int


def located(moves: Iterable[Move]) -> list[Located]:
    """Each movement with the division that the statement's words name for sure, "" for none.

    The remark decides (网点、ATM、商户所在地); where it is silent, the payee's name.
    """
    return [
        (branch_division(move.remark) or branch_division(move.payee_name), move) for move in moves
    ]


def exit_places(exits: Iterable[Located]) -> list[ExitPlace]:
    """What left, by division: the most money first, what nobody can place last.

    The sums are traced money, so they add up to what the picture shows as gone.
    """
    return _by_division(exits, COUNTY)


def exit_cities(exits: Iterable[Located], province: str) -> list[ExitPlace]:
    """What left in one province by city; as the province where the statements tell no more."""
    return _by_division(within(exits, province), CITY)


def within(exits: Iterable[Located], province: str) -> list[Located]:
    """Those in one province, in their order."""
    return [(code, move) for code, move in exits if code[:PROVINCE] == province]


def tiles(exits: Iterable[Located]) -> list[Tile]:
    """Every province once, row by row, with what left sight there."""
    found = {place.code: place for place in _by_division(exits, PROVINCE)}
    most = max((place.fen for code, place in found.items() if code), default=0)
    shown = []
    for code, (letter, column, row) in TILES.items():
        place = found.get(code)
        fen = place.fen if place else 0
        shown.append(
            Tile(
                code=code,
                name=by_code()[code],
                letter=letter,
                column=column,
                row=row,
                number=place.number if place else 0,
                fen=fen,
                shade=-(-fen * SHADES // most) if fen else 0,
            )
        )
    return sorted(shown, key=lambda tile: (tile.row, tile.column))


def _by_division(exits: Iterable[Located], digits: int) -> list[ExitPlace]:
    found: dict[str, list[Move]] = {}
    for code, move in exits:
        found.setdefault(code[:digits], []).append(move)
    places = [_place(code, here) for code, here in found.items()]
    return sorted(places, key=lambda place: (not place.code, -place.fen, place.code))


def _place(code: str, here: Sequence[Move]) -> ExitPlace:
    return ExitPlace(
        code=code,
        name=division_path(code),
        number=len(here),
        fen=sum(move.carried_fen for move in here),
        kinds=_kinds(here),
    )


def _kinds(moves: Iterable[Move]) -> tuple[tuple[Whereabouts, Fen], ...]:
    sums: dict[Whereabouts, Fen] = {}
    for move in moves:
        if move.ends_as is not None:
            sums[move.ends_as] = sums.get(move.ends_as, 0) + move.carried_fen
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
