"""Fields of a form name programs and people outright; what only begins like a field does not."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 the report form gives Chinese time
NAMED = ("app", "person")


def told(text: str) -> list[tuple[str, str]]:
    found = read(text, ref_time=TAKEN_DOWN)
    assert all(text[e.start : e.end] == e.text for e in found)
    return [(e.type, e.text) for e in found if e.type in NAMED]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("软件名称：洽洽会议（屏幕共享）", [("app", "洽洽会议")]),
        ("涉案APP名称：安全防护中心系统\n转出卡号：略", [("app", "安全防护中心系统")]),
        ("APP名称：国信证券融通", [("app", "国信证券融通")]),
        ("下载软件：聚投宝APP，客服让转账", [("app", "聚投宝")]),
        ("涉案平台名称：“汇盈优选”", [("app", "汇盈优选")]),
        ("聊天软件：QQ、蜜桃视界", [("app", "蜜桃视界")]),
        ("下载软件：小狐借贷，注册", [("app", "小狐借贷")]),
        ("软件名称：一款叫聚宝的软件", [("app", "聚宝")]),
        ("3.【软件名称】和平营地、交易猫", [("app", "和平营地"), ("app", "交易猫")]),
    ],
)
def test_a_field_names_a_program(text: str, names: list[tuple[str, str]]) -> None:
    assert told(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("嫌疑人昵称：出号小满\n嫌疑人QQ：2095571836", "出号小满"),
        ("对方昵称：雨欣在线，未见过面", "雨欣在线"),
        ("【对方昵称】回流票务小林", "回流票务小林"),
        ("微信昵称：A小米粒的妈 QQ：900055721", "A小米粒的妈"),
        ("姓名：岩温罕\n民族：傣", "岩温罕"),
        ("姓名：吾买尔江·吐尔逊", "吾买尔江·吐尔逊"),
        ("收款人姓名：宓雪", "宓雪"),
        ("网名：大概叫小雨", "小雨"),
        ("姓名：张三先生", "张三"),
        ("昵称：“忘不了你”", "忘不了你"),
    ],
)
def test_a_field_names_somebody(text: str, name: str) -> None:
    assert told(text) == [("person", name)]


@pytest.mark.parametrize(
    "text",
    [
        "平台：您的账户已冻结，请联系客服",
        "软件：请您先完成认证",
        "APP：无\n昵称：不详\n软件名称：没有下载",
        "交易平台名称：不知道",
        "下载软件：www.abc888.top",
        "昵称：138****0000",
        "收款人姓名：工商银行",
        "软件名称、金额、时间都要写清楚",
        "聊天软件：微信",
        "姓名：已核实\n收款人姓名：某某商行",
        "姓名：财务部\n姓名：招商证券",
        "昵称：已注销，对方\n微信昵称：请备注真实姓名",
        "软件名称：已卸载\n软件：安装失败\n软件名称：英文的",
        "投资平台：选择正规机构\n虚假平台：骗局揭秘",
        "软件名称：投资5万，被骗\n昵称：5000元，后来",
        "收款人姓名：建行，卡号略\n姓名：不便透露",
        "昵称：对方已将我拉黑\n软件名称：叫什么忘了",
    ],
)
def test_an_empty_field_or_talk_names_nothing(text: str) -> None:
    assert told(text) == []
