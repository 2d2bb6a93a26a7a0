"""Traditional and other shapes of characters are read as the simplified ones (繁体、异体)."""

from datetime import datetime

import pytest

from tests.engines.reading.handwritten import c_rows, d_rows, e_rows
from zhisun.engines.reading.folding import fold, one_for_one
from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.shapes import SIMPLIFIED

MORNING = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 the report form gives Chinese time
ROWS = [row for rows in (c_rows, d_rows, e_rows) for row in rows.rows()]
TEXTS = [str(row["text"]) for row in ROWS]
PAIRS = {other: simple for other, simple in SIMPLIFIED.items() if other != "徵"}
"""徵信 may be 微信."""
OTHER = {ord(simple): other for other, simple in PAIRS.items()}


def test_each_shape_is_one_character_and_leads_to_one_that_stays() -> None:
    assert len(SIMPLIFIED) > 2500
    for other, simple in SIMPLIFIED.items():
        assert len(other) == len(simple) == 1
        assert other != simple
        assert simple not in SIMPLIFIED


@pytest.mark.parametrize("text", TEXTS[::7])
def test_a_text_in_other_shapes_folds_to_the_same(text: str) -> None:
    other = text.translate(OTHER)
    assert other != text
    assert fold(other).text == fold(text).text


def test_elements_and_verdict_are_those_of_the_simplified_text() -> None:
    for text in TEXTS[::9]:
        other = text.translate(OTHER)
        plain, told = read(text, ref_time=MORNING), read(other, ref_time=MORNING)
        assert [(e.type, e.start, e.end, e.norm) for e in told] == [
            (e.type, e.start, e.end, e.norm) for e in plain
        ]
        assert all(other[e.start : e.end] == e.text for e in told)
        assert classify(other).label == classify(text).label


def test_a_report_in_traditional_characters() -> None:
    text = (
        "昨天下午三點，我在臉書認識的陳怡君叫我加她微信號：yj_chen88，下載「鑫盛國際」APP投資，"
        "我從中國銀行轉帳５萬元，後來又轉了兩萬塊，住址是廈門市思明區蓮前西路21號502室"
    )
    told = [(one.type, one.norm) for one in read(text, ref_time=MORNING)]
    assert told == [
        ("time", "2026-11-19T15"),
        ("person", "陈怡君"),
        ("wechat", "yj_chen88"),
        ("app", "鑫盛国际"),
        ("bank", "中国银行"),
        ("amount", "50000"),
        ("amount", "20000"),
        ("address", "厦门市思明区莲前西路21号502室"),
    ]


@pytest.mark.parametrize(
    "name", ["氾水派出所", "乾隆", "著名", "林昇", "甯浩", "狼藉", "瞭望", "覆盖"]
)
def test_what_simplified_texts_use_too_stays(name: str) -> None:
    assert fold(name).text == name


def test_a_name_keeps_a_shape_that_is_its_own() -> None:
    told = read("於潜派出所接警", ref_time=None)
    assert [one.norm for one in told] == ["於潜派出所"]


def test_many_shapes_in_one_text_keep_their_places() -> None:
    assert one_for_one("".join(PAIRS)) == "".join(PAIRS.values())
    assert one_for_one("轉帳" * 3) == "转帐" * 3


def test_advertising_in_mixed_shapes_is_seen() -> None:
    plain = classify(
        "您已被新歌声抽选为场外幸运观众，将得奖金和苹果笔记本，请打开网址领取，领取码8866"
    )
    mixed = classify(
        "您已被新歌声抽选為場外幸运覌众，將得獎金和苹果筆記本，请打开网址領取，領取碼8866"
    )
    assert mixed.label == plain.label == "其他类型诈骗"
    assert mixed.case_confidence == pytest.approx(plain.case_confidence)
