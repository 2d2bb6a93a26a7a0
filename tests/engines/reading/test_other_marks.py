"""Whoever types half-width marks, straight quotes or a blank behind each comma is read the same."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from tests.engines.reading.handwritten import c_rows, d_rows, e_rows
from zhisun.engines.reading.folding import fold
from zhisun.engines.reading.reader import read

MORNING = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 the report form gives Chinese time
TEXTS = [str(row["text"]) for rows in (c_rows, d_rows, e_rows) for row in rows.rows()]
HALF = str.maketrans("，；", ",;")
STRAIGHT = str.maketrans("“”", '""')
CORNERS = str.maketrans("“”", "「」")


def told(text: str) -> Iterator[tuple[str, str, str | None]]:
    for one in read(text, ref_time=MORNING):
        yield one.type, "".join(one.text.split()), one.norm


def half_width(text: str) -> str:
    return text.translate(HALF)


def with_blanks(text: str) -> str:
    return text.replace("，", "， ").replace("；", "; ")


def with_lines(text: str) -> str:
    return text.replace("，", "，\n")


def straight(text: str) -> str:
    return text.translate(STRAIGHT)


def cornered(text: str) -> str:
    return text.translate(CORNERS)


@pytest.mark.parametrize("typed", [half_width, with_blanks, with_lines, straight, cornered])
def test_the_same_is_read_of_one_text_in_a_hundred_elements_but_one(
    typed: Callable[[str], str],
) -> None:
    kept = missed = added = 0
    for text in TEXTS:
        plain, other = set(told(text)), set(told(typed(text)))
        kept += len(plain & other)
        missed += len(plain - other)
        added += len(other - plain)
    assert kept > 2000
    assert missed + added < kept / 100


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("对方说,9600元到账了", ["9600"]),
        ("我转了,9600元,又转了,1,200元", ["9600", "1200"]),
        ("卖的, 1800\n", ["1800"]),
        ("报价12,800元", ["12800"]),
    ],
)
def test_a_sum_behind_a_comma(text: str, sums: list[str]) -> None:
    assert [one.norm for one in read(text, ref_time=MORNING) if one.type == "amount"] == sums


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ('他叫"小李",说"行"', "他叫“小李”，说“行”"),
        ('微信名“燕子"的人', "微信名“燕子”的人"),
        ('"甲"\n乙"丙', "“甲”\n乙“丙"),
        ('{"a":"b","c":1}', '{"a":"b","c":1}'),
        ("「甲」『乙』", "“甲”“乙”"),
        ("a,b;c,1", "a,b;c,1"),
        ("转,1; 再", "转，1；再"),
    ],
)
def test_marks_of_another_keyboard(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


def test_elements_stand_where_the_text_as_given_has_them() -> None:
    text = '他说, 张某, 在"云联会议"里, 转了 5000元;\n后来,\n又转2万'
    for one in read(text, ref_time=MORNING):
        assert text[one.start : one.end] == one.text
