"""How well `read` does on text of our own: floors a little under the figures of docs/reading.md."""

from collections.abc import Iterable

import pytest

from tests.engines.reading.phrasebook import REGISTERS, rows, templates
from tests.engines.reading.scoring import scores

FLOORS = {
    "phone": 0.98, "card": 0.98, "idcard": 0.99, "url": 0.98, "amount": 0.97, "qq": 0.97,
    "wechat": 0.97, "telegram": 0.97, "time": 0.96, "org": 0.96, "bank": 0.96, "address": 0.95,
}  # fmt: skip


def below(floors: dict[str, float], found: Iterable[tuple[str, float]]) -> dict[str, float]:
    return {kind: f1 for kind, f1 in found if f1 < floors.get(kind, 0)}


@pytest.mark.parametrize("aside", [False, True], ids=["worked on", "set aside"])
def test_elements_of_invented_text_are_found_in_every_register(*, aside: bool) -> None:
    scored = scores(rows(20251121, 4, aside=aside))
    assert below(FLOORS, ((kind, score.f1) for kind, score in scored.items())) == {}
    assert min(score.norms for score in scored.values()) > 0.97


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.96), (True, 0.88)])
def test_people_and_programs_are_found_by_their_names(*, aside: bool, floor: float) -> None:
    scored = scores(rows(7, 4, aside=aside))
    assert scored["person"].f1 > floor
    assert scored["app"].f1 > floor - 0.1


def test_every_register_keeps_a_quarter_of_its_templates_aside() -> None:
    for register in REGISTERS:
        worked, aside = templates(register, aside=False), templates(register, aside=True)
        assert not set(worked) & set(aside)
        assert len(aside) * 3 <= len(worked) <= len(aside) * 4
