"""How well `read` does on the texts labelled by hand: floors a little under docs/reading.md."""

from datetime import datetime

import pytest

from tests.engines.reading.handwritten import c_rows, rows, varied
from tests.engines.reading.scoring import scores
from zhisun.engines.reading.reader import read

NAMES = {"person": 0.97, "app": 0.95, "address": 0.95, "org": 0.93}
"""The tagger has learned from these texts: a floor against forgetting, no promise."""
FLOORS = {
    False: {**NAMES, "time": 0.99, "amount": 0.98, "bank": 0.97},
    True: {**NAMES, "time": 0.98, "amount": 0.99},
}
VARIED = {**NAMES, "time": 0.93, "amount": 0.97}
THIRD_HAND = {
    **NAMES,
    "amount": 0.98, "time": 0.98, "bank": 0.98, "card": 1.0, "idcard": 1.0, "phone": 1.0,
    "hotline": 1.0, "qq": 1.0, "wechat": 1.0, "telegram": 1.0, "email": 1.0, "crypto": 1.0,
    "url": 1.0,
}  # fmt: skip


@pytest.mark.parametrize("aside", [False, True], ids=["looked at", "set aside"])
def test_elements_of_texts_written_by_hand_are_found(*, aside: bool) -> None:
    scored = scores(rows(aside=aside))
    low = {kind: scored[kind].f1 for kind, f1 in FLOORS[aside].items() if scored[kind].f1 < f1}
    assert low == {}


def test_hard_names_in_many_registers_are_found() -> None:
    scored = scores(varied())
    low = {kind: scored[kind].f1 for kind, f1 in VARIED.items() if scored[kind].f1 < f1}
    assert low == {}


def test_elements_of_the_third_hands_texts_are_found() -> None:
    scored = scores(c_rows.rows())
    low = {kind: scored[kind].f1 for kind, f1 in THIRD_HAND.items() if scored[kind].f1 < f1}
    assert low == {}
    times = scored["time"]
    assert sum(times.days) >= 0.98 * len(times.days)
    assert sum(times.hours) >= 0.96 * len(times.hours)


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
        ("收款人张*明，又转给刘XX，*国庆也收了", "person", ["张*明", "刘XX"]),
        ("家长宋晓峰、郗娟、白雪各转了386元", "person", ["宋晓峰", "郗娟", "白雪"]),
        ("助理阿Ken和Linda都在，跟晓芸姐学", "person", ["阿Ken", "Linda", "晓芸姐"]),
        ("我妈窦淑芬在家，报警人田甜，事主向阳，", "person", ["窦淑芬", "田甜", "向阳"]),
        ("同事敖日格乐和扎西顿珠", "person", ["敖日格乐", "扎西顿珠"]),
        ("有个叫夜色撩人的网友，卖给“胖子”（另案处理）", "person", ["夜色撩人", "胖子"]),
        ("风控王主管说，大堂经理来了，招商经理也在", "person", ["王主管"]),
        ("民警郎晓说，与受害人谈心，对方是相关负责人介绍的", "person", ["郎晓"]),
        ("让我装东方智选，充到滴水筹里了", "app", ["东方智选", "滴水筹"]),
        ("在优淘返利上做任务，用微会议屏幕共享", "app", ["优淘返利", "微会议"]),
        ("开发“鑫聊”“易盈通”两款App诈骗", "app", ["鑫聊", "易盈通"]),
        ("大量用户购买商品，网上购买手机，投资理财的人", "app", []),
        ("在老王家里投资，在“和平精英”内被人加QQ", "app", []),
        ("辖区幸福里小区3栋1802老宋", "address", ["幸福里小区3栋1802"]),
        ("他在义乌做生意，在振兴路佳禾广场B座1706", "address", ["义乌", "振兴路佳禾广场B座1706"]),
        ("这是套路，在网上商城，走上公路", "address", []),
        ("鸿发五金厂的人说是环亚资本集团的", "org", ["鸿发五金厂", "环亚资本集团"]),
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
        ("今儿一早九点来钟，前天晌午", ["2026-09-15T09", "2026-09-13TAF"]),
        ("春节期间，上上周，一八年开的户", ["2026-02-17", None, "2018"]),
        ("9月5日至8日，9月10日（周四）", ["2026-09-05", "2026-09-08", "2026-09-10"]),
        ("大年初三给的，去年中秋节前又给", ["2026-02-19", "2025-10-06"]),
    ],
)
def test_times_said_in_passing_are_heard(text: str, norms: list[str]) -> None:
    said = read(text, ref_time=datetime(2026, 9, 15, 10))  # noqa: DTZ001 local time as in the texts
    assert [one.norm for one in said if one.type == "time"] == norms
