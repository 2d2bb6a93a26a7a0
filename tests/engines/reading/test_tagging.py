"""The tagger of names: its arithmetic against slow ones, its weights, what it must tell apart."""

import importlib.util
import re
from itertools import pairwise, product
from pathlib import Path
from types import ModuleType

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.reader import found_by_rules, read
from zhisun.engines.reading.tagging.agreeing import agreed
from zhisun.engines.reading.tagging.decoding import TAGS, _sum, best_tags, laned
from zhisun.engines.reading.tagging.features import BUCKETS, MANY, PAD
from zhisun.engines.reading.tagging.tagger import KINDS, marks_of, settled
from zhisun.engines.reading.tagging.tokens import BEGINS, LEFT_ALONE
from zhisun.engines.reading.tagging.weights import shipped

ROOT = Path(__file__).parents[3]
FILE = ROOT / "zhisun/engines/reading/tagging/weights.npz"
FOUR_MEGABYTES = 4_000_000
ONE_IN_FIFTY = 0.02


@numba.njit
def fast_tags(scores, links, rules, tags):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    best_tags(scores, links, rules, tags)


@numba.njit
def fast_sum(grid, row, scores):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    _sum(grid, row, np.zeros((len(row), 2), np.uint64), scores)


def allowed(row: tuple[int, ...]) -> bool:
    """Inside and end follow begin or inside of their kind; nothing else does, nor ends a text."""
    opened = 0
    for tag in row:
        place = 0 if tag == 0 else (tag - 1) % 4 + 1
        kind = (tag - 1) // 4
        if (place in (2, 3)) != bool(opened) or (opened and kind != opened - 1):
            return False
        opened = kind + 1 if place in (1, 2) else 0
    return not opened


ROWS = {size: [r for r in product((0, 1, 2, 3, 4, 5, 7), repeat=size) if allowed(r)]
        for size in (1, 2, 3, 4)}  # fmt: skip
"""Every allowed row of the tags of one kind and of begin and end of another."""


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(ROWS)))
def test_the_best_row_of_tags_is_the_one_trying_all_finds(data: st.DataObject, size: int) -> None:
    whole = st.integers(-40, 40).map(float)
    scores = data.draw(arrays.arrays(np.float32, (size, TAGS), elements=whole))
    links = data.draw(arrays.arrays(np.float32, (TAGS, TAGS), elements=whole))
    scores[:, [6, *range(8, TAGS)]] = -1e6
    rules = np.zeros(size + 2 * PAD, np.int64)
    if data.draw(st.booleans()):
        rules[PAD] = LEFT_ALONE
    tags = np.zeros(size, np.int64)
    fast_tags(scores.copy(), links, rules, tags)

    def worth(row: tuple[int, ...]) -> float:
        here = sum(scores[i, tag] for i, tag in enumerate(row))
        return float(here + sum(links[a, b] for a, b in pairwise(row)))

    free = [row for row in ROWS[size] if rules[PAD] != LEFT_ALONE or row[0] == 0]
    assert worth(tuple(tags.tolist())) == max(map(worth, free))


