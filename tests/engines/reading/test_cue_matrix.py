"""Contacts and sums by cue, separator, shape and place: each combination is found, and only it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhisun.engines.reading.reader import read

WECHAT_CUES = (
    "加微信", "微信号", "加V", "加vx", "加VX", "加wx", "加薇", "薇信", "威信", "徽信", "+v", "➕V",
    "卫星号", "加微", "微信ID", "微❤", "微x", "对方微信", "微信账号", "微信号码", "微信号是", "V信",
    "绿泡泡", "客服微信", "我的微信", "添加微信好友", "微信同号", "wechat", "WeChat",
)  # fmt: skip
QQ_CUES = (
    "加QQ", "QQ", "qq", "扣扣", "加扣扣", "加扣", "或扣", "企鹅", "加企鹅号", "QQ号", "QQ号码",
    "QQ账号", "QQ群", "群号", "加Q", "球球", "秋秋", "加群", "扣扣号", "qq号是", "客服QQ",
    "企鹅群", "加裙", "叩叩", "口口", "抠抠", "加了",
)  # fmt: skip
SEPARATORS = ("", ":", "：", " ", "：“")
HEADS = ("", "兼职日结，", "详情请", "老师说的，")
TAILS = ("", "，备注兼职", " 联系我", "。", "，回T退订")


def found(text: str, kind: str) -> list[str | None]:
    return [one.norm for one in read(text, ref_time=None) if one.type == kind]


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(HEADS), st.sampled_from(WECHAT_CUES), st.sampled_from(SEPARATORS),
    st.from_regex(r"[a-uyz][a-uyz0-9_]{4,8}[0-9]{2,4}", fullmatch=True), st.sampled_from(TAILS),
)  # fmt: skip
def test_a_wechat_id_after_its_cue_is_found(
    head: str, cue: str, between: str, name: str, tail: str
) -> None:
    text = f"{head}{cue}{between}{name}{'”' * between.endswith('“')}{tail}"
    assert found(text, "wechat") == [name], text


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(HEADS), st.sampled_from(QQ_CUES), st.sampled_from(SEPARATORS[:-1]),
    st.integers(90_000_000, 3_999_999_999), st.sampled_from(("", ".", " ")),
    st.sampled_from(TAILS[:3]),
)  # fmt: skip
def test_a_qq_number_after_its_cue_is_found(  # noqa: PLR0917 the matrix has six sides
    head: str, cue: str, between: str, number: int, gap: str, tail: str
) -> None:
    said = str(number)
    between = "" if cue in ("加了", "加扣", "或扣") else between
    text = f"{head}{cue}{between}{gap.join((said[:4], said[4:])) if gap == ' ' else said}{tail}"
    assert found(text, "qq") == [said], text


@pytest.mark.parametrize(
    "text", ["扣了500000000", "先扣50000", "客户口口声声", "加了500块", "又加了200000"]
)
def test_what_is_taken_away_or_added_is_no_contact(text: str) -> None:
    assert found(text, "qq") == []


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("小芳微信同号l38OOOO6754", ("phone", "13800006754")),
        ("加微:xls-gp 8868，回T退订", ("wechat", "xls-gp8868")),
        ("加薇 abc123，5000起", ("wechat", "abc123")),
        ("请点ldbt｡gov-cn｡click，7月3日前", ("url", "ldbt.gov-cn.click")),
    ],
)
def test_contacts_in_odd_dress(text: str, norm: tuple[str, str]) -> None:
    assert norm[1] in found(text, norm[0])


@pytest.mark.parametrize(
    ("text", "kind", "norms"),
    [
        ("点赞有米，速加dz_521.xx", "wechat", ["dz_521.xx"]),
        ("他微信叫小武，号是wu-dk.66", "wechat", ["wu-dk.66"]),
        ("加了助理微信anna_adm.ca，", "wechat", ["anna_adm.ca"]),
        ("卖家微信wang.wang_dog8。", "wechat", ["wang.wang_dog8"]),
        ("让我加一个薇 momo.task-19 加了", "wechat", ["momo.task-19"]),
        ("订单号是abc_1234，", "wechat", []),
        ("要做赶紧来扣7000118846", "qq", ["7000118846"]),
        ("不方便接电话，加我扣 6602001193", "qq", ["6602001193"]),
        ("拿来扣60000，以后扣600000000", "qq", []),
        ("解冻，客服9000552713", "qq", ["9000552713"]),
        ("客服4006001234，客服0571-88880000", "qq", []),
        ("修复通道hxps://zx-xf。cc，或", "url", ["https://zx-xf.cc"]),
        ("加微信anna_adm.ca，wang.wang_dog8", "url", []),
        ("点www.pay-zx.cc_", "url", ["www.pay-zx.cc"]),
    ],
)
def test_ids_with_dots_and_strokes_stay_whole(text: str, kind: str, norms: list[str]) -> None:
    assert found(text, kind) == norms


SUMS = """
骗走三万多块 30000
借了一个半W 15000
转了2k 2000
要五千来块 5000
花8千8 8800
转了1.2个，不到账 12000
亏十来万 100000
给了几百 -
每人各给1500 1500
共计人民币35000元整 35000
损失2000美元 USD2000
充500个U USDT500
凭身份证借5万至50万，小芳 50000 500000
额度1万-20万 10000 200000
日结150-300，无需押金 -
借您的3000我先还1500 3000 1500
你上次3000还没还呢 3000
收定金600、中期900、查重260，之后 600 900 260
大哥我只有900 900
我只有35岁 -
余额够不够五千 5000
够不够5个人 -
接着17400、34800也没返 17400 34800
三分钟内5888，不然视频发群 5888
三分钟内35人 -
号650收，去平台 650
九点二十1000，返了1250 1000 1250
九点二十到 -
房租1850转你了，水电126.3也一起 1850 126.3
满200减30 200 30
给我报了个5800的价 5800
1.2个小时 -
第3期900 -
利率3.65% -
住3号楼1802 -
2024年，8月15号 -
群里有300人 -
关注500人返60 60
今天一号单3888回5054 3888 5054
第3回5次 -
号1800我要了 1800
3号我要了 -
找人代写，谈好2600，付一半1300， 2600 1300
说好8点去 -
6000买断 6000
农行扣款短信来了两条，4998，4998。 4998 4998
验证码短信来了两条，4998，4998。 -
病了住院八千 8000
住院12天 -
我转了两次，5000加3000 5000 3000
余额要大于2000才行 2000
年龄要大于30岁 -
离职要赔公司8000， 8000
又转至所谓“中转账户”15000。 15000
交了1万零5百。 10500
连同6万一起还 60000
百万保险，百万额度 -
信誉分只有82 -
急用3w-20w 30000 200000
三十六万八 368000
叁拾陆万捌仟元 368000
两瓶，2899转你了 2899
加单一单6元，满40就提 6 40
定金600起，老店 600
破获案件600起， -
刷单诈骗600起，杀猪盘300起 -
验证码483921验证， -
邀请码8888激活 -
房号3301也可以转 -
电压220 -
股票标的600036 -
5万-10万辆 -
10w-20w粉丝 -
一块五毛一斤 1.5
9块9毛3天 9.9
3块5毛5 3.55
物业费1块5毛一平 1.5
损失总数十五万元 150000
我数了数十五块钱 15
一百三五元 135
工资是150+2000+1500 150
首次要再压600激活 600
多了263请退到财务 263
再做一个25800的复合单 25800
材料费190人工130，有事 190 130
基本户736300.5， 736300.5
借呗22000，有钱花14000，全转 22000 14000
""".strip().splitlines()


@pytest.mark.parametrize("line", SUMS)
def test_sums_as_they_are_said(line: str) -> None:
    text, *norms = line.split(" ")
    assert found(text, "amount") == [norm for norm in norms if norm != "-"]
