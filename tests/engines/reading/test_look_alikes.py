"""Look-alikes a stranger found: what rules for advertising and stories took for more than it is."""

from datetime import datetime

import pytest

from zhisun.engines.reading.reader import read

MORNING = datetime(2026, 11, 20, 9, 30)  # noqa: DTZ001 the report form gives Chinese time


def of_kind(text: str, kind: str) -> list[str | None]:
    return [one.norm for one in read(text, ref_time=MORNING) if one.type == kind]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("三次下单1990、2990和3990元", ["1990", "2990", "3990"]),
        ("刷单垫资98、198以及298元", ["98", "198", "298"]),
        ("硬中310，软中460元", ["310", "460"]),
        ("做任务点赞300，返佣50元", ["50"]),
        ("账户积分3500，可兑换100元话费", ["100"]),
        ("体重180，减肥药460元", ["460"]),
        ("编号310，花了460元", ["460"]),
        ("共破案20元，抓获嫌疑人320起，", ["20"]),
        ("当他投入60多万时，平台就关了", ["600000"]),
        ("充值的100万只剩下了4万，养了30只羊", ["1000000", "40000"]),
        ("现在35万对普通家庭不是小数，对方12万对我说没有", ["350000", "120000"]),
    ],
)
def test_a_list_before_a_sum(text: str, sums: list[str]) -> None:
    assert of_kind(text, "amount") == sums


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("登录http://www.hy88.com.APP下载", ["http://www.hy88.com"]),
        ("官网http://www.hy88.com.Password为123", ["http://www.hy88.com"]),
        ("打开http://abc.comVX联系", ["http://abc.com"]),
        ("打开http://dwz.sn/9qW领取", ["http://dwz.sn/9qw"]),
        ("登录yl3355、cc领取", ["yl3355.cc"]),
        ("微信号lxy2020、VIP会员", []),
        ("群里有lxy2020、cc、小明三人", []),
        ("密码是1 2 3 4 5 6。vip客户优先办理", []),
    ],
)
def test_where_an_address_ends(text: str, addresses: list[str]) -> None:
    assert of_kind(text, "url") == addresses


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (
            "11月18日晚8点接到电话，凌晨1点转账，凌晨2点又转",
            ["2026-11-18T20", "2026-11-19T01", "2026-11-19T02"],
        ),
        (
            "11月12日晚上10点转账，到凌晨1点又转，上午9点再转",
            ["2026-11-12T22", "2026-11-13T01", "2026-11-13T09"],
        ),
        ("昨天晚上7点报警，称凌晨3点钟被盗刷", ["2026-11-19T19", "2026-11-19T03"]),
        ("11月19日下午4点来所报案称，其凌晨3点被骗", ["2026-11-19T16", "2026-11-19T03"]),
        ("2026年11月19日20时30分许接到电话，凌晨1时许转账", ["2026-11-19T20:30", "2026-11-20T01"]),
        ("2025年3月5日投资，今天才醒悟，3月8日转了", ["2025-03-05", "2026-11-20", "2025-03-08"]),
        ("2025年12月31日转账，次日发现，11月5日加的", ["2025-12-31", "2026-01-01", "2025-11-05"]),
        ("事主在平台充值，次日被冻结无法提现", []),
        ("您的积分次日失效", ["2026-11-21"]),
        ("我三点前到的派出所", []),
    ],
)
def test_on_which_side_of_the_night_and_the_year(text: str, times: list[str]) -> None:
    assert of_kind(text, "time") == times


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("QQ客服：4006706700", ["4006706700"]),
        ("扣扣客服13800138000", ["13800138000"]),
        ("型号I50-OOO1-2345", []),
        ("电话I86-OOOO-5I93", ["18600005193"]),
    ],
)
def test_what_is_a_telephone_all_the_same(text: str, phones: list[str]) -> None:
    assert of_kind(text, "phone") == phones


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("加微信 vivo 20 pro 128 免费送", []),
        ("添加微信 at 12 30 pm 领取", []),
        ("微信v_1_2_3_4_5", ["v_1_2_3_4_5"]),
        ("微信p-s-y-8-0-6-1-1", ["psy80611"]),
    ],
)
def test_ids_as_they_are_written(text: str, names: list[str]) -> None:
    assert of_kind(text, "wechat") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "李某报警称，其子李某军被骗5000元。李某称不认识对方。",
            ["李某", "李某军", "李某"],
        ),
        ("被害人陈某刚向警方报案", ["陈某刚"]),
        ("吴某与吴某强一起作案，吴某获利", ["吴某", "吴某强", "吴某"]),
        ("买买提˙艾力报警", ["买买提·艾力"]),
        ("舒翠（化名）接到来电，称舒翠涉嫌洗钱，由于舒翠年纪较大", ["舒翠", "舒翠", "舒翠"]),
    ],
)
def test_relatives_are_not_one_person_and_one_is_told_each_time(
    text: str, names: list[str]
) -> None:
    assert of_kind(text, "person") == names


@pytest.mark.parametrize(
    ("text", "programs"),
    [
        ("下载一款名为“小花”的软件", ["小花"]),
        ("一家名为鑫盛的投资平台", ["鑫盛"]),
        ("名叫大发的博彩网站", ["大发"]),
        ("那个叫小鱼的直播平台", ["小鱼"]),
        ("自称叫陈刚的平台客服", []),
        ("下载名为“某云课堂”的APP", ["某云课堂"]),
        ("介绍了一个“澳门新葡京”的网站", ["澳门新葡京"]),
        ("点击链接下载了“某期乐”APP", ["某期乐"]),
        ("打开某会议软件", []),
        ("一种叫“快3”的赌博游戏", []),
        ("有个叫小张介绍的投资平台", []),
        ("不知道叫什么名字的软件", []),
    ],
)
def test_a_program_called_like_a_person(text: str, programs: list[str]) -> None:
    assert of_kind(text, "app") == programs


@pytest.mark.parametrize(
    ("text", "kind", "norms"),
    [
        ("民警立即联系上周女士当面劝阻", "person", ["周女士"]),
        ("民警立即联系上周女士当面劝阻", "time", []),
        ("上周女子报警", "time", [None]),
        ("上周某天转了钱", "time", [None]),
        ("经过去年3月到11月的努力", "time", ["2025-03", "2025-11"]),
        ("约定按1：42的赔率赔付", "time", []),
        ("19:30比分定格", "time", ["2026-11-19T19:30"]),
        ("按1:10的比例分成，1:10到账", "time", ["2026-11-20T01:10"]),
        ("拨打：公安局110、市场监督管理局12315", "hotline", ["110", "12315"]),
        ("公安局110名民警", "hotline", []),
        ("近日，罗平县两女士投资被骗", "person", []),
        ("炒黄金白银、外汇原油", "address", []),
        ("日活跃用户数为2000多万", "amount", []),
        ("注册人数达到20万，损失3万", "amount", ["30000"]),
        ("闲暇之余喜欢在短视频平台发布", "person", []),
        ("白银的王某报警", "address", ["白银"]),
        ("兰州、白银、天水等地", "address", ["兰州", "白银", "天水"]),
        ("IO元件坏了", "amount", []),
    ],
)
def test_weeks_ranges_and_ratios(text: str, kind: str, norms: list[str | None]) -> None:
    assert of_kind(text, kind) == norms
