"""Who fills a field: the person or the machine (人机合并). A person's word is never overwritten.

Every function here is pure; the browser only shows what comes out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhisun.desks.intake_desk.forms.amounts import amount_of
from zhisun.desks.intake_desk.forms.payees import same_bank
from zhisun.domains.cases.policy.report import NUMBERS, number
from zhisun.kernel.errors import InputError

Row = Mapping[str, str]

WEIGHT = {"to_account": 4, "value": 4, "amount": 2, "moved_at": 2, "to_name": 2}
"""How much an equal field says that two rows are one. Ours."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a field holds.

    auto: the machine put it there. other: what the machine reads where a person wrote something
    else, "" when it reads nothing else.
    """

    value: str
    auto: bool = False
    other: str = ""


def merged(
    typed: Mapping[str, str], by_hand: Iterable[str], said: Mapping[str, str]
) -> dict[str, Held]:
    """Each field with who fills it.

    A field a person touched keeps what he left there, emptiness too. Any other field holds what
    the machine reads now, and is empty when the machine reads nothing any more.
    """
    hands = frozenset(by_hand)
    held: dict[str, Held] = {}
    for name in {*typed, *said}:
        machine = said.get(name, "")
        if name in hands:
            mine = typed.get(name, "")
            differs = machine and not same(name, mine, machine)
            held[name] = Held(mine, other=machine if differs else "")
        else:
            held[name] = Held(machine, auto=bool(machine))
    return held


def aligned(
    rows: Mapping[int, Row], said: Sequence[Row], *, by_hand: frozenset[int]
) -> dict[int, int | None]:
    """Row number → which of the said rows it shows, None for a row only a person fills.

    rows: what stands on the screen. by_hand: rows a person touched; they keep their number and
    are met by what is most like them. The machine's own rows show the rest in order; rows it no
    longer needs are left out, and new ones get the next numbers.
    """
    shown: dict[int, int | None] = dict.fromkeys(sorted(by_hand), None)
    free = set(range(len(said)))
    pairs = sorted(
        ((_likeness(rows.get(row, {}), said[k]), -row, -k) for row in shown for k in free),
        reverse=True,
    )
    for likeness, minus_row, minus_k in pairs:
        row, k = -minus_row, -minus_k
        if likeness > 0 and shown[row] is None and k in free:
            shown[row] = k
            free.discard(k)
    unlike = [row for row, k in shown.items() if k is None]
    for row in unlike:  # a corrected row resembles nothing: it stays beside its own place
        if row in free:
            shown[row] = row
            free.discard(row)
    places = iter(_free_numbers(rows, shown, len(free)))
    return shown | {next(places): k for k in sorted(free)}


def same(name: str, one: str, other: str) -> bool:
    """Whether two texts of a field say the same."""
    one, other = one.strip(), other.strip()
    alike = _ALIKE.get(name.rsplit(".", 1)[-1])
    return one == other or (alike is not None and alike(one, other))


def _likeness(row: Row, said: Row) -> int:
    return sum(
        weight
        for name, weight in WEIGHT.items()
        if row.get(name) and said.get(name) and same(name, row[name], said[name])
    )


def _free_numbers(
    rows: Mapping[int, Row], taken: Mapping[int, int | None], wanted: int
) -> list[int]:
    """The machine's old row numbers first, so that what it showed stays where it was."""
    old = [row for row in sorted(rows) if row not in taken]
    after = max([*rows, *taken], default=-1) + 1
    return [*old, *range(after, after + wanted)][:wanted]


def _same_number(one: str, other: str) -> bool:
    return number(one) == number(other)


def _same_amount(one: str, other: str) -> bool:
    try:
        return amount_of(one) == amount_of(other)
    except InputError:
        return False


_ALIKE: dict[str, Callable[[str, str], bool]] = {
    **dict.fromkeys({*NUMBERS, "value"}, _same_number),
    "amount": _same_amount,
    "to_bank_name": same_bank,
    "from_bank_name": same_bank,
}
