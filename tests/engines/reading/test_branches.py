"""Where a branch or a cash machine is, from a statement's remark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhisun.engines.identity.divisions import COUNTY, NAMELESS, by_code
from zhisun.engines.reading.branches import branch_division, division_path

COUNTIES = sorted(
    code for code, name in by_code().items() if len(code) == COUNTY and name not in NAMELESS
)


@pytest.mark.parametrize(
    ("remark", "place"),
    [
        ("ATM取现 济宁任城太白路支行", "山东省济宁市任城区"),
        ("深圳南山ATM", "广东省深圳市南山区"),
        ("北京朝阳支行", "北京市朝阳区"),
        ("吉林市昌邑支行", "吉林省吉林市昌邑区"),
        ("海南海口龙华", "海南省海口市龙华区"),
        ("柜面取款(义乌)", "浙江省金华市义乌市"),
        ("大理古城", "云南省大理白族自治州"),
    ],
)
def test_a_branch_is_where_its_name_says(remark: str, place: str) -> None:
    assert division_path(branch_division(remark)) == place


@pytest.mark.parametrize(
    "remark",
    ["", "取现", "南京路支行", "中山路", "北京银行取现", "朝阳支行", "鼓楼支行", "从济南转到南宁"],
)
def test_what_could_be_anywhere_is_nowhere(remark: str) -> None:
    assert branch_division(remark) == ""


@given(st.sampled_from(COUNTIES), st.text("取现柜面ATM0123456789 -", max_size=6))
def test_a_county_named_with_all_that_lies_around_it_is_found(code: str, before: str) -> None:
    found = branch_division(before + division_path(code))
    assert division_path(found) == division_path(code)


@given(st.text("济南宁海北京路市区县州上山东ATM ", max_size=14))
def test_whatever_is_written_the_answer_is_a_division_or_none(text: str) -> None:
    found = branch_division(text)
    assert found == "" or division_path(found)