@given(
    arrays.arrays(np.int8, (64, TAGS - 1)),
    arrays.arrays(np.int64, MANY, elements=st.integers(0, 63)),
)
def test_four_sums_in_a_word_are_the_sums_one_by_one(
    weights: np.ndarray[tuple[int, int], np.dtype[np.int8]],
    row: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> None:
    scores = np.zeros(TAGS, np.float32)
    fast_sum(laned(weights), row, scores)
    assert scores[1:].tolist() == weights[row].sum(axis=0, dtype=np.int64).tolist()


def test_the_weights_are_one_small_file_of_the_shape_the_engine_reads() -> None:
    weights = shipped()
    assert FILE.stat().st_size < FOUR_MEGABYTES
    assert weights.grid.shape == (BUCKETS, 2)
    assert weights.links.shape == (TAGS, TAGS)
    assert weights.least.shape == (len(KINDS),)


@pytest.fixture(scope="module")
def trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train_names", ROOT / "tools/train_names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_weights_were_trained_from_these_texts(trainer: ModuleType) -> None:
    assert shipped().texts == trainer.digest(), "run python tools/train_names.py"


def test_the_rules_find_what_they_found_when_the_weights_were_trained(trainer: ModuleType) -> None:
    with np.load(FILE, allow_pickle=False) as bundle:
        then = bundle["finds"]
    now = trainer.finds()
    assert len(now) == len(then)
    assert np.mean(now != then) <= ONE_IN_FIFTY, "run python tools/train_names.py"


def test_names_of_articles_stand_in_them_and_apart(trainer: ModuleType) -> None:
    for text, labels in trainer.named_articles():
        assert {one.type.rstrip("?") for one in labels} <= set(KINDS)
        assert all(text[one.start : one.end].strip() for one in labels)
        assert all(one.end <= after.start for one, after in pairwise(labels))


def test_lines_of_the_templates_say_where_their_names_stand(trainer: ModuleType) -> None:
    for held in (False, True):
        for text in trainer.name_writer.texts(3, 1, held=held):
            assert not re.search(r"\{[A-Za-z]", text.text)
            assert all(text.text[one.start : one.end].strip() for one in text.labels)
            assert {one.type for one in text.labels} <= set(KINDS)


def test_marks_tell_neighbours_apart() -> None:
    found = [Found("person", 0, 2, None, 1), Found("person", 2, 4, None, 1)]
    assert [mark & BEGINS for mark in marks_of(5, found)] == [BEGINS, 0, BEGINS, 0, 0]


@given(st.text("张王某小红在下载聚宝平台公安局济南市路，“”：\n 0aA😀", max_size=40))
def test_what_is_no_name_stays_as_the_rules_found_it(text: str) -> None:
    folded, found = found_by_rules(text, ref_time=None)
    result = settled(folded.text, found)
    kept = [one for one in found if one.type not in KINDS]
    assert [one for one in result if one.type not in KINDS] == kept
    spans = sorted((one.start, one.end) for one in result)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("让我先下恒鑫优汇，再充钱", "app", ["恒鑫优汇"]),
        ("钱打给了岳桂枝，他外号麻杆", "person", ["岳桂枝", "麻杆"]),
        ("花言巧语背后往往是陷阱", "person", []),
        ("来源：江苏网警", "person", []),
        ("请您添加我们的QQ：XXXXXX，稍后联系", "app", []),
        ("近日，宜宾市民孟先生报警", "address", ["宜宾"]),
        ("在辽宁移动营业厅办卡", "address", []),
        ("近日，丰县公安局接到报警", "org", ["丰县公安局"]),
        ("人在槐荫区经七路鲁能花园5-2-301等", "address", ["槐荫区经七路鲁能花园5-2-301"]),
    ],
)
def test_names_without_a_rule_are_told_from_words(text: str, kind: str, found: list[str]) -> None:
    assert [one.text for one in read(text, ref_time=None) if one.type == kind] == found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (
            "嫌疑人谷某远被抓。谷某远交代，谷某远和同伙在出租屋里行骗，民警对谷某远的住处搜查。",
            "person",
            ["谷某远"] * 4,
        ),
        (
            "张女士结识了网友“往事随风”，后来“往事随风”开始让张女士在网站“下注”。",
            "person",
            ["张女士", "往事随风", "往事随风", "张女士"],
        ),
        ("需贷款的王某将自己的5张银行卡提供给他人。", "person", ["王某"]),
        ("又告知罗某可与一名叫徐某的检察官联系", "person", ["罗某", "徐某"]),
        (
            "收到“同学”小金的消息，他答应了小金的要求，却没有收到小金的转账",
            "person",
            ["小金"] * 3,
        ),
    ],
)
def test_a_name_is_told_one_way_in_a_text(text: str, kind: str, found: list[str]) -> None:
    told = [e.text for e in read(text, ref_time=None) if e.type == kind]
    assert told == found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("在探探、陌陌、伊对等社交软件上选定对象", "app", ["探探", "陌陌", "伊对"]),
        ("使用Zoom、网站、客户端等软件", "app", ["Zoom"]),
        ("涉及石南镇、马港镇、四庄乡、各乡镇", "address", ["石南镇", "马港镇", "四庄乡"]),
        ("沉湖镇、马湾镇、卢市镇等乡镇", "address", ["沉湖镇", "马湾镇", "卢市镇"]),
        ("龙眠街道3起、孔城镇1起", "address", ["龙眠街道", "孔城镇"]),
    ],
)
def test_what_stands_in_a_row_is_of_one_kind(text: str, kind: str, found: list[str]) -> None:
    assert [e.text for e in read(text, ref_time=None) if e.type == kind] == found


def test_a_line_that_begins_with_an_office_has_no_name_of_one() -> None:
    told = read("急得直跺脚。\n镇派出所民警方磊赶来后", ref_time=None)
    assert all(e.text == e.text.strip() for e in told)


NAMES = st.sampled_from(["王某", "王某乐", "往事随风", "随风", "小雨", "李小雨", "，", "和", "说"])


@given(st.lists(NAMES, max_size=12), st.data())
def test_names_agree_without_touching(words: list[str], data: st.DataObject) -> None:
    text, found = "", []
    for word in words:
        if len(word) > 1 and data.draw(st.booleans()):
            found.append(Found("person", len(text), len(text) + len(word), word, 0.8))
        text += word
    told = sorted(agreed(text, found), key=lambda one: one.start)
    assert all(one.end <= after.start for one, after in pairwise(told))
    assert all(any(w.start <= one.start < w.end for w in told) for one in found)
    assert all(text[one.start : one.end] == one.norm for one in told)
