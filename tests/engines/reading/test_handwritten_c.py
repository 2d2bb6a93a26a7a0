"""Texts by the third to fifth hand are labelled as they say. How they are read: counted apart."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from tests.engines.reading.handwritten import c_rows, d_rows, e_rows, late_rows
from tests.engines.reading.handwritten.c_rows import KINDS
from zhisun.engines.reading.fraud_types.kinds import NO_CASE, TYPES
from zhisun.site.measuring.element_scores import Row, entities

HANDS = [list(c_rows.rows()), list(d_rows.rows()), list(e_rows.rows())]
FLOORS = [
    {"接报": 40, "自述": 25, "笔录": 15, "聊天": 15, "短信": 15, "新闻": 15},
    {"接报": 25, "自述": 15, "笔录": 10, "聊天": 14, "短信": 40, "新闻": 50},
    {"接报": 25, "自述": 15, "笔录": 8, "聊天": 12, "短信": 50, "新闻": 60},
]
LATE = [list(late_rows.rows(hand)) for hand in late_rows.HANDS]
each = pytest.mark.parametrize("rows", HANDS + LATE, ids=["c", "d", "e", *late_rows.HANDS])


@each
def test_each_label_stands_where_it_says_and_touches_no_other(rows: list[Row]) -> None:
    for text, labels in ((str(row["text"]), entities(row)) for row in rows):
        spans = [(int(str(one["start"])), int(str(one["end"]))) for one in labels]
        assert [text[start:end] for start, end in spans] == [one["text"] for one in labels]
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@each
def test_no_mark_is_left_in_a_text(rows: list[Row]) -> None:
    assert [row["id"] for row in rows if re.search(r"[{}|\\$]", str(row["text"]))] == []


@pytest.mark.parametrize("rows", HANDS, ids=["c", "d", "e"])
def test_values_have_the_form_of_their_kind(rows: list[Row]) -> None:
    forms = {
        "amount": r"\d+(\.\d+)?",
        "time": r"(?=.)(XXXX|\d{4})?(-\d\d){0,2}(T(\d\d(:\d\d)?|MO|AF|EV))?",
        "phone": r"\d{10,15}", "hotline": r"\d{3,6}", "card": r"\d{16,19}",
        "idcard": r"\d{17}[\dX]", "qq": r"\d{5,11}", "telegram": r"@\w+", "email": r"\S+@\S+",
        "bank": r".+银行", "url": r"(https?://)?[a-z0-9./?=:#_-]+",
    }  # fmt: skip
    wrong = [
        (one["type"], one["text"], one["norm"])
        for row in rows
        for one in entities(row)
        if one["norm"] is not None
        and not re.fullmatch(forms.get(str(one["type"]), ".+"), str(one["norm"]))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("rows", "floors"), [*zip(HANDS, FLOORS, strict=True)], ids=["c", "d", "e"]
)
def test_every_register_class_and_kind_has_texts(rows: list[Row], floors: dict[str, int]) -> None:
    registers = Counter(row["channel"] for row in rows)
    assert {
        name: registers[name] for name, least in floors.items() if registers[name] < least
    } == {}
    classes = Counter(row["fraud_type"] for row in rows)
    assert set(classes) == {*TYPES, NO_CASE}
    assert min(classes.values()) >= 6
    assert classes[NO_CASE] >= 15
    assert {str(one["type"]) for row in rows for one in entities(row)} == set(KINDS.values())
