import json

import pytest

from zhisun.engines.reading.fraud_types.lines import classify_line
from zhisun.kernel.errors import InputError

TEXT = "王某做刷单任务，垫付3万元后无法提现，被骗"


def test_a_line_is_what_the_contract_says() -> None:
    line = classify_line({"id": "a1", "text": TEXT, "ref_time": None})
    assert list(line) == [
        "id",
        "label",
        "confidence",
        "alternatives",
        "reasons",
        "is_case",
        "case_confidence",
        "sure",
    ]
    assert (line["id"], line["label"], line["is_case"]) == ("a1", "刷单返利类", True)
    reasons = line["reasons"]
    assert isinstance(reasons, list)
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in reasons)
    assert "刷单" in {each["text"] for each in reasons}
    assert json.loads(json.dumps(line)) == line


@pytest.mark.parametrize(
    ("row", "field"),
    [({"text": "x"}, "id"), ({"id": "a", "text": None}, "text"), ({"id": "a"}, "text")],
)
def test_a_line_that_breaks_the_contract_names_the_field(
    row: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refused:
        classify_line(row)
    assert refused.value.facts["field"] == field
