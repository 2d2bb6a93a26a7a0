"""How well `read` does on the texts labelled by hand: floors a little under docs/reading.md."""

from datetime import datetime

import pytest

from tests.engines.reading.handwritten import rows
from tests.engines.reading.scoring import scores
from zhisun.engines.reading.reader import read

FLOORS = {
    False: {"person": 0.92, "app": 0.86, "time": 0.97, "address": 0.83, "org": 0.9, "amount": 0.94},
    True: {"person": 0.80, "app": 0.61, "time": 0.83, "address": 0.80, "org": 0.72, "amount": 0.96},
}


@pytest.mark.parametrize("aside", [False, True], ids=["looked at", "set aside"])
def test_elements_of_texts_written_by_hand_are_found(*, aside: bool) -> None:
    scored = scores(rows(aside=aside))
    low = {kind: scored[kind].f1 for kind, f1 in FLOORS[aside].items() if scored[kind].f1 < f1}
    assert low == {}


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("户名买买提·吐尔逊，已转账", "person", ["买买提·吐尔逊"]),
        ("有个老外叫迈克尔·布朗，自称军医", "person", ["迈克尔·布朗"]),
        ("据钱江晚报·小时新闻报道", "person", []),
        ("我嫁给了霍尔登·史密斯夫人的儿子", "person", ["霍尔登·史密斯"]),
        ("同学古丽娜尔也被骗了", "person", ["古丽娜尔"]),
        ("江苏某公司的人", "person", []),
        ("网名叫云淡风轻，说在外地", "person", ["云淡风轻"]),
        ("单身女子“网恋”被骗", "person", []),
        ("客服小刘让我等，群主阿毛发了码", "person", ["小刘", "阿毛"]),
        ("云淡风轻：在吗？我：在。云淡风轻：转我", "person", ["云淡风轻", "云淡风轻"]),
        ("来源：某报。诈骗套路：先加好友", "person", []),
        ("在极速贷客户端申请", "app", ["极速贷"]),
        ("下载安逸通办理退款", "app", ["安逸通"]),
        ("在MT4上炒外汇", "app", ["MT4"]),
        ("点名“鼎益丰”、“亿聚通”等12款虚假投资平台", "app", ["鼎益丰", "亿聚通"]),
        ("会去逛“闲鱼”“转转”等二手平台", "app", []),
        ("打开包装完好的手机，在众多网贷平台贷款", "app", []),
        ("说老挝金三角那边缺人", "address", ["老挝金三角"]),
        ("泰国人和越南籍男子", "address", []),
        ("到云南西双版纳打工", "address", ["云南西双版纳"]),
        ("中国驻菲律宾大使馆通报", "org", ["中国驻菲律宾大使馆"]),
    ],
)
def test_a_class_of_names_is_told_from_words(text: str, kind: str, found: list[str]) -> None:
    assert [one.text for one in read(text, ref_time=None) if one.type == kind] == found


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("上个月底开始，4月到6月我投了", ["2026-08", "2026-04", "2026-06"]),
        ("八月二十八给小毛转的", ["2026-08-28"]),
        ("7月至9月10日先后入金", ["2026-07", "2026-09-10"]),
        ("时间均为14日。", ["2026-09-14"]),
    ],
)
def test_times_said_in_passing_are_heard(text: str, norms: list[str]) -> None:
    said = read(text, ref_time=datetime(2026, 9, 15, 10))  # noqa: DTZ001 local time as in the texts
    assert [one.norm for one in said if one.type == "time"] == norms
