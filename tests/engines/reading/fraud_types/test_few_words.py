"""Texts of one line: everyday words of a type are no case, who says he was cheated is believed."""

import pytest

from zhisun.engines.reading.fraud_types.classifier import classify


@pytest.mark.parametrize(
    "text",
    [
        "领导让我加班",
        "领导在群里发通知开会",
        "男朋友视频通话",
        "ETC卡在哪里办",
        "演唱会门票抢到了",
        "征信有逾期怎么消除",
        "老师在群里收班费50元",
        "兼职做家教，一小时80",
        "股票跌了",
        "微信加了个同学",
    ],
)
def test_everyday_words_of_a_type_are_no_case(text: str) -> None:
    assert not classify(text).is_case


@pytest.mark.parametrize(
    "text",
    [
        "我被裸聊敲诈了5000",
        "裸聊被敲诈",
        "骗子冒充我外甥借钱",
        "刷单被骗3万",
        "我被骗了5000",
        "有人冒充警察让我转账",
        "网贷要先交解冻费",
    ],
)
def test_a_line_that_tells_a_swindle_is_a_case(text: str) -> None:
    assert classify(text).is_case


@pytest.mark.parametrize("text", ["贷款", "客服", "骗"])
def test_a_word_alone_asks_a_person(text: str) -> None:
    assert not classify(text).sure
