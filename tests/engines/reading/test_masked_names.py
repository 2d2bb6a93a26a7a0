"""Names masked with signs are read as those masked with 某 (打码的姓名)."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.engines.reading.handwritten import c_rows, d_rows, e_rows
from zhisun.engines.reading.folding import fold
from zhisun.engines.reading.reader import read

TEXTS = [str(row["text"]) for rows in (c_rows, d_rows, e_rows) for row in rows.rows()]
NAMED = [text for text in TEXTS if re.search("[一-龥]某", text)]


def persons(text: str) -> Iterator[tuple[str, str | None]]:
    for one in read(text, ref_time=None):
        if one.type == "person":
            yield one.text, one.norm


@pytest.mark.parametrize("mask", ["*", "×"])
def test_of_ten_names_nine_are_found_under_a_mask(mask: str) -> None:
    told = found = 0
    for text in NAMED:
        plain = Counter(name.replace("某", mask) for name, _ in persons(text))
        masked = Counter(name for name, _ in persons(text.replace("某", mask)))
        told += plain.total()
        found += (plain & masked).total()
    assert told > 100
    assert found >= 0.95 * told


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("郎*在二手群里发布，熊*赔偿了200元", ["郎*", "熊*"]),
        ("鞠*2022年4月被抓，雍××向警方说明", ["鞠*", "雍××"]),
        ("收款人张*明，又转给*国庆", ["张*明", "*国庆"]),
        ("欧阳×报警称被骗", ["欧阳×"]),
    ],
)
def test_a_name_keeps_the_mask_it_was_written_with(text: str, names: list[str]) -> None:
    assert [name for name, _ in persons(text)] == names
    assert [norm for _, norm in persons(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "3*5=15",
        "手机138****6621",
        "卡号6222**1234",
        "规格高*5",
        "微*信",
        "**加粗**",
        "宽×高",
        "提供**服务",
        "搜索××店铺",
        "下载苏**购",
    ],
)
def test_other_signs_stay(text: str) -> None:
    assert "某" not in fold(text).text
