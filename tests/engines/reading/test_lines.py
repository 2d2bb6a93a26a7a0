import pytest

from tests.engines.reading.scoring import SHIPPED, rows_of, scores
from zhisun.engines.reading.lines import extract_line
from zhisun.kernel.errors import InputError

KINDS = "address amount app bank card idcard org person phone qq telegram time url wechat"
FLOORS = dict.fromkeys(KINDS.split(), 1.0)
"""F1 on the shipped examples, reached when written; they show regressions, not quality."""


@pytest.mark.parametrize("kind", FLOORS)
def test_the_labelled_examples_are_read_as_well_as_before(kind: str) -> None:
    score = scores(rows_of(SHIPPED))[kind]
    assert score.f1 >= FLOORS[kind], score.mistakes
    assert score.norms == 1.0, score.mistakes


def test_a_line_keeps_its_id_and_gives_the_entities_of_the_contract() -> None:
    line = extract_line({"id": "a1", "text": "昨天转了5w", "ref_time": "2025-03-12T10:00"})
    assert line["id"] == "a1"
    entities = line["entities"]
    assert isinstance(entities, list)
    day, money = entities
    assert day == {
        "type": "time",
        "text": "昨天",
        "start": 0,
        "end": 2,
        "norm": "2025-03-11",
        "confidence": 0.95,
    }
    assert money["norm"] == "50000"


def test_a_line_without_the_time_it_was_written_leaves_relative_days_out() -> None:
    assert extract_line({"id": "a", "text": "昨天"})["entities"] == []


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"text": "x"}, "id"),
        ({"id": "a", "text": None}, "text"),
        ({"id": "a", "text": "x", "ref_time": "yesterday"}, "ref_time"),
        ({"id": "a", "text": "x", "ref_time": 5}, "ref_time"),
    ],
)
def test_a_line_that_breaks_the_contract_names_the_field(
    row: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        extract_line(row)
    assert refused.value.facts["field"] == field
