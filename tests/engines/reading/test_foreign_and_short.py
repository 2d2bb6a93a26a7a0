"""Sums in other currencies, numbers from abroad, hotlines and groups, and what only looks so."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

TAKEN_DOWN = datetime(2026, 11, 20, 15, 0)  # noqa: DTZ001 the report form gives Chinese time
NUMBERS = ("amount", "phone", "hotline", "qq", "wechat")


def told(text: str) -> list[tuple[str, str | None]]:
    found = read(text, ref_time=TAKEN_DOWN)
    assert all(text[e.start : e.end] == e.text for e in found)
    return [(e.type, e.norm) for e in found if e.type in NUMBERS]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("损失港币12万", "HKD120000"),
        ("付了美金800", "USD800"),
        ("新台币20,000元", "TWD20000"),
        ("HK$8500", "HKD8500"),
        ("NT$20000", "TWD20000"),
        ("A$300", "AUD300"),
        ("比特币5000元买的", "5000"),
        ("2块5分手续费", "2.5"),
        ("五块二手续费", "5.2"),
        ("US$2,000", "USD2000"),
        ("RMB5,731.08", "5731.08"),
        ("卖3000块二手的", "3000"),
        ("100块一单", "100"),
        ("一共三块五", "3.5"),
    ],
)
def test_a_currency_before_or_behind_its_sum(text: str, norm: str) -> None:
    assert told(text) == [("amount", norm)]


def test_two_currencies_beside_each_other_stay_apart() -> None:
    assert told("5万美元3000元") == [("amount", "USD50000"), ("amount", "3000")]
    assert told("日元汇率涨了") == []


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("电话：852 6123 4567", "85261234567"),
        ("对方电话是855 96 123 4567", "855961234567"),
        ("电话886912345678", "886912345678"),
    ],
)
def test_a_number_from_abroad_after_a_word_for_it(text: str, norm: str) -> None:
    assert told(text) == [("phone", norm)]
    assert told("编号" + norm) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("来电显示是10086打来的", "10086"),
        ("显示95588打来的", "95588"),
        ("已通知120送医", "120"),
        ("是反诈中心吗九六幺幺零是吧", "96110"),
        ("我打幺幺零报警", "110"),
        ("给九五五八八打电话", "95588"),
    ],
)
def test_a_hotline_is_told_by_what_stands_beside(text: str, number: str) -> None:
    assert told(text) == [("hotline", number)]


@pytest.mark.parametrize(
    "text",
    [
        "通知120送货上门",
        "通知:114路公交改道",
        "通知119:00开会",
        "粤0305民初2233号",
        "跑了一一零米，幺幺零",
        "拨打950618",
        "兑换码：1554lO8Z36O",
        "激活码 1554lO8Z36O",
        "围裙:12345678",
        "微信pay 20261120",
        "V信 vip 888888",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("交流群：13812345678", [("phone", "13812345678")]),
        ("QQ群：13812345678", [("qq", "13812345678")]),
        ("群：600123456", [("qq", "600123456")]),
        ("微信/QQ同号：12345678", [("qq", "12345678")]),
        ("v/x：abc12345", [("wechat", "abc12345")]),
    ],
)
def test_the_number_of_a_group_or_of_both(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("家住中山路88号二楼2000元没了", "中山路88号二楼", "2000元"),
        ("家住中山路88号二楼2026年搬的", "中山路88号二楼", "2026年"),
        ("家住中山路88号3楼302，被骗", "中山路88号3楼302", ""),
    ],
)
def test_an_address_ends_before_a_sum_or_a_year(text: str, address: str, rest: str) -> None:
    found = [e.text for e in read(text, ref_time=TAKEN_DOWN)]
    assert found == [address, *([rest] if rest else [])]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("我投了五万十一月三号投了十五万十号又补六十二万", ["50000", "150000", "620000"]),
        ("一下子出去两万九千八号码我念给你听", ["29800"]),
        ("就转走了四千三百六家在沅陵县", ["4360"]),
        ("付了五千八号上午又付三千", ["5000", "3000"]),
    ],
)
def test_a_spoken_sum_ends_where_a_day_or_a_place_begins(text: str, sums: list[str]) -> None:
    assert [norm for kind, norm in told(text) if kind == "amount"] == sums


@pytest.mark.parametrize(
    "address",
    [
        "碧桂园东区14幢二单元9-3",
        "鑫都华府2号楼18-4",
        "阳光小区3号楼2-1-501",
        "东门镇凤梧村下勒洞屯23号",
        "岩洞镇竹坪村五组",
        "官庄镇界亭驿村王家坪组",
        "鑫苑小区12号楼2单元东户",
        "宾阳县新桥镇如家宾馆306房",
        "博白县凤山镇峨嵋村旺坡屯",
        "华泰城5期25栋2606房",
        "南澳镇码头街38号之二",
        "江南西路9号宿舍楼",
    ],
)
def test_a_door_and_a_hamlet_belong_to_the_address(address: str) -> None:
    found = read(f"现住{address}，来报警", ref_time=TAKEN_DOWN)
    assert [e.text for e in found if e.type == "address"] == [address]


@pytest.mark.parametrize("text", ["回复“T”退订", "发送“TD”到平台", "持港澳通行证"])
def test_what_is_sent_or_shown_is_no_program(text: str) -> None:
    assert [e for e in read(text, ref_time=TAKEN_DOWN) if e.type == "app"] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("打135+7208+4461找教练", [("phone", "13572084461")]),
        ("135+7208是多少", []),
        ("🐧900055721", [("qq", "900055721")]),
        ("蔻蔻900055721", [("qq", "900055721")]),
        ("加我w：lin8866", [("wechat", "lin8866")]),
        ("威❤x：13800006754", [("wechat", "13800006754")]),
        ("花了八百八十八块八毛八", [("amount", "888.88")]),
        ("大概三五百块钱", [("amount", "300")]),
        ("三五万块吧", [("amount", "30000")]),
        ("一笔5k，一笔8k", [("amount", "5000"), ("amount", "8000")]),
        ("付了5000港纸", [("amount", "HKD5000")]),
        ("20万台币", [("amount", "TWD200000")]),
    ],
)
def test_numbers_as_they_are_disguised_and_said(
    text: str, found: list[tuple[str, str | None]]
) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "said", "norm"),
    [
        ("登录三个w点zhuanz杠shop点top看", "三个w点zhuanz杠shop点top", "www.zhuanz-shop.top"),
        ("网址 w w w 点 abc 横杠 88 点 com", "w w w 点 abc 横杠 88 点 com", "www.abc-88.com"),
        ("三个w 点 jd 八八 点 cc", "三个w 点 jd 八八 点 cc", "www.jd88.cc"),
    ],
)
def test_an_address_as_it_is_read_out(text: str, said: str, norm: str) -> None:
    (found,) = (e for e in read(text, ref_time=TAKEN_DOWN) if e.type == "url")
    assert (found.text, found.norm) == (said, norm)
