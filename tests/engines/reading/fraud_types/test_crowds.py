"""A gang and its victims by the dozen, as against one loss that is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.fraud_types.crowds import crowd
from zhisun.engines.reading.fraud_types.squeezing import squeezed


def of(text: str) -> float:
    return crowd(squeezed(text).text)


@pytest.mark.parametrize(
    "text",
    [
        "警方分四路收网，抓获犯罪嫌疑人38名，初步查明被害人遍布二十多个省份。",
        "祁某等二十三人诈骗案宣判，该团伙共骗取六十余名被害人三百余万元。",
    ],
)
def test_counted_suspects_and_victims_are_a_crowd(text: str) -> None:
    assert of(text) == 1.0
    assert not classify(text).is_case


def test_a_loss_that_is_told_makes_a_crowd_smaller() -> None:
    gang = "警方抓获嫌疑人12名，涉及多名受害人。"
    one = gang + "其中韦女士听信客服，分三次向对方转账8万元。"
    two = one + "被害人臧某按要求汇款3万元。"
    assert of(gang) > of(one) > of(two) == 0.0


def test_one_victim_and_one_suspect_are_no_crowd() -> None:
    assert of("史女士在群里做任务被骗2万元，警方三天后抓获嫌疑人郎某。") == 0.0


@given(st.text(alphabet="0多名被害人抓获嫌疑等十余女士转账万元,。", max_size=300))
def test_any_text_has_a_crowd_between_none_and_one(text: str) -> None:
    assert 0.0 <= crowd(text) <= 1.0
